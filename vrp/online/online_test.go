package online

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// All places are houses on a street, a minute apart.
func street(from, to int) int { return max(from-to, to-from) }

var usual = Prices{Eager: 1, Late: 0.5, Cool: 1, Ride: 0.1, Left: 1e6, Broken: 1e9}

// meal is ready at an instant at one house and wanted at another: two stops, the first with an even number.
func (p *Problem) meal(from, to, ready int) {
	n := len(p.Stops)
	p.Stops = append(p.Stops,
		Stop{Place: from, Kind: Pickup, Setup: 1, Service: 1, After: ready, Wish: Never, Due: Never, Limit: Never, From: -1},
		Stop{Place: to, Kind: Drop, Setup: 1, Service: 1, Wish: ready, Due: ready + 30, Limit: Never, From: n, OnBoard: Never})
	p.Tasks = append(p.Tasks, Task{Stops: []int{n, n + 1}, Only: -1})
}

func (p *Problem) courier(place, free int) {
	p.Couriers = append(p.Couriers, Courier{Place: place, Free: free, Off: Never})
}

func problem() *Problem { return &Problem{Travel: street, Prices: usual} }

func solve(p *Problem) Plan { return Solve(p, Options{Seed: 1, Turns: 200, Explain: true}) }

// stopsOf are the stops of each ride.
func stopsOf(p Plan) (rides [][]int) {
	for _, r := range p.Rides {
		var stops []int
		for _, v := range r.Visits {
			stops = append(stops, v.Stop)
		}
		rides = append(rides, stops)
	}
	return rides
}

func want(t *testing.T, p Plan, rides ...[]int) {
	t.Helper()
	if got := stopsOf(p); fmt.Sprint(got) != fmt.Sprint(rides) {
		t.Errorf("the rides are %v, want %v", got, rides)
	}
}

func TestMealsOfOneRestaurantGoTogether(t *testing.T) {
	t.Parallel()
	p := problem()
	p.courier(0, 0)
	p.meal(5, 20, 10)
	p.meal(5, 22, 11)
	got := solve(p)
	want(t, got, []int{2, 0, 1, 3})
	if v := got.Rides[0].Visits; v[0].Start != 11 || v[1].Start != 11 || v[2].Start != 11+1+15+1 || v[3].Start != 28+1+2+1 {
		t.Errorf("both are fetched in one service, then dropped: %+v", v)
	}
	p.Hold = 1
	if got := stopsOf(solve(p))[0]; !slices.Equal(got, []int{0, 1, 2, 3}) {
		t.Errorf("who holds one meal carries two: %v", got)
	}
}

func TestNeighbouringRestaurantsShareACourierUnlessTheRulesForbidIt(t *testing.T) {
	t.Parallel()
	p := problem()
	p.courier(0, 0)
	p.meal(5, 20, 0)
	p.meal(6, 21, 0)
	want(t, solve(p), []int{0, 2, 1, 3})
	p.OneShop = true
	want(t, solve(p), []int{0, 1, 2, 3})
}

// The nearest courier is not the one who has the meal at the door first: somebody busy comes free beside the restaurant.
func TestWhoComesFreeSoonIsWeighedAgainstWhoIsIdle(t *testing.T) {
	t.Parallel()
	p := problem()
	p.courier(14, 0)
	p.courier(2, 4)
	p.meal(1, 10, 6)
	want(t, solve(p), nil, []int{0, 1})
}

// One courier looks ahead: taking the far one first would leave both late.
func TestOrdersThatAreNotReadyYetAreForeseen(t *testing.T) {
	t.Parallel()
	p := problem()
	p.courier(0, 0)
	p.meal(1, 2, 30)
	p.meal(0, 3, 2)
	got := solve(p)
	want(t, got, []int{2, 3, 0, 1})
	if v := got.Rides[0].Visits[2]; v.Start != 30 || v.Leave != 30-1-2 {
		t.Errorf("the courier leaves at the last moment to be there when the meal is ready: %+v", v)
	}
}

func TestLeavingIsAsLateAsTheMealAllows(t *testing.T) {
	t.Parallel()
	p := problem()
	p.Now = 3
	p.courier(10, 0)
	p.meal(0, 5, 40)
	v := solve(p).Rides[0].Visits[0]
	if v.Leave != 40-1-10 || v.Arrive != 39 || v.Start != 40 {
		t.Errorf("leaves at %d, arrives at %d, fetches at %d", v.Leave, v.Arrive, v.Start)
	}
}

// promise gives a courier the stops of a task for good.
func (p *Problem) promise(courier, task int) {
	p.Couriers[courier].Promised = append(p.Couriers[courier].Promised, p.Tasks[task].Stops...)
	p.Tasks = slices.Delete(p.Tasks, task, task+1)
}

// The other courier would do the accepted meal better, and another order would be quicker. Both stay as promised.
func TestWhatWasAcceptedStays(t *testing.T) {
	t.Parallel()
	p := problem()
	p.courier(30, 0)
	p.courier(0, 0)
	p.meal(20, 5, 0)
	p.meal(0, 2, 0)
	p.meal(29, 28, 0)
	p.promise(0, 0)
	p.promise(0, 0)
	got := stopsOf(solve(p))
	kept := slices.DeleteFunc(slices.Clone(got[0]), func(s int) bool { return s > 3 })
	if !slices.Equal(kept, []int{0, 1, 2, 3}) || len(got[0])+len(got[1]) != 6 {
		t.Errorf("the rides are %v", got)
	}
}

func TestATaskOfOneCourierGoesToNoOther(t *testing.T) {
	t.Parallel()
	p := problem()
	p.courier(0, 0)
	p.courier(50, 0)
	p.meal(1, 2, 0)
	p.Tasks[0].Only = 1
	got := solve(p)
	want(t, got, nil, []int{0, 1})
	if got.Whys[0].Reason != Theirs {
		t.Errorf("the reason is %d", got.Whys[0].Reason)
	}
}

func TestNothingComesBetweenTheStopsOfATour(t *testing.T) {
	t.Parallel()
	p := problem()
	p.courier(0, 0)
	for _, place := range []int{5, 15} {
		p.Stops = append(p.Stops, Stop{Place: place, Wish: Never, Due: Never, Limit: Never, From: -1, Tour: 7})
	}
	p.Couriers[0].Promised = []int{0, 1}
	p.meal(9, 10, 0)
	if got := stopsOf(solve(p))[0]; slices.Index(got, 1) != slices.Index(got, 0)+1 {
		t.Errorf("the ride is %v", got)
	}
}

// The nearer courier has had more than a share already, and both would be there in time.
func TestWorkIsLevelled(t *testing.T) {
	t.Parallel()
	p := problem()
	p.courier(0, 0)
	p.courier(2, 0)
	p.Couriers[0].Given, p.Couriers[0].Fair, p.Couriers[1].Fair = 3, 2, 2
	p.meal(0, 5, 30)
	want(t, solve(p), []int{0, 1}, nil)
	p.Prices.Level = 10
	got := solve(p)
	want(t, got, nil, []int{0, 1})
	if w := got.Whys[0]; w.Reason != Fairer || w.RunnerUp != 0 {
		t.Errorf("why: %+v", w)
	}
}

func TestWhereARideEndsMatters(t *testing.T) {
	t.Parallel()
	p := problem()
	p.courier(10, 0)
	p.courier(0, 0)
	p.meal(5, 6, 30)
	p.Far = func(place int) float64 { return float64(street(place, 0)) }
	p.Prices.Ride, p.Prices.Far = 0, 1
	want(t, solve(p), []int{0, 1}, nil) // who waits far from the work goes
}

func TestNobodyFetchesAfterWork(t *testing.T) {
	t.Parallel()
	p := problem()
	p.courier(0, 0)
	p.Couriers[0].Off = 20
	p.meal(1, 2, 20)
	p.meal(1, 2, 21)
	got := solve(p)
	want(t, got, []int{0, 1})
	if !slices.Equal(got.Left, []Left{{1, Remote}}) {
		t.Errorf("left: %v", got.Left)
	}
}

func TestWhatIsLeftHasAReason(t *testing.T) {
	t.Parallel()
	p := problem()
	p.meal(0, 1, 0)
	if got := solve(p).Left; !slices.Equal(got, []Left{{0, Nobody}}) {
		t.Errorf("without couriers: %v", got)
	}
	p.courier(0, 0)
	p.Stops[1].Limit = 2
	if got := solve(p).Left; !slices.Equal(got, []Left{{0, Remote}}) {
		t.Errorf("out of reach: %v", got)
	}
	p.Stops[1].Limit = 6
	p.meal(0, 2, 0)
	p.promise(0, 1)
	p.Stops[3].Limit = 5
	if got := solve(p).Left; !slices.Equal(got, []Left{{0, Full}}) {
		t.Errorf("beside a promise: %v", got)
	}
}

func TestWhyNamesTheRunnerUp(t *testing.T) {
	t.Parallel()
	p := problem()
	p.courier(0, 0)
	p.courier(4, 0)
	p.courier(9, 0)
	p.meal(3, 8, 0)
	w := solve(p).Whys
	if len(w) != 1 || w[0].Courier != 1 || w[0].RunnerUp != 0 || w[0].Reason != Sooner || w[0].ThenLast-w[0].Last != 2 {
		t.Errorf("why: %+v", w)
	}
	p.Couriers = p.Couriers[1:2]
	if w := solve(p).Whys; w[0].Reason != Alone || w[0].RunnerUp != -1 {
		t.Errorf("alone: %+v", w)
	}
}

func TestALastPlanIsWhereTheSearchStarts(t *testing.T) {
	t.Parallel()
	p := problem()
	p.courier(0, 0)
	p.courier(0, 0)
	p.meal(3, 8, 0)
	p.Couriers[1].Hoped = []int{0, 1}
	want(t, solve(p), nil, []int{0, 1}) // either is as good
}

func TestManyStopsOfATaskKeepTheirOrder(t *testing.T) {
	t.Parallel()
	p := problem()
	p.courier(0, 0)
	for _, place := range []int{5, 9, 2, 7, 3} {
		p.Stops = append(p.Stops, Stop{Place: place, Wish: Never, Due: Never, Limit: Never, From: -1})
	}
	p.Tasks = []Task{{Stops: []int{0, 1, 2, 3, 4}, Only: -1}}
	p.meal(4, 6, 0)
	got := stopsOf(solve(p))[0]
	if rest := slices.DeleteFunc(slices.Clone(got), func(s int) bool { return s > 4 }); !slices.Equal(rest, []int{0, 1, 2, 3, 4}) || len(got) != 7 {
		t.Errorf("the ride is %v", got)
	}
}

// Whatever the problem: the plan is the same each time, nothing is lost or doubled, what was promised stays, meals are fetched before they
// are dropped, times follow from the ways, and limits hold for all that was not promised.
func TestPlansAreSound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		p := randomProblem(r)
		o := Options{Seed: 3, Turns: 30, Explain: true}
		plan := Solve(p, o)
		if again := Solve(p, o); !reflect.DeepEqual(plan, again) {
			r.Fatalf("two plans: %+v, %+v", plan, again)
		}
		seen := map[int]int{}
		for c, ride := range plan.Rides {
			checkRide(r, p, c, ride)
			for _, v := range ride.Visits {
				seen[v.Stop]++
			}
		}
		for _, l := range plan.Left {
			for _, stop := range p.Tasks[l.Task].Stops {
				seen[stop]++
			}
		}
		for stop := range p.Stops {
			if seen[stop] != 1 {
				r.Fatalf("stop %d is %d times in the plan", stop, seen[stop])
			}
		}
	})
}

func randomProblem(r *rapid.T) *Problem {
	p := problem()
	p.OneShop = rapid.Bool().Draw(r, "one shop")
	p.Hold = rapid.IntRange(0, 2).Draw(r, "hold")
	for range rapid.IntRange(0, 3).Draw(r, "couriers") {
		p.courier(rapid.IntRange(Unknown, 9).Draw(r, "place"), rapid.IntRange(0, 9).Draw(r, "free"))
		p.Couriers[len(p.Couriers)-1].Off = rapid.IntRange(10, 60).Draw(r, "off")
	}
	for range rapid.IntRange(0, 6).Draw(r, "meals") {
		p.meal(rapid.IntRange(0, 3).Draw(r, "from"), rapid.IntRange(0, 9).Draw(r, "to"), rapid.IntRange(0, 40).Draw(r, "ready"))
	}
	if len(p.Couriers) > 0 {
		for range rapid.IntRange(0, min(2, len(p.Tasks))).Draw(r, "promises") {
			p.promise(rapid.IntRange(0, len(p.Couriers)-1).Draw(r, "to whom"), 0)
		}
	}
	return p
}

func checkRide(r *rapid.T, p *Problem, c int, ride Ride) {
	courier := p.Couriers[c]
	t, at, fetched := max(courier.Free, p.Now), courier.Place, map[int]bool{}
	var promised []int
	for n, v := range ride.Visits {
		stop := p.Stops[v.Stop]
		if slices.Contains(courier.Promised, v.Stop) {
			promised = append(promised, v.Stop)
		} else if stop.Kind == Pickup && v.Start > courier.Off {
			r.Fatalf("fetches at %d and is off at %d", v.Start, courier.Off)
		}
		if stop.Kind == Drop && !fetched[stop.From] {
			r.Fatalf("drops %d and has not fetched it", v.Stop)
		}
		fetched[v.Stop] = true
		way := 0
		if at != Unknown {
			way = street(at, stop.Place)
		}
		shares := n > 0 && stop.Kind == Pickup && p.Stops[ride.Visits[n-1].Stop].Kind == Pickup && at == stop.Place
		if least := t + way + stop.Setup; v.Start < stop.After || !shares && v.Start < least {
			r.Fatalf("courier %d starts %+v before %d", c, v, max(least, stop.After))
		}
		t, at = v.Start+stop.Service, stop.Place
	}
	if !slices.Equal(promised, courier.Promised) {
		r.Fatalf("courier %d was promised %v and gets %v", c, courier.Promised, promised)
	}
}

// BenchmarkSolve plans a rush from nothing: 200 open meals of 40 restaurants, 70 couriers.
func BenchmarkSolve(b *testing.B) {
	p := problem()
	for n := range 70 {
		p.courier(n*7%100, n%20)
	}
	for n := range 200 {
		p.meal(n*13%40*2, n*29%100, n%30)
	}
	for b.Loop() {
		Solve(p, Options{Seed: 1, Turns: 200, Explain: true})
	}
}
