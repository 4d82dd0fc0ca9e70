package delivery_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/delivery/deliverytest"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// docs/states/task.md is made from the table; UPDATE=1 writes it.
func TestStatesAreDocumented(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "states", "task.md")
	want := delivery.Flow.Markdown()
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("docs/states/task.md does not show the table (%v); run the test with UPDATE=1", err)
	}
}

func TestCreateTask(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := deliverytest.In(t, db0)
		ada, bob := w.Dispatcher("ada"), w.Courier("bob")
		place := w.Address("1 rue du Port", 48.85, 2.35)
		now := span.At(w.Clock.Now())
		ref := "A1"
		for name, c := range map[string]struct {
			who  authz.Actor
			in   delivery.CreateTaskIn
			code string
		}{
			"alone":          {who: ada, in: delivery.CreateTaskIn{AddressID: place, Before: now, Reference: &ref}},
			"by a courier":   {who: bob, in: delivery.CreateTaskIn{AddressID: place, Before: now}, code: "auth.forbidden"},
			"by nobody":      {in: delivery.CreateTaskIn{AddressID: place, Before: now}, code: "auth.required"},
			"without end":    {who: ada, in: delivery.CreateTaskIn{AddressID: place}, code: "value.blank"},
			"nowhere":        {who: ada, in: delivery.CreateTaskIn{Before: now}, code: "value.missing"},
			"reversed":       {who: ada, in: delivery.CreateTaskIn{AddressID: place, After: now, Before: now}, code: "task.window.reversed"},
			"of no type":     {who: ada, in: delivery.CreateTaskIn{AddressID: place, Before: now, Type: "LIFT"}, code: "value.choice"},
			"at no place":    {who: ada, in: delivery.CreateTaskIn{AddressID: 999, Before: now}, code: "*"},
			"with no window": {who: ada, in: delivery.CreateTaskIn{AddressID: place, Before: now, Type: delivery.Pickup, Weight: new(int64)}},
		} {
			var task delivery.Task
			err := w.Do(c.who, func(tx *db.Tx) (err error) {
				task, err = delivery.CreateTask(tx, c.in)
				return err
			})
			if c.code != "" {
				if err == nil || c.code != "*" && !fail.Has(err, c.code) {
					t.Errorf("a task %s: %v, want %s", name, err, c.code)
				}
				continue
			}
			if err != nil || task.Status != delivery.Todo || task.Before.Sub(task.After.Time) != 15*time.Minute || task.Type == delivery.Pickup && task.Weight != nil {
				t.Errorf("a task %s is %+v, %v", name, task, err)
			}
			if got := w.History(task.ID); !slices.Equal(got, []string{"task:created"}) {
				t.Errorf("history %v", got)
			}
		}
	})
}

func TestPairsAreLinkedAndNumberedDropFirst(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := deliverytest.In(t, db0)
		place := w.Address("1 rue du Port", 48.85, 2.35)
		pickup, drop := w.Pair(place, place, time.Hour)
		if drop.ID != 1 || pickup.ID != 2 || pickup.Type != delivery.Pickup || drop.Type != delivery.Dropoff {
			t.Errorf("pick-up %d %s, drop-off %d %s", pickup.ID, pickup.Type, drop.ID, drop.Type)
		}
		if *drop.PreviousID != pickup.ID || *pickup.NextID != drop.ID || *pickup.DeliveryPosition != 1 || *drop.DeliveryPosition != 2 {
			t.Errorf("not linked: %+v %+v", pickup, drop)
		}
		var many delivery.Made
		w.Must(authz.System(), func(tx *db.Tx) (err error) {
			stop := delivery.CreateTaskIn{AddressID: place, Before: tx.Now()}
			first := stop
			first.Type = delivery.Pickup
			many, err = delivery.CreateDelivery(tx, delivery.CreateDeliveryIn{Stops: []delivery.CreateTaskIn{first, stop, stop}})
			return err
		})
		a, b, c := many.Tasks[0], many.Tasks[1], many.Tasks[2]
		if a.ID != 3 || b.ID != 4 || c.ID != 5 || a.NextID != nil || *b.PreviousID != a.ID || *c.PreviousID != a.ID {
			t.Errorf("%+v", many.Tasks)
		}
		if err := w.Do(authz.System(), func(tx *db.Tx) error {
			_, err := delivery.CreateDelivery(tx, delivery.CreateDeliveryIn{Stops: []delivery.CreateTaskIn{{AddressID: place, Before: tx.Now()}}})
			return err
		}); !fail.Has(err, "delivery.tasks.too_few") {
			t.Errorf("one stop made a delivery: %v", err)
		}
	})
}

type verb = func(*db.Tx, int64) error

func finish(fn func(*db.Tx, delivery.FinishIn) (delivery.Task, error), in delivery.FinishIn) verb {
	return func(tx *db.Tx, id int64) error {
		in.TaskID = id
		_, err := fn(tx, in)
		return err
	}
}

func plain(fn func(*db.Tx, int64) (delivery.Task, error)) verb {
	return func(tx *db.Tx, id int64) error {
		_, err := fn(tx, id)
		return err
	}
}

func TestVerbs(t *testing.T) {
	t.Parallel()
	start, cancel, restore := plain(delivery.StartTask), plain(delivery.CancelTask), plain(delivery.RestoreTask)
	done := finish(delivery.CompleteTask, delivery.FinishIn{Notes: "left with the neighbour"})
	failed := finish(delivery.FailTask, delivery.FinishIn{Reason: "NOT_AT_HOME", ContactName: "Ana de la Cruz"})
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := deliverytest.In(t, db0)
		ada := w.Dispatcher("ada")
		place := w.Address("1 rue du Port", 48.85, 2.35)
		for _, c := range []struct {
			name    string
			verbs   []verb
			status  delivery.Status
			code    string
			history []string
		}{
			{"start twice", []verb{start, start}, delivery.Doing, "", []string{"task:created", "task:started"}},
			{"start, done", []verb{start, done}, delivery.Done, "", []string{"task:created", "task:started", "task:done"}},
			{"done twice", []verb{done, done}, delivery.Done, "task.finish.completed", []string{"task:created", "task:done"}},
			{"failed, done", []verb{failed, done}, delivery.Failed, "task.finish.completed", []string{"task:created", "task:incident-reported", "task:failed"}},
			{"cancelled, done", []verb{cancel, done}, delivery.Cancelled, "task.finish.cancelled", []string{"task:created", "task:cancelled"}},
			{"start a done one", []verb{done, start}, delivery.Done, "", []string{"task:created", "task:done"}},
			{"cancel twice", []verb{cancel, cancel}, delivery.Cancelled, "", []string{"task:created", "task:cancelled"}},
			{"done, restored, done", []verb{done, restore, done}, delivery.Done, "", []string{"task:created", "task:done", "task:restored"}},
		} {
			id := w.Drop(place, time.Hour).ID
			var err error
			for _, v := range c.verbs {
				err = w.Do(ada, func(tx *db.Tx) error { return v(tx, id) })
			}
			w.See(ada, func(tx *db.Tx) error {
				task, _ := delivery.LoadTask(tx, id)
				if task.Status != c.status || c.code == "" && err != nil || c.code != "" && !fail.Has(err, c.code) {
					t.Errorf("%s: %s, %v; want %s, %q", c.name, task.Status, err, c.status, c.code)
				}
				return nil
			})
			if got := w.History(id); !slices.Equal(got, c.history) {
				t.Errorf("%s: history %v, want %v", c.name, got, c.history)
			}
		}
		w.See(ada, func(tx *db.Tx) error {
			s, err := delivery.LoadSheet(tx, 1)
			if err != nil || s.Place.ContactName == nil || *s.Place.ContactName != "Ana de la Cruz" {
				t.Errorf("contact %v, %v", s.Place.ContactName, err)
			}
			return nil
		})
	})
}

func TestDropNeedsItsPickup(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := deliverytest.In(t, db0)
		ada, bob := w.Dispatcher("ada"), w.Courier("bob")
		place := w.Address("1 rue du Port", 48.85, 2.35)
		pickup, drop := w.Pair(place, place, time.Hour)
		done := func(id int64) error {
			return w.Do(ada, func(tx *db.Tx) error {
				_, err := delivery.CompleteTask(tx, delivery.FinishIn{TaskID: id})
				return err
			})
		}
		if err := done(drop.ID); !fail.Has(err, "task.done.previous_open") {
			t.Errorf("dropped before it was picked up: %v", err)
		}
		if err := w.Do(bob, func(tx *db.Tx) error { return plain(delivery.StartTask)(tx, pickup.ID) }); !fail.Is(err, fail.Forbidden) {
			t.Errorf("a courier started a task of nobody: %v", err)
		}
		for _, id := range []int64{pickup.ID, drop.ID} {
			if err := done(id); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestEditing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := deliverytest.In(t, db0)
		ada := w.Dispatcher("ada")
		place := w.Address("1 rue du Port", 48.85, 2.35)
		pickup, _ := w.Pair(place, place, time.Hour)
		alone := w.Drop(place, time.Hour)
		edit := func(in delivery.EditTaskIn) (task delivery.Task, err error) {
			err = w.Do(ada, func(tx *db.Tx) (err error) {
				task, err = delivery.EditTask(tx, in)
				return err
			})
			return task, err
		}
		kind, old := delivery.Dropoff, int64(7)
		if _, err := edit(delivery.EditTaskIn{TaskID: pickup.ID, Type: &kind}); !fail.Has(err, "task.type.linked") {
			t.Errorf("the type of a linked task changed: %v", err)
		}
		if _, err := edit(delivery.EditTaskIn{TaskID: alone.ID, Version: &old}); !fail.Is(err, fail.Stale) {
			t.Errorf("an old picture was saved: %v", err)
		}
		kind = delivery.Pickup
		if task, err := edit(delivery.EditTaskIn{TaskID: alone.ID, Type: &kind}); err != nil || task.Type != kind || task.Version != 2 {
			t.Errorf("%+v, %v", task, err)
		}
		for _, note := range []string{"ring twice", "", "dog"} {
			w.Must(ada, func(tx *db.Tx) error {
				_, err := delivery.NoteTask(tx, alone.ID, note)
				return err
			})
		}
		w.See(ada, func(tx *db.Tx) error {
			if task, _ := delivery.LoadTask(tx, alone.ID); task.Comments != "ada: ring twice\n\nada: dog" {
				t.Errorf("comments %q", task.Comments)
			}
			return nil
		})
	})
}

func TestImagesBelongToOneTask(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := deliverytest.In(t, db0)
		ada, bob := w.Dispatcher("ada"), w.Courier("bob")
		place := w.Address("1 rue du Port", 48.85, 2.35)
		first, second := w.Drop(place, time.Hour), w.Drop(place, time.Hour)
		w.Must(ada, func(tx *db.Tx) error {
			_, err := delivery.AddImage(tx, "photo.jpg", []int64{first.ID, second.ID})
			return err
		})
		w.See(ada, func(tx *db.Tx) error {
			list, _, err := delivery.ListSheets(tx, delivery.SheetQuery{})
			if err != nil || len(list) != 2 || len(list[0].Images) != 1 || len(list[1].Images) != 1 || list[0].Images[0].ID == list[1].Images[0].ID {
				t.Errorf("%+v, %v", list, err)
			}
			return nil
		})
		if err := w.Do(bob, func(tx *db.Tx) error {
			_, err := delivery.AddImage(tx, "other.jpg", []int64{first.ID})
			return err
		}); !fail.Is(err, fail.Forbidden) {
			t.Errorf("a courier photographed somebody else's task: %v", err)
		}
	})
}
