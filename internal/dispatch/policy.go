package dispatch

import (
	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/fail"
)

// mayPlan: dispatchers edit lists.
func mayPlan(who authz.Actor) error { return who.Must(authz.Dispatcher) }

// mayCarry refuses people who cannot be given a task: those who are no couriers, and accounts that were closed.
func mayCarry(u account.User) error {
	if u.Enabled && u.Actor().Is(authz.Courier) {
		return nil
	}
	return fail.New(fail.Invalid, "courier.unfit", "username", u.Username)
}

// mayAssign: a dispatcher gives any task to anybody, a courier takes a free task for themselves.
func mayAssign(who authz.Actor, to account.User) error {
	if who.Is(authz.Dispatcher) || who.Is(authz.Courier) && who.UserID == to.ID {
		return nil
	}
	return fail.New(fail.Forbidden, "auth.forbidden")
}
