package order

import "pignon.coop/internal/db"

// StartPreparing says that the kitchen has begun.
func StartPreparing(tx *db.Tx, in VerbIn) (Outcome, error) {
	o, err := loadFor(tx, in, mayHandle)
	if err != nil {
		return Outcome{}, err
	}
	return move(tx, o, step{verb: StartVerb, seen: in.Version, history: "order:preparation_started", event: func(f Fact) db.Event { return PreparationStarted{f} }})
}

// FinishPreparing says that the order waits for who fetches it.
func FinishPreparing(tx *db.Tx, in VerbIn) (Outcome, error) {
	o, err := loadFor(tx, in, mayHandle)
	if err != nil {
		return Outcome{}, err
	}
	return move(tx, o, step{verb: ReadyVerb, seen: in.Version, history: "order:preparation_finished", event: func(f Fact) db.Event { return PreparationFinished{f} }})
}
