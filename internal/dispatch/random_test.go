package dispatch_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
)

// Whatever dispatchers do, an item stands on at most one list, positions have no holes, a task's courier is the owner of its list, and each
// list that changed is exactly one version further (I27, I28, I29, I42).
func TestListsUnderRandomEdits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		var ids []int64
		for range 5 {
			ids = append(ids, w.Drop(w.place, time.Hour).ID)
		}
		pickup, drop := w.Pair(w.place, w.place, time.Hour)
		ids = append(ids, pickup.ID, drop.ID)
		var tour dispatch.Tour
		w.Must(w.ada, func(tx *db.Tx) (err error) {
			name, day := "North", today
			tour, err = dispatch.SaveTour(tx, dispatch.TourIn{Name: &name, Day: &day, Tasks: ids[:2]})
			return err
		})
		var edits []int64
		rapid.Check(t, func(r *rapid.T) {
			before := w.versions()
			edited, err := w.randomEdit(r, ids, tour.ID, edits)
			if err != nil {
				if k := fail.Of(err).Kind; k != fail.Conflict && k != fail.Stale {
					r.Fatal(err)
				}
				return
			}
			if edited.Edit != 0 {
				edits = append(edits, edited.Edit)
			}
			w.check(r, before, edited)
		})
	})
}

func (w *world) randomEdit(r *rapid.T, ids []int64, tour int64, edits []int64) (out dispatch.Edited, err error) {
	courier := rapid.SampledFrom([]authz.Actor{w.bob, w.sarah}).Draw(r, "courier")
	task := rapid.SampledFrom(ids).Draw(r, "task")
	act := rapid.SampledFrom([]string{"set", "set", "assign", "unassign", "undo", "done", "restore", "tour"}).Draw(r, "act")
	picked := rapid.SliceOfDistinct(rapid.SampledFrom(ids), rapid.ID[int64]).Draw(r, "tasks")
	withTour := rapid.Bool().Draw(r, "with the tour")
	err = w.Do(w.ada, func(tx *db.Tx) (err error) {
		switch {
		case act == "set":
			items := tasks(picked...)
			if withTour {
				items = append(items, dispatch.Item{Tour: tour})
			}
			out, err = dispatch.SetItems(tx, dispatch.SetItemsIn{CourierID: courier.UserID, Day: today, Items: items})
		case act == "assign":
			out, err = dispatch.Assign(tx, dispatch.AssignIn{Tasks: []int64{task}, Username: courier.Username})
		case act == "unassign":
			out, err = dispatch.Unassign(tx, task)
		case act == "undo" && len(edits) > 0:
			out, err = dispatch.Undo(tx, edits[len(edits)-1])
		case act == "done":
			_, err = delivery.CompleteTask(tx, delivery.FinishIn{TaskID: task})
		case act == "restore":
			_, err = delivery.RestoreTask(tx, task)
		case act == "tour":
			_, err = dispatch.SaveTour(tx, dispatch.TourIn{TourID: tour, Tasks: picked})
		}
		return err
	})
	return out, err
}

func (w *world) versions() map[int64]int64 {
	versions := map[int64]int64{}
	w.See(w.ada, func(tx *db.Tx) error {
		lists, err := dispatch.ListsOf(tx, today)
		for _, l := range lists {
			versions[l.ID] = l.Version
		}
		return err
	})
	return versions
}

func (w *world) check(r *rapid.T, before map[int64]int64, edited dispatch.Edited) {
	for _, l := range edited.Lists {
		if l.Version != before[l.ID]+1 {
			r.Fatalf("list %d went from version %d to %d", l.ID, before[l.ID], l.Version)
		}
	}
	w.See(authz.System(), func(tx *db.Tx) error {
		holes, err := db.One[int](tx, `SELECT COUNT(*) FROM (SELECT list_id FROM task_list_items GROUP BY list_id
			HAVING MAX(position) + 1 <> COUNT(*) OR COUNT(DISTINCT position) <> COUNT(*)) x`)
		if err != nil || holes > 0 {
			r.Fatalf("%d lists have holes, %v", holes, err)
		}
		views, err := dispatch.ViewLists(tx, today)
		if err != nil {
			return err
		}
		var seen []int64
		for _, v := range views {
			ids, err := dispatch.TasksOnList(tx, v.ID)
			if err != nil {
				return err
			}
			for _, id := range ids {
				if slices.Contains(seen, id) {
					r.Fatalf("task %d stands on two lists", id)
				}
				seen = append(seen, id)
				if courier, err := delivery.CourierOf(tx, id); err != nil || courier != v.CourierID {
					r.Fatalf("task %d is on the list of %d but carried by %d, %v", id, v.CourierID, courier, err)
				}
			}
		}
		return nil
	})
}
