package meals

import (
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"
)

const (
	rulesText   = "meters_per_minute\tpickup service minutes\tdropoff service minutes\ttarget click-to-door\tmaximum click-to-door\tpay per order\tguaranteed pay per hour\n320\t4\t4\t40\t90\t10\t15\n"
	shopsText   = "restaurant\tx\ty\nr1\t0\t0\nr2\t3200\t0\n"
	ordersText  = "order\tx\ty\tplacement_time\trestaurant\tready_time\no1\t321\t0\t5\tr1\t20\no2\t3200\t640\t6\tr2\t16\n"
	courierText = "courier\tx\ty\ton_time\toff_time\nc1\t0\t640\t0\t120\n"
)

func files(orders string) fstest.MapFS {
	return fstest.MapFS{
		"instance_parameters.txt": {Data: []byte(rulesText)}, "restaurants.txt": {Data: []byte(shopsText)},
		"orders.txt": {Data: []byte(orders)}, "couriers.txt": {Data: []byte(courierText)},
	}
}

func small(t *testing.T) *Instance {
	in, err := Read(files(ordersText))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestRead(t *testing.T) {
	t.Parallel()
	in := small(t)
	if in.Rules != (Rules{320, 4, 4, 40, 90, 10, 15}) || len(in.Restaurants) != 2 || len(in.Couriers) != 1 || in.Couriers[0].Off != 120 {
		t.Errorf("read %+v", in)
	}
	if want := (Order{ID: "o2", Door: Place{3200, 640}, Placed: 6, Ready: 16, Restaurant: 1}); in.Orders[1] != want {
		t.Errorf("order %+v, want %+v", in.Orders[1], want)
	}
	for text, says := range map[string]string{
		"":                           "",
		"head\no1\t1\t2\t3\tr9\t4\n": "line 2: there is no restaurant",
		"head\no1\t1\t2\t3\tr1\n":    "5 columns",
		"head\no1\tx\t2\t3\tr1\t4\n": `"x" is not a number`,
		"head\no1\t1\t2\t-3\tr1\t4":  "not a whole number",
	} {
		if _, err := Read(files(text)); (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", text, err, says)
		}
	}
}

// Two trips by hand: 2 minutes to r1, ready at 20; a way of 321 metres takes 2 minutes.
func TestTimesOfATrip(t *testing.T) {
	t.Parallel()
	in := small(t)
	first := Trip{Instruction: Instruction{0, []int{0}}, At: 16}
	in.ride(&first, Spot{Place: in.Couriers[0].Start})
	if first.Leave != 16 || first.Fetch != 20 || first.Doors[0] != 20+2+2+2 || first.End != 28 {
		t.Errorf("the first trip: %+v", first)
	}
	second := Trip{Instruction: Instruction{0, []int{1}}, At: 20}
	in.ride(&second, Spot{Place: in.Orders[0].Door, Free: first.End})
	if second.Leave != 28 || second.Fetch != 28+9+2 || second.Doors[0] != 39+2+2+2 || second.End != 47 {
		t.Errorf("the second trip: %+v", second)
	}
	trips := []Trip{first, second}
	if err := Check(in, trips); err != nil {
		t.Error(err)
	}
	s := Measure(in, trips)
	if s.ClickToDoor != (21+39)/2.0 || s.ReadyToPickup != (0+23)/2.0 || s.Pay != 30 || s.PayPerOrder != 15 || s.OnGuarantee != 1 || s.Undelivered != 0 {
		t.Errorf("the score: %+v", s)
	}
	if bound := LowerBound(in); math.Abs(bound-((15+2+2+2)+(10+2+2+2))/2.0) > 1e-9 {
		t.Errorf("the bound is %g", bound)
	}
}

func TestCheckFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(in *Instance, trips []Trip) []Trip{
		"exist": func(_ *Instance, trips []Trip) []Trip { return append(trips, trips[0]) },
		"doors": func(_ *Instance, trips []Trip) []Trip { trips[0].Doors = nil; return trips },
		"restaurants": func(in *Instance, trips []Trip) []Trip {
			trips[0].Orders, trips[0].Doors = []int{0, 1}, []int{26, 40}
			return trips[:1]
		},
		"was placed at":  func(_ *Instance, trips []Trip) []Trip { trips[0].At = 4; return trips },
		"ready at":       func(in *Instance, trips []Trip) []Trip { in.Orders[0].Ready = 21; return trips },
		"minutes of way": func(in *Instance, trips []Trip) []Trip { in.Rules.MetresPerMinute = 200; return trips },
		"leaves at":      func(in *Instance, trips []Trip) []Trip { trips[1].Leave--; return trips },
		"is off":         func(in *Instance, trips []Trip) []Trip { in.Couriers[0].Off = 38; return trips },
		"ends at":        func(_ *Instance, trips []Trip) []Trip { trips[1].End--; return trips },
	} {
		in := small(t)
		trips := []Trip{
			{Instruction{0, []int{0}}, 16, 16, 20, []int{26}, 28},
			{Instruction{0, []int{1}}, 20, 28, 39, []int{45}, 47},
		}
		if err := Check(in, spoil(in, trips)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A dispatcher that looks ahead breaks no rule on any day, leaves nothing that it could deliver easily, and decides the same again.
func TestDaysOfTheDispatcherAreFeasible(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		in := randomDay(r)
		trips := playAhead(r, in)
		if err := Check(in, trips); err != nil {
			r.Fatal(err)
		}
		again := playAhead(r, in)
		if !slices.EqualFunc(trips, again, func(a, b Trip) bool { return a.Courier == b.Courier && a.At == b.At && slices.Equal(a.Doors, b.Doors) }) {
			r.Fatalf("two days: %v, %v", trips, again)
		}
		if s := Measure(in, trips); s.Undelivered > s.Hopeless {
			r.Fatalf("%d orders are undelivered, %d had to be", s.Undelivered, s.Hopeless)
		}
	})
}

func playAhead(r *rapid.T, in *Instance) []Trip {
	d := NewAhead(in)
	d.Turns = 20
	trips, err := Play(in, d, 1)
	if err != nil {
		r.Fatal(err)
	}
	return trips
}

// randomDay has one courier who works long after the last order.
func randomDay(r *rapid.T) *Instance {
	place := func(name string) Place {
		return Place{float64(rapid.IntRange(0, 5000).Draw(r, name)), float64(rapid.IntRange(0, 5000).Draw(r, name))}
	}
	in := &Instance{Rules: Rules{320, 4, 4, 40, 90, 10, 15}, Couriers: []Courier{{Start: place("start"), Off: 2000}}}
	for range rapid.IntRange(1, 3).Draw(r, "restaurants") {
		in.Restaurants = append(in.Restaurants, place("restaurant"))
	}
	for range rapid.IntRange(0, 8).Draw(r, "orders") {
		placed := rapid.IntRange(1, 60).Draw(r, "placed")
		in.Orders = append(in.Orders, Order{
			Door: place("door"), Placed: placed, Ready: placed + rapid.IntRange(0, 25).Draw(r, "preparation"),
			Restaurant: rapid.IntRange(0, len(in.Restaurants)-1).Draw(r, "restaurant of the order"),
		})
	}
	for range rapid.IntRange(0, 2).Draw(r, "more couriers") {
		on := rapid.IntRange(0, 60).Draw(r, "on")
		in.Couriers = append(in.Couriers, Courier{Start: place("start"), On: on, Off: on + 30})
	}
	return in
}

// FuzzRead holds the reader to errors in place of panics.
func FuzzRead(f *testing.F) {
	f.Add(rulesText, shopsText, ordersText, courierText)
	f.Fuzz(func(t *testing.T, rules, shops, orders, couriers string) {
		folder := files(orders)
		folder["instance_parameters.txt"].Data, folder["restaurants.txt"].Data, folder["couriers.txt"].Data = []byte(rules), []byte(shops), []byte(couriers)
		if in, err := Read(folder); err == nil && in.Rules.MetresPerMinute < 1 {
			t.Errorf("read %+v", in.Rules)
		}
	})
}
