package seed

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
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

func exists(tx *db.Tx, table string, id int64) (bool, error) {
	_, ok, err := db.Maybe[int64](tx, "SELECT id FROM "+table+" WHERE id = ?", id)
	return ok, err
}
