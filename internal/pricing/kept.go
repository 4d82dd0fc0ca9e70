package pricing

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
)

// Kept is the price of an order with how it was found.
type Kept struct {
	OrderID     int64                 `db:"order_id"`
	RuleSetID   *int64                `db:"rule_set_id"` // nil: the sender has no price list
	Total       money.Amount          `db:"total"`
	Supplements db.JSON[[]Supplement] `db:"supplements"`
	Trace       db.JSON[Trace]        `db:"trace"`
	CreatedAt   span.Instant          `db:"created_at"`
}

// Keep writes down how the price of an order was found, instead of what was written before. A price by no list has the zero Trace.
func Keep(tx *db.Tx, orderID int64, p Price, supplements []Supplement) error {
	k := Kept{OrderID: orderID, Total: p.Total, Supplements: db.JSON[[]Supplement]{V: append([]Supplement{}, supplements...)},
		Trace: db.JSON[Trace]{V: p.Trace}, CreatedAt: tx.Now()}
	if p.Trace.RuleSet != 0 {
		k.RuleSetID = &p.Trace.RuleSet
	}
	if err := Forget(tx, orderID); err != nil {
		return err
	}
	return db.Insert(tx, "order_prices", k)
}

// Charged lists what people charged by hand, counted in the units of its price: fifteen minutes in steps of five are three.
func (k Kept) Charged() []Supplement {
	list := []Supplement{}
	for _, pass := range k.Trace.V.Passes {
		for _, tried := range pass.Supplements {
			list = append(list, Supplement{RuleID: tried.Rule.ID, Quantity: tried.Units})
		}
	}
	return list
}
