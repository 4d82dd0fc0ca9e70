package dispatch_test

import (
	"slices"
	"testing"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

const tomorrow = span.Day("2026-11-25")

func (w *world) tour(name string, day span.Day, ids ...int64) (t dispatch.Tour) {
	w.t.Helper()
	w.Must(w.ada, func(tx *db.Tx) (err error) {
		t, err = dispatch.SaveTour(tx, dispatch.TourIn{Name: &name, Day: &day, Tasks: ids})
		return err
	})
	return w.tourNow(t.ID)
}

func (w *world) tourNow(id int64) (t dispatch.Tour) {
	w.t.Helper()
	w.See(w.ada, func(tx *db.Tx) (err error) { t, err = dispatch.LoadTour(tx, id); return err })
	return t
}

func (w *world) wantTour(id int64, day span.Day, ids ...int64) {
	w.t.Helper()
	t := w.tourNow(id)
	w.See(w.ada, func(tx *db.Tx) error {
		tasks, err := dispatch.TourTasks(tx, []int64{id})
		if t.Day != day || !slices.Equal(tasks[id], ids) {
			w.t.Errorf("tour %d of %s has %v, want %v of %s", id, t.Day, tasks[id], ids, day)
		}
		return err
	})
}

func (w *world) carry(t dispatch.Tour, day span.Day) (out dispatch.Tour, err error) {
	err = w.Do(w.ada, func(tx *db.Tx) (err error) {
		out, err = dispatch.CarryTour(tx, dispatch.CarryIn{TourID: t.ID, Day: day, Version: t.Version})
		return err
	})
	return out, err
}

func (w *world) task(id int64) (t delivery.Task) {
	w.t.Helper()
	w.See(w.ada, func(tx *db.Tx) (err error) { t, err = delivery.LoadTask(tx, id); return err })
	return t
}

// What is left of a tour goes on the next day; what was done stays on the list of who did it.
func TestATourGoesOnAnotherDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		var id [3]int64
		for n := range id {
			id[n] = w.Drop(w.place, time.Hour).ID
		}
		north := w.tour("North", today, id[0], id[1], id[2])
		if _, err := w.set(w.bob, nil, dispatch.Item{Tour: north.ID}); err != nil {
			t.Fatal(err)
		}
		w.Must(w.bob, func(tx *db.Tx) error {
			_, err := delivery.CompleteTask(tx, delivery.FinishIn{TaskID: id[0]})
			return err
		})
		w.Must(w.bob, func(tx *db.Tx) error { _, err := delivery.StartTask(tx, id[1]); return err })
		was := w.task(id[1])
		rest, err := w.carry(w.tourNow(north.ID), tomorrow)
		if err != nil {
			t.Fatal(err)
		}
		w.wantTour(north.ID, today, id[0])
		w.wantTour(rest.ID, tomorrow, id[1], id[2])
		if items, _ := w.list(w.bob); !slices.Equal(items, []dispatch.Item{{Tour: north.ID}}) || rest.Name != "North" {
			t.Errorf("bob has %v, the rest is called %s", items, rest.Name)
		}
		if now := w.task(id[1]); now.Status != delivery.Todo || now.After != was.After.Add(24*time.Hour) || now.Before != was.Before.Add(24*time.Hour) {
			t.Errorf("a carried task: %s %v %v, was %v %v", now.Status, now.After, now.Before, was.After, was.Before)
		}
		if done := w.task(id[0]); done.Status != delivery.Done || done.After.After(was.Before.Time) {
			t.Errorf("a task that was done: %+v", done)
		}
		// Of the rest nothing has ended: it goes as it is, whoever has it.
		w.Must(w.ada, func(tx *db.Tx) error {
			_, err := dispatch.SetItems(tx, dispatch.SetItemsIn{CourierID: w.sarah.UserID, Day: tomorrow, Items: []dispatch.Item{{Tour: rest.ID}}})
			return err
		})
		again, err := w.carry(w.tourNow(rest.ID), "2026-11-26")
		if err != nil || again.ID != rest.ID {
			t.Fatalf("%+v, %v", again, err)
		}
		w.wantTour(rest.ID, "2026-11-26", id[1], id[2])
		w.See(w.ada, func(tx *db.Tx) error {
			views, err := dispatch.ViewLists(tx, tomorrow)
			if len(views) != 1 || len(views[0].Items) != 0 {
				t.Errorf("sarah's list: %+v", views)
			}
			return err
		})
		for name, c := range map[string]struct {
			tour dispatch.Tour
			day  span.Day
			code string
		}{
			"nothing is left":  {w.tourNow(north.ID), tomorrow, "tour.carry.nothing"},
			"the same day":     {w.tourNow(rest.ID), "2026-11-26", "tour.carry.same_day"},
			"an old picture":   {again, "2026-11-27", "row.stale"},
			"nobody knows one": {dispatch.Tour{ID: 99}, tomorrow, "row.not_found"},
		} {
			if c.tour.ID == again.ID && c.code == "row.stale" {
				c.tour.Version--
			}
			if _, err := w.carry(c.tour, c.day); !fail.Has(err, c.code) {
				t.Errorf("%s: %v, want %s", name, err, c.code)
			}
		}
		if err := w.Do(w.bob, func(tx *db.Tx) error {
			_, err := dispatch.CarryTour(tx, dispatch.CarryIn{TourID: rest.ID, Day: today})
			return err
		}); !fail.Has(err, "auth.forbidden") {
			t.Errorf("a courier: %v", err)
		}
	})
}

// A window over midnight is one over midnight on the other day too; one of two whole days shrinks to the day.
func TestWindowsOfATourThatMoves(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		at := func(day, hour int) span.Instant { return span.At(time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC)) }
		night, long := w.Drop(w.place, time.Hour), w.Drop(w.place, time.Hour)
		for id, window := range map[int64][2]span.Instant{night.ID: {at(24, 21), at(25, 1)}, long.ID: {at(24, 9), at(25, 17)}} {
			w.Must(w.ada, func(tx *db.Tx) error {
				_, err := delivery.EditTask(tx, delivery.EditTaskIn{TaskID: id, After: &window[0], Before: &window[1]})
				return err
			})
		}
		tour, day := w.tour("Night", today, night.ID, long.ID), span.Day("2026-11-27")
		w.Must(w.ada, func(tx *db.Tx) error {
			_, err := dispatch.SaveTour(tx, dispatch.TourIn{TourID: tour.ID, Day: &day, Tasks: []int64{night.ID, long.ID}})
			return err
		})
		for id, want := range map[int64][2]span.Instant{night.ID: {at(27, 21), at(28, 1)}, long.ID: {at(27, 9), at(27, 17)}} {
			if got := w.task(id); got.After != want[0] || got.Before != want[1] {
				t.Errorf("task %d: %v to %v, want %v", id, got.After, got.Before, want)
			}
		}
	})
}

// An edit that a dissolved tour was part of cannot be undone, and says so.
func TestUndoOfADissolvedTour(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		one := w.Drop(w.place, time.Hour)
		tour := w.tour("South", today, one.ID)
		if _, err := w.set(w.bob, nil, dispatch.Item{Tour: tour.ID}); err != nil {
			t.Fatal(err)
		}
		freed, err := w.set(w.bob, nil)
		if err != nil {
			t.Fatal(err)
		}
		seen := len(w.Events(0))
		w.Must(w.ada, func(tx *db.Tx) error { return dispatch.DeleteTour(tx, tour.ID) })
		if got := w.Events(0)[seen:]; !slices.Equal(got, []string{"tour.deleted"}) {
			t.Errorf("events %v", got)
		}
		err = w.Do(w.ada, func(tx *db.Tx) error { _, err := dispatch.Undo(tx, freed.Edit); return err })
		if !fail.Has(err, "dispatch.undo.stale") {
			t.Errorf("%v", err)
		}
	})
}
