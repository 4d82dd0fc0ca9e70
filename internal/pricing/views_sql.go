package pricing

import (
	"slices"

	"pignon.coop/internal/db"
)

// User is something that uses a price list: a store, the contract of a restaurant.
type User struct {
	Kind    string `db:"kind"` // Store, Contract or DeliveryForm
	ID      int64  `db:"id"`   // of the store, contract or form itself
	Name    string `db:"name"` // of the store or restaurant
	Subject int64  `db:"subject"`
}

// usersOf lists what uses a price list: stores, then contracts, then forms, by id. What is deleted uses nothing.
func usersOf(tx *db.Tx, set int64) ([]User, error) {
	stores, err := db.All[User](tx, `
		SELECT 'Store' AS kind, id, name, id AS subject FROM stores WHERE pricing_rule_set_id = ? AND deleted_at IS NULL ORDER BY id`, set)
	if err != nil {
		return nil, err
	}
	contracts, err := db.All[User](tx, `
		SELECT 'Contract' AS kind, c.id AS id, r.name AS name, r.id AS subject FROM contracts c JOIN restaurants r ON r.contract_id = c.id
		WHERE r.deleted_at IS NULL AND ((c.variable_delivery_price_enabled AND c.variable_delivery_price_id = ?)
			OR (c.variable_customer_amount_enabled AND c.variable_customer_amount_id = ?)) ORDER BY c.id`, set, set)
	if err != nil {
		return nil, err
	}
	forms, err := db.All[User](tx, "SELECT 'DeliveryForm' AS kind, id, '' AS name, id AS subject FROM delivery_forms WHERE pricing_rule_set_id = ? ORDER BY id", set)
	return slices.Concat(stores, contracts, forms), err
}
