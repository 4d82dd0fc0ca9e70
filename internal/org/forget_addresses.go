package org

import (
	"math"

	"pignon.coop/internal/db"
)

// ForgetAddresses takes everything off addresses that tells where somebody lives and how to get in; the town, and where that is within a kilometre,
// stay for the figures of old orders.
func ForgetAddresses(tx *db.Tx, ids []AddressID) error {
	found, err := LoadAddresses(tx, ids)
	if err != nil {
		return err
	}
	const perDegree = 100
	for _, id := range ids {
		a := found[id]
		a.StreetAddress, a.Name, a.ContactName, a.Telephone, a.Description, a.Company = "", "", "", "", "", ""
		a.Lat, a.Lng = math.Round(a.Lat*perDegree)/perDegree, math.Round(a.Lng*perDegree)/perDegree
		a.DeletedAt, a.UpdatedAt = tx.Now(), tx.Now()
		if err := saveAddress(tx, a); err != nil {
			return err
		}
	}
	return nil
}
