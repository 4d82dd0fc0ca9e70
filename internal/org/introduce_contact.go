package org

import "pignon.coop/internal/db"

// ContactIn says who can be met at an address.
type ContactIn struct {
	ID        AddressID
	Name      string
	Telephone Text // E.164
}

// IntroduceContact writes a name and a telephone on an address, each only where the address has none. It asks no policy: the order that goes
// there has.
func IntroduceContact(tx *db.Tx, in ContactIn) error {
	a, err := LoadAddress(tx, in.ID)
	if err != nil {
		return err
	}
	before := a
	if a.ContactName == "" {
		a.ContactName = Text(in.Name)
	}
	if a.Telephone == "" {
		a.Telephone = in.Telephone
	}
	if a == before {
		return nil
	}
	a.UpdatedAt = tx.Now()
	return saveAddress(tx, a)
}
