package vrp

import (
	"fmt"
	"math"
	"slices"
)

// Check tests a solution against its problem: every stop served once and by one that may, every constraint kept at the times that the
// solution states, every sum as stated. It recomputes everything from the problem alone and reports the first thing that is wrong.
func Check(p *Problem, s *Solution) error {
	c := checker{p: p, servedBy: map[Ref]int{}, groups: map[int]int{}}
	total := int64(0)
	for i := range s.Tours {
		t := &s.Tours[i]
		if t.Vehicle < 0 || t.Vehicle >= len(p.Vehicles) {
			return fmt.Errorf("tour %d: there is no vehicle %d", i, t.Vehicle)
		}
		for j := range i {
			if s.Tours[j].Vehicle == t.Vehicle {
				return fmt.Errorf("vehicle %d has two tours", t.Vehicle)
			}
		}
		if err := c.tour(t); err != nil {
			return fmt.Errorf("tour of vehicle %d: %w", t.Vehicle, err)
		}
		total += t.Cost
	}
	owed, err := c.leftOut(s)
	if err != nil {
		return err
	}
	for v := range p.Vehicles {
		for _, ref := range p.Vehicles[v].Locked {
			if by, ok := c.servedBy[ref]; !ok || by != v {
				return fmt.Errorf("stop %+v is locked to vehicle %d and not in its tour", ref, v)
			}
		}
	}
	if total+owed != s.Cost {
		return fmt.Errorf("the cost is %d, the solution says %d", total+owed, s.Cost)
	}
	return nil
}

type checker struct {
	p        *Problem
	servedBy map[Ref]int
	groups   map[int]int
}

// leftOut checks that every task is either served or listed as left out, and returns what leaving out costs.
func (c *checker) leftOut(s *Solution) (int64, error) {
	out := map[Ref]bool{}
	owed := int64(0)
	for _, ref := range s.Unassigned {
		if _, served := c.servedBy[ref]; served || out[ref] {
			return 0, fmt.Errorf("task %+v is listed as left out and served, or listed twice", ref)
		}
		out[ref] = true
	}
	for i := range c.p.Jobs {
		ref := Ref{JobStop, i}
		if _, served := c.servedBy[ref]; !served && !out[ref] {
			return 0, fmt.Errorf("job %d is neither served nor listed as left out", i)
		}
		if out[ref] {
			owed += c.p.Jobs[i].Penalty
		}
	}
	for i := range c.p.Shipments {
		ref := Ref{PickupStop, i}
		_, served := c.servedBy[ref]
		_, dropped := c.servedBy[Ref{DropStop, i}]
		if served != dropped || !served && !out[ref] {
			return 0, fmt.Errorf("shipment %d is neither served at both ends nor listed as left out", i)
		}
		if out[ref] {
			owed += c.p.Shipments[i].Penalty
		}
	}
	return owed, nil
}

// checkedTour is what one tour has come to.
type checkedTour struct {
	*checker
	t        *Tour
	v        *Vehicle
	place    int
	now      int32
	load     []int
	board    []int         // shipments on board, in order
	picked   map[int]int32 // when their pick-up ended
	travel   int32
	distance int32
	cost     int64
	stops    int
	breaks   map[int]bool
	rests    []*Visit // breaks since the last stop that have not been placed before or after the way yet
	rested   int32    // end of the last stop or break
}

func (c *checker) tour(t *Tour) error {
	v := &c.p.Vehicles[t.Vehicle]
	s := &checkedTour{checker: c, t: t, v: v, place: v.Start, now: t.Leave, rested: t.Leave, picked: map[int]int32{}, breaks: map[int]bool{}, load: make([]int, maxDims)}
	if v.Shift != (Window{}) && (t.Leave < v.Shift.From || t.Back > v.Shift.To) {
		return fmt.Errorf("it lasts from %d to %d, the shift from %d to %d", t.Leave, t.Back, v.Shift.From, v.Shift.To)
	}
	if err := s.depart(); err != nil {
		return err
	}
	for i := range t.Visits {
		if err := s.visit(&t.Visits[i]); err != nil {
			return fmt.Errorf("visit %d (%+v): %w", i, t.Visits[i].Ref, err)
		}
	}
	return s.finish()
}

// depart loads the deliveries of all jobs and compares the locked beginning.
func (s *checkedTour) depart() error {
	var order []Ref
	for _, visit := range s.t.Visits {
		if visit.Kind != BreakStop {
			order = append(order, visit.Ref)
		}
		if visit.Kind != JobStop || visit.Index < 0 || visit.Index >= len(s.p.Jobs) {
			continue
		}
		j := &s.p.Jobs[visit.Index]
		if j.Release > s.t.Leave {
			return fmt.Errorf("it leaves at %d, job %d is released at %d", s.t.Leave, visit.Index, j.Release)
		}
		for d, a := range j.Delivery {
			s.load[d] += int(a)
		}
	}
	if n := len(s.v.Locked); n > len(order) || !slices.Equal(order[:n], s.v.Locked) {
		return fmt.Errorf("it begins with %v, locked is %v", order, s.v.Locked)
	}
	return s.overload()
}

func (s *checkedTour) overload() error {
	if s.v.Capacity == nil {
		return nil
	}
	for d, l := range s.load {
		bound := 0
		if d < len(s.v.Capacity) {
			bound = int(s.v.Capacity[d])
		}
		if l > bound {
			return fmt.Errorf("the load is %d in dimension %d, the capacity %d", l, d, bound)
		}
	}
	return nil
}

func (s *checkedTour) visit(visit *Visit) error {
	if visit.Leave < visit.Start || visit.Start < visit.Arrive {
		return fmt.Errorf("it arrives at %d, starts at %d and leaves at %d", visit.Arrive, visit.Start, visit.Leave)
	}
	if visit.Kind == BreakStop {
		return s.rest(visit)
	}
	if by, twice := s.servedBy[visit.Ref]; twice {
		return fmt.Errorf("vehicle %d serves it as well, or this one twice", by)
	}
	s.servedBy[visit.Ref] = s.t.Vehicle
	s.stops++
	switch {
	case visit.Kind == JobStop && visit.Index >= 0 && visit.Index < len(s.p.Jobs):
		j := &s.p.Jobs[visit.Index]
		for d := range s.load {
			s.load[d] += int(at(j.Pickup, d)) - int(at(j.Delivery, d))
		}
		return first(s.terms(&j.Terms), s.serve(&j.Stop, visit), s.overload())
	case visit.Kind == PickupStop && visit.Index >= 0 && visit.Index < len(s.p.Shipments):
		return s.pick(visit)
	case visit.Kind == DropStop && visit.Index >= 0 && visit.Index < len(s.p.Shipments):
		return s.drop(visit)
	}
	return fmt.Errorf("there is no such stop")
}

func (s *checkedTour) pick(visit *Visit) error {
	h := &s.p.Shipments[visit.Index]
	for d, a := range h.Amount {
		s.load[d] += int(a)
	}
	s.board = append(s.board, visit.Index)
	s.picked[visit.Index] = visit.Leave
	return first(s.terms(&h.Terms), s.serve(&h.Pickup, visit), s.overload())
}

func (s *checkedTour) drop(visit *Visit) error {
	h := &s.p.Shipments[visit.Index]
	i := slices.Index(s.board, visit.Index)
	if i < 0 {
		return fmt.Errorf("the shipment is not on board")
	}
	if h.LIFO && i != len(s.board)-1 {
		return fmt.Errorf("shipment %d lies on top of it", s.board[len(s.board)-1])
	}
	s.board = slices.Delete(s.board, i, i+1)
	for d, a := range h.Amount {
		s.load[d] -= int(a)
	}
	if aboard := visit.Start - s.picked[visit.Index]; h.MaxOnBoard > 0 && aboard > h.MaxOnBoard {
		return fmt.Errorf("it is on board for %d, at most %d is allowed", aboard, h.MaxOnBoard)
	}
	return s.serve(&h.Drop, visit)
}

// terms checks that the vehicle may serve the task and adds what the pairing costs.
func (s *checkedTour) terms(t *Terms) error {
	index := s.t.Vehicle
	for _, skill := range t.Skills {
		if !slices.Contains(s.v.Skills, skill) {
			return fmt.Errorf("it asks for skill %d", skill)
		}
	}
	if t.Only != nil && !slices.Contains(t.Only, index) || slices.Contains(t.Never, index) {
		return fmt.Errorf("the task excludes this vehicle")
	}
	if by, ok := s.groups[t.Group]; ok && t.Group != 0 && by != index {
		return fmt.Errorf("group %d is with vehicle %d already", t.Group, by)
	}
	s.groups[t.Group] = index
	for _, w := range t.Wishes {
		if w.Vehicle == index {
			s.cost += w.Cost
		}
	}
	return nil
}

// serve checks times at a stop and adds the way to it.
func (s *checkedTour) serve(stop *Stop, visit *Visit) error {
	service, setup := stop.Times(s.v.Type)
	if s.place == stop.Place {
		setup = 0
	}
	if err := s.drive(stop.Place, visit.Arrive); err != nil {
		return err
	}
	free := visit.Arrive
	for _, rest := range s.rests {
		free = rest.Leave
	}
	s.rests = nil
	if visit.Start < free+setup || visit.Leave < visit.Start+service {
		return fmt.Errorf("from %d it needs %d for set-up and %d for service, the solution says %d to %d", free, setup, service, visit.Start, visit.Leave)
	}
	s.cost += rounded(s.v.Costs.PerTaskHour*int64(service), 3600) + rounded(s.v.Costs.PerTaskHour*int64(setup), 3600)
	inside := len(stop.Windows) == 0
	for _, w := range stop.Windows {
		inside = inside || visit.Start >= w.From && visit.Start <= w.To
	}
	if !inside {
		return fmt.Errorf("it starts at %d, outside of %v", visit.Start, stop.Windows)
	}
	if late := visit.Start - stop.Due; late > 0 {
		s.cost += rounded(stop.LatePerHour*int64(late), 3600)
	}
	s.now, s.rested = visit.Leave, visit.Leave
	return nil
}

func rounded(n, d int64) int64 { return (n + d/2) / d }

// drive goes to a place and checks that the arrival is possible.
func (s *checkedTour) drive(place int, arrive int32) error {
	var cost int64
	var time, length int32
	if s.place != Nowhere && place != Nowhere {
		f := &s.p.Profiles[s.v.Profile]
		i := s.place*f.Places + place
		time, length = f.Durations[i], f.Durations[i]
		if f.Distances != nil {
			length = f.Distances[i]
		}
		if percent := int64(s.v.SpeedPercent); percent > 0 {
			time = int32(rounded(int64(time)*100, percent))
		}
		cost = s.legCost(int64(time), int64(length))
		if f.Costs != nil {
			cost = int64(f.Costs[i])
		}
	}
	departed := s.now
	for len(s.rests) > 0 && s.rests[0].Start < arrive {
		departed = s.rests[0].Leave
		s.rests = s.rests[1:]
	}
	if arrive < departed+time {
		return fmt.Errorf("it leaves the stop before at %d and arrives at %d, the way takes %d", departed, arrive, time)
	}
	s.place = place
	s.travel += time
	s.distance += length
	s.cost += cost
	return nil
}

func (s *checkedTour) legCost(time, length int64) int64 {
	c := s.v.Costs
	if c.PerHour == 0 && c.PerKm == 0 && c.PerWorkHour == 0 && c.PerTaskHour == 0 {
		return time
	}
	return rounded(5*c.PerHour*time+18*c.PerKm*length, 18000)
}

// rest checks a break.
func (s *checkedTour) rest(visit *Visit) error {
	if visit.Index < 0 || visit.Index >= len(s.v.Breaks) || s.breaks[visit.Index] {
		return fmt.Errorf("there is no such break, or it comes twice")
	}
	b := s.v.Breaks[visit.Index]
	s.breaks[visit.Index] = true
	inside := slices.ContainsFunc(b.Windows, func(w Window) bool { return visit.Start >= w.From && visit.Start <= w.To })
	if visit.Start < s.rested || !inside || visit.Leave < visit.Start+b.Duration {
		return fmt.Errorf("it lasts from %d to %d, the vehicle is free from %d on, wanted is %+v", visit.Start, visit.Leave, s.rested, b)
	}
	for d, l := range s.load {
		if b.MaxLoad != nil && l > int(at(b.MaxLoad, d)) && d < len(s.v.Capacity) {
			return fmt.Errorf("the load is %d in dimension %d, the break allows %v", l, d, b.MaxLoad)
		}
	}
	s.rested = visit.Leave
	s.rests = append(s.rests, visit)
	return nil
}

// finish drives to the end and compares the sums.
func (s *checkedTour) finish() error {
	if len(s.board) > 0 {
		return fmt.Errorf("shipments %v are still on board", s.board)
	}
	if err := s.drive(s.v.End, s.t.Back); err != nil {
		return err
	}
	duration := s.t.Back - s.t.Leave
	for i, b := range s.v.Breaks {
		if last := b.Windows[len(b.Windows)-1].To; !s.breaks[i] && (b.Always || s.t.Leave <= last && s.t.Back > last) {
			return fmt.Errorf("break %d is missing", i)
		}
	}
	if err := s.bounds(duration); err != nil {
		return err
	}
	s.cost += s.v.Costs.Fixed + rounded(s.v.Costs.PerWorkHour*int64(duration), 3600)
	hours := float64(duration) / 3600
	s.cost += int64(math.Round(float64(s.p.Balance) * hours * hours))
	if s.cost != s.t.Cost || s.travel != s.t.Travel || s.distance != s.t.Distance {
		return fmt.Errorf("cost, travel and distance are %d, %d and %d, the solution says %d, %d and %d",
			s.cost, s.travel, s.distance, s.t.Cost, s.t.Travel, s.t.Distance)
	}
	return nil
}

func (s *checkedTour) bounds(duration int32) error {
	v := s.v
	for _, b := range []struct {
		name       string
		value, max int
	}{
		{"duration", int(duration), int(v.MaxDuration)}, {"travel time", int(s.travel), int(v.MaxTravel)},
		{"distance", int(s.distance), int(v.MaxDistance)}, {"number of stops", s.stops, v.MaxStops},
	} {
		if b.max > 0 && b.value > b.max {
			return fmt.Errorf("its %s is %d, at most %d is allowed", b.name, b.value, b.max)
		}
	}
	return nil
}
