package order

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/shop"
)

// ReasonIn is VerbIn with a reason: CUSTOMER, SOLD_OUT, RUSH_HOUR, CLOSING, NO_SHOW or any text.
type ReasonIn struct {
	VerbIn
	Reason string
}

func (in ReasonIn) data() any {
	if in.Reason == "" {
		return map[string]any{"reason": nil}
	}
	return map[string]any{"reason": in.Reason}
}

// Closing is the reason for which a restaurant refuses because it stops for today: it is closed for the rest of the day then.
const Closing = "CLOSING"

// Refuse turns an order down before anything was done for it.
func Refuse(tx *db.Tx, in ReasonIn) (Outcome, error) {
	o, err := loadFor(tx, in.VerbIn, mayHandle)
	if err != nil {
		return Outcome{}, err
	}
	out, err := move(tx, o, step{verb: RefuseVerb, seen: in.Version, history: "order:refused", data: in.data(), event: func(f Fact) db.Event {
		return Refused{Fact: f, Reason: in.Reason}
	}})
	if err != nil || !out.Changed || in.Reason != Closing || o.RestaurantID == nil {
		return out, err
	}
	_, err = shop.CloseRestaurant(tx, shop.CloseRestaurantIn{RestaurantID: *o.RestaurantID})
	if fail.Is(err, fail.Forbidden) { // a dispatcher may refuse, but not close
		err = nil
	}
	return out, err
}
