package dispatch_test

import (
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
)

func (w *world) duty(who authz.Actor, on bool) {
	w.t.Helper()
	w.Must(who, func(tx *db.Tx) error { return dispatch.SetDuty(tx, on) })
}

func (w *world) proposal() dispatch.Plan {
	w.t.Helper()
	var s dispatch.Snapshot
	w.See(w.ada, func(tx *db.Tx) (err error) { s, err = dispatch.TakeSnapshot(tx, today); return err })
	return dispatch.Propose(s, func(int, int) int { return 60 })
}

// What somebody who went home has not begun is proposed to who is at work, with the reason; what is under way stays.
func TestTasksOfWhoWentHome(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		fetched, brought := w.Pair(w.place, w.place, 2*time.Hour)
		pickup, drop := w.Pair(w.place, w.place, 2*time.Hour)
		w.duty(w.bob, true)
		w.duty(w.sarah, true)
		if _, err := w.set(w.bob, nil, tasks(fetched.ID, brought.ID, pickup.ID, drop.ID)...); err != nil {
			t.Fatal(err)
		}
		w.Must(w.bob, func(tx *db.Tx) error {
			_, err := delivery.CompleteTask(tx, delivery.FinishIn{TaskID: fetched.ID})
			return err
		})
		if p := w.proposal(); len(p.Lists) != 0 || len(p.Left) != 0 {
			t.Errorf("while bob is at work: %+v", p)
		}
		w.Clock.Step(time.Minute)
		w.duty(w.bob, false)
		p := w.proposal()
		if len(p.Lists) != 1 || p.Lists[0].CourierID != w.sarah.UserID || len(p.Lists[0].Added) != 2 || p.Lists[0].Gifts[0].From != "bob" || len(p.Left) != 0 {
			t.Fatalf("bob went home: %+v", p)
		}
		stale := p.Lists[0]
		stale.From = nil
		var out dispatch.Outcome
		apply := func(l dispatch.PlannedList) {
			t.Helper()
			w.Must(w.ada, func(tx *db.Tx) (err error) {
				out, err = dispatch.ApplyPlan(tx, today, []dispatch.PlannedList{l})
				return err
			})
		}
		if apply(stale); len(out.Refused) != 1 {
			t.Errorf("a list that is not named: %+v", out)
		}
		if apply(p.Lists[0]); len(out.Refused) != 0 {
			t.Errorf("%+v", out)
		}
		w.wantList(w.sarah, 1, pickup.ID, drop.ID)
		w.wantList(w.bob, 2, fetched.ID, brought.ID)
		// With nobody else at work nothing is moved.
		w.duty(w.sarah, false)
		if p := w.proposal(); len(p.Lists) != 0 || len(p.Left) != 0 {
			t.Errorf("nobody is at work: %+v", p)
		}
	})
}
