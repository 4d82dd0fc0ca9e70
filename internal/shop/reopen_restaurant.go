package shop

import "pignon.coop/internal/db"

// ReopenRestaurantIn names the closure that is taken back.
type ReopenRestaurantIn struct{ RuleID int64 }

// ReopenRestaurant takes a closure back.
func ReopenRestaurant(tx *db.Tx, in ReopenRestaurantIn) error {
	c, err := LoadClosingRule(tx, in.RuleID)
	if err != nil {
		return err
	}
	if err := MayEdit(tx, c.RestaurantID); err != nil {
		return err
	}
	if err := deleteClosingRule(tx, c.ID); err != nil {
		return err
	}
	return tx.Emit(RestaurantReopened{RestaurantID: c.RestaurantID, RuleID: c.ID})
}
