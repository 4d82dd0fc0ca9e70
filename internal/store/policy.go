package store

import (
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// mayEdit: administrators, the store's own integrations with the scope of deliveries, and owners who hold the role of a store.
func mayEdit(who authz.Actor, id int64, owners []int64) error {
	switch {
	case who.Scoped(authz.Deliveries) && who.StoreID == id,
		who.Holds(authz.Store) && slices.Contains(owners, who.UserID):
		return nil
	case who.Kind == authz.App:
		return fail.New(fail.Forbidden, "auth.forbidden")
	}
	return who.Must(authz.Admin)
}

// mayView: those who may edit it, and dispatchers.
func mayView(who authz.Actor, id int64, owners []int64) error {
	if who.Is(authz.Dispatcher) {
		return nil
	}
	return mayEdit(who, id, owners)
}

// mayRead: those who may view it, and couriers.
func mayRead(tx *db.Tx, id int64) error {
	if tx.Who().Is(authz.Courier) {
		return nil
	}
	return MayView(tx, id)
}

// MayEdit refuses a caller who may not act for a store: Unauthenticated when anonymous, Forbidden otherwise.
func MayEdit(tx *db.Tx, id int64) error {
	owners, err := ownersOf(tx, id)
	if err != nil {
		return err
	}
	return mayEdit(tx.Who(), id, owners)
}

// MayView refuses a caller who may neither act for a store nor dispatch.
func MayView(tx *db.Tx, id int64) error {
	owners, err := ownersOf(tx, id)
	if err != nil {
		return err
	}
	return mayView(tx.Who(), id, owners)
}
