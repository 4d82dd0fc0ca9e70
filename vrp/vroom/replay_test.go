package vroom

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pignon.coop/vrp"
)

// solver searches for a number of turns, on a clock that stands still.
func solver() *Solver {
	return &Solver{Search: vrp.Options{Iterations: 200, Seed: 1}, Clock: func() time.Duration { return 0 }}
}

// solve has a request solved that has to be sound, has the solution checked by package vrp, and plays the answer through.
func solve(t testing.TB, s *Solver, body string) *Answer {
	t.Helper()
	a := s.Solve(context.Background(), []byte(body))
	if a.Code != OK {
		t.Fatalf("%+v", a)
	}
	r, err := read([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	if r.options.Plan {
		return a
	}
	p, err := translate(context.Background(), r, s.Streets)
	if err != nil {
		t.Fatal(err)
	}
	solution, err := vrp.Solve(context.Background(), &p.vrp, s.options(r.options))
	if err != nil {
		t.Fatal(err)
	}
	if err := vrp.Check(&p.vrp, &solution); err != nil {
		t.Error(err)
	}
	var sent Answer
	if err := json.Unmarshal(a.JSON(), &sent); err != nil {
		t.Fatal(err)
	}
	if err := replay(p, &sent); err != nil {
		t.Errorf("%v\n%s", err, a.JSON())
	}
	return &sent
}

// player goes through an answer with the request beside it, and believes nothing else.
type player struct {
	p     *problem
	done  map[string]bool
	v     *vehicleIn
	place *int
	last  *int
	ready uint64 // when the vehicle is free
	way   int64
	load  []int64
}

// replay reports the first thing in an answer that the request does not allow.
func replay(p *problem, a *Answer) error {
	x := &player{p: p, done: map[string]bool{}}
	for _, left := range *a.Unassigned {
		if left.Reason == "" {
			return fmt.Errorf("%s %d is left without a reason", left.Type, left.ID)
		}
		x.done[fmt.Sprint(left.Type, left.ID)] = true
	}
	var sum Totals
	for i := range *a.Routes {
		r := &(*a.Routes)[i]
		if err := x.route(r); err != nil {
			return fmt.Errorf("vehicle %d: %w", r.Vehicle, err)
		}
		sum.Cost += r.Cost
		sum.Duration += r.Duration
		sum.Service += r.Service
		sum.WaitingTime += r.WaitingTime
	}
	t := &a.Summary.Totals
	if sum.Cost != t.Cost || sum.Duration != t.Duration || sum.Service != t.Service || sum.WaitingTime != t.WaitingTime || a.Summary.Routes != len(*a.Routes) {
		return fmt.Errorf("the summary is %+v, the routes make %+v", *t, sum)
	}
	if want := len(p.jobs) + 2*len(p.shipments); len(x.done) != want || a.Summary.Unassigned != len(*a.Unassigned) {
		return fmt.Errorf("%d tasks are served or left, want %d", len(x.done), want)
	}
	return nil
}

func (x *player) route(r *Route) error {
	n := slices.IndexFunc(x.p.vehicles, func(v *vehicleIn) bool { return *v.ID == r.Vehicle })
	x.v, x.place, x.last, x.way, x.load = x.p.vehicles[n], nil, nil, 0, make([]int64, x.p.dims)
	for _, s := range r.Steps {
		if s.Type == "job" {
			x.carry(x.find(s).delivery, 1)
		}
	}
	x.ready = r.Steps[0].Arrival
	tasks, breaks, service, waiting := 0, 0, int64(0), int64(0)
	for i, s := range r.Steps {
		if err := x.step(s); err != nil {
			return fmt.Errorf("step %d (%s): %w", i, s.Type, err)
		}
		service, waiting = service+s.Service, waiting+s.WaitingTime
		switch s.Type {
		case "job", "pickup", "delivery":
			tasks++
		case "break":
			breaks++
		}
	}
	if service != r.Service || waiting != r.WaitingTime || x.way != r.Duration || breaks != len(x.v.Breaks) {
		return fmt.Errorf("service %d, waiting %d, travel %d and %d breaks: the route says %+v", service, waiting, x.way, breaks, r.Totals)
	}
	if w := x.v.TimeWindow; w != nil && (r.Steps[0].Arrival < w[0] || x.ready > w[1]) {
		return fmt.Errorf("it works from %d to %d, not within %v", r.Steps[0].Arrival, x.ready, w)
	}
	if m := x.v.MaxTasks; m != nil && tasks > int(*m) {
		return fmt.Errorf("it has %d tasks, at most %d are allowed", tasks, *m)
	}
	if m := x.v.MaxTravelTime; m != nil && x.way > int64(*m) {
		return fmt.Errorf("it travels for %d, at most %d is allowed", x.way, *m)
	}
	return nil
}

// found is what the request says of a step.
type found struct {
	in               *stopIn
	delivery, pickup []uint32
	skills           []uint32
}

func (x *player) find(s Step) found {
	for _, j := range x.p.jobs {
		if s.Type == "job" && *j.ID == *s.ID {
			return found{&j.stopIn, j.Delivery, j.Pickup, j.Skills}
		}
	}
	for _, h := range x.p.shipments {
		if s.Type == "pickup" && *h.Pickup.ID == *s.ID {
			return found{h.Pickup, nil, h.Amount, h.Skills}
		}
		if s.Type == "delivery" && *h.Delivery.ID == *s.ID {
			return found{h.Delivery, h.Amount, nil, h.Skills}
		}
	}
	return found{}
}

func (x *player) carry(amounts []uint32, sign int64) {
	for d, a := range amounts {
		x.load[d] += sign * int64(a)
	}
}

func (x *player) step(s Step) error {
	switch s.Type {
	case "start", "end":
		place, _, err := x.p.ends(x.v)
		if s.Type == "end" {
			_, place, err = x.p.ends(x.v)
		}
		if err != nil {
			return err
		}
		return x.arrive(s, place)
	case "break":
		return x.rest(s)
	}
	f := x.find(s)
	if f.in == nil || x.done[fmt.Sprint(s.Type, *s.ID)] {
		return fmt.Errorf("there is no such task, or it comes twice")
	}
	x.done[fmt.Sprint(s.Type, *s.ID)] = true
	for _, skill := range f.skills {
		if !slices.Contains(x.v.Skills, skill) {
			return fmt.Errorf("it asks for skill %d", skill)
		}
	}
	place, err := x.p.atlas.at("task", "location", f.in.Location, f.in.LocationIndex)
	if err != nil {
		return err
	}
	x.carry(f.pickup, 1)
	x.carry(f.delivery, -1)
	setup, service := f.in.Setup, f.in.Service
	if x.v.Type != nil {
		if v, own := f.in.SetupPerType[*x.v.Type]; own {
			setup = v
		}
		if v, own := f.in.ServicePerType[*x.v.Type]; own {
			service = v
		}
	}
	if x.last != nil && *x.last == place {
		setup = 0
	}
	if s.Setup != int64(setup) || s.Service != int64(service) {
		return fmt.Errorf("set-up %d and service %d, want %d and %d", s.Setup, s.Service, setup, service)
	}
	if begin := s.Arrival + uint64(s.WaitingTime+s.Setup); !inside(f.in.TimeWindows, begin) {
		return fmt.Errorf("it begins at %d, not within %v", begin, f.in.TimeWindows)
	}
	return x.arrive(s, place)
}

func inside(windows [][]uint64, at uint64) bool {
	return len(windows) == 0 || slices.ContainsFunc(windows, func(w []uint64) bool { return at >= w[0] && at <= w[1] })
}

// rest may come before or after the way to the next task, which the travel so far tells.
func (x *player) rest(s Step) error {
	n := slices.IndexFunc(x.v.Breaks, func(b breakIn) bool { return *b.ID == *s.ID })
	b := x.v.Breaks[n]
	if begin := s.Arrival + uint64(s.WaitingTime); !inside(b.TimeWindows, begin) || s.Service != int64(b.Service) {
		return fmt.Errorf("it begins at %d and takes %d, wanted is %+v", begin, s.Service, b)
	}
	for d, most := range b.MaxLoad {
		if x.load[d] > int64(most) {
			return fmt.Errorf("the load is %v, the break allows %v", x.load, b.MaxLoad)
		}
	}
	driven := s.Duration - x.way
	if s.Arrival < x.ready+uint64(driven) {
		return fmt.Errorf("it arrives at %d, free since %d and after a way of %d", s.Arrival, x.ready, driven)
	}
	x.way, x.ready = s.Duration, s.Arrival+uint64(s.WaitingTime+s.Service)
	if driven > 0 {
		x.place = nil // at the next place already
	}
	return nil
}

// arrive checks times and loads at a place.
func (x *player) arrive(s Step, place int) error {
	if x.place != nil {
		t := x.p.tables[x.v.profile()]
		way := int64(t.durations[*x.place*t.places+place])
		if f := x.v.SpeedFactor; f != nil {
			way = int64(float64(way)/(*f) + 0.5)
		}
		x.way += way
		if s.Arrival < x.ready+uint64(way) {
			return fmt.Errorf("it arrives at %d, free since %d and after a way of %d", s.Arrival, x.ready, way)
		}
	}
	if s.Duration != x.way || s.Arrival < x.ready || len(s.Violations) > 0 {
		return fmt.Errorf("travel so far is %d and it was free at %d: %+v", x.way, x.ready, s)
	}
	for d, l := range x.load {
		if s.Load[d] != l || l < 0 || x.v.Capacity != nil && l > int64(x.v.Capacity[d]) || x.v.Capacity == nil && l > 0 {
			return fmt.Errorf("the load is %v, the step says %v, the capacity is %v", x.load, s.Load, x.v.Capacity)
		}
	}
	x.place, x.last, x.ready = &place, &place, s.Arrival+uint64(s.WaitingTime+s.Setup+s.Service)
	return nil
}
