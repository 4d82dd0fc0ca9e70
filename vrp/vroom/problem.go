package vroom

import (
	"cmp"
	"context"
	"slices"

	"pignon.coop/vrp"
)

// problem is a request as the search understands it, with what is needed for the way back.
type problem struct {
	*request
	vrp    vrp.Problem
	atlas  *atlas
	tables map[string]*tables
	origin uint64 // of the search's clock
	unit   int64  // so many of the search's costs are one of the answer
	dims   int
	fleet  []*vehicleIn // by vehicle of the search
	breaks [][]*breakIn // by vehicle of the search and number of its break
	types  map[string]int
	warm   *vrp.Solution
}

// largest is the most that times and amounts may be.
const largest = 1 << 27

// translate makes a problem for the search.
func translate(ctx context.Context, r *request, streets *Streets) (*problem, error) {
	p := &problem{request: r, types: map[string]int{}, dims: len(r.vehicles[0].Capacity), unit: 1}
	size, err := 0, error(nil)
	if len(r.matrices) > 0 {
		p.tables, size, err = r.readTables()
	}
	p.atlas = newAtlas(size)
	p.setOrigin()
	p.addTypes()
	if err = first(err, p.addJobs(), p.addShipments(), p.locateVehicles()); err != nil {
		return nil, err
	}
	if p.tables == nil {
		if err := p.measure(ctx, streets); err != nil {
			return nil, err
		}
	}
	p.unit = p.finest()
	if err := first(p.addVehicles(), p.addWarm()); err != nil {
		return nil, err
	}
	if err := p.vrp.Validate(); err != nil {
		return nil, wrong("%v", err)
	}
	return p, nil
}

// measure gets the tables of all profiles from the map.
func (p *problem) measure(ctx context.Context, streets *Streets) (err error) {
	if streets == nil {
		return &Failure{Routing, "the places have coordinates and there is no map to find ways on: give matrices, or start with --map"}
	}
	p.tables = map[string]*tables{}
	for _, v := range p.vehicles {
		if name := v.profile(); p.tables[name] == nil {
			if p.tables[name], err = streets.table(ctx, name, p.atlas.points); err != nil {
				return err
			}
		}
	}
	return nil
}

// addTypes numbers the types of vehicles from 1 on.
func (p *problem) addTypes() {
	for _, v := range p.vehicles {
		if v.Type != nil && p.types[*v.Type] == 0 {
			p.types[*v.Type] = len(p.types) + 1
		}
	}
}

// setOrigin moves the search's clock near the last window where windows lie far from zero, as those in seconds since 1970 do.
func (p *problem) setOrigin() {
	latest := uint64(0)
	p.eachWindow(func(w []uint64) {
		if len(w) == 2 {
			latest = max(latest, w[0])
		}
	})
	p.origin = latest - min(latest, vrp.Unlimited/2)
}

func (p *problem) eachWindow(f func([]uint64)) {
	all := func(list [][]uint64) {
		for _, w := range list {
			f(w)
		}
	}
	for _, j := range p.jobs {
		all(j.TimeWindows)
	}
	for _, s := range p.shipments {
		all(s.Pickup.TimeWindows)
		all(s.Delivery.TimeWindows)
	}
	for _, v := range p.vehicles {
		f(v.TimeWindow)
		for i := range v.Breaks {
			all(v.Breaks[i].TimeWindows)
		}
	}
}

// window translates one window; what lies beyond the search's time is cut off.
func (p *problem) window(name string, w []uint64) (vrp.Window, error) {
	if len(w) != 2 || w[1] < w[0] {
		return vrp.Window{}, wrong("%s has a time window that is no array of a start and an end after it: %v", name, w)
	}
	if w[1] < p.origin {
		return vrp.Window{}, wrong("%s has a time window until %d, more than %d seconds before others begin", name, w[1], vrp.Unlimited/2)
	}
	return vrp.Window{From: int32(max(w[0], p.origin) - p.origin), To: int32(min(w[1]-p.origin, vrp.Unlimited))}, nil
}

func (p *problem) windows(name string, list [][]uint64) ([]vrp.Window, error) {
	var out []vrp.Window
	for i, w := range list {
		window, err := p.window(name, w)
		if err != nil {
			return nil, err
		}
		if i > 0 && w[0] <= list[i-1][1] {
			return nil, wrong("%s has time windows that overlap or are not in order: %v, %v", name, list[i-1], w)
		}
		out = append(out, window)
	}
	return out, nil
}

// amounts translates a load. All have as many dimensions as the capacity of the first vehicle; one that is missing is zero.
func (p *problem) amounts(name, key string, list []uint32) ([]int32, error) {
	if list != nil && len(list) != p.dims {
		return nil, wrong("%s has %d numbers under %q, the capacity of vehicle %s has %d", name, len(list), key, number(p.vehicles[0].ID), p.dims)
	}
	out := make([]int32, p.dims)
	for d, v := range list {
		if v > largest {
			return nil, wrong("%s has %d under %q: at most %d is possible", name, v, key, largest)
		}
		out[d] = int32(v)
	}
	return out, nil
}

func (p *problem) addJobs() error {
	for _, j := range p.jobs {
		name := "job " + number(j.ID)
		if j.Delivery == nil {
			j.Delivery = j.Amount
		}
		stop, err1 := p.stop(name, &j.stopIn)
		terms, err2 := termsOf(name, j.Skills, j.Priority)
		delivery, err3 := p.amounts(name, "delivery", j.Delivery)
		pickup, err4 := p.amounts(name, "pickup", j.Pickup)
		if err := first(err1, err2, err3, err4); err != nil {
			return err
		}
		p.vrp.Jobs = append(p.vrp.Jobs, vrp.Job{Terms: terms, Stop: stop, Delivery: delivery, Pickup: pickup})
	}
	return nil
}

func (p *problem) addShipments() error {
	for _, s := range p.shipments {
		name := "shipment from pickup " + number(s.Pickup.ID) + " to delivery " + number(s.Delivery.ID)
		pickup, err1 := p.stop("pickup "+number(s.Pickup.ID), s.Pickup)
		drop, err2 := p.stop("delivery "+number(s.Delivery.ID), s.Delivery)
		terms, err3 := termsOf(name, s.Skills, s.Priority)
		amount, err4 := p.amounts(name, "amount", s.Amount)
		if err := first(err1, err2, err3, err4); err != nil {
			return err
		}
		p.vrp.Shipments = append(p.vrp.Shipments, vrp.Shipment{Terms: terms, Pickup: pickup, Drop: drop, Amount: amount})
	}
	return nil
}

func termsOf(name string, skills []uint32, priority uint32) (vrp.Terms, error) {
	if priority > 100 {
		return vrp.Terms{}, wrong("%s has the priority %d: it goes from 0 to 100", name, priority)
	}
	return vrp.Terms{Priority: int(priority), Skills: skillsOf(skills)}, nil
}

func skillsOf(skills []uint32) []int {
	var out []int
	for _, s := range skills {
		out = append(out, int(s))
	}
	return out
}

func (p *problem) stop(name string, in *stopIn) (vrp.Stop, error) {
	place, err1 := p.atlas.at(name, "location", in.Location, in.LocationIndex)
	windows, err2 := p.windows(name, in.TimeWindows)
	out := vrp.Stop{Place: place, Windows: windows, Service: int32(in.Service), Setup: int32(in.Setup)}
	err := first(err1, err2, bounded(name, "service", in.Service), bounded(name, "setup", in.Setup))
	for kind, n := range p.types {
		service, own := in.ServicePerType[kind]
		if !own {
			service = in.Service
		}
		setup, ownToo := in.SetupPerType[kind]
		if !ownToo {
			setup = in.Setup
		}
		if own || ownToo {
			out.ByType = append(out.ByType, vrp.TypeTimes{Type: n, Service: int32(service), Setup: int32(setup)})
			err = first(err, bounded(name, "service_per_type", service), bounded(name, "setup_per_type", setup))
		}
	}
	slices.SortFunc(out.ByType, func(a, b vrp.TypeTimes) int { return a.Type - b.Type })
	return out, err
}

func bounded(name, key string, v uint32) error {
	if v > largest {
		return wrong("%s has %d under %q: at most %d is possible", name, v, key, largest)
	}
	return nil
}

// addWarm makes the plan to start from of the steps that vehicles come with.
func (p *problem) addWarm() error {
	find := p.finder()
	for n, v := range p.fleet {
		var tour vrp.Tour
		for i, s := range v.Steps {
			switch s.Type {
			case "start", "end", "break":
				continue
			}
			ref, ok := find(s)
			if !ok {
				return wrong("vehicle %s: step %d: there is no such task (type %q)", number(v.ID), i, s.Type)
			}
			tour.Visits = append(tour.Visits, vrp.Visit{Ref: ref})
		}
		if tour.Vehicle = n; len(tour.Visits) == 0 {
			continue
		}
		if p.warm == nil {
			p.warm = &vrp.Solution{}
		}
		p.warm.Tours = append(p.warm.Tours, tour)
	}
	return nil
}

// finder looks for the tasks that steps name.
func (p *problem) finder() func(stepIn) (vrp.Ref, bool) {
	known := map[string]map[uint64]vrp.Ref{"job": {}, "pickup": {}, "delivery": {}}
	for i, j := range p.jobs {
		known["job"][*j.ID] = vrp.Ref{Kind: vrp.JobStop, Index: i}
	}
	for i, s := range p.shipments {
		known["pickup"][*s.Pickup.ID] = vrp.Ref{Kind: vrp.PickupStop, Index: i}
		known["delivery"][*s.Delivery.ID] = vrp.Ref{Kind: vrp.DropStop, Index: i}
	}
	return func(s stepIn) (vrp.Ref, bool) {
		if s.ID == nil {
			return vrp.Ref{}, false
		}
		ref, ok := known[s.Type][*s.ID]
		return ref, ok
	}
}

// sortedBreaks are a vehicle's in the order of their first windows.
func sortedBreaks(v *vehicleIn) []*breakIn {
	var out []*breakIn
	for i := range v.Breaks {
		out = append(out, &v.Breaks[i])
	}
	from := func(b *breakIn) uint64 {
		if len(b.TimeWindows) == 0 || len(b.TimeWindows[0]) == 0 {
			return 0
		}
		return b.TimeWindows[0][0]
	}
	slices.SortStableFunc(out, func(a, b *breakIn) int { return cmp.Compare(from(a), from(b)) })
	return out
}
