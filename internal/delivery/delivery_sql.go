package delivery

import "pignon.coop/internal/db"

const deliveryColumns = "id, store_id, order_id, distance, duration, polyline, version, created_at, updated_at"

// LoadDelivery reads one delivery. An unknown id is NotFound.
func LoadDelivery(tx *db.Tx, id int64) (Delivery, error) {
	return db.One[Delivery](tx, "SELECT "+deliveryColumns+" FROM deliveries WHERE id = ?", id)
}

// DeliveryOfOrder finds the delivery of an order; ok tells whether it has one.
func DeliveryOfOrder(tx *db.Tx, order int64) (d Delivery, ok bool, err error) {
	return db.Maybe[Delivery](tx, "SELECT "+deliveryColumns+" FROM deliveries WHERE order_id = ?", order)
}

func orderOf(tx *db.Tx, delivery int64) (int64, error) {
	return db.One[int64](tx, "SELECT COALESCE(order_id, 0) FROM deliveries WHERE id = ?", delivery)
}

// LoadGroup reads one group.
func LoadGroup(tx *db.Tx, id int64) (Group, error) {
	return db.One[Group](tx, "SELECT id, name, tags, created_at, updated_at FROM task_groups WHERE id = ?", id)
}

// GroupTasks lists the tasks of a group.
func GroupTasks(tx *db.Tx, group int64) ([]int64, error) {
	return db.All[int64](tx, "SELECT id FROM tasks WHERE group_id = ? ORDER BY id", group)
}

func deleteGroup(tx *db.Tx, group int64) error {
	_, err := tx.Exec("DELETE FROM task_groups WHERE id = ?", group)
	return err
}

func allGroups(tx *db.Tx) ([]Group, error) {
	return db.All[Group](tx, "SELECT id, name, tags, created_at, updated_at FROM task_groups ORDER BY id")
}

func allDeliveries(tx *db.Tx) ([]Delivery, error) {
	return db.All[Delivery](tx, "SELECT "+deliveryColumns+" FROM deliveries ORDER BY id")
}

func allImages(tx *db.Tx) ([]Image, error) {
	return db.All[Image](tx, "SELECT id, task_id, image_name, uploaded_by, created_at FROM task_images ORDER BY id")
}

func usernameOf(tx *db.Tx, user int64) (string, error) {
	return db.One[string](tx, "SELECT username FROM users WHERE id = ?", user)
}
