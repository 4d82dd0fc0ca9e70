package dispatch_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/delivery/deliverytest"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

const today = span.Day("2026-11-24")

type world struct {
	*deliverytest.World
	t          *testing.T
	ada        authz.Actor // dispatcher
	bob, sarah authz.Actor // couriers
	place      int64
}

func in(t *testing.T, w *dbtest.World) *world {
	x := &world{World: deliverytest.In(t, w), t: t}
	x.ada, x.bob, x.sarah = x.Dispatcher("ada"), x.Courier("bob"), x.Courier("sarah")
	x.place = x.Address("1 rue du Port", 48.85, 2.35)
	return x
}

func tasks(ids ...int64) (items []dispatch.Item) {
	for _, id := range ids {
		items = append(items, dispatch.Item{Task: id})
	}
	return items
}

func (w *world) set(courier authz.Actor, guard *dispatch.Guard, items ...dispatch.Item) (dispatch.Edited, error) {
	var out dispatch.Edited
	err := w.Do(w.ada, func(tx *db.Tx) (err error) {
		out, err = dispatch.SetItems(tx, dispatch.SetItemsIn{CourierID: courier.UserID, Day: today, Items: items, Guard: guard})
		return err
	})
	return out, err
}

// list gives the content of a courier's list and its version.
func (w *world) list(courier authz.Actor) (items []dispatch.Item, version int64) {
	w.t.Helper()
	w.See(w.ada, func(tx *db.Tx) error {
		views, err := dispatch.ViewLists(tx, today)
		for _, v := range views {
			if v.CourierID == courier.UserID {
				items, version = v.Items, v.Version
			}
		}
		return err
	})
	return items, version
}

func (w *world) wantList(courier authz.Actor, version int64, ids ...int64) {
	w.t.Helper()
	items, v := w.list(courier)
	if !slices.Equal(items, tasks(ids...)) || v != version {
		w.t.Errorf("%s has %v at version %d, want %v at %d", courier.Username, items, v, ids, version)
	}
}

func TestSetItems(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		var id [5]int64
		for n := range id {
			id[n] = w.Drop(w.place, time.Hour).ID
		}
		must := func(_ dispatch.Edited, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(w.set(w.bob, nil, tasks(id[0], id[1], id[2], id[1])...))
		w.wantList(w.bob, 1, id[0], id[1], id[2])
		must(w.set(w.bob, nil, tasks(id[2], id[0], id[1])...))
		must(w.set(w.bob, nil, tasks(id[2], id[0], id[1])...))
		w.wantList(w.bob, 2, id[2], id[0], id[1])
		must(w.set(w.sarah, nil, tasks(id[0], id[3])...))
		w.wantList(w.bob, 3, id[2], id[1])
		w.wantList(w.sarah, 1, id[0], id[3])
		if got, want := w.History(id[0]), []string{"task:created", "task:assigned", "task:updated", "task:unassigned", "task:assigned"}; !slices.Equal(got, want) {
			t.Errorf("history %v, want %v", got, want)
		}
		w.Must(w.bob, func(tx *db.Tx) error {
			_, err := delivery.CompleteTask(tx, delivery.FinishIn{TaskID: id[2]})
			return err
		})
		must(w.set(w.bob, nil, tasks(id[4])...))
		w.wantList(w.bob, 4, id[4], id[2]) // the completed one stays, at the end
		for name, c := range map[string]struct {
			who   authz.Actor
			to    authz.Actor
			items []dispatch.Item
			code  string
		}{
			"a courier edits":     {w.bob, w.bob, nil, "auth.forbidden"},
			"to a dispatcher":     {w.ada, w.Person("eve"), nil, "courier.unfit"},
			"an unknown task":     {w.ada, w.bob, tasks(999), "task.unknown"},
			"neither of the two":  {w.ada, w.bob, []dispatch.Item{{}}, "task_list.item.neither"},
			"both a task and one": {w.ada, w.bob, []dispatch.Item{{Task: 1, Tour: 1}}, "task_list.item.neither"},
		} {
			err := w.Do(c.who, func(tx *db.Tx) error {
				_, err := dispatch.SetItems(tx, dispatch.SetItemsIn{CourierID: c.to.UserID, Day: today, Items: c.items})
				return err
			})
			if !fail.Has(err, c.code) {
				t.Errorf("%s: %v, want %s", name, err, c.code)
			}
		}
	})
}

func TestGuardedEdits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		a, b := w.Drop(w.place, time.Hour).ID, w.Drop(w.place, time.Hour).ID
		pickup, drop := w.Pair(w.place, w.place, time.Hour)
		first, err := w.set(w.bob, &dispatch.Guard{}, tasks(a)...)
		if err != nil {
			t.Fatal(err)
		}
		bobs := first.Lists[0].ID
		for name, c := range map[string]struct {
			guard dispatch.Guard
			items []int64
			kind  fail.Kind
		}{
			"an old version of the list":          {dispatch.Guard{Version: 3}, []int64{b}, fail.Stale},
			"a task that was free in the picture": {dispatch.Guard{}, []int64{a}, fail.Stale},
			"a task of a list that changed":       {dispatch.Guard{From: map[int64]int64{bobs: 2}}, []int64{a}, fail.Stale},
			"a task twice":                        {dispatch.Guard{}, []int64{b, b}, fail.Invalid},
			"the drop-off first":                  {dispatch.Guard{}, []int64{drop.ID, pickup.ID}, fail.Conflict},
		} {
			if _, err := w.set(w.sarah, &c.guard, tasks(c.items...)...); !fail.Is(err, c.kind) {
				t.Errorf("%s: %v, want %s", name, err, c.kind)
			}
		}
		moved, err := w.set(w.sarah, &dispatch.Guard{From: map[int64]int64{bobs: 1}}, tasks(pickup.ID, a, drop.ID)...)
		if err != nil || len(moved.Lists) != 2 || moved.Edit == 0 {
			t.Fatalf("%+v, %v", moved, err)
		}
		w.wantList(w.bob, 2)
		w.wantList(w.sarah, 1, pickup.ID, a, drop.ID)
	})
}

func TestUndo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		a, b := w.Drop(w.place, time.Hour).ID, w.Drop(w.place, time.Hour).ID
		undo := func(who authz.Actor, edit int64) error {
			return w.Do(who, func(tx *db.Tx) error {
				_, err := dispatch.Undo(tx, edit)
				return err
			})
		}
		_, err := w.set(w.bob, nil, tasks(a, b)...)
		if err != nil {
			t.Fatal(err)
		}
		moved, err := w.set(w.sarah, nil, tasks(b)...)
		if err != nil {
			t.Fatal(err)
		}
		if err := undo(w.Dispatcher("eve"), moved.Edit); !fail.Is(err, fail.NotFound) {
			t.Errorf("somebody else's edit was undone: %v", err)
		}
		if err := undo(w.ada, moved.Edit); err != nil {
			t.Fatal(err)
		}
		w.wantList(w.bob, 3, a, b)
		w.wantList(w.sarah, 2)
		if err := undo(w.ada, moved.Edit); !fail.Has(err, "dispatch.undo.done") {
			t.Errorf("undone twice: %v", err)
		}
		freed, _ := w.set(w.bob, nil, tasks(a)...) // b is free
		if _, err := w.set(w.sarah, nil, tasks(b)...); err != nil {
			t.Fatal(err)
		}
		if err := undo(w.ada, freed.Edit); !fail.Is(err, fail.Stale) {
			t.Errorf("undo took a task from who has it since: %v", err)
		}
	})
}

func TestAssign(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		pickup, drop := w.Pair(w.place, w.place, time.Hour)
		later := w.Drop(w.place, 48*time.Hour)
		assign := func(who authz.Actor, in dispatch.AssignIn) error {
			return w.Do(who, func(tx *db.Tx) error {
				_, err := dispatch.Assign(tx, in)
				return err
			})
		}
		for _, c := range []struct {
			name string
			who  authz.Actor
			in   dispatch.AssignIn
			code string
		}{
			{"a courier gives a task away", w.bob, dispatch.AssignIn{Tasks: []int64{drop.ID}, Username: "sarah"}, "auth.forbidden"},
			{"to nobody known", w.ada, dispatch.AssignIn{Tasks: []int64{drop.ID}, Username: "lea"}, "user.unknown"},
			{"a courier takes a free one", w.bob, dispatch.AssignIn{Tasks: []int64{drop.ID}}, ""},
			{"a courier takes their own", w.bob, dispatch.AssignIn{Tasks: []int64{drop.ID}}, "task.assign.taken"},
			{"a courier takes another's", w.sarah, dispatch.AssignIn{Tasks: []int64{drop.ID}}, "task.assign.taken"},
			{"a dispatcher gives it again", w.ada, dispatch.AssignIn{Tasks: []int64{drop.ID}, Username: "bob"}, ""},
			{"a dispatcher gives a later one", w.ada, dispatch.AssignIn{Tasks: []int64{later.ID}, Username: "bob"}, ""},
		} {
			if err := assign(c.who, c.in); c.code == "" && err != nil || c.code != "" && !fail.Has(err, c.code) {
				t.Errorf("%s: %v, want %q", c.name, err, c.code)
			}
		}
		w.wantList(w.bob, 1, pickup.ID, drop.ID)
		w.See(w.ada, func(tx *db.Tx) error {
			if lists, err := dispatch.ListsOf(tx, "2026-11-26"); err != nil || len(lists) != 1 {
				t.Errorf("lists of the day after tomorrow: %v, %v", lists, err)
			}
			return nil
		})
		if err := w.Do(w.sarah, func(tx *db.Tx) error { _, err := dispatch.Unassign(tx, drop.ID); return err }); !fail.Is(err, fail.Forbidden) {
			t.Errorf("a courier freed somebody else's task: %v", err)
		}
		w.Must(w.bob, func(tx *db.Tx) error { _, err := dispatch.Unassign(tx, drop.ID); return err })
		w.wantList(w.bob, 2)
	})
}

func TestAssignmentDay(t *testing.T) {
	t.Parallel()
	at := func(s string) span.Instant {
		v, err := time.ParseInLocation(time.DateTime, s, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		return span.At(v)
	}
	task := delivery.Task{After: at("2026-11-24 09:00:00"), Before: at("2026-11-26 18:00:00")}
	for now, want := range map[string]span.Day{"2026-11-20 12:00:00": "2026-11-24", "2026-11-25 12:00:00": "2026-11-25", "2026-12-01 12:00:00": "2026-11-26"} {
		if got := dispatch.AssignmentDay(task, at(now), time.UTC); got != want {
			t.Errorf("on %s: %s, want %s", now, got, want)
		}
	}
}

func TestTwoDispatchersMoveTheSameTask(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		task := w.Drop(w.place, time.Hour).ID
		results := make(chan error, 2)
		for _, courier := range []authz.Actor{w.bob, w.sarah} {
			go func() {
				_, err := w.set(courier, &dispatch.Guard{}, tasks(task)...)
				results <- err
			}()
		}
		won, stale := 0, 0
		for range 2 {
			switch err := <-results; {
			case err == nil:
				won++
			case fail.Is(err, fail.Stale):
				stale++
			default:
				t.Error(err)
			}
		}
		if won != 1 || stale != 1 {
			t.Errorf("%d won, %d stale", won, stale)
		}
		bobs, _ := w.list(w.bob)
		sarahs, _ := w.list(w.sarah)
		if len(bobs)+len(sarahs) != 1 {
			t.Errorf("bob has %v, sarah %v", bobs, sarahs)
		}
	})
}

func TestReports(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		pickup, drop := w.Pair(w.place, w.place, time.Hour)
		other, never := w.Drop(w.place, time.Hour), w.Drop(w.place, time.Hour)
		if _, err := w.set(w.bob, nil, tasks(pickup.ID, drop.ID, other.ID)...); err != nil {
			t.Fatal(err)
		}
		n := 0
		report := func(who authz.Actor, in dispatch.ReportIn) (r dispatch.Report, err error) {
			if n++; in.ID == "" {
				in.ID = fmt.Sprintf("report-%04d", n)
			}
			if in.TappedAt.IsZero() {
				in.TappedAt = span.At(w.Clock.Now().Add(-time.Minute))
			}
			err = w.Do(who, func(tx *db.Tx) (err error) {
				r, err = dispatch.TakeReport(tx, in)
				return err
			})
			return r, err
		}
		want := func(in dispatch.ReportIn, outcome string) {
			t.Helper()
			if r, err := report(w.bob, in); err != nil || r.Outcome != outcome {
				t.Errorf("%s of %d: %q, %v; want %q", in.Kind, in.TaskID, r.Outcome, err, outcome)
			}
		}
		want(dispatch.ReportIn{TaskID: drop.ID, Kind: "done"}, "task.done.previous_open")
		want(dispatch.ReportIn{ID: "once-once", TaskID: pickup.ID, Kind: "start"}, dispatch.Applied)
		want(dispatch.ReportIn{ID: "once-once", TaskID: pickup.ID, Kind: "start"}, dispatch.Applied)
		want(dispatch.ReportIn{TaskID: pickup.ID, Kind: "start"}, dispatch.Repeated)
		want(dispatch.ReportIn{TaskID: pickup.ID, Kind: "done"}, dispatch.Applied)
		want(dispatch.ReportIn{TaskID: pickup.ID, Kind: "failed"}, "report.task.ended_otherwise")
		want(dispatch.ReportIn{TaskID: pickup.ID, Kind: "note", Body: dispatch.ReportBody{Notes: "hot"}}, dispatch.Applied)
		if got, want := w.History(pickup.ID), []string{"task:created", "task:assigned", "task:updated", "task:started", "task:done"}; !slices.Equal(got, want) {
			t.Errorf("history %v, want %v", got, want)
		}
		for name, c := range map[string]struct {
			who  authz.Actor
			in   dispatch.ReportIn
			kind fail.Kind
		}{
			"an id of somebody else": {w.sarah, dispatch.ReportIn{ID: "once-once", TaskID: pickup.ID, Kind: "start"}, fail.Conflict},
			"an id of another kind":  {w.bob, dispatch.ReportIn{ID: "once-once", TaskID: pickup.ID, Kind: "done"}, fail.Conflict},
			"a task never theirs":    {w.bob, dispatch.ReportIn{TaskID: never.ID, Kind: "done"}, fail.NotFound},
			"an unknown task":        {w.bob, dispatch.ReportIn{TaskID: 999, Kind: "done"}, fail.NotFound},
			"an unknown kind":        {w.bob, dispatch.ReportIn{TaskID: pickup.ID, Kind: "eaten"}, fail.Invalid},
		} {
			if _, err := report(c.who, c.in); !fail.Is(err, c.kind) {
				t.Errorf("%s: %v, want %s", name, err, c.kind)
			}
		}
		// the phone was offline while the task went to sarah, and another was cancelled
		if _, err := w.set(w.sarah, nil, tasks(drop.ID)...); err != nil {
			t.Fatal(err)
		}
		w.Must(w.ada, func(tx *db.Tx) error { _, err := delivery.CancelTask(tx, other.ID); return err })
		w.Clock.Step(2 * time.Hour)
		want(dispatch.ReportIn{TaskID: drop.ID, Kind: "done"}, "report.task.taken_away")
		want(dispatch.ReportIn{TaskID: other.ID, Kind: "done"}, "report.task.cancelled")
		w.See(w.ada, func(tx *db.Tx) error {
			b, err := dispatch.LoadBoard(tx, today)
			if err != nil || len(b.Reports) != 4 || b.Reports[0].Username != "bob" {
				t.Errorf("kept: %+v, %v", b.Reports, err)
			}
			if task, _ := delivery.LoadTask(tx, drop.ID); task.Status != delivery.Todo {
				t.Errorf("a late report moved the task to %s", task.Status)
			}
			return nil
		})
		for _, tapped := range []time.Duration{-1000 * time.Hour, 48 * time.Hour} {
			r, err := report(w.bob, dispatch.ReportIn{TaskID: pickup.ID, Kind: "done", TappedAt: span.At(w.Clock.Now().Add(tapped))})
			if err != nil || !r.Skewed() || r.HappenedAt.After(r.ReceivedAt.Time) || r.HappenedAt.Before(r.ReceivedAt.Add(-72*time.Hour).Time) {
				t.Errorf("tapped %s from now: %+v, %v", tapped, r, err)
			}
		}
	})
}
