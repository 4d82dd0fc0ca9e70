package store

import "pignon.coop/internal/db"

// LoadStore reads a store; NotFound when there is none, or no more. It asks no policy.
func LoadStore(tx *db.Tx, id int64) (Store, error) {
	return db.One[Store](tx, "SELECT * FROM stores WHERE id = ? AND deleted_at IS NULL", id)
}

// PricingOf gives the price list of a store, a deleted one too; nil when it has none.
func PricingOf(tx *db.Tx, id int64) (*int64, error) {
	return db.One[*int64](tx, "SELECT r.id FROM stores s LEFT JOIN pricing_rule_sets r ON r.id = s.pricing_rule_set_id WHERE s.id = ?", id)
}

func ownersOf(tx *db.Tx, id int64) ([]int64, error) {
	return db.All[int64](tx, "SELECT user_id FROM store_owners WHERE store_id = ? ORDER BY user_id", id)
}

// OwnedBy lists the stores of a user.
func OwnedBy(tx *db.Tx, user int64) ([]int64, error) {
	return db.All[int64](tx, "SELECT store_id FROM store_owners WHERE user_id = ? ORDER BY store_id", user)
}

// SetOwners makes a user an owner of just these stores.
func SetOwners(tx *db.Tx, user int64, stores []int64) error {
	if _, err := tx.Exec("DELETE FROM store_owners WHERE user_id = ?", user); err != nil {
		return err
	}
	for _, id := range stores {
		if _, err := tx.Exec("INSERT INTO store_owners (store_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING", id, user); err != nil {
			return err
		}
	}
	return nil
}

func addressesOf(tx *db.Tx, id int64) ([]int64, error) {
	return db.All[int64](tx, "SELECT address_id FROM store_addresses WHERE store_id = ? ORDER BY position", id)
}

func setAddresses(tx *db.Tx, id int64, addresses []int64) error {
	if _, err := tx.Exec("DELETE FROM store_addresses WHERE store_id = ?", id); err != nil {
		return err
	}
	for position, address := range addresses {
		_, err := tx.Exec("INSERT INTO store_addresses (store_id, address_id, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", id, address, position)
		if err != nil {
			return err
		}
	}
	return nil
}

// PackagesNamed finds packages of a store's own set by name; names that it does not have are missing. A store without a set has none.
func PackagesNamed(tx *db.Tx, s Store, names []string) (map[string]Package, error) {
	found := map[string]Package{}
	if s.PackageSetID == nil {
		return found, nil
	}
	rows, err := db.All[Package](tx, "SELECT * FROM packages WHERE package_set_id = ? AND name IN (?) AND deleted_at IS NULL ORDER BY id", *s.PackageSetID, names)
	for _, p := range rows {
		found[p.Name] = p
	}
	return found, err
}

// LoadPackages reads packages by id, deleted ones too.
func LoadPackages(tx *db.Tx, ids []int64) (map[int64]Package, error) {
	rows, err := db.All[Package](tx, "SELECT * FROM packages WHERE id IN (?)", ids)
	found := map[int64]Package{}
	for _, p := range rows {
		found[p.ID] = p
	}
	return found, err
}

func loadQuote(tx *db.Tx, id int64) (Quote, error) {
	return db.One[Quote](tx, "SELECT * FROM delivery_quotes WHERE id = ?", id)
}
