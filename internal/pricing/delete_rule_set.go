package pricing

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// DeleteRuleSetIn names a price list.
type DeleteRuleSetIn struct{ ID int64 }

// DeleteRuleSet takes a price list away, unless something uses it: Invalid then, with a field error for each.
func DeleteRuleSet(tx *db.Tx, in DeleteRuleSetIn) error {
	s, err := LoadRuleSet(tx, in.ID)
	if err != nil {
		return err
	}
	if err := mayAdminister(tx.Who()); err != nil {
		return err
	}
	users, err := usersOf(tx, s.ID)
	if err != nil {
		return err
	}
	var wrong *fail.Error
	for _, u := range users {
		wrong = wrong.Add("", "pricing.rule_set.used", "by", u.Kind, "id", u.ID)
	}
	if wrong != nil {
		return wrong
	}
	if err := deleteRuleSet(tx, s.ID); err != nil {
		return err
	}
	return tx.Emit(RuleSetDeleted{RuleSetID: s.ID})
}
