package road

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// ErrNoRoad is in the chain of errors about places with no usable street within two kilometres.
var ErrNoRoad = errors.New("no street for this vehicle is near")

// ErrNoRoute is in the chain of errors about places that no way joins.
var ErrNoRoute = errors.New("no way leads there")

// Router answers questions about a graph for one profile. It is safe for concurrent use; its working memory grows with the number
// of questions asked at the same time, and is used again.
type Router struct {
	graph *Graph
	costs *costs
	main  bitset // arcs one may snap to
	spare sync.Pool
}

// NewRouter joins a graph and a profile. For Bike it takes a few milliseconds; for another profile it also looks for the large
// components of the network, which takes longer the larger the map.
func NewRouter(g *Graph, p Profile) *Router {
	r := &Router{graph: g, costs: compile(g, p), main: g.main}
	if p.fingerprint() != g.mainProfile {
		r.main = largeComponents(g, r.costs)
	}
	r.spare.New = func() any { return newSearch(r) }
	return r
}

func (r *Router) usable(a arc) bool { return r.main.has(a) && r.costs.open(r.graph, a) }

// RouteOptions says what a route should contain.
type RouteOptions struct {
	// WithoutLine leaves the geometry out, for those who need only distance and time.
	WithoutLine bool
}

// Route is a way through all the points in their order. Line runs from the first snapped point to the last; where a leg has no
// length it still has its two ends.
type Route struct {
	Metres  Metres
	Seconds Seconds
	Line    []Point
	Legs    []Leg
}

// Leg is the way from one point to the next.
type Leg struct {
	Metres  Metres
	Seconds Seconds
	Line    []Point
}

// Route finds the quickest way through the points, each at its nearest street, in their order; between two legs one may turn round.
// Fewer than two points give an empty route. It fails with ErrNoRoad, ErrNoRoute or the context's error.
func (r *Router) Route(ctx context.Context, points []Point, options RouteOptions) (Route, error) {
	if len(points) < 2 {
		return Route{}, nil
	}
	snaps := make([]Snap, len(points))
	for i, p := range points {
		near := r.Nearest(p, 1)
		if len(near) == 0 {
			return Route{}, fmt.Errorf("point %d of the route: %w", i+1, ErrNoRoad)
		}
		snaps[i] = near[0]
	}
	var route Route
	for i := range snaps[1:] {
		leg, err := r.leg(ctx, snaps[i], snaps[i+1], options)
		if err != nil {
			return Route{}, fmt.Errorf("from point %d to point %d of the route: %w", i+1, i+2, err)
		}
		route.add(leg)
	}
	return route, nil
}

func (route *Route) add(leg Leg) {
	route.Legs = append(route.Legs, leg)
	route.Metres += leg.Metres
	route.Seconds += leg.Seconds
	line := leg.Line
	if len(route.Line) > 0 && len(line) > 0 && route.Line[len(route.Line)-1] == line[0] {
		line = line[1:]
	}
	route.Line = append(route.Line, line...)
}

func (r *Router) leg(ctx context.Context, from, to Snap, options RouteOptions) (Leg, error) {
	s := r.spare.Get().(*search)
	defer r.spare.Put(s)
	s.aim([]Snap{to})
	defer s.forget()
	if err := s.run(ctx, from, &to); err != nil {
		return Leg{}, err
	}
	end := s.found[0]
	if !end.ok {
		return Leg{}, ErrNoRoute
	}
	leg := Leg{Metres: end.metres(), Seconds: end.seconds()}
	if !options.WithoutLine {
		leg.Line = r.lineOf(s.path(end), from, to)
	}
	return leg, nil
}

// lineOf draws a path of arcs from a place on the first to a place on the last.
func (r *Router) lineOf(path []arc, from, to Snap) []Point {
	line := []Point{from.Point}
	var buffer []Point
	for i, a := range path {
		buffer = r.graph.line(a>>1, buffer)
		low, high := 0, len(buffer) // the edge's points between the two places, in drawing order
		backwards := a&1 == 1
		if i == 0 {
			low, high = after(from, backwards, low, high)
		}
		if i == len(path)-1 {
			low, high = after(to, !backwards, low, high)
		}
		part := buffer[low:max(low, high)]
		if backwards {
			slices.Reverse(part)
		}
		for _, p := range part {
			line = appendNew(line, p)
		}
	}
	if len(line) == 1 {
		return append(line, to.Point)
	}
	return appendNew(line, to.Point)
}

// after cuts a range of an edge's points to those after a place, or to those before it.
func after(s Snap, before bool, low, high int) (int, int) {
	if before {
		return low, s.segment + 1
	}
	return s.segment + 1, high
}

// appendNew leaves a point out that repeats the last one.
func appendNew(line []Point, p Point) []Point {
	if line[len(line)-1] == p {
		return line
	}
	return append(line, p)
}
