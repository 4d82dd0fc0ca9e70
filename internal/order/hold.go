package order

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// HoldLife is how long a time is kept free for a basket from the beginning of its checkout.
const HoldLife = 10 * time.Minute

// Hold is the time that is kept free for a basket. It counts as an order of its shop until it ends.
type Hold struct {
	OrderID int64        `db:"order_id"`
	From    span.Instant `db:"shipping_from"`
	To      span.Instant `db:"shipping_to"`
	Pickup  span.Instant `db:"pickup_at"`
	HeldAt  span.Instant `db:"held_at"` // the moment at which the time was free
	Until   span.Instant `db:"until"`
}

// Window is the range that is kept.
func (h Hold) Window() span.Range { return span.Range{From: h.From, To: h.To} }

// HoldIn names the basket whose checkout begins. Renew is for the beginning of a payment, during which the time must not run out.
type HoldIn struct {
	OrderID int64
	Renew   bool
}

// HoldSlot keeps the time that a basket asks for, or else the first that is free, while its customer is at the checkout. A basket that cannot be
// ordered as it is is Invalid, as Validate says it. Asked again for the same time it changes nothing, unless to renew; for another time it lets go
// of the one before.
func HoldSlot(tx *db.Tx, legs *routing.Legs, in HoldIn) (Hold, error) {
	c, err := cartFor(tx, in.OrderID, mayEdit)
	if err != nil {
		return Hold{}, err
	}
	if err := validate(tx, legs, c); err != nil {
		return Hold{}, err
	}
	p, err := planOf(tx, legs, c)
	if err != nil {
		return Hold{}, err
	}
	window := p.wanted(c.Order)
	if p.seller == nil || window.IsZero() {
		return Hold{}, fault{"shippingTimeRange", "order.window.none", "SHIPPING_TIME_RANGE_NOT_AVAILABLE"}.on(nil)
	}
	h := Hold{OrderID: c.ID, From: window.From, To: window.To, Pickup: p.TimelineOf(window).Pickup, HeldAt: tx.Now(), Until: tx.Now().Add(HoldLife)}
	if p.keeps(window) {
		h.HeldAt = p.hold.HeldAt
		if !in.Renew {
			return p.hold, nil
		}
	}
	return h, saveHold(tx, h)
}

// LetGo frees the time that is kept for a basket, when its customer leaves the checkout.
func LetGo(tx *db.Tx, orderID int64) error {
	if _, err := cartFor(tx, orderID, mayEdit); err != nil {
		return err
	}
	return dropHold(tx, orderID)
}

// HoldOf is the time that is kept for a basket now; the zero Hold when none is.
func HoldOf(tx *db.Tx, orderID int64) (Hold, error) {
	h, _, err := loadHold(tx, orderID)
	return h, err
}

// keeps tells whether a range is the one that is kept for the order, with the pick-up that it was kept for.
func (p plan) keeps(r span.Range) bool {
	return p.hold.OrderID != 0 && p.hold.Window() == r && p.TimelineOf(r).Pickup == p.hold.Pickup
}

// whyNot tells why the order cannot be promised for a range. A time that is kept is judged as of the moment at which it was free; that its shop
// closed since then counts.
func (p plan) whyNot(r span.Range) shop.Reason {
	if !p.keeps(r) {
		return p.WhyNot(r)
	}
	then := p.Timetable
	then.Now, then.Full, then.DispatchDelay = p.hold.HeldAt.Time, nil, 0
	return then.WhyNot(r)
}

// wanted is the range that an order is to be promised for: the one that was chosen, else the one that is kept, else the first that is free.
func (p plan) wanted(o Order) span.Range {
	if !o.Window().IsZero() {
		return o.Window()
	}
	return p.first()
}

// taken tells whether others have filled a range that is not kept.
func (p plan) taken(r span.Range) bool {
	return p.Method.Behavior == shop.ASAP && !p.keeps(r) && p.Full != nil && p.Full(p.TimelineOf(r).Pickup.Time)
}
