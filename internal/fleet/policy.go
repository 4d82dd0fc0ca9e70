package fleet

import "pignon.coop/internal/authz"

// mayAdminister: administrators make, change and delete what couriers ride.
func mayAdminister(who authz.Actor) error { return who.Must(authz.Admin) }

// mayPlan: dispatchers choose among it.
func mayPlan(who authz.Actor) error { return who.Must(authz.Dispatcher) }
