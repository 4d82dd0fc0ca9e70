package locale

import (
	"math"
	"time"
)

// Clock prints the time of day in the printer's zone: "19:30".
func (p *Printer) Clock(at time.Time) string { return at.In(p.zone).Format("15:04") }

// Day prints the day of an instant as seen from now: "today", "tomorrow", "Friday 27 November", with the year when it is another one.
func (p *Printer) Day(at, now time.Time) string {
	at, now = at.In(p.zone), now.In(p.zone)
	switch daysBetween(now, at) {
	case -1:
		return p.T("date.yesterday", nil)
	case 0:
		return p.T("date.today", nil)
	case 1:
		return p.T("date.tomorrow", nil)
	}
	if at.Year() == now.Year() {
		return p.T("date.day", p.dayArgs(at))
	}
	return p.Date(at)
}

// Weekday prints the day of an instant as seen from now by its name alone: "today", "tomorrow", "Friday".
func (p *Printer) Weekday(at, now time.Time) string {
	at, now = at.In(p.zone), now.In(p.zone)
	if ahead := daysBetween(now, at); ahead == 0 || ahead == 1 {
		return p.Day(at, now)
	}
	return p.T("date.weekday", Args{"n": int(at.Weekday())})
}

// Date prints the whole date, whatever day it is now: "Friday 27 November 2026".
func (p *Printer) Date(at time.Time) string {
	return p.T("date.full", p.dayArgs(at.In(p.zone)))
}

// Moment prints day and time: "today 19:30".
func (p *Printer) Moment(at, now time.Time) string {
	return p.T("date.moment", Args{"day": p.Day(at, now), "time": p.Clock(at)})
}

// Span prints a window: "today 19:30–20:00"; the second day is named only when it is another one.
func (p *Printer) Span(from, to, now time.Time) string {
	if daysBetween(from.In(p.zone), to.In(p.zone)) == 0 {
		return p.T("date.span", Args{"day": p.Day(from, now), "from": p.Clock(from), "to": p.Clock(to)})
	}
	return p.T("date.spanDays", Args{"from": p.Moment(from, now), "to": p.Moment(to, now)})
}

// Distance prints a length given in metres: "350 m" (to the ten), "2.4 km", "12 km".
func (p *Printer) Distance(metres float64) string {
	switch rounded := math.Round(metres/10) * 10; {
	case rounded < 1000:
		return p.T("unit.metres", Args{"n": int64(rounded)})
	case metres < 9950:
		return p.T("unit.kilometres", Args{"n": math.Round(metres/100) / 10})
	default:
		return p.T("unit.kilometres", Args{"n": int64(math.Round(metres / 1000))})
	}
}

// Duration prints a length of time to the minute, never less than one: "25 min", "1 h 05".
func (p *Printer) Duration(d time.Duration) string {
	minutes := max(1, int64(d.Round(time.Minute)/time.Minute))
	if minutes < 60 {
		return p.T("unit.minutes", Args{"n": minutes})
	}
	rest := minutes % 60
	return p.T("unit.hours", Args{"h": minutes / 60, "m": string(rune('0'+rest/10)) + string(rune('0'+rest%10))})
}

func (p *Printer) dayArgs(at time.Time) Args {
	return Args{
		"weekday": p.T("date.weekday", Args{"n": int(at.Weekday())}),
		"month":   p.T("date.month", Args{"n": int(at.Month())}),
		"day":     at.Day(),
		"year":    at.Format("2006"),
	}
}

// daysBetween counts calendar days, so that a day of 23 or 25 hours is still one.
func daysBetween(from, to time.Time) int {
	noon := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC) }
	return int(noon(to).Sub(noon(from)) / (24 * time.Hour))
}
