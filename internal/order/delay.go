package order

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// DelayIn is VerbIn with by how many minutes; 0 means 10.
type DelayIn struct {
	VerbIn
	Minutes int64
}

const longestDelay = 600

// Delay moves everything that is expected of the order, and what was promised, back by some minutes. The riders' windows follow by the event.
func Delay(tx *db.Tx, in DelayIn) (Outcome, error) {
	if in.Minutes == 0 {
		in.Minutes = 10
	}
	if in.Minutes < 0 || in.Minutes > longestDelay {
		return Outcome{}, fail.At("delay", "order.delay.out_of_range", "limit", longestDelay)
	}
	o, err := loadFor(tx, in.VerbIn, mayHandle)
	if err != nil {
		return Outcome{}, err
	}
	by := time.Duration(in.Minutes) * time.Minute
	o.PreparationAt, o.PickupAt, o.DropoffAt = o.PreparationAt.Add(by), o.PickupAt.Add(by), o.DropoffAt.Add(by)
	o.From, o.To = o.From.Add(by), o.To.Add(by)
	return move(tx, o, step{verb: DelayVerb, seen: in.Version, history: "order:delayed", data: map[string]any{"delay": in.Minutes}, event: func(f Fact) db.Event {
		return Delayed{Fact: f, Minutes: in.Minutes}
	}})
}
