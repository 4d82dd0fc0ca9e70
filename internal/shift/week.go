package shift

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Monday is the first day of a day's week: a Sunday belongs to the week that started six days before.
func Monday(d span.Day) span.Day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	return d.Plus(-((int(t.Weekday()) + 6) % 7))
}

// weekIn gives the instants of the week that starts on a Monday.
func weekIn(monday span.Day, zone *time.Location) span.Range {
	return span.Range{From: monday.In(zone).From, To: monday.Plus(6).In(zone).To}
}

// isoDay is the day of the week, 1 for Monday to 7 for Sunday.
func isoDay(d span.Day) int {
	t, _ := time.Parse(time.DateOnly, string(d)) // a Day is one
	return (int(t.Weekday())+6)%7 + 1
}

// daysBetween counts the days from one day to another.
func daysBetween(from, to span.Day) int {
	a, _ := time.Parse(time.DateOnly, string(from)) // a Day is one
	b, _ := time.Parse(time.DateOnly, string(to))
	return int(b.Sub(a).Hours()) / 24
}

// later is the same time on the clock, days later.
func later(i span.Instant, days int, zone *time.Location) span.Instant {
	return span.At(i.In(zone).AddDate(0, 0, days))
}

func zoneOf(tx *db.Tx) (*time.Location, error) {
	s, err := org.LoadSettings(tx)
	return s.Zone(), err
}

func dayOf(tx *db.Tx, i span.Instant) (span.Day, error) {
	zone, err := zoneOf(tx)
	return span.DayOf(i.Time, zone), err
}
