package account

import (
	"slices"

	"pignon.coop/internal/db"
)

// KeepAddress puts an address into a customer's address book, unless it is there. It asks no policy: the order that went there has.
func KeepAddress(tx *db.Tx, customerID, addressID int64) error {
	have, err := AddressIDsOf(tx, customerID)
	if err != nil || slices.Contains(have, addressID) {
		return err
	}
	return linkAddress(tx, customerID, addressID)
}
