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

// placesOnlyOf lists the addresses of a customer, their book's and their orders', that nobody else has and that no order or task under way leads to.
func placesOnlyOf(tx *db.Tx, customerID int64) ([]int64, error) {
	return db.All[int64](tx, `SELECT a.id FROM addresses a WHERE (
			EXISTS (SELECT 1 FROM customer_addresses b WHERE b.address_id = a.id AND b.customer_id = ?)
			OR EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = ? AND (o.shipping_address_id = a.id OR o.billing_address_id = a.id)))
		AND NOT EXISTS (SELECT 1 FROM customer_addresses b WHERE b.address_id = a.id AND b.customer_id <> ?)
		AND NOT EXISTS (SELECT 1 FROM orders o WHERE (o.shipping_address_id = a.id OR o.billing_address_id = a.id)
			AND (o.customer_id IS NULL OR o.customer_id <> ? OR o.state IN ('new', 'accepted', 'started', 'ready')))
		AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.address_id = a.id AND t.status IN ('TODO', 'DOING'))
		AND NOT EXISTS (SELECT 1 FROM restaurants r WHERE r.address_id = a.id) AND NOT EXISTS (SELECT 1 FROM hubs h WHERE h.address_id = a.id)
		AND NOT EXISTS (SELECT 1 FROM stores s WHERE s.address_id = a.id) AND NOT EXISTS (SELECT 1 FROM store_addresses s WHERE s.address_id = a.id)
		AND NOT EXISTS (SELECT 1 FROM warehouses h WHERE h.address_id = a.id)
		ORDER BY a.id`, customerID, customerID, customerID, customerID)
}
