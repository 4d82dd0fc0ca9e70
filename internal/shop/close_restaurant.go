package shop

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// CloseRestaurantIn says which restaurant closes and when. Without a range it is closed for the whole of today.
type CloseRestaurantIn struct {
	RestaurantID int64
	During       span.Range
	Reason       string
}

// CloseRestaurant closes a restaurant for a while. Closing it twice for the same time gives the same closure.
func CloseRestaurant(tx *db.Tx, in CloseRestaurantIn) (ClosingRule, error) {
	r, err := LoadRestaurant(tx, in.RestaurantID)
	if err != nil {
		return ClosingRule{}, err
	}
	if err := MayEdit(tx, r.ID); err != nil {
		return ClosingRule{}, err
	}
	v, err := ViewOf(tx, r)
	if err != nil {
		return ClosingRule{}, err
	}
	if in.During.IsZero() {
		in.During = today(v.Now.Time, v.Zone)
	}
	if !in.During.From.Before(in.During.To.Time) || !in.During.To.After(v.Now.Time) {
		return ClosingRule{}, fail.At("endDate", "restaurant.closing.backwards")
	}
	for _, have := range v.Closings {
		if have.StartsAt.Equal(in.During.From.Time) && have.EndsAt.Equal(in.During.To.Time) {
			return have, nil
		}
	}
	return addClosing(tx, in)
}

func addClosing(tx *db.Tx, in CloseRestaurantIn) (ClosingRule, error) {
	id, err := tx.ID("closing_rules")
	if err != nil {
		return ClosingRule{}, err
	}
	c := ClosingRule{
		ID: id, RestaurantID: in.RestaurantID, StartsAt: in.During.From, EndsAt: in.During.To, Reason: org.Text(in.Reason), CreatedAt: tx.Now(),
	}
	if err := db.Insert(tx, "closing_rules", c); err != nil {
		return ClosingRule{}, err
	}
	return c, tx.Emit(RestaurantClosed{RestaurantID: c.RestaurantID, RuleID: c.ID})
}

// today is the present day, from its first second to its last.
func today(now time.Time, zone *time.Location) span.Range {
	day := span.DayOf(now, zone).In(zone)
	return span.Range{From: day.From, To: day.To.Add(-time.Second)}
}
