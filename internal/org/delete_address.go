package org

import "pignon.coop/internal/db"

// DeleteAddressIn names an address. Theirs tells that a store of the caller has it.
type DeleteAddressIn struct {
	ID     AddressID
	Theirs bool
}

// DeleteAddress hides an address from lists and choices. What points to it still shows it.
func DeleteAddress(tx *db.Tx, in DeleteAddressIn) error {
	a, err := LoadAddress(tx, in.ID)
	if err != nil {
		return err
	}
	if err := mayEditAddress(tx.Who(), in.Theirs); err != nil {
		return err
	}
	a.DeletedAt, a.UpdatedAt = tx.Now(), tx.Now()
	return saveAddress(tx, a)
}
