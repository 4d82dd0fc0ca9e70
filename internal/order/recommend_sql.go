package order

import (
	"time"

	"pignon.coop/internal/db"
)

// RecommendIn says for what products are looked for: beside products, or what a customer had before. RestaurantID 0 is any.
type RecommendIn struct {
	Beside       []int64
	CustomerID   int64
	RestaurantID int64
	Without      []int64 // products, beside those of Beside
	Limit        int64
}

const recentOrders = 180 * 24 * time.Hour

const ordersWithout = ` FROM order_items i JOIN orders o ON o.id = i.order_id JOIN products p ON p.id = i.product_id
	WHERE o.state = 'fulfilled' AND o.created_at > ? AND p.enabled AND p.deleted_at IS NULL AND (? = 0 OR o.restaurant_id = ?) AND i.product_id NOT IN (?)`

// Recommend finds what was ordered most beside products, or by a customer, in the orders of the last half year that were fulfilled. Two people's
// orders are needed beside a product, so that nobody is shown what one other had.
func Recommend(tx *db.Tx, in RecommendIn) ([]int64, error) {
	since := tx.Now().Add(-recentOrders)
	without := append(append([]int64{0}, in.Without...), in.Beside...)
	if in.CustomerID != 0 {
		return db.All[int64](tx, "SELECT i.product_id"+ordersWithout+` AND o.customer_id = ?
			GROUP BY i.product_id ORDER BY COUNT(*) DESC, i.product_id LIMIT ?`, since, in.RestaurantID, in.RestaurantID, without, in.CustomerID, in.Limit)
	}
	return db.All[int64](tx, "SELECT i.product_id"+ordersWithout+` AND o.id IN (SELECT order_id FROM order_items WHERE product_id IN (?))
		GROUP BY i.product_id HAVING COUNT(DISTINCT o.customer_id) > 1 ORDER BY COUNT(DISTINCT o.id) DESC, i.product_id LIMIT ?`,
		since, in.RestaurantID, in.RestaurantID, without, append([]int64{0}, in.Beside...), in.Limit)
}
