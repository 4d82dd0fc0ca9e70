package order

import "pignon.coop/internal/db"

// loadHold reads what is kept for a basket and has not ended.
func loadHold(tx *db.Tx, orderID int64) (Hold, bool, error) {
	return db.Maybe[Hold](tx, "SELECT * FROM slot_holds WHERE order_id = ? AND until > ?", orderID, tx.Now())
}

// saveHold keeps one time for a basket, and forgets those that ended.
func saveHold(tx *db.Tx, h Hold) error {
	if _, err := tx.Exec("DELETE FROM slot_holds WHERE order_id = ? OR until <= ?", h.OrderID, tx.Now()); err != nil {
		return err
	}
	return db.Insert(tx, "slot_holds", h)
}

func dropHold(tx *db.Tx, orderID int64) error {
	_, err := tx.Exec("DELETE FROM slot_holds WHERE order_id = ?", orderID)
	return err
}
