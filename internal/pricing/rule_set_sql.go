package pricing

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
)

// LoadRuleSet reads a price list with its rules; NotFound when there is none.
func LoadRuleSet(tx *db.Tx, id int64) (RuleSet, error) {
	s, err := db.One[RuleSet](tx, "SELECT * FROM pricing_rule_sets WHERE id = ?", id)
	if err != nil {
		return s, err
	}
	s.Rules, err = rulesOf(tx, []int64{id})
	return s, err
}

// listRuleSets gives a page of the price lists, by id.
func listRuleSets(tx *db.Tx, limit, offset int) (page org.Page[RuleSet], err error) {
	if page.Rows, err = db.All[RuleSet](tx, "SELECT * FROM pricing_rule_sets ORDER BY id LIMIT ? OFFSET ?", limit, offset); err != nil {
		return page, err
	}
	var ids []int64
	for _, s := range page.Rows {
		ids = append(ids, s.ID)
	}
	rules, err := rulesOf(tx, ids)
	if err != nil {
		return page, err
	}
	for i := range page.Rows {
		for _, r := range rules {
			if r.RuleSetID == page.Rows[i].ID {
				page.Rows[i].Rules = append(page.Rows[i].Rules, r)
			}
		}
	}
	page.Total, err = db.One[int](tx, "SELECT COUNT(*) FROM pricing_rule_sets")
	return page, err
}

func rulesOf(tx *db.Tx, sets []int64) ([]Rule, error) {
	return db.All[Rule](tx, "SELECT * FROM pricing_rules WHERE rule_set_id IN (?) ORDER BY rule_set_id, position, id", sets)
}

func loadRule(tx *db.Tx, id int64) (Rule, error) {
	return db.One[Rule](tx, "SELECT * FROM pricing_rules WHERE id = ?", id)
}

func deleteRule(tx *db.Tx, id int64) error {
	_, err := tx.Exec("DELETE FROM pricing_rules WHERE id = ?", id)
	return err
}

func deleteRuleSet(tx *db.Tx, id int64) error {
	if _, err := tx.Exec("DELETE FROM pricing_rules WHERE rule_set_id = ?", id); err != nil {
		return err
	}
	_, err := tx.Exec("DELETE FROM pricing_rule_sets WHERE id = ?", id)
	return err
}

func nextPosition(tx *db.Tx, set int64) (int64, error) {
	return db.One[int64](tx, "SELECT COALESCE(MAX(position) + 1, 0) FROM pricing_rules WHERE rule_set_id = ?", set)
}

// zonesNamed reads the zones of some names; of two with one name the older counts.
func zonesNamed(tx *db.Tx, names []string) (Zones, error) {
	rows, err := db.All[Zone](tx, "SELECT * FROM zones WHERE name IN (?) ORDER BY id DESC", names)
	zones := Zones{}
	for _, z := range rows {
		zones[z.Name] = z.Surface()
	}
	return zones, err
}

// KeptOf reads how the price of an order was found; ok is false for one whose price no rules made.
func KeptOf(tx *db.Tx, orderID int64) (k Kept, ok bool, err error) {
	return db.Maybe[Kept](tx, "SELECT * FROM order_prices WHERE order_id = ?", orderID)
}

// Forget takes away how the price of an order was found, for one that gets another price.
func Forget(tx *db.Tx, orderID int64) error {
	_, err := tx.Exec("DELETE FROM order_prices WHERE order_id = ?", orderID)
	return err
}

// KeptOfOrders reads how the prices of orders were found, by order.
func KeptOfOrders(tx *db.Tx, orderIDs []int64) (map[int64]Kept, error) {
	rows, err := db.All[Kept](tx, "SELECT * FROM order_prices WHERE order_id IN (?)", orderIDs)
	found := map[int64]Kept{}
	for _, k := range rows {
		found[k.OrderID] = k
	}
	return found, err
}

func loadZone(tx *db.Tx, id int64) (Zone, error) {
	return db.One[Zone](tx, "SELECT * FROM zones WHERE id = ?", id)
}

func listZones(tx *db.Tx, limit, offset int) (page org.Page[Zone], err error) {
	if page.Rows, err = db.All[Zone](tx, "SELECT * FROM zones ORDER BY id LIMIT ? OFFSET ?", limit, offset); err != nil {
		return page, err
	}
	page.Total, err = db.One[int](tx, "SELECT COUNT(*) FROM zones")
	return page, err
}

// KnownRules tells which of some rules there still are.
func KnownRules(tx *db.Tx, ids []int64) (map[int64]bool, error) {
	rows, err := db.All[int64](tx, "SELECT id FROM pricing_rules WHERE id IN (?)", ids)
	known := map[int64]bool{}
	for _, id := range rows {
		known[id] = true
	}
	return known, err
}
