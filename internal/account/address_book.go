package account

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
)

// AddMyAddress saves an address in the caller's address book.
func AddMyAddress(tx *db.Tx, in org.AddressIn) (org.Address, error) {
	if err := mustBePerson(tx.Who()); err != nil {
		return org.Address{}, err
	}
	in.ID = 0 // others' addresses cannot be taken over
	a, err := org.PlaceAddress(tx, in)
	if err != nil {
		return a, err
	}
	return a, linkAddress(tx, tx.Who().CustomerID, a.ID)
}

// AddressesOf lists a customer's address book, oldest first.
func AddressesOf(tx *db.Tx, customerID int64) ([]org.Address, error) {
	ids, err := AddressIDsOf(tx, customerID)
	if err != nil {
		return nil, err
	}
	byID, err := org.LoadAddresses(tx, ids)
	list := make([]org.Address, 0, len(ids))
	for _, id := range ids {
		list = append(list, byID[id])
	}
	return list, err
}
