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
	books, err := AddressBooks(tx, []int64{customerID})
	return books[customerID], err
}

// AddressBooks reads the address books of many customers at once, each oldest first. Who has none is missing in the map.
func AddressBooks(tx *db.Tx, customerIDs []int64) (map[int64][]org.Address, error) {
	lines, err := bookLines(tx, customerIDs)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(lines))
	for i, l := range lines {
		ids[i] = l.AddressID
	}
	byID, err := org.LoadAddresses(tx, ids)
	books := map[int64][]org.Address{}
	for _, l := range lines {
		books[l.CustomerID] = append(books[l.CustomerID], byID[l.AddressID])
	}
	return books, err
}
