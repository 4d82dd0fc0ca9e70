package vroom

import (
	"slices"

	"pignon.coop/vrp"
)

// answer translates a solution.
func (p *problem) answer(s *vrp.Solution) *Answer {
	summary := &Summary{Totals: p.totals(), Routes: len(s.Tours), Violations: []Violation{}}
	routes := []Route{}
	for i := range s.Tours {
		w := p.writer(&s.Tours[i])
		routes = append(routes, w.write())
		summary.add(&routes[i].Totals)
	}
	unassigned := p.left(s)
	summary.Unassigned = len(unassigned)
	return &Answer{Summary: summary, Unassigned: &unassigned, Routes: &routes}
}

// totals are all zero.
func (p *problem) totals() Totals {
	t := Totals{Delivery: make([]int64, p.dims), Pickup: make([]int64, p.dims)}
	t.Amount = t.Delivery
	for _, its := range p.tables {
		if its.distances != nil {
			t.Distance = new(int64)
		}
	}
	return t
}

// task is a stop as the request has it.
type task struct {
	kind             string
	in               *stopIn
	at               *vrp.Stop
	delivery, pickup []int32
	priority         int
}

func (p *problem) task(ref vrp.Ref) task {
	switch ref.Kind {
	case vrp.PickupStop:
		s := &p.vrp.Shipments[ref.Index]
		return task{kind: "pickup", in: p.shipments[ref.Index].Pickup, at: &s.Pickup, pickup: s.Amount, priority: s.Priority}
	case vrp.DropStop:
		s := &p.vrp.Shipments[ref.Index]
		return task{kind: "delivery", in: p.shipments[ref.Index].Delivery, at: &s.Drop, delivery: s.Amount, priority: s.Priority}
	}
	j := &p.vrp.Jobs[ref.Index]
	return task{kind: "job", in: &p.jobs[ref.Index].stopIn, at: &j.Stop, delivery: j.Delivery, pickup: j.Pickup, priority: j.Priority}
}

// writer writes the steps of one tour.
type writer struct {
	*problem
	tour     *vrp.Tour
	vehicle  *vrp.Vehicle
	in       *vehicleIn
	profile  *vrp.Profile
	real     bool // the profile has distances
	route    Route
	place    int
	last     int   // place of the last stop
	free     int32 // when the vehicle has nothing more to do at its place
	load     []int64
	duration int64
	distance int64
}

func (p *problem) writer(t *vrp.Tour) *writer {
	v := &p.vrp.Vehicles[t.Vehicle]
	w := &writer{problem: p, tour: t, vehicle: v, in: p.fleet[t.Vehicle], profile: &p.vrp.Profiles[v.Profile], place: v.Start, last: v.Start, free: t.Leave}
	w.real = w.profile.Distances != nil
	w.load = make([]int64, p.dims)
	w.route = Route{in: w.in, Vehicle: *w.in.ID, Totals: p.totals(), Violations: []Violation{}, Description: w.in.Description}
	w.route.Cost = (t.Cost + p.unit/2) / p.unit
	if w.route.Distance = nil; w.real {
		w.route.Distance = new(int64)
	}
	return w
}

func (w *writer) write() Route {
	for _, visit := range w.tour.Visits {
		if visit.Kind == vrp.JobStop {
			w.carry(w.vrp.Jobs[visit.Index].Delivery, 1)
		}
	}
	if w.vehicle.Start != vrp.Nowhere {
		w.step(Step{Type: "start", Place: Place{w.in.Start, w.in.StartIndex}}, w.tour.Leave)
	}
	for i := range w.tour.Visits {
		if visit := &w.tour.Visits[i]; visit.Kind == vrp.BreakStop {
			place, arrive := w.next(i)
			w.rest(visit, place, arrive)
		} else {
			w.serve(visit)
		}
	}
	if w.vehicle.End != vrp.Nowhere {
		w.drive(w.vehicle.End)
		w.step(Step{Type: "end", Place: Place{w.in.End, w.in.EndIndex}}, w.tour.Back)
	}
	w.route.Duration = w.duration
	if w.real {
		*w.route.Distance = w.distance
	}
	return w.route
}

// next is where the tour goes after the break of number i, and when it is there.
func (w *writer) next(i int) (place int, arrive int32) {
	for _, visit := range w.tour.Visits[i+1:] {
		if visit.Kind != vrp.BreakStop {
			return w.task(visit.Ref).at.Place, visit.Arrive
		}
	}
	return w.vehicle.End, w.tour.Back
}

// rest writes a break, before or after the way to the next place.
func (w *writer) rest(visit *vrp.Visit, place int, arrive int32) {
	if visit.Start >= arrive {
		w.drive(place)
		w.free = max(w.free, arrive)
	}
	in := w.breaks[w.tour.Vehicle][visit.Index]
	s := Step{Type: "break", ID: in.ID, Service: int64(in.Service), WaitingTime: int64(visit.Start - w.free), Description: in.Description}
	w.step(s, w.free)
	w.free = visit.Leave
}

// serve writes a task.
func (w *writer) serve(visit *vrp.Visit) {
	t := w.task(visit.Ref)
	service, setup := t.at.Times(w.vehicle.Type)
	if t.at.Place == w.last {
		setup = 0
	}
	w.drive(t.at.Place)
	arrive := max(visit.Arrive, w.free)
	w.last, w.free = t.at.Place, visit.Leave
	w.carry(t.pickup, 1)
	w.carry(t.delivery, -1)
	w.route.Priority += int64(t.priority)
	for d := range w.dims {
		w.route.Pickup[d] += int64(amount(t.pickup, d))
		w.route.Delivery[d] += int64(amount(t.delivery, d))
	}
	s := Step{Type: t.kind, Place: Place{t.in.Location, t.in.LocationIndex}, ID: t.in.ID, Setup: int64(setup), Service: int64(service),
		WaitingTime: int64(visit.Start - setup - arrive), Description: t.in.Description}
	if t.kind == "job" {
		s.Job = t.in.ID
	}
	w.step(s, arrive)
}

func amount(list []int32, d int) int32 {
	if d < len(list) {
		return list[d]
	}
	return 0
}

// carry changes what is on board.
func (w *writer) carry(amounts []int32, sign int64) {
	for d := range w.load {
		w.load[d] += sign * int64(amount(amounts, d))
	}
}

// drive adds the way to a place.
func (w *writer) drive(place int) {
	if w.place != vrp.Nowhere && place != vrp.Nowhere {
		i := w.place*w.profile.Places + place
		speed := int64(w.vehicle.SpeedPercent)
		w.duration += (int64(w.profile.Durations[i])*100 + speed/2) / speed
		if w.real {
			w.distance += int64(w.profile.Distances[i])
		}
	}
	w.place = place
}

// step adds a step that begins with the arrival at an instant.
func (w *writer) step(s Step, arrive int32) {
	s.Arrival = uint64(arrive) + w.origin
	s.Duration, s.Load, s.Violations = w.duration, slices.Clone(w.load), []Violation{}
	if w.real {
		s.Distance = new(int64)
		*s.Distance = w.distance
	}
	w.route.Setup += s.Setup
	w.route.Service += s.Service
	w.route.WaitingTime += s.WaitingTime
	w.route.Steps = append(w.route.Steps, s)
}
