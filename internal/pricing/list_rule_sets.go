package pricing

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
)

// ReadRuleSet gives a price list to whoever rides or dispatches.
func ReadRuleSet(tx *db.Tx, id int64) (RuleSet, error) {
	s, err := LoadRuleSet(tx, id)
	if err != nil {
		return s, err
	}
	return s, mayRead(tx.Who())
}

// ListRuleSets gives administrators a page of the price lists, by id.
func ListRuleSets(tx *db.Tx, limit, offset int) (org.Page[RuleSet], error) {
	if err := mayAdminister(tx.Who()); err != nil {
		return org.Page[RuleSet]{}, err
	}
	return listRuleSets(tx, limit, offset)
}

// Applications lists what uses a price list, for administrators.
func Applications(tx *db.Tx, id int64) ([]User, error) {
	if _, err := LoadRuleSet(tx, id); err != nil {
		return nil, err
	}
	if err := mayAdminister(tx.Who()); err != nil {
		return nil, err
	}
	return usersOf(tx, id)
}

// LoadRule reads a rule and the price list that it belongs to; NotFound when there is none.
func LoadRule(tx *db.Tx, id int64) (Rule, RuleSet, error) {
	r, err := loadRule(tx, id)
	if err != nil {
		return r, RuleSet{}, err
	}
	s, err := LoadRuleSet(tx, r.RuleSetID)
	return r, s, err
}

// Ready reads a price list and the zones that it speaks of, to find prices by.
func Ready(tx *db.Tx, id int64) (*Tariff, Zones, error) {
	s, err := LoadRuleSet(tx, id)
	if err != nil {
		return nil, nil, err
	}
	t := Compile(s)
	zones, err := zonesNamed(tx, t.ZoneNames())
	return t, zones, err
}
