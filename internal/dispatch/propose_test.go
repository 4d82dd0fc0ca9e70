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
	there := Rider{CourierID: 4, Username: "tom", OnDuty: true, Place: 20}
	busy := Rider{CourierID: 3, Version: 4, Place: 0, Items: tasksOf(90, 91), Visits: pair(90, 9, 0, 10, time.Hour)}
	for name, c := range map[string]struct {
		riders []Rider
		free   []Stop
		want   map[int64][]int64
		left   []Left
	}{
		"nothing to do":                         {[]Rider{near}, nil, nil, nil},
		"nobody there":                          {nil, pair(1, 1, 0, 5, time.Hour), nil, []Left{{1, NoCourier}, {2, NoCourier}}},
		"who is near":                           {[]Rider{far, near}, pair(1, 1, 1, 5, time.Hour), map[int64][]int64{1: {1, 2}}, nil},
		"two at once, on one way":               {[]Rider{near}, append(pair(1, 1, 1, 9, time.Hour), pair(3, 2, 2, 8, time.Hour)...), map[int64][]int64{1: {1, 3, 4, 2}}, nil},
		"each to their own":                     {[]Rider{near, far}, append(pair(1, 1, 1, 5, time.Hour), pair(3, 2, 39, 35, time.Hour)...), map[int64][]int64{1: {1, 2}, 2: {3, 4}}, nil},
		"into a ride that goes there":           {[]Rider{busy}, pair(1, 1, 2, 8, time.Hour), map[int64][]int64{3: {90, 1, 2, 91}}, nil},
		"who is there rather than who may come": {[]Rider{near, there}, pair(1, 1, 1, 5, time.Hour), map[int64][]int64{4: {1, 2}}, nil},
		"who may come, if there is time":        {[]Rider{near, there}, readyAt(pair(1, 1, 1, 5, 4*time.Hour), 3*time.Hour), map[int64][]int64{1: {1, 2}}, nil},
		"hopelessly far":                        {[]Rider{near}, []Stop{free(1, 0, delivery.Dropoff, 200, time.Hour)}, nil, []Left{{1, TooFar}}},
		"overdue, but as soon as possible":      {[]Rider{near}, []Stop{free(1, 0, delivery.Dropoff, 5, -3*time.Hour)}, map[int64][]int64{1: {1}}, nil},
		"what belongs to a ride":                {[]Rider{far, busy}, []Stop{free(1, 9, delivery.Dropoff, 40, time.Hour)}, map[int64][]int64{3: {90, 91, 1}}, nil},
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

func readyAt(stops []Stop, ready time.Duration) []Stop {
	for n := range stops {
		stops[n].After = noon.Add(ready)
	}
	return stops
}

// A courier is told to leave in time for the meal and no sooner, and people are told why it is this one.
func TestProposalsSayWhenAndWhy(t *testing.T) {
	t.Parallel()
	s := Snapshot{
		Now: noon, Riders: []Rider{{CourierID: 1, Username: "bob", Place: 0}, {CourierID: 2, Username: "sarah", Place: 60}},
		Free: readyAt(pair(1, 1, 1, 5, 2*time.Hour), 20*time.Minute),
	}
	plan := Propose(s, apart)
	if len(plan.Lists) != 1 || len(plan.Lists[0].Gifts) != 1 {
		t.Fatalf("the plan is %+v", plan)
	}
	g := plan.Lists[0].Gifts[0]
	if !slices.Equal(g.Tasks, []int64{1, 2}) || !g.Leave.Equal(noon.Add(19*time.Minute)) || !g.Last.Equal(noon.Add(27*time.Minute)) {
		t.Errorf("the gift is %+v", g)
	}
	want := PlannedTour{From: g.Leave, To: g.Last.Add(serviceTime * time.Second), Stops: []PlannedStop{{1, noon.Add(20 * time.Minute)}, {2, g.Last}}}
	if got := plan.Lists[0].Tour; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the tour is %v, want %v", got, want)
	}
	if g.Reason != "sooner" || g.RunnerUp != "sarah" || g.Later != 39*60 {
		t.Errorf("the reason is %s, the next %s, %d s later", g.Reason, g.RunnerUp, g.Later)
	}
}

// What need not be decided yet stays open; what is picked up on the way of what is due goes with it.
func TestOnlyWhatIsDueCannotWait(t *testing.T) {
	t.Parallel()
	s := Snapshot{Now: noon, Riders: []Rider{{CourierID: 1, Place: 0}}}
	s.Free = readyAt(pair(1, 1, 5, 9, 2*time.Hour), 20*time.Minute)
	s.Free = append(s.Free, readyAt(pair(3, 2, 5, 10, 2*time.Hour), 22*time.Minute)...)
	s.Free = append(s.Free, readyAt(pair(5, 3, 5, 9, 4*time.Hour), 90*time.Minute)...)
	plan := Propose(s, apart)
	if due := plan.Due(noon.Add(10 * time.Minute)); len(due) != 0 {
		t.Errorf("too early: %+v", due)
	}
	due := plan.Due(noon.Add(17 * time.Minute))
	if len(due) != 1 {
		t.Fatalf("due are %+v", due)

	}
	added := slices.Sorted(slices.Values(due[0].Added))
	for _, id := range []int64{1, 2, 3, 4} {
		if !slices.Contains(added, id) {
			t.Errorf("task %d is not among %v", id, added)
		}
	}
	if slices.Contains(added, 5) || len(due[0].Items) != len(added) {
		t.Errorf("due are %v in the list %v", added, due[0].Items)
	}
	s.Free = append(s.Free, free(7, 0, delivery.Dropoff, 5, 8*time.Hour))
	if waiting := Propose(s, apart).CanWait(noon.Add(time.Hour)); !slices.Equal(waiting, []int64{7}) {
		t.Errorf("a parcel with a long window can wait: %v", waiting)
	}
}

func TestWorkGoesToWhoHasHadLess(t *testing.T) {
	t.Parallel()
	busy := Rider{CourierID: 1, Username: "bob", Place: 0}
	for n := range int64(3) {
		stops := pair(10+2*n, 100+n, 0, 0, time.Hour)
		stops[0].Status, stops[1].Status = delivery.Done, delivery.Done
		busy.Visits = append(busy.Visits, stops...)
		busy.Items = append(busy.Items, stops[0].Item, stops[1].Item)
	}
	busy.Fixed = len(busy.Items)
	s := Snapshot{Now: noon, Riders: []Rider{busy, {CourierID: 2, Username: "sarah", Place: 1}}, Free: readyAt(pair(1, 1, 0, 5, 2*time.Hour), 20*time.Minute)}
	plan := Propose(s, apart)
	if len(plan.Lists) != 1 || plan.Lists[0].Username != "sarah" || plan.Lists[0].Gifts[0].Reason != "fairer" {
		t.Errorf("the plan is %+v", plan)
	}
}

// Who is under way is free only when that is done.
func TestWhatIsUnderWayTakesTime(t *testing.T) {
	t.Parallel()
	under := pair(1, 1, 0, 20, time.Hour)
	under[0].Status, under[1].Status = delivery.Done, delivery.Doing
	busy := Rider{CourierID: 1, Username: "bob", Place: 2, Items: tasksOf(1, 2), Visits: under, Fixed: 2}
	s := Snapshot{Now: noon, Riders: []Rider{busy, {CourierID: 2, Username: "sarah", Place: 9}}, Free: pair(3, 2, 2, 5, time.Hour)}
	if plan := Propose(s, apart); len(plan.Lists) != 1 || plan.Lists[0].Username != "sarah" {
		t.Errorf("the plan is %+v", plan)
	}
}

func TestTasksThatAreCancelledKeepTheirPlaceInTheList(t *testing.T) {
	t.Parallel()
	stops := append(pair(1, 1, 0, 5, time.Hour), pair(3, 2, 6, 9, time.Hour)...)
	stops[1].Status = delivery.Cancelled
	rider := Rider{CourierID: 1, Place: 0, Items: tasksOf(1, 2, 3, 4), Visits: stops}
	plan := Propose(Snapshot{Now: noon, Riders: []Rider{rider}, Free: []Stop{free(9, 0, delivery.Dropoff, 30, 3*time.Hour)}}, apart)
	if len(plan.Lists) != 1 || !slices.Equal(plan.Lists[0].Items, tasksOf(1, 2, 3, 4, 9)) {
		t.Errorf("the plan is %+v", plan)
	}
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
		var gifts []int64
		for _, g := range l.Gifts {
			gifts = append(gifts, g.Tasks...)
		}
		if !slices.Equal(gifts, l.Added) {
			r.Fatalf("added are %v, the gifts hold %v", l.Added, gifts)
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

// BenchmarkPropose plans open meals of forty restaurants from nothing: a quiet evening, and a rush in a large co-op.
func BenchmarkPropose(b *testing.B) {
	for _, size := range []struct{ open, riders int }{{60, 10}, {300, 80}} {
		b.Run(fmt.Sprintf("%d open", size.open), func(b *testing.B) {
			s := Snapshot{Now: noon}
			for n := range size.riders {
				s.Riders = append(s.Riders, Rider{CourierID: int64(n + 1), Place: n * 3 % 30})
			}
			for n := range int64(size.open) {
				s.Free = append(s.Free, pair(2*n+1, n+1, int(n*7%40), int(n*11%30), time.Duration(40+n%60)*time.Minute)...)
			}
			for b.Loop() {
				plan := Propose(s, apart)
				b.ReportMetric(float64(len(plan.Left)), "left")
			}
		})
	}
}
