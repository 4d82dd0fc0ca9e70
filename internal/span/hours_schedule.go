package span

import (
	"slices"
	"time"
)

// Schedule is opening hours in a time zone, less the times that are closed by exception.
type Schedule struct {
	Hours  Hours
	Closed []Range
	Zone   *time.Location
}

// searchDays is how far ahead the next opening is looked for.
const searchDays = 8

// Open tells whether it is open at an instant: the first one of an interval counts, its end does not.
func (s Schedule) Open(t time.Time) bool { return !s.OpenUntil(t).IsZero() }

// OpenUntil gives the end of the interval that is open at t, the zero Instant when it is closed then.
func (s Schedule) OpenUntil(t time.Time) Instant {
	for _, r := range s.Between(t, t.Add(time.Microsecond)) {
		if r.Contains(t) {
			return r.To
		}
	}
	return Instant{}
}

// NextOpening gives the first instant after t at which it opens, the zero Instant when there is none in the next 8 days.
func (s Schedule) NextOpening(t time.Time) Instant {
	for _, r := range s.Between(t, t.AddDate(0, 0, searchDays)) {
		if r.From.After(t) {
			return r.From
		}
	}
	return Instant{}
}

// NextClosing gives the first instant after t at which it closes, the zero Instant when there is none in the next 8 days.
func (s Schedule) NextClosing(t time.Time) Instant {
	for _, r := range s.Between(t, t.AddDate(0, 0, searchDays)) {
		if r.To.After(t) {
			return r.To
		}
	}
	return Instant{}
}

// Between gives the open intervals that share an instant with the time from `from` up to `to`, merged, in order and not cut at its edges.
// Hours that never end are given to the second day behind the edge.
func (s Schedule) Between(from, to time.Time) []Range {
	var out []Range
	for _, r := range Subtract(Merge(s.weekly(from, to)), s.Closed) {
		if r.Touches(Range{From: At(from), To: At(to)}) {
			out = append(out, r)
		}
	}
	return out
}

// Slots gives each interval of the hours that starts from `from` on and before `to`, in order: not merged with its neighbours, and left out
// when a closed time touches it.
func (s Schedule) Slots(from, to time.Time) []Range {
	var out []Range
	for _, r := range s.weekly(from, to) {
		closed := slices.ContainsFunc(s.Closed, r.Touches)
		if !closed && !r.From.Before(from) && r.From.Before(to) {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b Range) int { return a.From.Compare(b.From.Time) })
	return out
}

// weekly gives the intervals of the hours, starting two days early: the first day's may run over midnight.
func (s Schedule) weekly(from, to time.Time) []Range {
	if len(s.Hours) == 0 {
		return nil
	}
	var all []Range
	local := from.In(s.Zone)
	last := to.AddDate(0, 0, 2)
	for day := local.AddDate(0, 0, -2); !day.After(last); day = day.AddDate(0, 0, 1) {
		for _, rule := range s.Hours {
			if r := rule.On(day, s.Zone); !r.IsZero() {
				all = append(all, r)
			}
		}
	}
	return all
}

// On is when the rule holds on a day of the calendar: the zero Range on days that are not its own, and where a clock change skips all of it.
func (r HoursRule) On(day time.Time, zone *time.Location) Range {
	if !slices.Contains(r.Days, day.Weekday()) {
		return Range{}
	}
	from, _ := wallClock(day, r.From, zone)
	_, to := wallClock(day, r.To, zone)
	if !from.Before(to) {
		return Range{} // all of it lies in the hour that a clock change skips
	}
	return Range{From: At(from), To: At(to)}
}

// wallClock gives the first and the last instant at which clocks of the zone show a minute of a day. They differ in the hour that is
// lived twice; a minute that is skipped stands for the instant of the change.
func wallClock(day time.Time, minute int, zone *time.Location) (first, last time.Time) {
	y, m, d := day.Date()
	shown := time.Date(y, m, d, 0, minute, 0, 0, time.UTC)
	var early time.Time
	for _, near := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, offset := shown.Add(near).In(zone).Zone()
		t := shown.Add(-time.Duration(offset) * time.Second).In(zone)
		if early.IsZero() || t.Before(early) {
			early = t
		}
		if !sameClock(t, shown) {
			continue
		}
		if first.IsZero() || t.Before(first) {
			first = t
		}
		if t.After(last) {
			last = t
		}
	}
	if first.IsZero() {
		_, change := early.ZoneBounds()
		return change, change
	}
	return first, last
}

func sameClock(local, shown time.Time) bool {
	return local.Day() == shown.Day() && local.Hour() == shown.Hour() && local.Minute() == shown.Minute()
}

// Merge joins ranges that overlap or meet, and sorts them. Empty ones vanish.
func Merge(ranges []Range) []Range {
	sorted := slices.SortedFunc(slices.Values(ranges), func(a, b Range) int { return a.From.Compare(b.From.Time) })
	var out []Range
	for _, r := range sorted {
		switch last := len(out) - 1; {
		case !r.From.Before(r.To.Time):
		case last >= 0 && !r.From.After(out[last].To.Time):
			if r.To.After(out[last].To.Time) {
				out[last].To = r.To
			}
		default:
			out = append(out, r)
		}
	}
	return out
}

// Subtract gives what is left of merged ranges when others are taken away, in order.
func Subtract(ranges, minus []Range) []Range {
	minus = Merge(minus)
	var out []Range
	for _, r := range ranges {
		for _, m := range minus {
			if !r.Touches(m) {
				continue
			}
			if r.From.Before(m.From.Time) {
				out = append(out, Range{From: r.From, To: m.From})
			}
			r.From = m.To
			if !r.From.Before(r.To.Time) {
				break
			}
		}
		if r.From.Before(r.To.Time) {
			out = append(out, r)
		}
	}
	return out
}
