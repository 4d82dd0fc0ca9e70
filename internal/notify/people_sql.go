package notify

import (
	"slices"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/span"
)

// accountsState changes whenever an account does.
type accountsState struct {
	Users   int64        `db:"users"`
	Edits   int64        `db:"edits"`
	Changed span.Instant `db:"changed"`
}

func loadAccountsState(tx *db.Tx) (accountsState, error) {
	return db.One[accountsState](tx, "SELECT COUNT(*) AS users, COALESCE(SUM(version), 0) AS edits, COALESCE(MAX(updated_at), 0) AS changed FROM users")
}

// carried is a delivery that a courier has on board, with its order, 0 when it has none.
type carried struct {
	DeliveryID int64 `db:"id"`
	OrderID    int64 `db:"order_id"`
}

// deliveryOf is the delivery that a task belongs to.
func deliveryOf(tx *db.Tx, taskID int64) (id int64, ok bool, err error) {
	return db.Maybe[int64](tx, "SELECT delivery_id FROM tasks WHERE id = ? AND delivery_id IS NOT NULL", taskID)
}

// parcel is a delivery that somebody wants of the co-op.
type parcel struct {
	ID      int64   `db:"id"`
	OrderID *int64  `db:"order_id"`
	Number  *string `db:"number"`
}

// wanted reads a delivery that is news to dispatchers; ok is false for those of shops, of tables and of rules, of which they know otherwise.
func wanted(tx *db.Tx, id int64) (p parcel, ok bool, err error) {
	return db.Maybe[parcel](tx, `SELECT d.id, d.order_id, o.number FROM deliveries d LEFT JOIN orders o ON o.id = d.order_id
		WHERE d.id = ? AND o.restaurant_id IS NULL AND o.hub_id IS NULL AND NOT EXISTS (SELECT 1 FROM delivery_import_rows i WHERE i.delivery_id = d.id)
		AND NOT EXISTS (SELECT 1 FROM recurrence_runs r WHERE r.order_id = d.order_id)`, id)
}

// ownersOfDelivery lists the owners of the store whose delivery a task belongs to: enabled, and with the role still.
func ownersOfDelivery(tx *db.Tx, taskID int64) ([]account.User, error) {
	users, err := db.All[account.User](tx, `SELECT u.* FROM users u JOIN store_owners w ON w.user_id = u.id JOIN deliveries d ON d.store_id = w.store_id
		JOIN tasks t ON t.delivery_id = d.id WHERE t.id = ? AND u.enabled ORDER BY u.id`, taskID)
	return slices.DeleteFunc(users, func(u account.User) bool { return !u.Actor().Holds(authz.Store) && !u.Actor().Is(authz.Admin) }), err
}

// storeStop is a task of a store's delivery.
type storeStop struct {
	Type       delivery.Type `db:"type"`
	DeliveryID int64         `db:"delivery_id"`
	StoreID    int64         `db:"store_id"`
}

func stopInStore(tx *db.Tx, taskID int64) (storeStop, bool, error) {
	return db.Maybe[storeStop](tx, `SELECT t.type, t.delivery_id, d.store_id FROM tasks t JOIN deliveries d ON d.id = t.delivery_id
		WHERE t.id = ? AND d.store_id IS NOT NULL`, taskID)
}

// onBoard lists the deliveries that a courier picked up and has not dropped off.
func onBoard(tx *db.Tx, courierID int64) ([]carried, error) {
	return db.All[carried](tx, `SELECT DISTINCT d.id, COALESCE(d.order_id, 0) AS order_id FROM tasks t JOIN deliveries d ON d.id = t.delivery_id
		WHERE t.type = 'DROPOFF' AND t.status IN ('TODO', 'DOING')
		AND NOT EXISTS (SELECT 1 FROM tasks p WHERE p.delivery_id = t.delivery_id AND p.type = 'PICKUP' AND p.status <> 'DONE')
		AND (t.id IN (SELECT i.task_id FROM task_list_items i JOIN task_lists l ON l.id = i.list_id WHERE l.courier_id = ?)
		OR t.id IN (SELECT tt.task_id FROM tour_tasks tt JOIN task_list_items i ON i.tour_id = tt.tour_id JOIN task_lists l ON l.id = i.list_id
			WHERE l.courier_id = ?))`, courierID, courierID)
}
