package order

import "pignon.coop/internal/db"

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

// Refuse turns an order down before anything was done for it.
func Refuse(tx *db.Tx, in ReasonIn) (Outcome, error) {
	o, err := loadFor(tx, in.VerbIn, mayHandle)
	if err != nil {
		return Outcome{}, err
	}
	return move(tx, o, step{verb: RefuseVerb, seen: in.Version, history: "order:refused", data: in.data(), event: func(f Fact) db.Event {
		return Refused{Fact: f, Reason: in.Reason}
	}})
}
