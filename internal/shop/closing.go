package shop

import (
	"time"

	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// ClosingRule is a time in which a restaurant is closed whatever its opening hours say: holidays, or the rest of today.
type ClosingRule struct {
	ID           int64        `db:"id"`
	RestaurantID int64        `db:"restaurant_id"`
	StartsAt     span.Instant `db:"starts_at"`
	EndsAt       span.Instant `db:"ends_at"`
	Reason       org.Text     `db:"reason"`
	CreatedAt    span.Instant `db:"created_at"`
}

// Closed is the time that the rule closes. A rule that ends within the last minute of a day means the whole day.
func (c ClosingRule) Closed(zone *time.Location) span.Range {
	end := c.EndsAt.In(zone)
	if end.Hour() == 23 && end.Minute() == 59 {
		end = time.Date(end.Year(), end.Month(), end.Day()+1, 0, 0, 0, 0, zone)
	}
	return span.Range{From: c.StartsAt, To: span.At(end)}
}

// ScheduleOf puts a method's hours and a restaurant's closures together.
func ScheduleOf(m FulfillmentMethod, closures []ClosingRule, zone *time.Location) span.Schedule {
	s := span.Schedule{Hours: m.OpeningHours, Zone: zone}
	for _, c := range closures {
		s.Closed = append(s.Closed, c.Closed(zone))
	}
	return s
}
