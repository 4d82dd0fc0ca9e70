package order

import "pignon.coop/internal/db"

// StartPreparing says that the kitchen has begun. An order of several shops starts with the first of them.
func StartPreparing(tx *db.Tx, in VerbIn) (Outcome, error) {
	o, err := loadFor(tx, in, mayCook)
	if err != nil {
		return Outcome{}, err
	}
	if _, err := inKitchens(tx, o, "started_at"); err != nil {
		return Outcome{}, err
	}
	return move(tx, o, step{verb: StartVerb, seen: in.Version, history: "order:preparation_started", event: func(f Fact) db.Event { return PreparationStarted{f} }})
}

// FinishPreparing says that the order waits for who fetches it. One of several shops does when the last of them is ready; until then it stays.
func FinishPreparing(tx *db.Tx, in VerbIn) (Outcome, error) {
	o, err := loadFor(tx, in, mayCook)
	if err != nil {
		return Outcome{}, err
	}
	waiting, err := inKitchens(tx, o, "ready_at")
	if err != nil || waiting {
		return Outcome{Order: o}, err
	}
	return move(tx, o, step{verb: ReadyVerb, seen: in.Version, history: "order:preparation_finished", event: func(f Fact) db.Event { return PreparationFinished{f} }})
}

// inKitchens notes how far the caller's kitchens are with a hub's order that was accepted, and tells whether it waits for others.
func inKitchens(tx *db.Tx, o Order, column string) (waiting bool, err error) {
	if o.HubID == nil || o.State != IsAccepted && o.State != IsStarted {
		return false, nil
	}
	mine, err := kitchenOf(tx, o)
	if err != nil {
		return false, err
	}
	if err := markVendor(tx, o.ID, column, mine); err != nil {
		return false, err
	}
	n, err := cooking(tx, o.ID)
	return n > 0, err
}
