package delivery

import (
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/store"
)

// mayPlan: dispatchers make, edit, cancel, restore and reschedule tasks.
func mayPlan(who authz.Actor) error { return who.Must(authz.Dispatcher) }

// mayWork: a task is started, finished and annotated by a dispatcher or by the courier who carries it.
func mayWork(who authz.Actor, courier int64) error {
	if who.Is(authz.Dispatcher) || carries(who, courier) {
		return nil
	}
	if !who.Known() {
		return fail.New(fail.Unauthenticated, "auth.required")
	}
	return fail.New(fail.Forbidden, "auth.forbidden")
}

// MayView: dispatchers see every task, a courier those that they carry, the owners of a store those of its deliveries, an integration with
// `tasks:all` all, one with `tasks` those of its store's organisation.
func MayView(tx *db.Tx, s Sheet) error {
	who := tx.Who()
	allowed := who.Scoped(authz.TasksAll)
	var err error
	switch {
	case who.Scoped(authz.Tasks) && who.StoreID != 0:
		allowed, err = ofStore(tx, s, who.StoreID)
	case who.Holds(authz.Store) && s.StoreID != nil:
		var owned []int64
		owned, err = store.OwnedBy(tx, who.UserID)
		allowed = slices.Contains(owned, *s.StoreID)
	}
	if err != nil || allowed {
		return err
	}
	return mayWork(who, s.Courier())
}

// ofStore tells whether a task is of a store's deliveries, or was made for its organisation.
func ofStore(tx *db.Tx, s Sheet, id int64) (bool, error) {
	if s.StoreID != nil && *s.StoreID == id || s.OrganizationID == nil {
		return s.StoreID != nil && *s.StoreID == id, nil
	}
	own, err := store.LoadStore(tx, id)
	return own.OrganizationID == *s.OrganizationID, err
}

// Visible is MayView for lists.
func Visible(who authz.Actor) db.Cond {
	switch {
	case who.Is(authz.Dispatcher), who.Scoped(authz.TasksAll):
		return db.Everything
	case who.Scoped(authz.Tasks) && who.StoreID != 0:
		return db.Cond{SQL: "s.store_id = ? OR s.organization_id IN (SELECT organization_id FROM stores WHERE id = ?)", Args: []any{who.StoreID, who.StoreID}}
	case who.Is(authz.Courier):
		return db.Cond{SQL: "s.courier_id = ?", Args: []any{who.UserID}}
	}
	return db.Nothing
}

func carries(who authz.Actor, courier int64) bool {
	return who.Kind == authz.Person && who.UserID != 0 && who.UserID == courier
}

// Can lists what the actor may do with the task now, for the buttons of screens.
func Can(who authz.Actor, s Sheet) []string {
	can := []string{}
	working := mayWork(who, s.Courier()) == nil
	planning := mayPlan(who) == nil
	for _, x := range []struct {
		verb    Verb
		allowed bool
	}{
		{Start, working}, {Complete, working && !s.Blocked}, {Fail, working && !s.Blocked},
		{Cancel, planning}, {Restore, planning && !s.Status.Open()}, {Reschedule, planning},
	} {
		if x.allowed && Flow.May(s.Status, x.verb) {
			can = append(can, string(x.verb))
		}
	}
	if working {
		can = append(can, "note", "photo")
	}
	if planning {
		can = append(can, "assign")
	}
	return can
}
