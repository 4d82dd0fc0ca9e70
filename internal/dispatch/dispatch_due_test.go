package dispatch_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/routing"
)

func (w *world) onDuty(couriers ...authz.Actor) {
	for _, c := range couriers {
		w.Must(c, func(tx *db.Tx) error { return dispatch.SetDuty(tx, true) })
	}
}

func (w *world) pilot(wanted bool) {
	w.t.Helper()
	planner := routing.NewPlanner(routing.PlannerIn{})
	a := dispatch.Autopilot{
		DB: w.DB, Wanted: func() bool { return wanted },
		Plans: dispatch.Plans{Planner: func() *routing.Planner { return planner }},
	}
	if err := a.Run(context.Background()); err != nil {
		w.t.Fatal(err)
	}
}

// What has to be set out for now goes to who is on duty, and the journal says that nobody decided it and why. The rest waits.
func TestDueTasksGoOutByThemselves(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		soon, later := w.Drop(w.place, 3*time.Minute), w.Drop(w.place, 5*time.Hour)
		w.pilot(true)
		w.wantList(w.bob, 0)
		w.onDuty(w.bob)
		w.pilot(false)
		w.wantList(w.bob, 0)
		w.pilot(true)
		w.wantList(w.bob, 1, soon.ID)
		w.pilot(true)
		w.wantList(w.bob, 1, soon.ID)
		facts := w.dispatched()
		if len(facts) != 1 || facts[0].CourierID != w.bob.UserID || !slices.Equal(facts[0].Tasks, []int64{soon.ID}) || facts[0].Reason != "alone" {
			t.Errorf("the journal tells %+v; task %d waits", facts, later.ID)
		}
	})
}

// What somebody has taken off a list is for people to decide.
func TestWhatWasTakenBackStaysWithPeople(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		w.onDuty(w.bob)
		pickup, drop := w.Pair(w.place, w.place, 5*time.Minute)
		w.pilot(true)
		w.wantList(w.bob, 1, pickup.ID, drop.ID)
		w.Must(w.ada, func(tx *db.Tx) error {
			_, err := dispatch.Unassign(tx, drop.ID)
			return err
		})
		_, version := w.list(w.bob)
		w.pilot(true)
		if _, now := w.list(w.bob); now != version {
			t.Errorf("the list went from version %d to %d", version, now)
		}
	})
}

func (w *world) dispatched() (facts []dispatch.TaskDispatched) {
	w.See(w.ada, func(tx *db.Tx) error {
		entries, err := db.EntriesAfter(tx, 0, 1000)
		for _, e := range entries {
			if e.Name != (dispatch.TaskDispatched{}).EventName() {
				continue
			}
			var f dispatch.TaskDispatched
			if err := json.Unmarshal([]byte(e.Body), &f); err != nil {
				return err
			}
			facts = append(facts, f)
		}
		return err
	})
	return facts
}
