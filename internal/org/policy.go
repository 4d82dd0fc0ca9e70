package org

import "pignon.coop/internal/authz"

// mayEditAddress: administrators, and people of a store whose address it is.
func mayEditAddress(who authz.Actor, theirs bool) error {
	if theirs && who.Holds(authz.Store) {
		return nil
	}
	return who.Must(authz.Admin)
}

// MayListAddresses lets administrators alone see everybody's addresses.
func MayListAddresses(who authz.Actor) error { return who.Must(authz.Admin) }
