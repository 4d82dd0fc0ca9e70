package dispatch_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
)

// picture is a board as somebody last saw it: the lists by courier.
type picture map[int64]dispatch.ListView

func (w *world) picture() picture {
	seen := picture{}
	w.See(w.ada, func(tx *db.Tx) error {
		views, err := dispatch.ViewLists(tx, today)
		for _, v := range views {
			seen[v.CourierID] = v
		}
		return err
	})
	return seen
}

// holders tells who carries each task by a picture.
func (p picture) holders() map[int64]int64 {
	by := map[int64]int64{}
	for courier, v := range p {
		for _, i := range v.Items {
			by[i.Task] = courier
		}
	}
	return by
}

// Two dispatchers move tasks about, each by the picture that they saw last. An edit that rests on the picture of today moves that task and no other,
// and loses none; one that rests on an older picture of the lists that it changes is refused, and changes nothing (AC57).
func TestTwoDispatchersMoveTasks(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		eve := w.Dispatcher("eve")
		var ids []int64
		for range 6 {
			ids = append(ids, w.Drop(w.place, time.Hour).ID)
		}
		people := []authz.Actor{w.ada, eve}
		couriers := []int64{w.bob.UserID, w.sarah.UserID}
		w.Must(w.ada, func(tx *db.Tx) error {
			for _, c := range couriers {
				if _, err := dispatch.OpenList(tx, c, today); err != nil {
					return err
				}
			}
			return nil
		})
		seen := []picture{w.picture(), w.picture()}
		refused := 0
		rapid.Check(t, func(r *rapid.T) {
			who := rapid.IntRange(0, 1).Draw(r, "dispatcher")
			if rapid.IntRange(0, 3).Draw(r, "looks") == 0 {
				seen[who] = w.picture()
			}
			task, courier := rapid.SampledFrom(ids).Draw(r, "task"), rapid.SampledFrom(append(couriers, 0)).Draw(r, "courier")
			before := w.picture()
			move := seen[who].move(task, courier, rapid.IntRange(0, len(ids)).Draw(r, "place"))
			err := w.Do(people[who], func(tx *db.Tx) error {
				_, err := dispatch.SetItems(tx, move)
				return err
			})
			if kind := fail.Of(err).Kind; err != nil && kind != fail.Stale {
				r.Fatal(err)
			}
			if fresh := seen[who].current(before, move); fresh != (err == nil) {
				r.Fatalf("the picture is of now: %v, and yet %v", fresh, err)
			}
			if err != nil {
				refused++
				if after := w.picture(); !same(before, after) {
					r.Fatalf("a refused edit changed %v into %v", before.holders(), after.holders())
				}
				return
			}
			want := before.holders()
			switch {
			case courier != 0:
				want[task] = courier
			case seen[who].holders()[task] != 0:
				delete(want, task)
			}
			if got := w.picture().holders(); !maps.Equal(got, want) {
				r.Fatalf("task %d to %d: %v, want %v", task, courier, got, want)
			}
			seen[who] = w.picture()
		})
		if refused == 0 {
			t.Error("nobody was ever too late: the test tells nothing")
		}
	})
}

// move is the edit that puts a task onto a courier's list, or off any for courier 0, as somebody with this picture would send it.
func (p picture) move(task, courier int64, place int) dispatch.SetItemsIn {
	holder := p.holders()[task]
	target := courier
	if target == 0 {
		if target = holder; target == 0 {
			target = slices.Min(slices.Collect(maps.Keys(p))) // it is free by this picture: somebody's list as it stands
		}
	}
	v := p[target]
	items := slices.DeleteFunc(slices.Clone(v.Items), func(i dispatch.Item) bool { return i.Task == task })
	if courier != 0 {
		items = slices.Insert(items, min(place, len(items)), dispatch.Item{Task: task})
	}
	guard := &dispatch.Guard{Version: v.Version, From: map[int64]int64{}}
	if holder != 0 && holder != target {
		guard.From[p[holder].ID] = p[holder].Version
	}
	return dispatch.SetItemsIn{CourierID: target, Day: today, Items: items, Guard: guard}
}

// current tells whether what an edit rests on is as it is now: the list that it changes, and whoever holds what it takes.
func (p picture) current(now picture, in dispatch.SetItemsIn) bool {
	if now[in.CourierID].Version != in.Guard.Version {
		return false
	}
	for _, i := range in.Items {
		holder := now.holders()[i.Task]
		if seen, named := in.Guard.From[now[holder].ID]; holder != 0 && holder != in.CourierID && (!named || seen != now[holder].Version) {
			return false
		}
	}
	return true
}

func same(a, b picture) bool {
	return maps.EqualFunc(a, b, func(x, y dispatch.ListView) bool { return x.Version == y.Version && slices.Equal(x.Items, y.Items) })
}
