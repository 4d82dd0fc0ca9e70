package store

import (
	"strings"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// StoreAdded says that there is a new store.
type StoreAdded struct {
	StoreID int64 `json:"storeId"`
}

// EventName names the event.
func (StoreAdded) EventName() string { return "store.added" }

// AddStoreIn is a new store.
type AddStoreIn struct {
	Name    string
	Address org.AddressIn
}

// AddStore makes a store with an organisation of its own; administrators may. What its form asks for is said by EditStore.
func AddStore(tx *db.Tx, in AddStoreIn) (View, error) {
	if err := tx.Who().Must(authz.Admin); err != nil {
		return View{}, err
	}
	s := Store{Name: strings.TrimSpace(in.Name), Enabled: true, Version: 1, Tags: db.JSON[[]string]{V: []string{}},
		Options: db.JSON[Options]{V: Options{BillingMethod: "unit"}}, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	if s.Name == "" {
		return View{}, fail.At("name", "value.blank")
	}
	in.Address.ID = 0 // others' addresses cannot be taken over
	a, err := org.PlaceAddress(tx, in.Address)
	if err != nil {
		return View{}, err
	}
	o, err := org.AddOrganization(tx, s.Name)
	if err != nil {
		return View{}, err
	}
	s.AddressID, s.OrganizationID = a.ID, o.ID
	if s.ID, err = tx.ID("stores"); err != nil {
		return View{}, err
	}
	if err := db.Insert(tx, "stores", s); err != nil {
		return View{}, err
	}
	if err := tx.Emit(StoreAdded{StoreID: s.ID}); err != nil {
		return View{}, err
	}
	return ReadStore(tx, s.ID)
}

// Owners lists who may act for a store, for administrators.
func Owners(tx *db.Tx, id int64) ([]int64, error) {
	if err := tx.Who().Must(authz.Admin); err != nil {
		return nil, err
	}
	return ownersOf(tx, id)
}

// saveOwners lets just these users act for the store. Only those who hold the role of a store can.
func (in EditStoreIn) saveOwners(tx *db.Tx) error {
	for _, id := range *in.Owners {
		u, err := account.LoadUser(tx, id)
		if err != nil {
			return org.Named(err, "users", id)
		}
		if !u.Actor().Holds(authz.Store) {
			return fail.At("owners", "store.owner.role", "name", u.Username)
		}
	}
	return setOwnersOf(tx, in.ID, *in.Owners)
}
