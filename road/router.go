package road

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"pignon.coop/road/guide"
	"pignon.coop/road/internal/ch"
)

// ErrNoRoad is in the chain of errors about places with no usable street within reach.
var ErrNoRoad = errors.New("no street for this vehicle is near")

// ErrNoRoute is in the chain of errors about places that no way joins.
var ErrNoRoute = errors.New("no way leads there")

// Router answers questions about a metric. It is safe for concurrent use; its working memory grows with the number of questions
// asked at the same time, and is used again.
type Router struct {
	m        *Metric
	askers   sync.Pool // of *asker
	tables   sync.Pool // of *ch.Tables
	searches sync.Pool // of *search
}

// NewRouter makes a router. It costs next to nothing.
func NewRouter(m *Metric) *Router {
	r := &Router{m: m}
	r.askers.New = func() any { return &asker{m: m, query: ch.NewQuery(m.hierarchy)} }
	r.tables.New = func() any { return ch.NewTables(m.hierarchy) }
	r.searches.New = func() any { return newSearch(m) }
	return r
}

// Metric returns what the router's ways cost.
func (r *Router) Metric() *Metric { return r.m }

// RouteOptions says what a route should contain besides distance and time.
type RouteOptions struct {
	Line     bool // the geometry
	Nodes    bool // with the way, the nodes of the extract that it passes
	Way      bool // every stretch of street, for guide.Steps and whoever wants to know
	Climb    bool // ups and downs, and the energy
	Straight bool // at the stops in between one goes on as one came, unless there is no other way
}

// Route is a way through all the stops in their order. Line runs from the first snapped place to the last; where a leg has no length
// it still has its two ends.
type Route struct {
	Metres  Metres
	Seconds Seconds
	Weight  Seconds // what the way was chosen by: seconds, times factors for comfort and safety
	Line    []Point
	Climb   Climb
	Stops   []Snap // the stops as snapped
	Legs    []Leg
}

// Leg is the way from one stop to the next.
type Leg struct {
	Metres  Metres
	Seconds Seconds
	Weight  Seconds
	Line    []Point
	Way     guide.Way
	Climb   Climb
}

// Route finds the best way through the stops, each at its nearest street, in their order; at a stop one may turn round. Fewer than
// two stops give an empty route. It fails with ErrNoRoad, ErrNoRoute or the context's error.
func (r *Router) Route(ctx context.Context, stops []Stop, options RouteOptions) (Route, error) {
	if len(stops) < 2 {
		return Route{}, nil
	}
	var route Route
	for i, stop := range stops {
		near := r.Nearest(stop, 1)
		if len(near) == 0 {
			return Route{}, fmt.Errorf("stop %d of the route: %w", i+1, ErrNoRoad)
		}
		route.Stops = append(route.Stops, near[0])
	}
	asker := r.askers.Get().(*asker)
	defer r.askers.Put(asker)
	leave, arrive := route.Stops, route.Stops
	if options.Straight {
		leave, arrive = asker.straight(route.Stops)
	}
	for i := range stops[1:] {
		if err := ctx.Err(); err != nil {
			return Route{}, err
		}
		leg, ok := asker.leg(leave[i], arrive[i+1], options)
		if !ok {
			return Route{}, fmt.Errorf("from stop %d to stop %d of the route: %w", i+1, i+2, ErrNoRoute)
		}
		route.add(leg)
	}
	return route, nil
}

// Distance finds what the best way from one place to another costs, and nothing else.
func (r *Router) Distance(from, to Snap) (s Seconds, d Metres, ok bool) {
	asker := r.askers.Get().(*asker)
	defer r.askers.Put(asker)
	cost, ok := asker.ask(from, to)
	return secondsOf(cost.Ms), metresOf(cost.Cm), ok
}

func secondsOf(ms uint32) Seconds { return Seconds(ms) / 1000 }
func metresOf(cm uint32) Metres   { return Metres(cm) / 100 }

func (route *Route) add(leg Leg) {
	route.Legs = append(route.Legs, leg)
	route.Metres += leg.Metres
	route.Seconds += leg.Seconds
	route.Weight += leg.Weight
	route.Climb.add(leg.Climb)
	line := leg.Line
	if len(route.Line) > 0 && len(line) > 0 && route.Line[len(route.Line)-1] == line[0] {
		line = line[1:]
	}
	route.Line = append(route.Line, line...)
}

// asker is the working memory of point-to-point questions.
type asker struct {
	m        *Metric
	query    *ch.Query
	from, to []ch.Seed
	first    []uint32
	result   ch.Result
	turns    []uint32 // of the path, first to last
	arcs     []arc    // of the path, first to last
}

// ask finds the cost of the best way.
func (q *asker) ask(from, to Snap) (ch.Cost, bool) {
	q.from, q.first = q.m.leaveRound(from, to, q.from[:0], q.first[:0])
	q.to = q.m.reach(to, q.to[:0])
	var ok bool
	if q.result, ok = q.query.Run(q.from, q.to); !ok {
		return ch.Cost{Weight: ch.Inf}, false
	}
	return ch.Cost{Weight: uint32(q.result.Weight), Ms: uint32(q.result.Ms), Cm: uint32(q.result.Cm)}, true
}

// trace lists the turns and the arcs of the way that was asked for.
func (q *asker) trace() {
	g := q.m.graph
	q.turns, q.arcs = q.turns[:0], q.arcs[:0]
	if t := q.first[q.result.FromSeed]; t != noTurn {
		q.turns = append(q.turns, t)
		q.arcs = append(q.arcs, g.arcOf(g.stateOf(t)))
	}
	q.arcs = append(q.arcs, g.arcOf(q.from[q.result.FromSeed].Node))
	start := len(q.turns)
	q.turns = q.query.Path(q.turns)
	for _, t := range q.turns[start:] {
		q.arcs = append(q.arcs, g.arcOf(g.turnTo[t]))
	}
}

func (q *asker) leg(from, to Snap, options RouteOptions) (Leg, bool) {
	cost, ok := q.ask(from, to)
	if !ok {
		return Leg{}, false
	}
	if options.Line || options.Way || options.Climb {
		q.trace()
	}
	return q.m.legOf(cost, q.arcs, from, to, options), true
}

// legOf describes a way along arcs from a place on the first to a place on the last.
func (m *Metric) legOf(cost ch.Cost, path []arc, from, to Snap, options RouteOptions) Leg {
	leg := Leg{Metres: metresOf(cost.Cm), Seconds: secondsOf(cost.Ms), Weight: secondsOf(cost.Weight)}
	if options.Line {
		leg.Line = m.graph.lineOf(path, from, to)
	}
	if options.Way {
		leg.Way = m.wayOf(path, from, to, options.Nodes)
	}
	if options.Climb {
		leg.Climb = m.climbOf(path, from, to)
	}
	return leg
}

// lineOf draws a path of arcs from a place on the first to a place on the last.
func (g *Graph) lineOf(path []arc, from, to Snap) []Point {
	line := g.lineFrom(from, path)
	var buffer []Point
	for i, a := range path {
		buffer = g.line(a>>1, buffer)
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

// lineFrom begins a line at a place, with room for a whole path.
func (g *Graph) lineFrom(from Snap, path []arc) []Point {
	count := 2
	for _, a := range path {
		count += 1 + len(g.inner(a>>1))
	}
	return append(make([]Point, 0, count), from.Point)
}

// after cuts a range of an edge's points to those after a place, or to those before it.
func after(s Snap, before bool, low, high int) (int, int) {
	if before {
		return low, min(high, s.segment+1)
	}
	return max(low, s.segment+1), high
}

// appendNew leaves a point out that repeats the last one.
func appendNew(line []Point, p Point) []Point {
	if line[len(line)-1] == p {
		return line
	}
	return append(line, p)
}
