package dispatch

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pignon.coop/internal/delivery"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// on a street with one house a minute
func apart(from, to int) int { return max(from-to, to-from) * 60 }

func free(task, of int64, kind delivery.Type, place int, due time.Duration) Stop {
	return Stop{
		Task: task, Item: Item{Task: task}, Type: kind, Status: delivery.Todo, Delivery: of, Rank: map[delivery.Type]int64{delivery.Pickup: 1, delivery.Dropoff: 2}[kind],
		Place: place, After: noon, Before: noon.Add(due), Meal: of != 0,
	}
}

func pair(task, of int64, from, to int, due time.Duration) []Stop {
	return []Stop{free(task, of, delivery.Pickup, from, due-15*time.Minute), free(task+1, of, delivery.Dropoff, to, due)}
}

func TestPropose(t *testing.T) {
	t.Parallel()
	near, far := Rider{CourierID: 1, Username: "bob", Place: 0}, Rider{CourierID: 2, Username: "sarah", Place: 40}
	busy := Rider{CourierID: 3, Version: 4, Place: 0, Items: tasksOf(90, 91), Visits: pair(90, 9, 0, 10, time.Hour)}
	for name, c := range map[string]struct {
		riders []Rider
		free   []Stop
		want   map[int64][]int64
		left   []Left
	}{
		"nothing to do":                    {[]Rider{near}, nil, nil, nil},
		"nobody there":                     {nil, pair(1, 1, 0, 5, time.Hour), nil, []Left{{1, NoCourier}, {2, NoCourier}}},
		"who is near":                      {[]Rider{far, near}, pair(1, 1, 1, 5, time.Hour), map[int64][]int64{1: {1, 2}}, nil},
		"two at once, on one way":          {[]Rider{near}, append(pair(1, 1, 1, 9, time.Hour), pair(3, 2, 2, 8, time.Hour)...), map[int64][]int64{1: {1, 3, 4, 2}}, nil},
		"each to their own":                {[]Rider{near, far}, append(pair(1, 1, 1, 5, time.Hour), pair(3, 2, 39, 35, time.Hour)...), map[int64][]int64{1: {1, 2}, 2: {3, 4}}, nil},
		"into a ride that goes there":      {[]Rider{busy}, pair(1, 1, 2, 8, time.Hour), map[int64][]int64{3: {90, 1, 2, 91}}, nil},
		"hopelessly far":                   {[]Rider{near}, []Stop{free(1, 0, delivery.Dropoff, 200, time.Hour)}, nil, []Left{{1, TooFar}}},
		"overdue, but as soon as possible": {[]Rider{near}, []Stop{free(1, 0, delivery.Dropoff, 5, -3*time.Hour)}, map[int64][]int64{1: {1}}, nil},
		"what belongs to a ride":           {[]Rider{far, busy}, []Stop{free(1, 9, delivery.Dropoff, 40, time.Hour)}, map[int64][]int64{3: {90, 91, 1}}, nil},
	} {
		plan := Propose(Snapshot{Now: noon, Riders: c.riders, Free: c.free}, apart)
		got := map[int64][]int64{}
		for _, l := range plan.Lists {
			for _, i := range l.Items {
				got[l.CourierID] = append(got[l.CourierID], i.Task)
			}
		}
		if len(got) != len(c.want) || fmt.Sprint(got) != fmt.Sprint(orMap(c.want)) || !slices.Equal(plan.Left, c.left) {
			t.Errorf("%s: %v, left %v; want %v, left %v", name, got, plan.Left, c.want, c.left)
		}
	}
}

func orMap(m map[int64][]int64) map[int64][]int64 {
	if m == nil {
		return map[int64][]int64{}
	}
	return m
}

func tasksOf(ids ...int64) (items []Item) {
	for _, id := range ids {
		items = append(items, Item{Task: id})
	}
	return items
}

// No task is lost and none doubled, what was there stays in its order, pick-ups come first, and the plan is the same each time.
func TestProposeKeepsEverything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		s := Snapshot{Now: noon}
		id := int64(1)
		for n := range rapid.IntRange(0, 4).Draw(r, "riders") {
			rider := Rider{CourierID: int64(n + 1), Place: rapid.IntRange(-1, 30).Draw(r, "place")}
			for range rapid.IntRange(0, 3).Draw(r, "busy") {
				stops := pair(id, 1000+id, rapid.IntRange(0, 30).Draw(r, "from"), rapid.IntRange(0, 30).Draw(r, "to"), time.Hour)
				id += 2
				rider.Visits = append(rider.Visits, stops...)
				rider.Items = append(rider.Items, stops[0].Item, stops[1].Item)
			}
			rider.Fixed = rapid.IntRange(0, len(rider.Items)).Draw(r, "fixed")
			s.Riders = append(s.Riders, rider)
		}
		for range rapid.IntRange(0, 5).Draw(r, "free") {
			s.Free = append(s.Free, pair(id, 1000+id, rapid.IntRange(0, 30).Draw(r, "from"), rapid.IntRange(0, 30).Draw(r, "to"), time.Duration(rapid.IntRange(10, 120).Draw(r, "due"))*time.Minute)...)
			id += 2
		}
		plan := Propose(s, apart)
		if again := Propose(s, apart); fmt.Sprint(again) != fmt.Sprint(plan) {
			r.Fatalf("two plans: %v, %v", plan, again)
		}
		checkPlan(r, s, plan)
	})
}

func checkPlan(r *rapid.T, s Snapshot, plan Plan) {
	placed := map[int64]int{}
	for _, l := range plan.Left {
		placed[l.Task]++
	}
	for _, l := range plan.Lists {
		rider := s.Riders[slices.IndexFunc(s.Riders, func(x Rider) bool { return x.CourierID == l.CourierID })]
		rest := slices.DeleteFunc(slices.Clone(l.Items), func(i Item) bool { return slices.Contains(l.Added, i.Task) })
		if !slices.Equal(rest, rider.Items) || !slices.Equal(l.Items[:rider.Fixed], rider.Items[:rider.Fixed]) {
			r.Fatalf("courier %d had %v and gets %v", l.CourierID, rider.Items, l.Items)
		}
		for _, id := range l.Added {
			placed[id]++
		}
		for n := 0; n+1 < len(s.Free); n += 2 {
			from, to := slices.Index(l.Items, s.Free[n].Item), slices.Index(l.Items, s.Free[n+1].Item)
			if (from < 0) != (to < 0) || from > to {
				r.Fatalf("pick-up at %d, drop-off at %d of %v", from, to, l.Items)
			}
		}
	}
	for _, stop := range s.Free {
		if placed[stop.Task] != 1 {
			r.Fatalf("task %d is %d times in the plan", stop.Task, placed[stop.Task])
		}
	}
}

func BenchmarkPropose(b *testing.B) {
	s := Snapshot{Now: noon}
	for n := range 10 {
		s.Riders = append(s.Riders, Rider{CourierID: int64(n + 1), Place: n * 3})
	}
	for n := range int64(60) {
		s.Free = append(s.Free, pair(2*n+1, n+1, int(n*7%30), int(n*11%30), 2*time.Hour)...)
	}
	for b.Loop() {
		Propose(s, apart)
	}
}
