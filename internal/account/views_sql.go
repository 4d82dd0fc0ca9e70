package account

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// orderExists looks at another module's table, without writing it: a basket's token dies with its order.
func orderExists(tx *db.Tx, id int64) (bool, error) {
	_, ok, err := db.Maybe[int64](tx, "SELECT id FROM orders WHERE id = ?", id)
	return ok, err
}

type sumsRow struct {
	Orders int64        `db:"orders"`
	Total  int64        `db:"total"`
	First  span.Instant `db:"first_at"`
	Last   span.Instant `db:"last_at"`
}

func orderSums(tx *db.Tx, customerID int64) (sumsRow, error) {
	return db.One[sumsRow](tx, `SELECT COUNT(*) AS orders, CAST(COALESCE(SUM(total), 0) AS BIGINT) AS total, MIN(created_at) AS first_at, MAX(created_at) AS last_at
		FROM orders WHERE customer_id = ? AND state = 'fulfilled'`, customerID)
}

func favouriteRestaurant(tx *db.Tx, customerID int64) (*int64, error) {
	id, ok, err := db.Maybe[int64](tx, `SELECT restaurant_id FROM orders WHERE customer_id = ? AND state = 'fulfilled' AND restaurant_id IS NOT NULL
		GROUP BY restaurant_id ORDER BY COUNT(*) DESC, restaurant_id LIMIT 1`, customerID)
	if !ok {
		return nil, err
	}
	return &id, err
}
