package dispatch_test

import (
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/routing"
)

func (w *world) day(in dispatch.PlanDayIn) dispatch.DaySnapshot {
	w.t.Helper()
	var d dispatch.DaySnapshot
	in.Day = today
	w.See(w.ada, func(tx *db.Tx) (err error) {
		d, err = dispatch.TakeDay(tx, in)
		return err
	})
	return d
}

// A day is planned from what is free, with the couriers that are named, and applied and undone as one edit.
func TestADayIsPlannedAndApplied(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		far := w.Address("9 rue Haute", 48.86, 2.37)
		pickup, drop := w.Pair(w.place, far, 2*time.Hour)
		heavy := w.Drop(far, 2*time.Hour)
		grams := new(int64)
		*grams = 60_000
		w.Must(w.ada, func(tx *db.Tx) error {
			_, err := delivery.EditTask(tx, delivery.EditTaskIn{TaskID: heavy.ID, Weight: &grams})
			return err
		})
		depot := geo.At(48.85, 2.34)
		d := w.day(dispatch.PlanDayIn{Couriers: []dispatch.Carrier{{CourierID: w.bob.UserID, Start: &depot, End: &depot, Room: dispatch.Load{Grams: 50_000}}, {CourierID: w.sarah.UserID, Room: dispatch.Load{Grams: 100}}}})
		if len(d.Riders) != 2 || len(d.Free) != 3 || d.Loads[drop.ID].Parcels != 1 || d.Loads[pickup.ID].Parcels != 0 || d.Loads[heavy.ID].Grams != 60_000 {
			t.Fatalf("%+v", d)
		}
		planner := routing.NewPlanner(routing.PlannerIn{})
		plan, err := dispatch.Plans{Planner: func() *routing.Planner { return planner }}.MakeDay(t.Context(), d, nil)
		if err != nil || len(plan.Lists) != 1 || len(plan.Left) != 1 || plan.Left[0] != (dispatch.Left{Task: heavy.ID, Reason: dispatch.TooHeavy}) {
			t.Fatalf("%+v, %v", plan, err)
		}
		var out dispatch.Outcome
		w.Must(w.ada, func(tx *db.Tx) (err error) {
			out, err = dispatch.ApplyPlan(tx, today, plan.Lists)
			return err
		})
		courier := w.bob
		if plan.Lists[0].CourierID == w.sarah.UserID {
			courier = w.sarah
		}
		w.wantList(courier, 1, pickup.ID, drop.ID)
		w.Must(w.ada, func(tx *db.Tx) error { _, err := dispatch.Undo(tx, out.Edit); return err })
		w.wantList(courier, 2)
	})
}

func TestADayOfOneTag(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		pickup, drop := w.Pair(w.place, w.place, time.Hour)
		w.Drop(w.place, time.Hour)
		tags := []string{"cold"}
		w.Must(w.ada, func(tx *db.Tx) error {
			_, err := delivery.EditTask(tx, delivery.EditTaskIn{TaskID: drop.ID, Tags: &tags})
			return err
		})
		d := w.day(dispatch.PlanDayIn{Tag: "cold"})
		if len(d.Free) != 2 || d.Free[0].Task+d.Free[1].Task != pickup.ID+drop.ID || len(d.Riders) != 0 {
			t.Errorf("%+v", d)
		}
		if d := w.day(dispatch.PlanDayIn{Store: 99}); len(d.Free) != 0 {
			t.Errorf("%+v", d)
		}
	})
}

func TestWhoPlansADayAndForWhom(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		for _, c := range []struct {
			who, courier authz.Actor
			want         fail.Kind
		}{{w.bob, w.bob, fail.Forbidden}, {w.ada, authz.Actor{UserID: 99}, fail.NotFound}} {
			err := w.DB.Read(t.Context(), c.who, func(tx *db.Tx) error {
				_, err := dispatch.TakeDay(tx, dispatch.PlanDayIn{Day: today, Couriers: []dispatch.Carrier{{CourierID: c.courier.UserID}}})
				return err
			})
			if !fail.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
		}
	})
}
