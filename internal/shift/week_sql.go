package shift

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// PublishedWeek says that people may see a week and apply.
type PublishedWeek struct {
	ID          int64        `db:"id"`
	Monday      span.Day     `db:"monday"`
	PublishedBy *int64       `db:"published_by"`
	CreatedAt   span.Instant `db:"created_at"`
}

func isPublished(tx *db.Tx, monday span.Day) (bool, error) {
	_, ok, err := db.Maybe[int64](tx, "SELECT id FROM published_weeks WHERE monday = ?", monday)
	return ok, err
}

// publishedIn gives the Mondays of the published weeks, and the zone in which they are counted.
func publishedIn(tx *db.Tx) (map[span.Day]bool, *time.Location, error) {
	zone, err := zoneOf(tx)
	if err != nil {
		return nil, nil, err
	}
	list, err := db.All[span.Day](tx, "SELECT monday FROM published_weeks")
	weeks := map[span.Day]bool{}
	for _, m := range list {
		weeks[m] = true
	}
	return weeks, zone, err
}

func insertWeek(tx *db.Tx, w PublishedWeek) (err error) {
	if w.ID, err = tx.ID("published_weeks"); err != nil {
		return err
	}
	return db.Insert(tx, "published_weeks", w)
}
