package order

import (
	"pignon.coop/internal/db"
)

// saveVendors writes down the shops of an order that a hub sells, and how far each is when the order is past a point already.
func saveVendors(tx *db.Tx, c Cart) error {
	if c.HubID == nil {
		return nil
	}
	ids, err := vendorIDs(tx, c)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM order_vendors WHERE order_id = ? AND restaurant_id NOT IN (?)", c.ID, append([]int64{0}, ids...)); err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := tx.Exec("INSERT INTO order_vendors (order_id, restaurant_id) VALUES (?, ?) ON CONFLICT DO NOTHING", c.ID, id); err != nil {
			return err
		}
	}
	return markVendors(tx, c.Order, ids)
}

// markVendors notes for some shops of a hub's order what the order's state says of all of them.
func markVendors(tx *db.Tx, o Order, ids []int64) error {
	reached := map[State]int{IsAccepted: 1, IsStarted: 2, IsReady: 3, IsFulfilled: 3}[o.State]
	for _, column := range []string{"accepted_at", "started_at", "ready_at"}[:reached] {
		if err := markVendor(tx, o.ID, column, ids); err != nil {
			return err
		}
	}
	return nil
}

func markVendor(tx *db.Tx, orderID int64, column string, ids []int64) error {
	_, err := tx.Exec("UPDATE order_vendors SET "+column+" = ? WHERE order_id = ? AND "+column+" IS NULL AND restaurant_id IN (?)", tx.Now(), orderID, ids)
	return err
}

func dropVendors(tx *db.Tx, orderID int64) error {
	_, err := tx.Exec("DELETE FROM order_vendors WHERE order_id = ?", orderID)
	return err
}

func listVendors(tx *db.Tx, orderID int64) ([]int64, error) {
	return db.All[int64](tx, "SELECT restaurant_id FROM order_vendors WHERE order_id = ? ORDER BY restaurant_id", orderID)
}

// vendorsOwnedBy lists the shops of a hub's order that a user owns.
func vendorsOwnedBy(tx *db.Tx, orderID, userID int64) ([]int64, error) {
	return db.All[int64](tx, `SELECT v.restaurant_id FROM order_vendors v JOIN restaurant_owners w ON w.restaurant_id = v.restaurant_id
		WHERE v.order_id = ? AND w.user_id = ? ORDER BY v.restaurant_id`, orderID, userID)
}

// OwnersOfVendors lists the users who own a shop of a hub's order. They hear of it once it is accepted.
func OwnersOfVendors(tx *db.Tx, orderID int64) ([]int64, error) {
	return db.All[int64](tx, `SELECT DISTINCT w.user_id FROM order_vendors v JOIN restaurant_owners w ON w.restaurant_id = v.restaurant_id
		WHERE v.order_id = ? AND v.accepted_at IS NOT NULL ORDER BY w.user_id`, orderID)
}

// cooking counts the shops of a hub's order whose kitchen is not ready.
func cooking(tx *db.Tx, orderID int64) (int64, error) {
	return db.One[int64](tx, "SELECT COUNT(*) FROM order_vendors WHERE order_id = ? AND ready_at IS NULL", orderID)
}
