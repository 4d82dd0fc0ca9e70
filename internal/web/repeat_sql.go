package web

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// answered is a request with a key whose effects are in the database.
type answered struct {
	ID      string       `db:"id"`
	Request string       `db:"request"`
	Status  int64        `db:"status"`
	Sealed  string       `db:"sealed"`
	At      span.Instant `db:"at"`
}

func loadAnswered(tx *db.Tx, id string, life time.Duration) (a answered, ok bool, err error) {
	return db.Maybe[answered](tx, "SELECT * FROM answers WHERE id = ? AND at > ?", id, tx.Now().Add(-life))
}

func saveAnswered(tx *db.Tx, a answered) error {
	_, err := tx.Exec(`INSERT INTO answers (id, request, status, sealed, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id)
		DO UPDATE SET request = excluded.request, status = excluded.status, sealed = excluded.sealed, at = excluded.at`,
		a.ID, a.Request, a.Status, a.Sealed, tx.Now())
	return err
}

func forgetAnswered(tx *db.Tx, life time.Duration) error {
	_, err := tx.Exec("DELETE FROM answers WHERE at <= ?", tx.Now().Add(-life))
	return err
}
