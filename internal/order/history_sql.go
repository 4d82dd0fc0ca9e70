package order

import "pignon.coop/internal/db"

func insertEntry(tx *db.Tx, e Entry) error { return db.Insert(tx, "order_events", e) }

// happened tells whether the order's history has all of these.
func happened(tx *db.Tx, orderID int64, types ...string) (bool, error) {
	seen, err := db.All[string](tx, "SELECT DISTINCT type FROM order_events WHERE order_id = ? AND type IN (?)", orderID, types)
	return len(seen) == len(types), err
}

// historyOf reads the history of orders, oldest first.
func historyOf(tx *db.Tx, orderIDs []int64) (map[int64][]Entry, error) {
	rows, err := db.All[Entry](tx, "SELECT * FROM order_events WHERE order_id IN (?) ORDER BY id", orderIDs)
	found := map[int64][]Entry{}
	for _, e := range rows {
		found[e.OrderID] = append(found[e.OrderID], e)
	}
	return found, err
}
