package delivery

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
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

// MayView: dispatchers see every task, a courier those that they carry, an integration with `tasks:all` all, one with `tasks` those of its
// store.
func MayView(who authz.Actor, s Sheet) error {
	if who.Scoped(authz.TasksAll) || who.Scoped(authz.Tasks) && who.StoreID != 0 && s.StoreID != nil && *s.StoreID == who.StoreID {
		return nil
	}
	return mayWork(who, s.Courier())
}

// Visible is MayView for lists.
func Visible(who authz.Actor) db.Cond {
	switch {
	case who.Is(authz.Dispatcher), who.Scoped(authz.TasksAll):
		return db.Everything
	case who.Scoped(authz.Tasks) && who.StoreID != 0:
		return db.Cond{SQL: "s.store_id = ?", Args: []any{who.StoreID}}
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
