// Package span holds times: instants to the microsecond, days of the co-op's calendar, ranges and opening hours.
package span

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Instant is a moment, to the microsecond. Databases keep it as microseconds since 1970 UTC; the zero Instant is NULL there and null in JSON.
type Instant struct{ time.Time }

// At makes an Instant of a time, cut to the microsecond.
func At(t time.Time) Instant {
	if t.IsZero() {
		return Instant{}
	}
	return Instant{t.UTC().Truncate(time.Microsecond)}
}

// Add moves the instant; the zero Instant stays zero.
func (i Instant) Add(d time.Duration) Instant {
	if i.IsZero() {
		return i
	}
	return Instant{i.Time.Add(d)}
}

// Value gives what the database keeps.
func (i Instant) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil
	}
	return i.UnixMicro(), nil
}

// Scan reads what the database keeps.
func (i *Instant) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*i = Instant{}
	case int64:
		*i = Instant{time.UnixMicro(v).UTC()}
	default:
		return fmt.Errorf("an instant is a whole number of microseconds, not %T", src)
	}
	return nil
}

// MarshalJSON writes RFC 3339 in UTC, or null.
func (i Instant) MarshalJSON() ([]byte, error) {
	if i.IsZero() {
		return []byte("null"), nil
	}
	return i.Time.MarshalJSON()
}

// Day is a calendar day, written 2031-05-06. It has no time zone: the co-op's zone gives it one. The empty Day is none.
type Day string

// DayOf is the day on which an instant falls in a zone.
func DayOf(t time.Time, zone *time.Location) Day { return Day(t.In(zone).Format(time.DateOnly)) }

// ParseDay reads a day written 2031-05-06.
func ParseDay(s string) (Day, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", fmt.Errorf("%q is not a day: write it as 2031-05-06", s)
	}
	return Day(s), nil
}

// In gives the first and the first-after instant of the day in a zone: 23, 24 or 25 hours apart.
func (d Day) In(zone *time.Location) Range {
	day, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return Range{}
	}
	from, _ := wallClock(day, 0, zone) // where clocks change at midnight, a day starts later
	to, _ := wallClock(day.AddDate(0, 0, 1), 0, zone)
	return Range{From: At(from), To: At(to)}
}

// Plus gives the day n days later.
func (d Day) Plus(n int) Day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	return Day(t.AddDate(0, 0, n).Format(time.DateOnly))
}

// Range is a time window, from its first instant up to, and without, its last. The zero Range is none.
type Range struct{ From, To Instant }

// IsZero tells whether there is no range.
func (r Range) IsZero() bool { return r.From.IsZero() && r.To.IsZero() }

// Contains tells whether the instant lies in the range.
func (r Range) Contains(t time.Time) bool { return !t.Before(r.From.Time) && t.Before(r.To.Time) }

// Touches tells whether two ranges share an instant.
func (r Range) Touches(o Range) bool { return r.From.Before(o.To.Time) && o.From.Before(r.To.Time) }

// Middle is the instant half-way.
func (r Range) Middle() Instant {
	if r.IsZero() {
		return Instant{}
	}
	return At(r.From.Time.Add(r.To.Sub(r.From.Time) / 2))
}
