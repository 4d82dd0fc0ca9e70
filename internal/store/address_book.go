package store

import (
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
)

// AddAddressIn is an address for a store's address book.
type AddAddressIn struct {
	StoreID int64
	Address org.AddressIn
}

// AddAddress saves an address in a store's address book; those who may edit the store may.
func AddAddress(tx *db.Tx, in AddAddressIn) (View, error) {
	s, err := LoadStore(tx, in.StoreID)
	if err != nil {
		return View{}, err
	}
	if err := MayEdit(tx, s.ID); err != nil {
		return View{}, err
	}
	in.Address.ID = 0 // others' addresses cannot be taken over
	a, err := org.PlaceAddress(tx, in.Address)
	if err != nil {
		return View{}, err
	}
	if err := appendAddress(tx, s.ID, a.ID); err != nil {
		return View{}, err
	}
	if err := tx.Emit(AddressSaved{StoreID: s.ID, AddressID: a.ID}); err != nil {
		return View{}, err
	}
	return ReadStore(tx, s.ID)
}

// AddressBook lists what a store has saved, in that order, for those who may view it.
func AddressBook(tx *db.Tx, id int64) ([]org.Address, error) {
	return addressesFor(tx, id, addressesOf)
}

// DroppedAt lists where a store's deliveries went, each address once, by its id; for those who may view it.
func DroppedAt(tx *db.Tx, id int64) ([]org.Address, error) {
	return addressesFor(tx, id, dropAddresses)
}

func addressesFor(tx *db.Tx, id int64, find func(*db.Tx, int64) ([]int64, error)) ([]org.Address, error) {
	if _, err := LoadStore(tx, id); err != nil {
		return nil, err
	}
	if err := MayView(tx, id); err != nil {
		return nil, err
	}
	ids, err := find(tx, id)
	if err != nil {
		return nil, err
	}
	byID, err := org.LoadAddresses(tx, ids)
	var list []org.Address
	for _, id := range ids {
		if a := byID[id]; a.DeletedAt.IsZero() {
			list = append(list, a)
		}
	}
	return list, err
}

// HasAddress tells whether an address belongs to a store of the caller: where it stands, or one of its address book.
func HasAddress(tx *db.Tx, address int64) (bool, error) {
	if !tx.Who().Holds(authz.Store) {
		return false, nil
	}
	owners, err := ownersOfAddress(tx, address)
	return slices.Contains(owners, tx.Who().UserID), err
}
