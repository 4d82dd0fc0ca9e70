package pricing

import "pignon.coop/internal/db"

// User is something that uses a price list: a store, the contract of a restaurant.
type User struct {
	Kind    string `db:"kind"` // Store or Contract
	ID      int64  `db:"id"`   // of the store or contract itself
	Name    string `db:"name"` // of the store or restaurant
	Subject int64  `db:"subject"`
}

// usersOf lists what uses a price list: stores, then contracts, by id. What is deleted uses nothing.
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
	return append(stores, contracts...), err
}
