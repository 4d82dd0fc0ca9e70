package vroom

import (
	"math"

	"pignon.coop/vrp"
)

// locateVehicles numbers the places where vehicles start and end, so that tables can be made.
func (p *problem) locateVehicles() error {
	for _, v := range p.vehicles {
		if _, _, err := p.ends(v); err != nil {
			return err
		}
	}
	return nil
}

// ends finds where a vehicle starts and ends.
func (p *problem) ends(v *vehicleIn) (start, end int, err error) {
	name := "vehicle " + number(v.ID)
	hasStart, hasEnd := v.Start != nil || v.StartIndex != nil, v.End != nil || v.EndIndex != nil
	if !hasStart && !hasEnd {
		return 0, 0, wrong("%s has neither start nor end: give at least one", name)
	}
	start, end = vrp.Nowhere, vrp.Nowhere
	if hasStart {
		if start, err = p.atlas.at(name, "start", v.Start, v.StartIndex); err != nil {
			return 0, 0, err
		}
	}
	if hasEnd {
		end, err = p.atlas.at(name, "end", v.End, v.EndIndex)
	}
	return start, end, err
}

func (p *problem) addVehicles() error {
	profiles := map[string]int{}
	for _, v := range p.vehicles {
		if v.MaxTasks != nil && *v.MaxTasks == 0 {
			continue // it stays at home
		}
		out, breaks, err := p.vehicle(v)
		if err != nil {
			return err
		}
		key := v.profile()
		if p.free(v) {
			key += " at no cost"
		}
		n, known := profiles[key]
		if !known {
			n = len(p.vrp.Profiles)
			profiles[key] = n
			p.vrp.Profiles = append(p.vrp.Profiles, p.profileFor(v))
		}
		out.Profile = n
		p.vrp.Vehicles = append(p.vrp.Vehicles, out)
		p.fleet = append(p.fleet, v)
		p.breaks = append(p.breaks, breaks)
	}
	if len(p.vrp.Profiles) == 0 {
		p.vrp.Profiles = append(p.vrp.Profiles, p.profileFor(p.vehicles[0]))
	}
	return nil
}

// free tells whether travel costs a vehicle nothing, which the search, for which no rates at all mean seconds, has to be told by a table.
func (p *problem) free(v *vehicleIn) bool {
	return v.Costs.PerHour != nil && *v.Costs.PerHour == 0 && v.Costs.PerKm == 0 && p.tables[v.profile()].costs == nil
}

func (p *problem) profileFor(v *vehicleIn) vrp.Profile {
	t := p.tables[v.profile()]
	out := vrp.Profile{Places: t.places, Durations: t.durations, Distances: t.distances}
	switch {
	case p.free(v):
		out.Costs = make([]int32, len(t.durations))
	case t.costs != nil:
		out.Costs = make([]int32, len(t.costs))
		for i, c := range t.costs {
			out.Costs[i] = int32(min(int64(c)*p.unit, math.MaxInt32))
		}
	}
	return out
}

func (p *problem) vehicle(v *vehicleIn) (vrp.Vehicle, []*breakIn, error) {
	name := "vehicle " + number(v.ID)
	out := vrp.Vehicle{Skills: skillsOf(v.Skills), SpeedPercent: 100}
	var err error
	out.Start, out.End, err = p.ends(v)
	if v.Type != nil {
		out.Type = p.types[*v.Type]
	}
	if v.TimeWindow != nil {
		shift, err2 := p.window(name, v.TimeWindow)
		out.Shift, err = shift, first(err, err2)
	}
	capacity, err2 := p.amounts(name, "capacity", v.Capacity)
	if out.Capacity = capacity; p.dims == 0 {
		out.Capacity = nil
	}
	breaks, err3 := p.addBreaks(name, v, &out)
	return out, breaks, first(err, err2, err3, limits(name, v, &out), p.costs(name, v, &out))
}

// addBreaks translates the breaks, and lists them in the order in which the search knows them.
func (p *problem) addBreaks(name string, v *vehicleIn, out *vrp.Vehicle) ([]*breakIn, error) {
	breaks := sortedBreaks(v)
	for _, b := range breaks {
		its := name + ": break " + number(b.ID)
		windows, err := p.windows(its, b.TimeWindows)
		if windows == nil {
			windows = []vrp.Window{out.Shift}
			if out.Shift == (vrp.Window{}) {
				windows[0].To = vrp.Unlimited
			}
		}
		to := vrp.Break{Windows: windows, Duration: int32(b.Service), Always: true}
		err = first(err, bounded(its, "service", b.Service))
		if b.MaxLoad != nil {
			load, err2 := p.amounts(its, "max_load", b.MaxLoad)
			to.MaxLoad, err = load, first(err, err2)
		}
		if err != nil {
			return nil, err
		}
		out.Breaks = append(out.Breaks, to)
	}
	return breaks, nil
}

// limits translates what bounds a tour.
func limits(name string, v *vehicleIn, out *vrp.Vehicle) error {
	if f := v.SpeedFactor; f != nil {
		if !(*f >= 0.1 && *f <= 5) {
			return wrong("%s has the speed_factor %g: it goes from 0.1 to 5", name, *f)
		}
		out.SpeedPercent = int(math.Round(*f * 100))
	}
	for _, bound := range []struct {
		key string
		in  *uint32
		to  *int32
	}{{"max_travel_time", v.MaxTravelTime, &out.MaxTravel}, {"max_distance", v.MaxDistance, &out.MaxDistance}} {
		if bound.in == nil {
			continue
		}
		if *bound.in == 0 {
			return wrong("%s has 0 under %q and cannot go anywhere: leave it out", name, bound.key)
		}
		*bound.to = int32(min(*bound.in, math.MaxInt32))
	}
	if v.MaxTasks != nil {
		out.MaxStops = int(*v.MaxTasks)
	}
	return nil
}

// costs translates the rates.
func (p *problem) costs(name string, v *vehicleIn, out *vrp.Vehicle) error {
	c, perHour := &v.Costs, v.perHour()
	if p.tables[v.profile()].costs != nil && (perHour != 3600 || c.PerKm != 0) {
		return wrong("%s has costs per hour or km, and its profile %q has a matrix of costs: only one of the two can count", name, v.profile())
	}
	if max(perHour, c.PerKm, c.PerTaskHour) > 1e6 {
		return wrong("%s has a rate above 1000000 in its costs: use a larger unit", name)
	}
	out.Costs = vrp.Costs{Fixed: int64(c.Fixed) * p.unit, PerHour: int64(perHour) * p.unit, PerKm: int64(c.PerKm) * p.unit,
		PerTaskHour: int64(c.PerTaskHour) * p.unit}
	return nil
}

// perHour is what an hour of travel costs: as many as it has seconds, if nothing is said.
func (v *vehicleIn) perHour() uint32 {
	if v.Costs.PerHour == nil {
		return 3600
	}
	return *v.Costs.PerHour
}

// finest is the finest unit in which the search can count, so that it does not round the costs of short ways away. Seconds need none.
func (p *problem) finest() int64 {
	whole := true
	for _, v := range p.vehicles {
		whole = whole && v.perHour() == 3600 && v.Costs.PerKm == 0 && v.Costs.PerTaskHour == 0
	}
	unit := int64(1)
	for !whole && unit < 1000 && p.countable(unit*10) {
		unit *= 10
	}
	return unit
}

// countable tells whether all costs stay within the bounds of the search in a unit.
func (p *problem) countable(unit int64) bool {
	work := int64(0)
	for i := range p.vrp.Jobs {
		work = max(work, longest(&p.vrp.Jobs[i].Stop))
	}
	for i := range p.vrp.Shipments {
		work = max(work, longest(&p.vrp.Shipments[i].Pickup), longest(&p.vrp.Shipments[i].Drop))
	}
	for _, v := range p.vehicles {
		c, t := &v.Costs, p.tables[v.profile()]
		time, length, perHour := int64(most(t.durations)), int64(most(t.distances)), int64(v.perHour())
		if v.SpeedFactor != nil && *v.SpeedFactor < 1 {
			time *= 10
		}
		if t.distances == nil {
			length = time
		}
		leg := perHour*time/3600 + int64(c.PerKm)*length/1000 + int64(c.PerTaskHour)*work/3600 + int64(most(t.costs))
		rate := max(perHour, int64(c.PerKm), int64(c.PerTaskHour))
		if rate*unit > 1e6 || leg*unit > largest || int64(c.Fixed)*unit > 1e12 {
			return false
		}
	}
	return true
}

// longest is the most that set-up and service of a stop take together.
func longest(s *vrp.Stop) int64 {
	out := int64(s.Service) + int64(s.Setup)
	for _, t := range s.ByType {
		out = max(out, int64(t.Service)+int64(t.Setup))
	}
	return out
}

func most(list []int32) int32 {
	out := int32(0)
	for _, v := range list {
		out = max(out, v)
	}
	return out
}
