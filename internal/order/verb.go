package order

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// VerbIn names an order that something happens to. Version, when given, is the one that the caller saw.
type VerbIn struct {
	OrderID int64
	Version *int64
}

// Outcome is an order after a verb. Changed is false when it was already there: a double tap does no harm and leaves no trace.
type Outcome struct {
	Order
	Changed bool
}

// loadFor reads an order that somebody wants to do something with.
func loadFor(tx *db.Tx, in VerbIn, ask rule) (Order, error) {
	o, err := LoadOrder(tx, in.OrderID)
	if err != nil {
		return o, err
	}
	return o, may(tx, o, ask)
}

// step is one move of an order: the verb and what history says of it.
type step struct {
	verb    Verb
	seen    *int64 // version
	history string
	data    any
	event   func(Fact) db.Event
}

// move applies a verb, with its history and its event, unless the order is already where the verb leads.
func move(tx *db.Tx, o Order, s step) (Outcome, error) {
	before := o.State
	changed, err := o.turn(s.verb)
	if err != nil || !changed {
		return Outcome{Order: o}, err
	}
	if s.seen != nil && *s.seen != o.Version {
		return Outcome{}, fail.New(fail.Stale, "row.stale")
	}
	if err := saveOrder(tx, &o); err != nil {
		return Outcome{}, err
	}
	if err := Remember(tx, o.ID, s.history, s.data); err != nil {
		return Outcome{}, err
	}
	if before != o.State {
		if err := rememberState(tx, o, s); err != nil {
			return Outcome{}, err
		}
	}
	return Outcome{Order: o, Changed: true}, tx.Emit(s.event(o.fact()))
}

func rememberState(tx *db.Tx, o Order, s step) error {
	data := s.data
	if data == nil {
		data = []any{}
	}
	return Remember(tx, o.ID, "order:state_changed", map[string]any{
		"newState": o.State, "triggeredByEvent": map[string]any{"name": s.history, "data": data},
	})
}
