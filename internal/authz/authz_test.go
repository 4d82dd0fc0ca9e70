package authz_test

import (
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/fail"
)

func TestHierarchy(t *testing.T) {
	t.Parallel()
	admin := authz.Actor{Kind: authz.Person, Roles: []authz.Role{authz.Admin}}
	courier := authz.Actor{Kind: authz.Person, Roles: []authz.Role{authz.Courier}}
	key := authz.Actor{Kind: authz.App, ByKey: true}
	basket := authz.Actor{Kind: authz.Basket, OrderID: 3}
	for _, c := range []struct {
		who  authz.Actor
		role authz.Role
		want bool
	}{
		{admin, authz.Dispatcher, true}, {admin, authz.Courier, true}, {admin, authz.LoopEat, true}, {admin, authz.Restaurant, false},
		{courier, authz.User, true}, {courier, authz.Dispatcher, false}, {key, authz.APIApp, true}, {key, authz.User, false},
		{basket, authz.Guest, true}, {basket, authz.User, false}, {authz.Actor{}, authz.User, false}, {authz.System(), authz.Admin, true},
	} {
		if got := c.who.Is(c.role); got != c.want {
			t.Errorf("%s is %s: %v", c.who.Name(), c.role, got)
		}
	}
	if admin.Holds(authz.Dispatcher) || !key.Scoped(authz.Deliveries) || key.Scoped(authz.Orders) {
		t.Error("literal roles or scopes are wrong")
	}
	if !fail.Is(authz.Actor{}.Must(authz.User), fail.Unauthenticated) || !fail.Is(courier.Must(authz.Admin), fail.Forbidden) {
		t.Error("refusals are of the wrong kind")
	}
}
