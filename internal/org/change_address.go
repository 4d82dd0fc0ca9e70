package org

import "pignon.coop/internal/db"

// ChangeAddressIn says what changes on which address. Theirs tells that a store of the caller has it.
type ChangeAddressIn struct {
	ID     AddressID
	Fields AddressIn
	Theirs bool
}

// ChangeAddress writes the given fields over an address; absent ones stay.
func ChangeAddress(tx *db.Tx, in ChangeAddressIn) (Address, error) {
	a, err := LoadAddress(tx, in.ID)
	if err != nil {
		return Address{}, err
	}
	if err := mayEditAddress(tx.Who(), in.Theirs); err != nil {
		return Address{}, err
	}
	settings, err := LoadSettings(tx)
	if err != nil {
		return Address{}, err
	}
	if err := in.Fields.apply(&a, settings.Country); err != nil {
		return Address{}, err
	}
	if err := a.check(); err != nil {
		return Address{}, err
	}
	a.UpdatedAt = tx.Now()
	return a, saveAddress(tx, a)
}
