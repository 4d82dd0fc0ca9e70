package zelty

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

func loadImport(tx *db.Tx, id int64) (Import, bool, error) {
	return db.Maybe[Import](tx, "SELECT * FROM zelty_imports WHERE id = ?", id)
}

// isLatest tells whether no later push of the restaurant was taken over already.
func isLatest(tx *db.Tx, push Import) (bool, error) {
	_, later, err := db.Maybe[int64](tx, "SELECT id FROM zelty_imports WHERE restaurant_id = ? AND id > ? AND state = ? LIMIT 1", push.RestaurantID, push.ID, done)
	return !later, err
}

func loadCall(tx *db.Tx, id int64) (Call, bool, error) {
	return db.Maybe[Call](tx, "SELECT * FROM zelty_calls WHERE id = ?", id)
}

func callOf(tx *db.Tx, orderID int64, verb Verb) (Call, bool, error) {
	return db.Maybe[Call](tx, "SELECT * FROM zelty_calls WHERE order_id = ? AND verb = ?", orderID, verb)
}

func forget(tx *db.Tx, before span.Instant) error {
	if _, err := tx.Exec("DELETE FROM zelty_imports WHERE created_at < ? AND state <> ?", before, waiting); err != nil {
		return err
	}
	_, err := tx.Exec("DELETE FROM zelty_calls WHERE created_at < ? AND state <> ?", before, waiting)
	return err
}
