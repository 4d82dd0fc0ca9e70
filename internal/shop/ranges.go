package shop

import (
	"iter"
	"time"

	"pignon.coop/internal/span"
)

// Timetable is all that decides when a restaurant can serve an order. It is pure: the same Timetable always gives the same ranges, so the
// shop page, the basket, the API and the forms agree.
type Timetable struct {
	Now           time.Time
	Schedule      span.Schedule
	Method        FulfillmentMethod
	Preparation   time.Duration               // in the kitchen
	Shipping      time.Duration               // on the road; see NoAddressShipping
	DispatchDelay time.Duration               // what dispatchers ask for before a pick-up
	Offset        time.Duration               // usual time from kitchen to door; how long behind closing an order may still arrive
	Full          func(pickup time.Time) bool // tells whether the restaurant takes no further pick-up then; nil: never full
}

// NoAddressShipping is the time on the road while nobody knows where to.
const NoAddressShipping = 10 * time.Minute

// handover is the time between pick-up and setting off.
const handover = 5 * time.Minute

const horizon = 7 * 24 * time.Hour

// Timeline is when what happens to an order that is promised for a range. Collected orders have no Dropoff.
type Timeline struct{ Preparation, Pickup, Dropoff span.Instant }

// TimelineOf plans backwards from the middle of the range.
func (t Timetable) TimelineOf(r span.Range) Timeline {
	mid := r.Middle()
	if t.Method.Type == Collection {
		return Timeline{Preparation: mid.Add(-t.Preparation), Pickup: mid}
	}
	pickup := mid.Add(-t.Shipping - handover)
	return Timeline{Preparation: pickup.Add(-t.Preparation), Pickup: pickup, Dropoff: mid}
}

// Reason says why a range cannot be had; it is empty when it can.
type Reason string

// The reasons, in the order in which they are looked at.
const (
	Possible     Reason = ""
	IsOver       Reason = "over"          // the range has ended
	NoticeShort  Reason = "notice"        // the kitchen would have to start too soon
	DispatchFull Reason = "dispatch"      // dispatchers asked for more time
	KitchenShut  Reason = "closed"        // it is not open when the kitchen would start
	TooFarAhead  Reason = "too_far_ahead" // seven days or more
	SlotFull     Reason = "full"          // it takes no more orders then
)

// WhyNot tells why an order cannot be promised for the range, or Possible.
func (t Timetable) WhyNot(r span.Range) Reason {
	return t.whyNot(r, t.Schedule.Open)
}

func (t Timetable) whyNot(r span.Range, open func(time.Time) bool) Reason {
	line := t.TimelineOf(r)
	notice := time.Duration(t.Method.DelayMinutes) * time.Minute
	switch {
	case !r.To.After(t.Now):
		return IsOver
	case !line.Preparation.After(t.Now.Add(notice)):
		return NoticeShort
	case !line.Pickup.After(t.Now.Add(t.DispatchDelay)):
		return DispatchFull
	case r.To.Sub(t.Now) >= horizon:
		return TooFarAhead
	case !open(line.Preparation.Time):
		return KitchenShut
	case t.Full != nil && t.Full(line.Pickup.Time):
		return SlotFull
	}
	return Possible
}

// Ranges gives, in order, every range that an order can be promised for within the next seven days.
func (t Timetable) Ranges() iter.Seq[span.Range] {
	if t.Method.Behavior == TimeSlot {
		return t.slots()
	}
	return func(yield func(span.Range) bool) {
		open := t.Schedule.Between(t.Now.Add(-24*time.Hour), t.Now.Add(horizon+24*time.Hour))
		for r := range t.candidates(open) {
			if t.whyNot(r, within(open)) == Possible && !yield(r) {
				return
			}
		}
	}
}

// First is the earliest range, "as soon as possible"; the zero Range when there is none.
func (t Timetable) First() span.Range {
	for r := range t.Ranges() {
		return r
	}
	return span.Range{}
}

func within(open []span.Range) func(time.Time) bool {
	return func(at time.Time) bool {
		for _, r := range open {
			if r.Contains(at) {
				return true
			}
		}
		return false
	}
}

// candidates steps through the open intervals. On the present one it stops at closing time plus offset; later ones also end at the
// horizon, which is the end of today where ordering ahead is off.
func (t Timetable) candidates(open []span.Range) iter.Seq[span.Range] {
	start := t.roundUp(t.Now)
	last := start.Add(horizon)
	if !t.Method.PreOrdering {
		local := t.Now.In(t.Schedule.Zone)
		last = time.Date(local.Year(), local.Month(), local.Day(), 23, 59, 0, 0, t.Schedule.Zone)
	}
	return func(yield func(span.Range) bool) {
		next := start // the same range is not given twice where intervals are close
		for _, o := range open {
			from, to := start, o.To.Add(t.Offset).Time
			if o.From.After(start) {
				from = t.roundUp(o.From.Time)
				to = earlier(to, last)
			}
			if !o.To.After(start) {
				continue
			}
			if from.Before(next) {
				from = next
			}
			for ; from.Before(to); from = from.Add(t.step()) {
				if !yield(span.Range{From: span.At(from), To: span.At(from.Add(t.step()))}) {
					return
				}
			}
			next = from
		}
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func (t Timetable) step() time.Duration {
	if t.Method.RangeDuration <= 0 {
		return 10 * time.Minute
	}
	return time.Duration(t.Method.RangeDuration) * time.Minute
}

// roundUp drops the seconds and goes on to the next minute of the hour that a range can start at.
func (t Timetable) roundUp(at time.Time) time.Time {
	at = at.Truncate(time.Minute)
	step := int(t.step() / time.Minute)
	for at.In(t.Schedule.Zone).Minute()%step != 0 {
		at = at.Add(time.Minute)
	}
	return at
}

// slots gives the lines of the hours themselves, as long as the notice, in whole hours, is kept.
func (t Timetable) slots() iter.Seq[span.Range] {
	notice := time.Duration(t.Method.DelayMinutes/60) * time.Hour
	local := t.Now.In(t.Schedule.Zone)
	today := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, t.Schedule.Zone)
	return func(yield func(span.Range) bool) {
		for _, r := range t.Schedule.Slots(today, t.Now.Add(horizon)) {
			if t.Now.Before(r.To.Add(-notice).Time) && !yield(r) {
				return
			}
		}
	}
}

// Ahead describes a range as customers see it from now.
type Ahead struct {
	Range    span.Range
	Today    bool
	Fast     bool // within three quarters of an hour
	From, To int  // minutes from now, each rounded up to five; 0 without a range
}

// AheadOf describes a range seen from now.
func AheadOf(r span.Range, now time.Time, zone *time.Location) Ahead {
	if r.IsZero() {
		return Ahead{}
	}
	a := Ahead{Range: r, From: minutesUntil(r.From, now), To: minutesUntil(r.To, now)}
	a.Today = span.DayOf(r.Middle().Time, zone) == span.DayOf(now, zone)
	a.Fast = a.To <= 45
	return a
}

func minutesUntil(at span.Instant, now time.Time) int {
	five := 5 * time.Minute
	return max(0, int((at.Sub(now)+five-1)/five)*5)
}
