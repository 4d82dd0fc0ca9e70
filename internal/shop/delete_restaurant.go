package shop

import "pignon.coop/internal/db"

// DeleteRestaurantIn names a restaurant.
type DeleteRestaurantIn struct{ ID int64 }

// DeleteRestaurant takes a restaurant off the co-op's list. Its orders stay.
func DeleteRestaurant(tx *db.Tx, in DeleteRestaurantIn) error {
	r, err := LoadRestaurant(tx, in.ID)
	if err != nil {
		return err
	}
	if err := mayAdminister(tx.Who()); err != nil {
		return err
	}
	r.Enabled, r.DeletedAt = false, tx.Now()
	if err := saveRestaurant(tx, &r); err != nil {
		return err
	}
	return tx.Emit(RestaurantDeleted{RestaurantID: r.ID})
}
