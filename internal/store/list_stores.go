package store

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
)

// View is a store with what is shown of it.
type View struct {
	Store
	Address   org.Address
	TimeSlots []int64 // in their order
}

// ListStores gives dispatchers a page of the stores, by id.
func ListStores(tx *db.Tx, limit, offset int) (org.Page[View], error) {
	if err := tx.Who().Must(authz.Dispatcher); err != nil {
		return org.Page[View]{}, err
	}
	rows, total, err := pageOfStores(tx, limit, offset)
	if err != nil {
		return org.Page[View]{}, err
	}
	views, err := viewsOf(tx, rows)
	return org.Page[View]{Rows: views, Total: total}, err
}

// MyStores lists the stores that the caller owns.
func MyStores(tx *db.Tx) ([]View, error) {
	rows, err := ownedStores(tx, tx.Who().UserID)
	if err != nil {
		return nil, err
	}
	return viewsOf(tx, rows)
}

// ReadStore gives a store to those who may edit it, to dispatchers and to couriers.
func ReadStore(tx *db.Tx, id int64) (View, error) {
	s, err := LoadStore(tx, id)
	if err != nil {
		return View{}, err
	}
	if err := mayRead(tx, id); err != nil {
		return View{}, err
	}
	views, err := viewsOf(tx, []Store{s})
	if err != nil {
		return View{}, err
	}
	return views[0], nil
}

// PackagesOf lists the kinds of packages of a store's set, for those who may read the store.
func PackagesOf(tx *db.Tx, id int64) ([]Package, error) {
	s, err := ReadStore(tx, id)
	if err != nil || s.PackageSetID == nil {
		return nil, err
	}
	return packagesIn(tx, *s.PackageSetID)
}

func viewsOf(tx *db.Tx, rows []Store) ([]View, error) {
	var ids, addresses []int64
	for _, s := range rows {
		ids, addresses = append(ids, s.ID), append(addresses, s.AddressID)
	}
	places, err := org.LoadAddresses(tx, addresses)
	if err != nil {
		return nil, err
	}
	slots, err := timeSlotIDs(tx, ids)
	views := make([]View, len(rows))
	for i, s := range rows {
		views[i] = View{Store: s, Address: places[s.AddressID], TimeSlots: slots[s.ID]}
	}
	return views, err
}
