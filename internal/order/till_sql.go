package order

import "pignon.coop/internal/db"

// ByTill finds the order that the restaurant's till knows by a number.
func ByTill(tx *db.Tx, number string) (id int64, found bool, err error) {
	return db.Maybe[int64](tx, "SELECT id FROM orders WHERE CAST(zelty_order_id AS TEXT) = ? ORDER BY id LIMIT 1", number)
}

// KeepTill writes down by which number the restaurant's till knows an order.
func KeepTill(tx *db.Tx, orderID, number int64) error {
	_, err := tx.Exec("UPDATE orders SET zelty_order_id = ? WHERE id = ?", number, orderID)
	return err
}
