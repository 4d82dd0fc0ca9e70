package shift

import "pignon.coop/internal/authz"

// mayPlan: dispatchers plan shifts.
func mayPlan(who authz.Actor) error { return who.Must(authz.Dispatcher) }

// mayWork: couriers see what is open, apply, and ask for time off.
func mayWork(who authz.Actor) error { return who.Must(authz.Courier) }

// mayOwn: the person whom it is about, and dispatchers.
func mayOwn(who authz.Actor, userID int64) error {
	if who.Kind == authz.Person && who.UserID == userID {
		return mayWork(who)
	}
	return mayPlan(who)
}

// mayEmploy: administrators read and write the files of employees.
func mayEmploy(who authz.Actor) error { return who.Must(authz.Admin) }
