package billing

import "pignon.coop/internal/authz"

// mayBill: administrators.
func mayBill(who authz.Actor) error { return who.Must(authz.Admin) }
