package order

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/shop"
)

// Cancel ends an order that will not be. NO_SHOW is for orders that nobody came for, so not for deliveries; it keeps the money.
func Cancel(tx *db.Tx, in ReasonIn) (Outcome, error) {
	o, err := loadFor(tx, in.VerbIn, mayHandle)
	if err != nil {
		return Outcome{}, err
	}
	if in.Reason == NoShow && o.Method == shop.Delivery {
		return Outcome{}, fail.New(fail.Conflict, "order.cancel.no_show_delivery")
	}
	return move(tx, o, step{verb: CancelVerb, seen: in.Version, history: "order:cancelled", data: in.data(), event: func(f Fact) db.Event {
		return Cancelled{Fact: f, Reason: in.Reason}
	}})
}
