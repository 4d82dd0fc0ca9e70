package org

import "pignon.coop/internal/db"

// ReviseAddress writes the given fields over the address that In names; absent ones stay. What is at the same place keeps its row. Another street
// or position makes a new one, so that nothing that goes to the old place moves along; another street needs a position (Invalid at `geo`).
// An unknown id is NotFound. Whether the caller may change it is for the caller's own policy to say.
func ReviseAddress(tx *db.Tx, in AddressIn) (Address, error) {
	old, err := LoadAddress(tx, in.ID)
	if err != nil {
		return Address{}, err
	}
	settings, err := LoadSettings(tx)
	if err != nil {
		return Address{}, err
	}
	a := old
	if err := in.apply(&a, settings.Country); err != nil {
		return Address{}, err
	}
	switch {
	case in.Position == nil && a.StreetAddress != old.StreetAddress:
		a.Lat, a.Lng = 0, 0
	case a.Point() == old.Point(): // clients send fewer digits back than they got
		a.Lat, a.Lng = old.Lat, old.Lng
	}
	if a == old {
		return old, nil
	}
	if err := a.check(); err != nil {
		return Address{}, err
	}
	a.UpdatedAt = tx.Now()
	if a.StreetAddress == old.StreetAddress && a.Point() == old.Point() {
		return a, saveAddress(tx, a)
	}
	a.CreatedAt = tx.Now()
	if a.ID, err = tx.ID("addresses"); err != nil {
		return Address{}, err
	}
	return a, insertAddress(tx, a)
}
