package store

import "pignon.coop/internal/db"

// User is something that uses a time slot or a package set: a store, or a form.
type User struct {
	Kind string `db:"kind"` // Store or DeliveryForm
	ID   int64  `db:"id"`
	Name string `db:"name"` // of a store
}

// usersOfSlot lists what offers a time slot: stores that list it, then forms, by id. What is deleted offers nothing.
func usersOfSlot(tx *db.Tx, slot int64) ([]User, error) {
	return db.All[User](tx, `
		SELECT 'Store' AS kind, s.id AS id, s.name AS name FROM stores s JOIN store_time_slots t ON t.store_id = s.id
		WHERE t.time_slot_id = ? AND s.deleted_at IS NULL
		UNION ALL SELECT 'DeliveryForm', id, '' FROM delivery_forms WHERE time_slot_id = ? ORDER BY kind DESC, id`, slot, slot)
}

// usersOfSet lists what uses a package set: stores, then forms, by id.
func usersOfSet(tx *db.Tx, set int64) ([]User, error) {
	return db.All[User](tx, `
		SELECT 'Store' AS kind, id, name FROM stores WHERE package_set_id = ? AND deleted_at IS NULL
		UNION ALL SELECT 'DeliveryForm', id, '' FROM delivery_forms WHERE package_set_id = ? ORDER BY kind DESC, id`, set, set)
}

// dropAddresses are those of the drop-offs of a store's deliveries.
func dropAddresses(tx *db.Tx, id int64) ([]int64, error) {
	return db.All[int64](tx, `
		SELECT DISTINCT t.address_id FROM tasks t JOIN deliveries d ON d.id = t.delivery_id WHERE d.store_id = ? AND t.type = 'DROPOFF' ORDER BY t.address_id`, id)
}

// StrangeAddress tells whether an address is private to others than a store: of customers, of other stores' books, or of tasks that are not the
// store's. Where a business stands is no secret.
func StrangeAddress(tx *db.Tx, storeID, address int64) (bool, error) {
	return db.One[bool](tx, `SELECT CASE WHEN
		EXISTS (SELECT 1 FROM stores WHERE address_id = ?) OR EXISTS (SELECT 1 FROM restaurants WHERE address_id = ?)
			OR EXISTS (SELECT 1 FROM store_addresses WHERE address_id = ? AND store_id = ?)
			OR EXISTS (SELECT 1 FROM tasks t JOIN deliveries d ON d.id = t.delivery_id WHERE t.address_id = ? AND d.store_id = ?) THEN FALSE
		WHEN EXISTS (SELECT 1 FROM customer_addresses WHERE address_id = ?) OR EXISTS (SELECT 1 FROM store_addresses WHERE address_id = ?)
			OR EXISTS (SELECT 1 FROM orders WHERE shipping_address_id = ? OR billing_address_id = ?) OR EXISTS (SELECT 1 FROM tasks WHERE address_id = ?) THEN TRUE
		ELSE FALSE END`, address, address, address, storeID, address, storeID, address, address, address, address, address)
}
