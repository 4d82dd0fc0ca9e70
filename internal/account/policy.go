package account

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/fail"
)

// maySeeUser: the user themselves, and dispatchers.
func maySeeUser(who authz.Actor, id int64) error {
	if who.Kind == authz.Person && who.UserID == id {
		return nil
	}
	return who.Must(authz.Dispatcher)
}

// mayChangeUser: the user themselves, and administrators.
func mayChangeUser(who authz.Actor, id int64) error {
	if who.Kind == authz.Person && who.UserID == id {
		return nil
	}
	return who.Must(authz.Admin)
}

// mayOpenCustomer: the customer themselves, and administrators.
func mayOpenCustomer(who authz.Actor, id int64) error {
	if who.Kind == authz.Person && who.CustomerID == id {
		return nil
	}
	return who.Must(authz.Admin)
}

// mustBePerson refuses everybody who has no account of their own.
func mustBePerson(who authz.Actor) error {
	if who.Kind != authz.Person {
		return who.Must(authz.User)
	}
	return nil
}

// mayAdministrate: who may give roles, open and close accounts.
func mayAdministrate(who authz.Actor) error { return who.Must(authz.Admin) }

// mayKeepAdmin keeps the co-op from locking itself out.
func mayKeepAdmin(lastAdmin bool) error {
	if lastAdmin {
		return fail.New(fail.Conflict, "user.roles.last_admin")
	}
	return nil
}

// Screens lists the screens of ours that somebody may open, by name.
func Screens(who authz.Actor) []string {
	list := []string{}
	for _, s := range []struct {
		name string
		open bool
	}{
		{"courier", who.Is(authz.Courier)}, {"dispatch", who.Is(authz.Dispatcher)}, {"shop", who.Is(authz.Restaurant) || who.Is(authz.Admin)},
		{"store", who.Is(authz.Store) || who.Is(authz.Admin)}, {"admin", who.Is(authz.Admin)},
	} {
		if s.open {
			list = append(list, s.name)
		}
	}
	return list
}
