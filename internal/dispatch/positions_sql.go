package dispatch

import (
	"context"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/job"
	"pignon.coop/internal/span"
)

// saveFixes writes fixes, ordered by courier and time: all to the trail, the newest of each as their place, unless they went off duty since.
func saveFixes(tx *db.Tx, fixes []Fix) error {
	for n, f := range fixes {
		if _, err := tx.Exec("INSERT INTO position_trail (courier_id, at, lat, lng) VALUES (?, ?, ?, ?) ON CONFLICT (courier_id, at) DO NOTHING",
			f.CourierID, f.At, f.Lat, f.Lng); err != nil {
			return err
		}
		if n+1 < len(fixes) && fixes[n+1].CourierID == f.CourierID {
			continue
		}
		terms, err := termsOf(tx, f.CourierID)
		if err != nil {
			return err
		}
		if !worth(f, tx.Now(), terms) || !lasting(terms, tx.Now()) {
			continue
		}
		if err := placeCourier(tx, f); err != nil {
			return err
		}
	}
	return nil
}

// lasting tells whether one of the terms goes on.
func lasting(terms []term, now span.Instant) bool {
	for _, t := range terms {
		if t.Contains(now.Time) {
			return true
		}
	}
	return false
}

func placeCourier(tx *db.Tx, f Fix) error {
	if _, err := tx.Exec(`INSERT INTO positions (courier_id, lat, lng, at) VALUES (?, ?, ?, ?) ON CONFLICT (courier_id)
		DO UPDATE SET lat = excluded.lat, lng = excluded.lng, at = excluded.at WHERE positions.at <= excluded.at`, f.CourierID, f.Lat, f.Lng, f.At); err != nil {
		return err
	}
	return placePhone(tx, f)
}

func placePhone(tx *db.Tx, f Fix) error {
	_, err := tx.Exec(`INSERT INTO phone_places (courier_id, lat, lng, at, told_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (courier_id)
		DO UPDATE SET lat = excluded.lat, lng = excluded.lng, at = excluded.at, told_at = excluded.told_at WHERE phone_places.at <= excluded.at`,
		f.CourierID, f.Lat, f.Lng, f.At, tx.Now())
	return err
}

func phonePlaces(tx *db.Tx) ([]Fix, error) {
	return db.All[Fix](tx, "SELECT courier_id, lat, lng, at FROM phone_places ORDER BY courier_id")
}

func forgetPosition(tx *db.Tx, courier int64) error {
	if _, err := tx.Exec("DELETE FROM phone_places WHERE courier_id = ?", courier); err != nil {
		return err
	}
	_, err := tx.Exec("DELETE FROM positions WHERE courier_id = ?", courier)
	return err
}

// PositionsSince gives the latest place of each courier who was heard of since an instant.
func PositionsSince(tx *db.Tx, since span.Instant) ([]Fix, error) {
	return db.All[Fix](tx, "SELECT courier_id, lat, lng, at FROM positions WHERE at >= ? ORDER BY courier_id", since)
}

// PositionOf gives the latest place of a courier, unless they have been silent for half an hour; ok tells whether there is one.
func PositionOf(tx *db.Tx, courier int64) (f Fix, ok bool, err error) {
	return db.Maybe[Fix](tx, "SELECT courier_id, lat, lng, at FROM positions WHERE courier_id = ? AND at >= ?", courier, tx.Now().Add(-silence))
}

// ForgetPositions is the job that deletes positions older than their term, to be run every hour.
type ForgetPositions struct {
	Days int `json:"days"` // 0 means 60
}

// JobKind names the job.
func (ForgetPositions) JobKind() string { return "forget_positions" }

const keptDays = 60

// ForgetHandler runs the jobs.
func ForgetHandler(d *db.DB) job.Handler {
	return job.On(func(ctx context.Context, a ForgetPositions) error {
		if a.Days <= 0 {
			a.Days = keptDays
		}
		return d.Write(ctx, authz.System(), func(tx *db.Tx) error {
			limit := tx.Now().Add(-time.Duration(a.Days) * 24 * time.Hour)
			if _, err := tx.Exec("DELETE FROM position_trail WHERE at < ?", limit); err != nil {
				return err
			}
			if _, err := tx.Exec("DELETE FROM phone_places WHERE told_at < ?", tx.Now().Add(-24*time.Hour)); err != nil {
				return err
			}
			_, err := tx.Exec("DELETE FROM positions WHERE at < ?", tx.Now().Add(-24*time.Hour))
			return err
		})
	})
}
