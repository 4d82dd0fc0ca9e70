package dispatch

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pignon.coop/internal/delivery"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/span"
	"pignon.coop/vrp"
)

// dayOf makes the snapshot of a day that begins at noon, with riders who set out from where they are.
func dayOf(riders []Rider, free []Stop) DaySnapshot {
	d := DaySnapshot{Snapshot: Snapshot{Now: noon.Add(-time.Hour), Free: free}, Loads: map[int64]Load{}, Hours: span.Range{From: span.At(noon), To: span.At(noon.Add(12 * time.Hour))}}
	for _, r := range riders {
		d.board(r, Carrier{CourierID: r.CourierID})
	}
	for _, s := range free {
		if s.Type == delivery.Dropoff {
			d.Loads[s.Task] = Load{Parcels: 1, Grams: 1000}
		}
	}
	return d
}

func planDay(t testing.TB, d DaySnapshot) Plan {
	t.Helper()
	plan, err := PlanDay(context.Background(), d, apart, nil)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// ranked is a stop of a delivery with several.
func ranked(task, of, rank int64, kind delivery.Type, place int) Stop {
	s := free(task, of, kind, place, 6*time.Hour)
	s.Rank = rank
	return s
}

func TestPlanDay(t *testing.T) {
	t.Parallel()
	bob, sarah := Rider{CourierID: 1, Username: "bob", Place: 0}, Rider{CourierID: 2, Username: "sarah", Place: 60}
	evening := pair(90, 9, 5, 20, 10*time.Hour)
	for n := range evening {
		evening[n].After = noon.Add(9 * time.Hour)
	}
	busy := Rider{CourierID: 3, Version: 4, Place: 0, Items: tasksOf(90, 91), Visits: evening}
	begun := Rider{CourierID: 4, Version: 7, Place: 3, Items: tasksOf(90, 91), Visits: pair(90, 9, 0, 10, time.Hour), Fixed: 1}
	begun.Visits[0].Status = delivery.Done
	tour := Rider{CourierID: 5, Place: 0, Items: []Item{{Tour: 8}}, Visits: []Stop{ranked(50, 0, 0, delivery.Dropoff, 4), ranked(51, 0, 0, delivery.Dropoff, 2)}}
	for n := range tour.Visits {
		tour.Visits[n].Item = Item{Tour: 8}
	}
	many := []Stop{ranked(1, 1, 1, delivery.Pickup, 2), ranked(2, 1, 2, delivery.Dropoff, 9), ranked(3, 1, 3, delivery.Dropoff, 4), ranked(4, 1, 4, delivery.Dropoff, 6)}
	for name, c := range map[string]struct {
		riders []Rider
		free   []Stop
		set    func(d *DaySnapshot)
		want   string
		left   []Left
	}{
		"nothing to do": {riders: []Rider{bob}, want: "map[]"},
		"nobody there":  {free: pair(1, 1, 0, 5, time.Hour), want: "map[]", left: []Left{{1, NoCourier}, {2, NoCourier}}},
		"each to their own": {riders: []Rider{bob, sarah}, free: append(pair(1, 1, 1, 5, time.Hour), pair(3, 2, 59, 55, time.Hour)...),
			want: "map[1:[{1 0} {2 0}] 2:[{3 0} {4 0}]]"},
		"before what is for the evening": {riders: []Rider{busy}, free: pair(1, 1, 2, 8, time.Hour), want: "map[3:[{1 0} {2 0} {90 0} {91 0}]]"},
		"behind what is under way":       {riders: []Rider{begun}, free: pair(1, 1, 4, 12, 3*time.Hour), want: "map[4:[{90 0} {1 0} {91 0} {2 0}]]"},
		"a tour stays whole":             {riders: []Rider{tour}, free: []Stop{free(1, 0, delivery.Dropoff, 3, 6*time.Hour)}, want: "map[5:[{1 0} {0 8}]]"},
		"several drop-offs in their order": {riders: []Rider{bob}, free: append(slices.Clone(many), free(7, 0, delivery.Dropoff, 5, 6*time.Hour)),
			want: "map[1:[{1 0} {7 0} {2 0} {3 0} {4 0}]]"},
		"the rest of a delivery": {riders: []Rider{sarah, {CourierID: 6, Place: 0, Items: tasksOf(1), Visits: many[:1]}}, free: many[1:],
			want: "map[6:[{1 0} {2 0} {3 0} {4 0}]]"},
		"too far": {riders: []Rider{bob}, free: []Stop{free(1, 0, delivery.Dropoff, 200, time.Hour)}, want: "map[]", left: []Left{{1, TooFar}}},
		"windows that contradict each other": {riders: []Rider{bob}, free: []Stop{ranked(1, 1, 1, delivery.Dropoff, 2), func() Stop {
			s := ranked(2, 1, 2, delivery.Dropoff, 9)
			s.Before = noon.Add(time.Minute)
			return s
		}()}, want: "map[]", left: []Left{{1, TooFar}, {2, TooFar}}},
		"overdue, but as soon as possible": {riders: []Rider{bob}, free: []Stop{free(1, 0, delivery.Dropoff, 5, -3*time.Hour)}, want: "map[1:[{1 0}]]"},
		"no room beside the rest": {riders: []Rider{{CourierID: 1, Place: 60}}, free: []Stop{free(1, 0, delivery.Dropoff, 20, time.Hour), free(2, 0, delivery.Dropoff, 110, time.Hour)},
			want: "map[1:[{1 0}]]", left: []Left{{2, NoRoom}}},
		"too heavy": {riders: []Rider{bob}, free: pair(1, 1, 0, 5, time.Hour), set: func(d *DaySnapshot) { d.Carriers[0].Room.Grams = 900 },
			want: "map[]", left: []Left{{1, TooHeavy}, {2, TooHeavy}}},
		"two rides for what does not fit at once": {riders: []Rider{bob}, free: append(pair(1, 1, 0, 5, 9*time.Hour), pair(3, 2, 0, 6, 9*time.Hour)...),
			set: func(d *DaySnapshot) { d.Carriers[0].Room.Parcels = 1 }, want: "map[1:[{1 0} {2 0} {3 0} {4 0}]]"},
		"only while they work": {riders: []Rider{bob, sarah}, free: pair(1, 1, 1, 5, 2*time.Hour), set: func(d *DaySnapshot) {
			d.Carriers[0].Shift = span.Range{From: span.At(noon.Add(6 * time.Hour)), To: span.At(noon.Add(8 * time.Hour))}
		}, want: "map[2:[{1 0} {2 0}]]"},
		"back at the depot in time": {riders: []Rider{bob, sarah}, free: pair(1, 1, 1, 5, 3*time.Hour), set: func(d *DaySnapshot) {
			d.Carriers[0].Shift = span.Range{From: span.At(noon), To: span.At(noon.Add(time.Hour))}
			d.Ends[0] = 60
		}, want: "map[2:[{1 0} {2 0}]]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := dayOf(c.riders, c.free)
			for n := range 201 { // the places of the street
				d.Points = append(d.Points, geo.At(0, float64(n)))
			}
			if c.set != nil {
				c.set(&d)
			}
			plan := planDay(t, d)
			got := map[int64][]Item{}
			for _, l := range plan.Lists {
				got[l.CourierID] = l.Items
			}
			if fmt.Sprint(got) != c.want || !slices.Equal(plan.Left, c.left) {
				t.Errorf("%v, left %v; want %s, left %v", got, plan.Left, c.want, c.left)
			}
		})
	}
}

// No task is lost and none doubled, nobody loses what they have, pick-ups come first, and the plan is the same each time.
func TestPlanDayKeepsEverything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		var riders []Rider
		var open []Stop
		id := int64(1)
		some := func(name string) []Stop {
			due := time.Duration(rapid.IntRange(10, 300).Draw(r, "due")) * time.Minute
			stops := pair(id, 1000+id, rapid.IntRange(0, 30).Draw(r, name), rapid.IntRange(0, 30).Draw(r, name), due)
			id += 2
			return stops
		}
		for n := range rapid.IntRange(0, 3).Draw(r, "riders") {
			rider := Rider{CourierID: int64(n + 1), Place: rapid.IntRange(-1, 30).Draw(r, "place")}
			for range rapid.IntRange(0, 3).Draw(r, "busy") {
				stops := some("own")
				if rapid.Bool().Draw(r, "as a tour") {
					stops[0].Item, stops[1].Item = Item{Tour: id}, Item{Tour: id}
				} else if rapid.Bool().Draw(r, "half") {
					open = append(open, stops[1])
					stops = stops[:1]
				}
				rider.Visits = append(rider.Visits, stops...)
				for _, s := range stops {
					rider.Items = distinct(append(rider.Items, s.Item))
				}
			}
			rider.Fixed = rapid.IntRange(0, len(rider.Items)).Draw(r, "fixed")
			riders = append(riders, rider)
		}
		for range rapid.IntRange(0, 5).Draw(r, "free") {
			open = append(open, some("free")...)
		}
		d := dayOf(riders, open)
		for n := range 31 {
			d.Points = append(d.Points, geo.At(0, float64(n)))
		}
		plan := planDay(t, d)
		if again := planDay(t, d); fmt.Sprint(again) != fmt.Sprint(plan) {
			r.Fatalf("two plans: %v, %v", plan, again)
		}
		checkDay(r, d, plan)
	})
}

func checkDay(r *rapid.T, d DaySnapshot, plan Plan) {
	placed := map[int64]int{}
	for _, l := range plan.Left {
		placed[l.Task]++
	}
	for _, l := range plan.Lists {
		rider := d.Riders[slices.IndexFunc(d.Riders, func(x Rider) bool { return x.CourierID == l.CourierID })]
		if !slices.Equal(l.Items[:rider.Fixed], rider.Items[:rider.Fixed]) || len(l.Items) != len(rider.Items)+len(l.Added) {
			r.Fatalf("courier %d had %v (%d fixed), gets %v and ends with %v", l.CourierID, rider.Items, rider.Fixed, l.Added, l.Items)
		}
		for _, i := range rider.Items {
			if !slices.Contains(l.Items, i) {
				r.Fatalf("courier %d loses %v", l.CourierID, i)
			}
		}
		for _, id := range l.Added {
			placed[id]++
		}
		checkTour(r, d, l)
		for _, s := range append(slices.Clone(d.Free), rider.Visits...) {
			other := slices.IndexFunc(append(slices.Clone(d.Free), rider.Visits...), func(o Stop) bool { return o.Delivery == s.Delivery && o.Type == delivery.Pickup })
			if s.Type != delivery.Dropoff || other < 0 {
				continue
			}
			pickup := append(slices.Clone(d.Free), rider.Visits...)[other]
			from, to := slices.Index(l.Items, pickup.Item), slices.Index(l.Items, s.Item)
			if to >= 0 && from > to && !slices.Contains(rider.Items, s.Item) || to >= 0 && from < 0 {
				r.Fatalf("pick-up at %d, drop-off at %d of %v", from, to, l.Items)
			}
		}
	}
	for _, stop := range d.Free {
		if placed[stop.Task] != 1 {
			r.Fatalf("task %d is %d times in the plan", stop.Task, placed[stop.Task])
		}
	}
}

// checkTour looks at the times of a tour: each stop is there, in the order of the list, after its window opens and the way to it.
func checkTour(r *rapid.T, d DaySnapshot, l PlannedList) {
	n := slices.IndexFunc(d.Riders, func(x Rider) bool { return x.CourierID == l.CourierID })
	rider := d.Riders[n]
	known := map[int64]Stop{}
	ride := map[Item][]int64{}
	for _, s := range append(slices.Clone(rider.Visits), d.Free...) {
		known[s.Task] = s
		ride[s.Item] = append(ride[s.Item], s.Task)
	}
	var want, got []int64
	for _, i := range l.Items[rider.Fixed:] {
		want = append(want, ride[i]...)
	}
	at, place := l.Tour.From, d.Starts[n]
	for _, stop := range l.Tour.Stops {
		s := known[stop.Task]
		got = append(got, s.Task)
		way := 0
		if place >= 0 {
			way = apart(place, s.Place)
		}
		if stop.At.Before(s.After) || stop.At.Before(at.Add(time.Duration(way)*time.Second)) {
			r.Fatalf("courier %d is at task %d at %v, and left %d s away at %v; the window opens at %v", l.CourierID, s.Task, stop.At, way, at, s.After)
		}
		at, place = stop.At, s.Place
	}
	if !slices.Equal(got, want) || l.Tour.To.Before(at) {
		r.Fatalf("courier %d rides %v until %v for the tasks %v", l.CourierID, l.Tour.Stops, l.Tour.To, want)
	}
}

func TestPlanDayTellsHowFarItIs(t *testing.T) {
	t.Parallel()
	d := dayOf([]Rider{{CourierID: 1, Place: 0}}, pair(1, 1, 1, 5, time.Hour))
	d.Points = append(d.Points, make([]geo.Point, 6)...)
	ctx, stop := context.WithCancel(t.Context())
	heard := 0
	plan, err := PlanDay(ctx, d, apart, func(vrp.Progress) { heard++; stop() })
	if err != nil || heard == 0 || len(plan.Lists) != 1 {
		t.Errorf("%v, %v, heard %d times", plan, err, heard)
	}
}

// Levelled hours are nearer to each other, for little more riding.
func TestHoursAreLevelled(t *testing.T) {
	t.Parallel()
	var riders []Rider
	for n := range 4 {
		riders = append(riders, Rider{CourierID: int64(n + 1), Place: 30})
	}
	var open []Stop
	for n := range int64(48) {
		open = append(open, free(n+1, 0, delivery.Dropoff, 27+int(n*7%60)/8, 9*time.Hour))
	}
	d := dayOf(riders, open)
	d.Points = make([]geo.Point, 60)
	for n := range d.Ends {
		d.Ends[n] = 30
	}
	hours := func(level bool) (longest, shortest, all time.Duration) {
		d.Level = level
		plan := planDay(t, d)
		if len(plan.Left) != 0 {
			t.Fatalf("level %v leaves %v", level, plan.Left)
		}
		for _, l := range plan.Lists {
			took := l.Tour.To.Sub(l.Tour.From)
			longest, all = max(longest, took), all+took
			if shortest == 0 || took < shortest {
				shortest = took
			}
		}
		if len(plan.Lists) < len(riders) {
			shortest = 0 // somebody stays at home
		}
		return longest, shortest, all
	}
	longest, shortest, all := hours(false)
	levelLongest, levelShortest, levelAll := hours(true)
	t.Logf("without: %v to %v, %v in all; levelled: %v to %v, %v", shortest, longest, all, levelShortest, levelLongest, levelAll)
	if levelLongest-levelShortest > time.Hour || levelLongest > longest*3/4 || levelAll > all*6/5 {
		t.Errorf("hours are not level, or dear")
	}
}

// BenchmarkPlanDay plans a day of two hundred parcels of five stores over eight couriers.
func BenchmarkPlanDay(b *testing.B) {
	var riders []Rider
	for n := range 8 {
		riders = append(riders, Rider{CourierID: int64(n + 1), Place: n * 5})
	}
	var open []Stop
	for n := range int64(200) {
		open = append(open, pair(2*n+1, n+1, int(n%5)*8, int(n*11%60), 9*time.Hour)...)
	}
	d := dayOf(riders, open)
	for n := range 60 {
		d.Points = append(d.Points, geo.At(0, float64(n)))
	}
	for n := range d.Carriers {
		d.Carriers[n].Room.Parcels = 12
	}
	for _, level := range []bool{false, true} {
		b.Run(fmt.Sprintf("level=%v", level), func(b *testing.B) {
			d.Level = level
			for b.Loop() {
				plan := planDay(b, d)
				b.ReportMetric(float64(len(plan.Left)), "left")
			}
		})
	}
}
