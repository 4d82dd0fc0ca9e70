package order

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

func allOrders(tx *db.Tx) ([]Order, error) {
	return db.All[Order](tx, "SELECT * FROM orders ORDER BY id")
}

// stampSeed sets the time that a seed document gives; it is no change that people made.
func stampSeed(tx *db.Tx, orderID int64, at span.Instant) error {
	_, err := tx.Exec("UPDATE orders SET updated_at = ? WHERE id = ?", at, orderID)
	return err
}

func forgetHistory(tx *db.Tx, orderID int64) error {
	_, err := tx.Exec("DELETE FROM order_events WHERE order_id = ?", orderID)
	return err
}

func seededOptionValue(tx *db.Tx, name string) (int64, bool, error) {
	return db.Maybe[int64](tx, "SELECT row_id FROM seed_refs WHERE ref = ? AND kind = 'product_option_value'", name)
}

type stop struct {
	AddressID int64        `db:"address_id"`
	After     span.Instant `db:"after_at"`
	Before    span.Instant `db:"before_at"`
}

// lastDropoff reads where and when a delivery ends.
func lastDropoff(tx *db.Tx, deliveryID int64) (stop, bool, error) {
	return db.Maybe[stop](tx, `SELECT address_id, after_at, before_at FROM tasks WHERE delivery_id = ? AND type = 'DROPOFF'
		ORDER BY delivery_position DESC LIMIT 1`, deliveryID)
}
