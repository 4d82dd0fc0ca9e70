package order

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/shop"
)

// Fulfill ends an order well. One that a restaurant sends out must have been brought: Conflict until its drop-off is done.
func Fulfill(tx *db.Tx, in VerbIn) (Outcome, error) {
	o, err := loadFor(tx, in, mayHandle)
	if err != nil {
		return Outcome{}, err
	}
	if o.sold() && o.Method == shop.Delivery && o.State != IsFulfilled {
		if _, done, err := dropoff(tx, o.ID); err != nil || !done {
			return Outcome{}, orElse(err, fail.New(fail.Conflict, "order.fulfill.not_delivered"))
		}
	}
	return move(tx, o, step{verb: FulfillVerb, seen: in.Version, history: "order:fulfilled", event: func(f Fact) db.Event { return Fulfilled{f} }})
}

func orElse(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
