package delivery

import "pignon.coop/internal/db"

// SeedOrder gives a seeded delivery its order.
func SeedOrder(tx *db.Tx, orderID, deliveryID int64) error {
	_, err := tx.Exec("UPDATE deliveries SET order_id = ? WHERE id = ?", orderID, deliveryID)
	return err
}

// SeedDone marks every task of an order's delivery as done, as a seed document states it: nothing happens because of it.
func SeedDone(tx *db.Tx, orderID int64) error {
	_, err := tx.Exec("UPDATE tasks SET status = 'DONE' WHERE delivery_id IN (SELECT id FROM deliveries WHERE order_id = ?)", orderID)
	return err
}
