package ticket

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

func load(tx *db.Tx, id int64) (Print, error) {
	return db.One[Print](tx, "SELECT * FROM ticket_prints WHERE id = ?", id)
}

// replace writes what a printer did, unless another did something meanwhile.
func replace(tx *db.Tx, before, now Print) (first bool, err error) {
	n, err := tx.Exec(`UPDATE ticket_prints SET again = ?, taken_by = ?, taken_at = ?, printed_at = ?
		WHERE id = ? AND taken_by = ? AND COALESCE(taken_at, 0) = COALESCE(?, 0) AND printed_at IS NULL`,
		now.Again, now.TakenBy, now.TakenAt, now.PrintedAt, now.ID, before.TakenBy, before.TakenAt)
	return n == 1, err
}

func waiting(tx *db.Tx, restaurantID int64, takenBefore span.Instant) ([]Print, error) {
	return db.All[Print](tx, `SELECT * FROM ticket_prints WHERE restaurant_id = ? AND printed_at IS NULL AND (taken_by = '' OR taken_at < ?) ORDER BY id`, restaurantID, takenBefore)
}

func wasQueued(tx *db.Tx, orderID, restaurantID int64) (bool, error) {
	n, err := db.One[int64](tx, "SELECT COUNT(*) FROM ticket_prints WHERE order_id = ? AND restaurant_id = ?", orderID, restaurantID)
	return n > 0, err
}
