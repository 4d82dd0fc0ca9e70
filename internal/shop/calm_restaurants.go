package shop

import "pignon.coop/internal/db"

// CalmRestaurants ends the rush of every restaurant: each night, because people forget to.
type CalmRestaurants struct{}

// JobKind names the job.
func (CalmRestaurants) JobKind() string { return "calm_restaurants" }

// CalmAll runs the job.
func CalmAll(tx *db.Tx, _ CalmRestaurants) error {
	list, err := rushing(tx)
	if err != nil {
		return err
	}
	for _, r := range list {
		if _, err := r.turn(Calm); err != nil {
			return err
		}
		if err := saveRestaurant(tx, &r); err != nil {
			return err
		}
		if err := tx.Emit(RestaurantChanged{RestaurantID: r.ID}); err != nil {
			return err
		}
	}
	return nil
}
