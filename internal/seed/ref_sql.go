package seed

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

func saveRef(tx *db.Tx, ref string, p Place) error {
	_, err := tx.Exec("INSERT INTO seed_refs (ref, kind, row_id) VALUES (?, ?, ?)", ref, p.Kind, p.ID)
	if fail.Is(err, fail.Conflict) {
		return wrong("ref", "another row is named %s already", ref)
	}
	return err
}

func loadRef(tx *db.Tx, ref string) (Place, bool, error) {
	type row struct {
		Kind string `db:"kind"`
		ID   int64  `db:"row_id"`
	}
	r, ok, err := db.Maybe[row](tx, "SELECT kind, row_id FROM seed_refs WHERE ref = ?", ref)
	return Place{r.Kind, r.ID}, ok, err
}

// stamp sets the times that an update writes: updatedAt is now when it says nothing else, null takes deletedAt away.
func stamp(tx *db.Tx, kind Kind, row Row) error {
	now := row.Env.Now
	if _, given := row.stamps["updated_at"]; !given && !kind.Constant {
		row.stamps["updated_at"] = span.At(now)
	}
	for _, column := range []string{"created_at", "updated_at", "deleted_at"} {
		at, given := row.stamps[column]
		if !given || kind.Constant && column == "updated_at" {
			continue
		}
		if _, err := tx.Exec("UPDATE "+kind.Table+" SET "+column+" = ? WHERE id = ?", at, row.ID); err != nil {
			return err
		}
	}
	return nil
}

func journalEnd(tx *db.Tx) (int64, error) {
	return db.One[int64](tx, "SELECT COALESCE(MAX(seq), 0) FROM journal")
}

// forgetSince takes out of the journal what has been written since, and lets it go on without a hole.
func forgetSince(tx *db.Tx, end int64) error {
	if _, err := tx.Exec("DELETE FROM journal WHERE seq > ?", end); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE ids SET last = ? WHERE name = 'journal'", end)
	return err
}

func exists(tx *db.Tx, table string, id int64) (bool, error) {
	_, ok, err := db.Maybe[int64](tx, "SELECT id FROM "+table+" WHERE id = ?", id)
	return ok, err
}
