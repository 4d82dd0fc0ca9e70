package vroom

import (
	"context"
	"errors"
	"math"
	"time"

	"pignon.coop/vrp"
)

// Solver solves requests. It is safe for concurrent use.
type Solver struct {
	// Streets find ways where a request has no matrices; nil if there is no map.
	Streets *Streets
	// Search says how long to search, with how many threads and with which seed; Time and Threads are also the most that a request may
	// ask for. Its clock and its plan to start from are not used.
	Search vrp.Options
	// Clock measures processor time.
	Clock func() time.Duration
	// Geometry asks for the lines of routes, whether a request does or not.
	Geometry bool
	// Plan asks for the times of the steps that vehicles have, whether a request does or not.
	Plan   bool
	Limits Limits
}

// Limits bound requests; zero means no bound.
type Limits struct {
	Locations, Vehicles int
	// Legs bounds the memory: the square of the number of stops and depots, times the number of kinds of vehicle.
	Legs int
}

// Solve answers a request. The answer tells what went wrong, if something did. If the context ends, the best that was found until then
// is the answer.
func (s *Solver) Solve(ctx context.Context, body []byte) *Answer {
	answer, err := s.solve(ctx, body)
	if err == nil {
		return answer
	}
	var failure *Failure
	if !errors.As(err, &failure) {
		failure = &Failure{Internal, err.Error()}
	}
	return &Answer{Code: failure.Code, Error: failure.Message}
}

func (s *Solver) solve(ctx context.Context, body []byte) (*Answer, error) {
	begin := s.Clock()
	r, err := read(body)
	if err != nil {
		return nil, err
	}
	if err := s.Limits.admit(r); err != nil {
		return nil, err
	}
	p, err := translate(ctx, r, s.Streets)
	if err != nil {
		return nil, err
	}
	if s.Limits.Legs > 0 && p.legs() > s.Limits.Legs {
		return nil, &Failure{TooLarge, "too many different kinds of vehicle for so many places: give vehicles the same speed, costs and type where they have"}
	}
	loaded := s.Clock()
	answer, err := s.plan(ctx, p)
	if err != nil {
		return nil, err
	}
	solved := s.Clock()
	times := &answer.Summary.ComputingTimes
	times.Loading, times.Solving = (loaded - begin).Milliseconds(), (solved - loaded).Milliseconds()
	if s.Geometry || r.options.Geometry {
		if err := draw(context.WithoutCancel(ctx), s.Streets, answer); err != nil {
			return nil, err
		}
		routing := (s.Clock() - solved).Milliseconds()
		times.Routing = &routing
	}
	return answer, nil
}

// plan finds tours, or times for the tours that are given.
func (s *Solver) plan(ctx context.Context, p *problem) (*Answer, error) {
	if s.Plan || p.options.Plan {
		return p.given()
	}
	o := s.options(p.options)
	o.Warm = p.warm
	if o.Iterations == 0 {
		o.Iterations = p.enough()
	}
	if tell := o.OnBest; tell != nil {
		o.OnBest = func(g vrp.Progress) {
			g.Cost /= p.unit
			tell(g)
		}
	}
	solution, err := vrp.Solve(ctx, &p.vrp, o)
	if err != nil {
		return nil, wrong("%v", err)
	}
	return p.answer(&solution), nil
}

// enough is a number of turns after which a small problem gets no better; larger ones run out of time before.
func (p *problem) enough() int64 {
	n := int64(len(p.jobs) + len(p.shipments) + 2)
	return 1000 * n * n
}

// mostExplore is VROOM's highest level of exploration, at which the search has all its time.
const mostExplore = 5

// options are those of the search after the request's own wishes: each level of exploration less halves the time.
func (s *Solver) options(w Wishes) vrp.Options {
	o := s.Search
	o.Threads = max(1, o.Threads)
	if w.Threads != nil {
		o.Threads = max(1, min(*w.Threads, o.Threads))
	}
	if w.Explore != nil {
		less := mostExplore - max(0, min(*w.Explore, mostExplore))
		o.Time >>= less
		o.Iterations = (o.Iterations + 1<<less - 1) >> less
	}
	if w.Limit != nil && *w.Limit > 0 && *w.Limit < math.MaxInt32 && s.Search.Time > 0 {
		o.Time = min(s.Search.Time, time.Duration(*w.Limit*float64(time.Second)))
	}
	threads := time.Duration(o.Threads)
	o.Clock = func() time.Duration { return s.Clock() / threads }
	return o
}

// admit refuses what is too large.
func (l *Limits) admit(r *request) error {
	if n := len(r.jobs) + 2*len(r.shipments); l.Locations > 0 && n > l.Locations {
		return tooMany("locations", n, l.Locations)
	}
	if n := len(r.vehicles); l.Vehicles > 0 && n > l.Vehicles {
		return tooMany("vehicles", n, l.Vehicles)
	}
	return nil
}

// legs counts the entries of the tables that the search will make.
func (p *problem) legs() int {
	type kind struct {
		profile, speed, class int
		costs                 vrp.Costs
	}
	kinds, ends := map[kind]bool{}, map[int]bool{}
	for i := range p.vrp.Vehicles {
		v := &p.vrp.Vehicles[i]
		costs := v.Costs
		costs.Fixed = 0
		kinds[kind{v.Profile, v.SpeedPercent, v.Type, costs}] = true
		ends[v.Start], ends[v.End] = true, true
	}
	nodes := len(p.jobs) + 2*len(p.shipments) + len(ends)
	return len(kinds) * nodes * nodes
}

// draw adds the lines of all routes.
func draw(ctx context.Context, streets *Streets, a *Answer) error {
	if streets == nil {
		return &Failure{Routing, "lines (option g) need a map to find ways on: start with --map"}
	}
	routes := *a.Routes
	for i := range routes {
		var places [][2]float64
		for _, s := range routes[i].Steps {
			switch {
			case s.Type == "break":
			case s.Location == nil:
				return wrong("route of vehicle %d: a %s has no coordinates, which lines (option g) need", routes[i].Vehicle, s.Type)
			case !onEarth(s.Location):
				return wrong("route of vehicle %d: a %s has coordinates that are no degrees, which lines (option g) need", routes[i].Vehicle, s.Type)
			default:
				places = append(places, [2]float64(s.Location))
			}
		}
		line, metres, err := streets.line(ctx, routes[i].in.profile(), places)
		if err != nil {
			return err
		}
		routes[i].Geometry = line
		if length := int64(math.Round(metres)); routes[i].Distance == nil {
			routes[i].Distance = &length
		}
	}
	return nil
}
