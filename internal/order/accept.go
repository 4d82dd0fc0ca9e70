package order

import "pignon.coop/internal/db"

// Accept takes an order on. An order that was accepted and is in the kitchen or further is Conflict; one that was just accepted stays.
func Accept(tx *db.Tx, in VerbIn) (Outcome, error) {
	o, err := loadFor(tx, in, mayAccept)
	if err != nil {
		return Outcome{}, err
	}
	return accept(tx, o, in.Version)
}

func accept(tx *db.Tx, o Order, seen *int64) (Outcome, error) {
	return move(tx, o, step{verb: AcceptVerb, seen: seen, history: "order:accepted", event: func(f Fact) db.Event { return Accepted{f} }})
}
