package shop

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
)

// CalmRestaurants ends the rush of every restaurant in the small hours, because people forget to. It is to be planned for every hour, and
// does nothing at other times of the day.
type CalmRestaurants struct{}

// In the small hours no kitchen works. A rush that has just begun all the same stays.
const (
	smallHoursFrom = 3
	smallHoursTo   = 6
	freshRush      = 2 * time.Hour
)

// JobKind names the job.
func (CalmRestaurants) JobKind() string { return "calm_restaurants" }

// CalmAll runs the job.
func CalmAll(tx *db.Tx, _ CalmRestaurants) error {
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return err
	}
	if hour := tx.Now().In(settings.Zone()).Hour(); hour < smallHoursFrom || hour >= smallHoursTo {
		return nil
	}
	list, err := rushing(tx, tx.Now().Add(-freshRush))
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
