package order

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// pickupMemory is how long a pick-up that is over still counts.
const pickupMemory = time.Hour

type plannedPickup struct {
	RestaurantID int64        `db:"restaurant_id"`
	At           span.Instant `db:"pickup_expected_at"`
}

type usualTimes struct {
	Preparation string `db:"preparation_time"`
	Shipping    string `db:"shipping_time"`
}

// PaceOf tells how busy the co-op is: its usual time from kitchen to door and every planned pick-up, without those of one order (0: of none).
func PaceOf(tx *db.Tx, without int64) (shop.Pace, error) {
	planned, err := plannedPickups(tx, without, db.Everything)
	if err != nil {
		return shop.Pace{}, err
	}
	byShop := map[int64][]span.Instant{}
	for _, p := range planned {
		byShop[p.RestaurantID] = append(byShop[p.RestaurantID], p.At)
	}
	recent, err := recentTimes(tx)
	return shop.Pace{Offset: average(recent), Pickups: func(id int64) []span.Instant { return byShop[id] }}, err
}

// paceFor is PaceOf for one order, as far as its shops care: the pick-ups of others are read where a shop takes so many only.
func paceFor(tx *db.Tx, c Cart, vendors []shop.View) (shop.Pace, error) {
	recent, err := recentTimes(tx)
	pace := shop.Pace{Offset: average(recent)}
	if err != nil || c.HubID != nil {
		return pace, err
	}
	if _, _, limited := vendors[0].Limit(); !limited {
		return pace, nil
	}
	planned, err := plannedPickups(tx, c.ID, db.Cond{SQL: "o.restaurant_id = ?", Args: []any{vendors[0].ID}})
	pace.Pickups = func(int64) (at []span.Instant) {
		for _, p := range planned {
			at = append(at, p.At)
		}
		return at
	}
	return pace, err
}

func average(recent []usualTimes) time.Duration {
	if len(recent) == 0 {
		return 0
	}
	var sum time.Duration
	for _, r := range recent {
		for _, text := range []string{r.Preparation, r.Shipping} {
			d, _ := shop.ParseDuration(text) // an empty text counts as no time
			sum += d
		}
	}
	return (sum / time.Duration(len(recent))).Truncate(time.Minute)
}
