package org

import "pignon.coop/internal/db"

// LoadAddress reads an address; NotFound when there is none or it was deleted.
func LoadAddress(tx *db.Tx, id AddressID) (Address, error) {
	return db.One[Address](tx, "SELECT * FROM addresses WHERE id = ? AND deleted_at IS NULL", id)
}

// LoadAddresses reads addresses by id, deleted ones too: old orders and tasks still point to them. Unknown ids are missing in the map.
func LoadAddresses(tx *db.Tx, ids []AddressID) (map[AddressID]Address, error) {
	rows, err := db.All[Address](tx, "SELECT * FROM addresses WHERE id IN (?)", ids)
	found := make(map[AddressID]Address, len(rows))
	for _, a := range rows {
		found[a.ID] = a
	}
	return found, err
}

// Page is one page of a list and how many rows there are in all.
type Page[T any] struct {
	Rows  []T
	Total int
}

// ListAddresses gives a page of the addresses that were not deleted, by id.
func ListAddresses(tx *db.Tx, limit, offset int) (Page[Address], error) {
	rows, err := db.All[Address](tx, "SELECT * FROM addresses WHERE deleted_at IS NULL ORDER BY id LIMIT ? OFFSET ?", limit, offset)
	if err != nil {
		return Page[Address]{}, err
	}
	total, err := db.One[int](tx, "SELECT COUNT(*) FROM addresses WHERE deleted_at IS NULL")
	return Page[Address]{Rows: rows, Total: total}, err
}

func insertAddress(tx *db.Tx, a Address) error { return db.Insert(tx, "addresses", a) }

func saveAddress(tx *db.Tx, a Address) error { return db.Update(tx, "addresses", a) }

func allAddresses(tx *db.Tx) ([]Address, error) {
	return db.All[Address](tx, "SELECT * FROM addresses ORDER BY id")
}
