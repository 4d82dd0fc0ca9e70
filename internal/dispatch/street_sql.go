package dispatch

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// StreetClosures gives the closures in force, the oldest first.
func StreetClosures(tx *db.Tx) ([]StreetClosure, error) {
	return db.All[StreetClosure](tx, "SELECT id, lat, lng, radius, reason, until, created_by, created_at FROM street_closures ORDER BY id")
}

func deleteClosure(tx *db.Tx, id int64) error {
	n, err := tx.Exec("DELETE FROM street_closures WHERE id = ?", id)
	if err == nil && n == 0 {
		return fail.New(fail.NotFound, "street.unknown")
	}
	return err
}

// forgetRoutes gives the lists of a day and later that have a way, which counts as not known from then on.
func forgetRoutes(tx *db.Tx, from span.Day) ([]int64, error) {
	return db.All[int64](tx, "UPDATE task_lists SET routed_version = -1 WHERE day >= ? AND routed_version = version RETURNING id", from)
}
