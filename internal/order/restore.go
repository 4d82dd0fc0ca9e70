package order

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// Restore takes a cancellation back. Only an order that had been accepted can be: Conflict otherwise.
func Restore(tx *db.Tx, in VerbIn) (Outcome, error) {
	o, err := loadFor(tx, in, mayHandle)
	if err != nil {
		return Outcome{}, err
	}
	had, err := happened(tx, o.ID, "order:accepted", "order:cancelled")
	if err != nil {
		return Outcome{}, err
	}
	if !had && o.State == IsCancelled {
		return Outcome{}, fail.New(fail.Conflict, "order.restore.never_accepted")
	}
	return move(tx, o, step{verb: RestoreVerb, seen: in.Version, history: "order:restored", event: func(f Fact) db.Event { return Restored{f} }})
}
