package shop

import "pignon.coop/internal/db"

// OpenAgainIn names a restaurant that wants to take orders again today.
type OpenAgainIn struct{ RestaurantID int64 }

// OpenAgain takes back every closure that is in force now. A restaurant that is not closed stays as it is.
func OpenAgain(tx *db.Tx, in OpenAgainIn) error {
	r, err := LoadRestaurant(tx, in.RestaurantID)
	if err != nil {
		return err
	}
	if err := MayEdit(tx, r.ID); err != nil {
		return err
	}
	v, err := ViewOf(tx, r)
	if err != nil {
		return err
	}
	for _, c := range v.Closings {
		if !c.Closed(v.Zone).Contains(v.Now.Time) {
			continue
		}
		if err := ReopenRestaurant(tx, ReopenRestaurantIn{RuleID: c.ID}); err != nil {
			return err
		}
	}
	return nil
}
