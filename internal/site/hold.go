package site

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/order"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/web"
)

// beginCheckout keeps the time of the basket for a while. What hinders ordering is told by the page of the checkout.
func (f *face) beginCheckout(c *web.Call) error {
	if c.Who.OrderID == 0 {
		f.redirect(c, "/basket")
		return nil
	}
	if err := f.holdTime(c); err != nil && !fail.Is(err, fail.Invalid) && !fail.Is(err, fail.Forbidden) {
		return err
	}
	f.redirect(c, "/checkout")
	return nil
}

func (f *face) holdTime(c *web.Call) error {
	return f.house.Planner().Around(c.R.Context(), func(legs *routing.Legs) error {
		return f.change(c, func(tx *db.Tx) error {
			_, err := order.HoldSlot(tx, legs, order.HoldIn{OrderID: c.Who.OrderID})
			return err
		})
	})
}

// leaveCheckout goes back to the basket, whose time others may have then.
func (f *face) leaveCheckout(c *web.Call) error {
	err := f.change(c, func(tx *db.Tx) error { return order.LetGo(tx, c.Who.OrderID) })
	if err != nil && !fail.Is(err, fail.Invalid) && !fail.Is(err, fail.NotFound) {
		return err
	}
	f.redirect(c, "/basket")
	return nil
}

// kept is the time that is kept for the basket, as pages show it.
type kept struct {
	frame
	order.Hold
}

// keptIn is nil when no time is kept.
func keptIn(around frame, h order.Hold) *kept {
	if h.OrderID == 0 {
		return nil
	}
	return &kept{around, h}
}

// Left is how many seconds the time is still kept.
func (k kept) Left() int { return int(k.Until.Sub(k.now).Seconds()) }
