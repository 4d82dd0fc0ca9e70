package recurrence

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Load reads a rule; NotFound when there is none, or no more.
func Load(tx *db.Tx, id int64) (Rule, error) {
	return db.One[Rule](tx, "SELECT * FROM recurrence_rules WHERE id = ? AND deleted_at IS NULL", id)
}

// List gives dispatchers a page of the rules, by id.
func List(tx *db.Tx, limit, offset int) (page org.Page[Rule], err error) {
	if err := mayPlan(tx.Who()); err != nil {
		return page, err
	}
	if page.Rows, err = db.All[Rule](tx, "SELECT * FROM recurrence_rules WHERE deleted_at IS NULL ORDER BY id LIMIT ? OFFSET ?", limit, offset); err != nil {
		return page, err
	}
	page.Total, err = db.One[int](tx, "SELECT COUNT(*) FROM recurrence_rules WHERE deleted_at IS NULL")
	return page, err
}

// Generating reads the rules that make orders by themselves and made none for a day yet.
func Generating(tx *db.Tx, day span.Day) ([]Rule, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return nil, err
	}
	return db.All[Rule](tx, `SELECT * FROM recurrence_rules r WHERE generates AND NOT paused AND deleted_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM recurrence_runs u WHERE u.rule_id = r.id AND u.day = ?) ORDER BY id`, day)
}

// OrgNames gives the names of the organisations of stores.
func OrgNames(tx *db.Tx, stores []int64) (map[int64]string, error) {
	type row struct {
		ID   int64  `db:"id"`
		Name string `db:"name"`
	}
	rows, err := db.All[row](tx, "SELECT s.id, o.name FROM stores s JOIN organizations o ON o.id = s.organization_id WHERE s.id IN (?)", stores)
	names := map[int64]string{}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}

// Run is an order that a rule made for a day.
type Run struct {
	RuleID    int64        `db:"rule_id"`
	Day       span.Day     `db:"day"`
	OrderID   int64        `db:"order_id"`
	CreatedAt span.Instant `db:"created_at"`
}

// RulesOfOrders tells of all orders that rules made which rule it was.
func RulesOfOrders(tx *db.Tx) (map[int64]int64, error) {
	runs, err := db.All[Run](tx, "SELECT * FROM recurrence_runs")
	rules := map[int64]int64{}
	for _, r := range runs {
		rules[r.OrderID] = r.RuleID
	}
	return rules, err
}

// SeedRun says by which rule an order was made, nil for none, instead of what was said before.
func SeedRun(tx *db.Tx, rule *int64, run Run) error {
	if _, err := tx.Exec("DELETE FROM recurrence_runs WHERE order_id = ?", run.OrderID); err != nil || rule == nil {
		return err
	}
	run.RuleID = *rule
	return db.Insert(tx, "recurrence_runs", run)
}

// MadeFrom gives the orders that a rule made for a day and those after it.
func MadeFrom(tx *db.Tx, ruleID int64, day span.Day) (map[span.Day]int64, error) {
	runs, err := db.All[Run](tx, "SELECT * FROM recurrence_runs WHERE rule_id = ? AND day >= ?", ruleID, day)
	orders := map[span.Day]int64{}
	for _, r := range runs {
		orders[r.Day] = r.OrderID
	}
	return orders, err
}
