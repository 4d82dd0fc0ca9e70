package account

import "pignon.coop/internal/db"

// orderExists looks at another module's table, without writing it: a basket's token dies with its order.
func orderExists(tx *db.Tx, id int64) (bool, error) {
	_, ok, err := db.Maybe[int64](tx, "SELECT id FROM orders WHERE id = ?", id)
	return ok, err
}
