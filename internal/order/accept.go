package order

import "pignon.coop/internal/db"

// Accept takes an order on, for all shops that sell it. An order that was accepted and is in the kitchen or further is Conflict; one that was just accepted stays.
func Accept(tx *db.Tx, in VerbIn) (Outcome, error) {
	o, err := loadFor(tx, in, mayAccept)
	if err != nil {
		return Outcome{}, err
	}
	return accept(tx, o, in.Version)
}

func accept(tx *db.Tx, o Order, seen *int64) (Outcome, error) {
	out, err := move(tx, o, step{verb: AcceptVerb, seen: seen, history: "order:accepted", event: func(f Fact) db.Event { return Accepted{f} }})
	if err != nil || o.HubID == nil {
		return out, err
	}
	vendors, err := listVendors(tx, o.ID)
	if err != nil {
		return out, err
	}
	return out, markVendors(tx, out.Order, vendors)
}
