package check

import (
	"fmt"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// frozen is a placed order with the fingerprint that it had then.
type frozen struct {
	ID     int64        `db:"id"`
	Hash   string       `db:"frozen_hash"`
	Placed span.Instant `db:"placed_at"`
	Moved  span.Instant `db:"moved_at"` // when its address was last written
}

// thawed finds orders that are no longer what was paid. Where to is compared as long as nobody wrote on the address since: administrators put a
// wrong number right.
func thawed(l *look) ([]string, error) {
	all, err := db.All[frozen](l.Tx, `SELECT o.id, o.frozen_hash, a.updated_at AS moved_at,
		(SELECT MIN(e.created_at) FROM order_events e WHERE e.order_id = o.id AND e.type = 'order:created') AS placed_at
		FROM orders o LEFT JOIN addresses a ON a.id = o.shipping_address_id WHERE o.frozen_hash IS NOT NULL ORDER BY o.id`)
	if err != nil {
		return nil, err
	}
	wrong, err := unfrozen(l)
	if err != nil {
		return nil, err
	}
	for _, f := range all {
		now, err := order.Fingerprint(l.Tx, f.ID)
		if err != nil {
			return nil, err
		}
		goods, place := order.FingerprintParts(now)
		paidGoods, paidPlace := order.FingerprintParts(f.Hash)
		switch {
		case goods != paidGoods:
			wrong = append(wrong, fmt.Sprintf("order %d: what is in it or what it costs", f.ID))
		case place != paidPlace && !f.Moved.After(f.Placed.Time):
			wrong = append(wrong, fmt.Sprintf("order %d: where it goes", f.ID))
		}
	}
	return wrong, nil
}

// unfrozen finds orders that were placed, as the journal tells, and have no fingerprint.
func unfrozen(l *look) (wrong []string, err error) {
	t, err := l.journal()
	if err != nil {
		return nil, err
	}
	bare, err := db.All[int64](l.Tx, "SELECT id FROM orders WHERE frozen_hash IS NULL ORDER BY id")
	for _, id := range bare {
		if t.placed[id] {
			wrong = append(wrong, fmt.Sprintf("order %d: it has no fingerprint", id))
		}
	}
	return wrong, err
}

// promised is a placed order that was not delayed, of a restaurant that was not changed since its basket was begun.
type promised struct {
	ID           int64        `db:"id"`
	RestaurantID int64        `db:"restaurant_id"`
	Method       shop.Method  `db:"fulfillment_method"`
	Preparation  span.Instant `db:"preparation_expected_at"`
	Pickup       span.Instant `db:"pickup_expected_at"`
	CreatedAt    span.Instant `db:"created_at"`
}

// promisedWhileClosed leaves out shops that sell time slots: their hours are no times of work. The zone is not looked at: it depends on the way
// along the streets of that day.
func promisedWhileClosed(l *look) ([]string, error) {
	all, err := db.All[promised](l.Tx, `SELECT o.id, o.restaurant_id, o.fulfillment_method, o.preparation_expected_at, o.pickup_expected_at, o.created_at
		FROM orders o JOIN restaurants r ON r.id = o.restaurant_id WHERE o.frozen_hash IS NOT NULL AND o.preparation_expected_at IS NOT NULL
		AND o.pickup_expected_at IS NOT NULL AND r.updated_at < o.created_at
		AND NOT EXISTS (SELECT 1 FROM order_events e WHERE e.order_id = o.id AND e.type = 'order:delayed') ORDER BY o.id`)
	if err != nil {
		return nil, err
	}
	h, err := hoursOf(l.Tx, all)
	var wrong []string
	for _, p := range all {
		if !h.open(p) {
			wrong = append(wrong, fmt.Sprintf("order %d", p.ID))
		}
	}
	return wrong, err
}

// hours are all that says when restaurants are open.
type hours struct {
	restaurants map[int64]shop.Restaurant
	closures    map[int64][]shop.ClosingRule
	zone        *time.Location
}

func hoursOf(tx *db.Tx, orders []promised) (h hours, err error) {
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return h, err
	}
	var ids []int64
	for _, p := range orders {
		ids = append(ids, p.RestaurantID)
	}
	h = hours{closures: map[int64][]shop.ClosingRule{}, zone: settings.Zone()}
	if h.restaurants, err = shop.LoadRestaurants(tx, ids); err != nil {
		return h, err
	}
	rules, err := db.All[shop.ClosingRule](tx, "SELECT * FROM closing_rules ORDER BY id")
	for _, r := range rules {
		h.closures[r.RestaurantID] = append(h.closures[r.RestaurantID], r)
	}
	return h, err
}

// open tells whether somebody was in the kitchen when it had to start, or at least when the order was fetched.
func (h hours) open(p promised) bool {
	r := h.restaurants[p.RestaurantID]
	method := r.Method(p.Method)
	if method.Behavior == shop.TimeSlot {
		return true
	}
	var closed []shop.ClosingRule
	for _, c := range h.closures[p.RestaurantID] {
		if c.CreatedAt.Before(p.CreatedAt.Time) {
			closed = append(closed, c)
		}
	}
	s := shop.ScheduleOf(method, closed, h.zone)
	return s.Open(p.Preparation.Time) || s.Open(p.Pickup.Time)
}

// unanswered finds orders that should have been answered or refused, while the house ran. Reminding takes a minute or two more after it was down.
func unanswered(l *look) (wrong []string, err error) {
	settings, err := org.LoadSettings(l.Tx)
	if err != nil || settings.OrderAnswerMinutes == 0 {
		return nil, err
	}
	const late = 5 * time.Minute
	now, err := alive(l.Tx)
	if err != nil {
		return nil, err
	}
	all, err := db.All[order.Order](l.Tx, `SELECT o.* FROM orders o JOIN order_events e ON e.order_id = o.id AND e.type = 'order:created'
		WHERE o.state = 'new' AND (o.restaurant_id IS NOT NULL OR o.hub_id IS NOT NULL) ORDER BY o.id`)
	for _, o := range all {
		if now.Sub(o.AnswerFrom(o.UpdatedAt).Time) > time.Duration(settings.OrderAnswerMinutes)*time.Minute+late {
			wrong = append(wrong, fmt.Sprintf("order %d", o.ID))
		}
	}
	return wrong, err
}
