package delivery

import "slices"

// State tells how far a delivery is: a function of the states of its stops.
type State string

// The states.
const (
	Planned   State = "planned"
	UnderWay  State = "under_way"
	AllDone   State = "done"
	NotDone   State = "failed" // over, and a stop failed
	CalledOff State = "cancelled"
)

// StateOf tells how far a delivery is. Cancelled stops do not count, unless all are.
func StateOf(stops []Sheet) State {
	open, begun, failed, going := false, false, false, false
	for _, s := range stops {
		if s.Status == Cancelled {
			continue
		}
		going = true
		open = open || s.Status.Open()
		begun = begun || s.Status != Todo
		failed = failed || s.Status == Failed
	}
	switch {
	case !going:
		return CalledOff
	case open && begun:
		return UnderWay
	case open:
		return Planned
	case failed:
		return NotDone
	}
	return AllDone
}

// Untouched tells whether a delivery can still be taken back: no courier has any of it, and none was there.
func Untouched(stops []Sheet) bool {
	touched := func(s Sheet) bool { return s.CourierID != nil || s.Status.Completed() }
	return StateOf(stops) != CalledOff && !slices.ContainsFunc(stops, touched)
}
