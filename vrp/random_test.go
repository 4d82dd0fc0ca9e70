package vrp

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomProblem draws a small problem that uses a random choice of all features.
func randomProblem(seed uint64) *Problem {
	r := rand.New(rand.NewPCG(seed, 1))
	places := 12
	p := &Problem{}
	for range 1 + r.IntN(2) {
		f := Profile{Places: places, Durations: make([]int32, places*places)}
		for i := range f.Durations {
			if i%(places+1) != 0 {
				f.Durations[i] = int32(60 + r.IntN(900))
			}
		}
		if r.IntN(2) == 0 {
			for _, d := range f.Durations {
				f.Distances = append(f.Distances, d*int32(3+r.IntN(3)))
			}
		}
		if r.IntN(4) == 0 {
			for range f.Durations {
				f.Costs = append(f.Costs, int32(r.IntN(900)))
			}
		}
		p.Profiles = append(p.Profiles, f)
	}
	odds := func(n int) bool { return r.IntN(n) == 0 }
	for v := range 3 + r.IntN(3) {
		p.Vehicles = append(p.Vehicles, randomVehicle(r, p, v))
	}
	for i := range 4 + r.IntN(6) {
		j := Job{Terms: randomTerms(r, p, i), Stop: randomStop(r, places)}
		if odds(2) {
			j.Delivery = []int32{int32(r.IntN(4))}
		}
		if odds(3) {
			j.Pickup = []int32{int32(r.IntN(4)), 1}
		}
		if odds(8) {
			j.Release = int32(r.IntN(5000))
		}
		p.Jobs = append(p.Jobs, j)
	}
	for i := range r.IntN(8) {
		s := Shipment{Terms: randomTerms(r, p, 100+i), Pickup: randomStop(r, places), Drop: randomStop(r, places), Amount: []int32{int32(r.IntN(3)), int32(r.IntN(2))}, LIFO: odds(6)}
		if odds(5) {
			s.MaxOnBoard = int32(1200 + r.IntN(3000))
		}
		p.Shipments = append(p.Shipments, s)
	}
	if odds(6) {
		p.Balance = 50
	}
	if odds(3) {
		p.Vehicles[0].Locked = append(p.Vehicles[0].Locked, Ref{JobStop, 0})
		if len(p.Shipments) > 0 {
			p.Vehicles[0].Locked = append(p.Vehicles[0].Locked, Ref{PickupStop, 0})
		}
	}
	return p
}

func randomVehicle(r *rand.Rand, p *Problem, v int) Vehicle {
	odds := func(n int) bool { return r.IntN(n) == 0 }
	out := Vehicle{ID: int64(v), Profile: r.IntN(len(p.Profiles)), Start: r.IntN(4) - 1, End: r.IntN(4) - 1, Type: r.IntN(3)}
	if odds(2) {
		out.Shift = Window{int32(r.IntN(1000)), 20000}
	}
	if odds(4) {
		out.Breaks = []Break{{Windows: []Window{{3000, 6000}}, Duration: 600}, {Windows: []Window{{5000, 5100}, {7000, 9000}}, Duration: 300}}[:1+r.IntN(2)]
		if odds(2) {
			out.Breaks[0].MaxLoad = []int32{2, 1}
			out.Breaks[len(out.Breaks)-1].Always = odds(2)
		}
	}
	if odds(2) {
		out.Capacity = []int32{int32(3 + r.IntN(6)), 4}
	}
	if odds(2) {
		out.Skills = []int{1, 2}
	}
	if odds(4) {
		out.SpeedPercent = 80
	}
	if odds(6) {
		out.MaxDuration = 9000
	}
	if odds(8) {
		out.MaxDistance, out.MaxTravel, out.MaxStops = 12000, 6000, 5
	}
	if odds(2) {
		out.Costs = Costs{Fixed: int64(r.IntN(500)), PerHour: 3600, PerKm: int64(r.IntN(200)), PerWorkHour: int64(r.IntN(2) * 500), PerTaskHour: int64(r.IntN(2) * 700)}
	}
	return out
}

func randomStop(r *rand.Rand, places int) Stop {
	s := Stop{Place: r.IntN(places), Service: int32(r.IntN(300)), Setup: int32(r.IntN(2) * 60)}
	switch r.IntN(4) {
	case 0:
		from := int32(r.IntN(8000))
		s.Windows = []Window{{from, from + int32(r.IntN(3000))}}
	case 1:
		from := int32(r.IntN(3000))
		s.Windows = []Window{{from, from + 900}, {from + 2500, from + 6000}}
	}
	if r.IntN(4) == 0 {
		s.ByType = []TypeTimes{{Type: 1 + r.IntN(2), Service: int32(r.IntN(600)), Setup: int32(r.IntN(90))}}
	}
	if r.IntN(5) == 0 {
		s.Due, s.LatePerHour = int32(r.IntN(6000)), 1000
	}
	return s
}

func randomTerms(r *rand.Rand, p *Problem, id int) Terms {
	t := Terms{ID: int64(id)}
	if r.IntN(6) == 0 {
		t.Skills = []int{1 + r.IntN(2)}
	}
	if r.IntN(5) == 0 {
		t.Group = 1 + r.IntN(3)
	}
	if r.IntN(8) == 0 {
		t.Never = []int{r.IntN(len(p.Vehicles))}
	}
	if r.IntN(8) == 0 {
		t.Wishes = []Wish{{r.IntN(len(p.Vehicles)), int64(r.IntN(400) - 200)}}
	}
	if r.IntN(6) == 0 {
		t.Penalty = int64(200 + r.IntN(3000))
	}
	t.Priority = r.IntN(3)
	return t
}

// TestAnySolutionPassesTheChecker solves random problems of all features and has each answer checked by the independent code path.
func TestAnySolutionPassesTheChecker(t *testing.T) {
	t.Parallel()
	solved := 0
	for seed := range uint64(400) {
		p := randomProblem(seed)
		s, err := Solve(context.Background(), p, Options{Seed: seed, Iterations: 60, FewestVehicles: seed%3 == 1, Threads: int(seed % 3)})
		if err != nil {
			continue // a locked beginning that cannot be driven
		}
		solved++
		if err := Check(p, &s); err != nil {
			t.Fatalf("problem %d: %v", seed, err)
		}
	}
	if solved < 300 {
		t.Errorf("only %d of 400 problems were possible", solved)
	}
}

// TestChangesOfCostAreExact compares what the search believes after every turn with a plan built from nothing.
func TestChangesOfCostAreExact(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		m, err := compile(randomProblem(seed))
		if err != nil {
			t.Fatal(err)
		}
		s := newSearcher(context.Background(), m, Options{Seed: seed})
		if s.lock() != nil {
			continue
		}
		s.construct()
		for range 50 {
			s.step(500)
			if err := s.same(); err != nil {
				t.Fatalf("problem %d, turn %d: %v", seed, s.turn, err)
			}
		}
	}
}

// same rebuilds the plan from its sequences and reports any difference.
func (s *searcher) same() error {
	fresh := newPlan(s.m)
	fresh.owing = 0
	for _, u := range s.missing {
		fresh.owing += s.m.penalty[u]
	}
	for v := range s.routes {
		fresh.fill(int32(v), slices.Clone(s.nodes(int32(v))))
		if !slices.Equal(fresh.routes[v].slots, s.routes[v].slots) || !slices.Equal(fresh.routes[v].load, s.routes[v].load) {
			return fmt.Errorf("route %d is %v, should be %v", v, s.routes[v], fresh.routes[v])
		}
	}
	if fresh.cost != s.cost || fresh.owing != s.owing {
		return fmt.Errorf("cost %d and penalties %d, should be %d and %d", s.cost, s.owing, fresh.cost, fresh.owing)
	}
	if !slices.Equal(fresh.routeOf, s.routeOf) {
		return fmt.Errorf("stops are in routes %v, should be %v", s.routeOf, fresh.routeOf)
	}
	return nil
}

// TestOffersCostWhatTheySay takes each task of a plan out, puts it into every tour where it is said to fit, and compares what that was
// said to cost with plans built from nothing.
func TestOffersCostWhatTheySay(t *testing.T) {
	t.Parallel()
	offers := 0
	for seed := range uint64(80) {
		p := randomProblem(seed)
		if seed%4 == 3 {
			p = plainProblem(seed / 4)
		}
		m, err := compile(p)
		if err != nil {
			t.Fatal(err)
		}
		s := newSearcher(context.Background(), m, Options{Seed: seed})
		if s.lock() != nil {
			continue
		}
		s.construct()
		for u := range int32(m.units) {
			n := m.unitNode[u]
			if own := s.routeOf[n]; own < 0 || s.slotOf[n] <= s.routes[own].lock {
				continue
			}
			for v := range int32(len(m.vehicles)) {
				said, is, ok := s.tryOffer(u, v)
				if !ok {
					continue
				}
				offers++
				if said != is {
					t.Fatalf("problem %d: task %v in tour %d was said to cost %d and costs %d", seed, m.refOf(n), v, said, is)
				}
			}
		}
	}
	if offers < 1000 {
		t.Errorf("only %d offers", offers)
	}
}

// tryOffer takes a unit out of its tour, puts it where it is said to cost least in the tour of v, and brings the plan back. It tells
// what that was said to cost and what it costs.
func (s *searcher) tryOffer(u, v int32) (said, is int64, ok bool) {
	n := s.m.unitNode[u]
	own := s.routeOf[n]
	defer s.putBack(own, slices.Clone(s.nodes(own)))
	s.take(n)
	s.pool, s.cut = s.pool[:0], s.cut[:0]
	s.cutMarked(own, s.marked)
	clear(s.marked)
	o := s.offer(v, u, noWay)
	if home := s.home(u); o.d1 == noWay || home >= 0 && home != v || s.routes[own].bad {
		return 0, 0, false
	}
	other := slices.Clone(s.nodes(v))
	fresh := newPlan(s.m)
	fresh.fill(v, other)
	before := fresh.cost
	s.insert(v, u, o.s1)
	fresh.fill(v, slices.Clone(s.nodes(v)))
	s.putBack(v, other)
	return o.d1, fresh.cost - before, true
}
