package org

import "pignon.coop/internal/db"

// PlaceAddress gives the address that a caller means: the existing one when In names it, a new one otherwise. A new one needs a street
// address and a position; without, it is Invalid at `geo` and `streetAddress`. An unknown id is NotFound. Whether the caller may use it is for the
// caller's own policy to say.
func PlaceAddress(tx *db.Tx, in AddressIn) (Address, error) {
	if in.ID != 0 {
		return LoadAddress(tx, in.ID)
	}
	settings, err := LoadSettings(tx)
	if err != nil {
		return Address{}, err
	}
	a := Address{CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	if err := in.apply(&a, settings.Country); err != nil {
		return Address{}, err
	}
	if err := a.check(); err != nil {
		return Address{}, err
	}
	if a.ID, err = tx.ID("addresses"); err != nil {
		return Address{}, err
	}
	return a, insertAddress(tx, a)
}
