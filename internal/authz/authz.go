// Package authz says who is asking: a person, an integration, a guest with a basket, or the house itself, with which roles.
// What each may do is decided by the policies of the modules.
package authz

import (
	"slices"
	"strconv"

	"pignon.coop/internal/fail"
)

// Role is a role as people hold it and as the API spells it.
type Role string

// The roles. Each includes what `includes` lists for it.
const (
	User            Role = "ROLE_USER"
	Courier         Role = "ROLE_COURIER"
	Restaurant      Role = "ROLE_RESTAURANT"
	Store           Role = "ROLE_STORE"
	LoopEat         Role = "ROLE_LOOPEAT"
	BusinessAccount Role = "ROLE_BUSINESS_ACCOUNT"
	Dispatcher      Role = "ROLE_DISPATCHER"
	Admin           Role = "ROLE_ADMIN"
	APIApp          Role = "ROLE_API_APP"
	APIKey          Role = "ROLE_API_KEY"
	Guest           Role = "ROLE_AD_HOC_CUSTOMER"
)

// Scope is what an integration was granted.
type Scope string

// The scopes of OAuth2 clients.
const (
	Tasks         Scope = "tasks"
	TasksAll      Scope = "tasks:all"
	Deliveries    Scope = "deliveries"
	Orders        Scope = "orders"
	OrdersAll     Scope = "orders:all"
	scopeOfAPIKey       = Deliveries
)

var includes = map[Role][]Role{
	Courier: {User}, Restaurant: {User}, Store: {User}, LoopEat: {User}, BusinessAccount: {User},
	Dispatcher: {Courier, LoopEat}, Admin: {Dispatcher}, APIKey: {APIApp},
}

var assignable = []Role{Courier, Restaurant, Store, BusinessAccount, Dispatcher, Admin}

// Assignable tells whether an account can be given this role.
func Assignable(r Role) bool { return slices.Contains(assignable, r) }

// Kind tells what sort of principal an Actor is.
type Kind uint8

// The kinds of principal.
const (
	Anonymous Kind = iota
	Person         // a user account
	App            // an integration: OAuth2 client or API key
	Basket         // a guest who holds the token of one order
	Player         // somebody invited to a group order
	House          // the co-op's own jobs and commands
)

// Actor is who is asking. The zero Actor is anonymous. Roles and links are read from the database for each request.
type Actor struct {
	Kind       Kind
	UserID     int64 // Person
	Username   string
	CustomerID int64  // Person or Player, 0 when none
	Roles      []Role // as stored with the user, without ROLE_USER
	AppID      int64  // App
	ByKey      bool   // App: by API key rather than OAuth2
	Scopes     []Scope
	StoreID    int64 // App: its store, 0 when none
	ShopID     int64 // App: its restaurant, 0 when none
	OrderID    int64 // Basket and Player: the order; Person: the basket whose token came along, 0 when none
	Locale     string
}

// System is the actor of jobs and commands.
func System() Actor { return Actor{Kind: House} }

// Is tells whether the actor holds the role, directly or through one that includes it. The house holds every role.
func (a Actor) Is(role Role) bool {
	switch a.Kind {
	case House:
		return true
	case Person:
		return role == User || slices.ContainsFunc(a.Roles, func(have Role) bool { return implies(have, role) })
	case App:
		return role == APIApp || role == APIKey && a.ByKey
	case Basket, Player:
		return role == Guest
	}
	return false
}

// Holds tells whether the role itself is stored with the user, the hierarchy aside.
func (a Actor) Holds(role Role) bool { return a.Kind == Person && slices.Contains(a.Roles, role) }

// With gives a person one more role, for what a rule of their own lets them do through others.
func (a Actor) With(role Role) Actor {
	a.Roles = append(slices.Clone(a.Roles), role)
	return a
}

// Scoped tells whether the actor is an integration that was granted the scope. An API key has the scope `deliveries`.
func (a Actor) Scoped(scope Scope) bool {
	return a.Kind == App && (slices.Contains(a.Scopes, scope) || a.ByKey && scope == scopeOfAPIKey)
}

// Known tells whether the actor proved to be somebody.
func (a Actor) Known() bool { return a.Kind != Anonymous }

// Must refuses an actor without the role: Unauthenticated when anonymous, Forbidden otherwise.
func (a Actor) Must(role Role) error {
	switch {
	case a.Is(role):
		return nil
	case !a.Known():
		return fail.New(fail.Unauthenticated, "auth.required")
	}
	return fail.New(fail.Forbidden, "auth.forbidden")
}

// Name is the short form for the journal and the log: "user:7", "app:3", "order:12", "house".
func (a Actor) Name() string {
	switch a.Kind {
	case Person:
		return "user:" + id(a.UserID)
	case App:
		return "app:" + id(a.AppID)
	case Basket, Player:
		return "order:" + id(a.OrderID)
	case House:
		return "house"
	}
	return "anonymous"
}

func implies(have, want Role) bool {
	return have == want || slices.ContainsFunc(includes[have], func(r Role) bool { return implies(r, want) })
}

func id(n int64) string { return strconv.FormatInt(n, 10) }
