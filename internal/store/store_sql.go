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

func pageOfStores(tx *db.Tx, limit, offset int) (rows []Store, total int, err error) {
	rows, err = db.All[Store](tx, "SELECT * FROM stores WHERE deleted_at IS NULL ORDER BY id LIMIT ? OFFSET ?", limit, offset)
	if err != nil {
		return nil, 0, err
	}
	total, err = db.One[int](tx, "SELECT COUNT(*) FROM stores WHERE deleted_at IS NULL")
	return rows, total, err
}

func ownedStores(tx *db.Tx, user int64) ([]Store, error) {
	return db.All[Store](tx, `
		SELECT s.* FROM stores s JOIN store_owners o ON o.store_id = s.id WHERE o.user_id = ? AND s.deleted_at IS NULL ORDER BY s.id`, user)
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

// setOwnersOf lets just these users act for a store.
func setOwnersOf(tx *db.Tx, id int64, users []int64) error {
	if _, err := tx.Exec("DELETE FROM store_owners WHERE store_id = ?", id); err != nil {
		return err
	}
	for _, user := range users {
		if _, err := tx.Exec("INSERT INTO store_owners (store_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING", id, user); err != nil {
			return err
		}
	}
	return nil
}

func addressesOf(tx *db.Tx, id int64) ([]int64, error) {
	return db.All[int64](tx, "SELECT address_id FROM store_addresses WHERE store_id = ? ORDER BY position", id)
}

func appendAddress(tx *db.Tx, id, address int64) error {
	_, err := tx.Exec(`INSERT INTO store_addresses (store_id, address_id, position)
		SELECT ?, ?, COALESCE(MAX(position) + 1, 0) FROM store_addresses WHERE store_id = ?`, id, address, id)
	return err
}

func ownersOfAddress(tx *db.Tx, address int64) ([]int64, error) {
	return db.All[int64](tx, `
		SELECT o.user_id FROM store_owners o JOIN stores s ON s.id = o.store_id WHERE s.deleted_at IS NULL
			AND (s.address_id = ? OR EXISTS (SELECT 1 FROM store_addresses a WHERE a.store_id = s.id AND a.address_id = ?))`, address, address)
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

// setNamed finds a package set by its name; ok is false where there is none.
func setNamed(tx *db.Tx, name string) (PackageSet, bool, error) {
	return db.Maybe[PackageSet](tx, "SELECT * FROM package_sets WHERE name = ? AND deleted_at IS NULL ORDER BY id LIMIT 1", name)
}

func loadSet(tx *db.Tx, id int64) (PackageSet, error) {
	return db.One[PackageSet](tx, "SELECT * FROM package_sets WHERE id = ? AND deleted_at IS NULL", id)
}

func pageOfSets(tx *db.Tx, limit, offset int) (rows []PackageSet, total int, err error) {
	rows, err = db.All[PackageSet](tx, "SELECT * FROM package_sets WHERE deleted_at IS NULL ORDER BY id LIMIT ? OFFSET ?", limit, offset)
	if err != nil {
		return nil, 0, err
	}
	total, err = db.One[int](tx, "SELECT COUNT(*) FROM package_sets WHERE deleted_at IS NULL")
	return rows, total, err
}

// hideSet takes a set out of lists, with its packages.
func hideSet(tx *db.Tx, id int64) error {
	if _, err := tx.Exec("UPDATE packages SET deleted_at = ? WHERE package_set_id = ? AND deleted_at IS NULL", tx.Now(), id); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE package_sets SET deleted_at = ?, updated_at = ? WHERE id = ?", tx.Now(), tx.Now(), id)
	return err
}

func packagesIn(tx *db.Tx, set int64) ([]Package, error) {
	return db.All[Package](tx, "SELECT * FROM packages WHERE package_set_id = ? AND deleted_at IS NULL ORDER BY id", set)
}

// LoadPackage reads a kind of package; NotFound when there is none, or no more.
func LoadPackage(tx *db.Tx, id int64) (Package, error) {
	return db.One[Package](tx, "SELECT * FROM packages WHERE id = ? AND deleted_at IS NULL", id)
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

// ReasonsIn lists the reasons of a set, in the order in which they were written.
func ReasonsIn(tx *db.Tx, set int64) ([]Reason, error) {
	return db.All[Reason](tx, "SELECT * FROM failure_reasons WHERE failure_reason_set_id = ? ORDER BY id", set)
}

// ReasonSetOf gives the list of its own that a store has, be it deleted meanwhile; nil when it has none.
func ReasonSetOf(tx *db.Tx, id int64) (*int64, error) {
	return db.One[*int64](tx, "SELECT failure_reason_set_id FROM stores WHERE id = ?", id)
}
