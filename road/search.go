package road

import (
	"context"
	"math"
)

// search is the working memory of one question: Dijkstra's algorithm over arcs, so that the price of a turn can depend on both, led
// by the straight line to the goal where there is only one (A*).
type search struct {
	r      *Router
	labels []label // by arc
	round  uint32  // labels of other rounds are stale
	queue  queue

	// A backward search runs against the arcs, from a destination to the places from which it is to be reached; its targets are
	// those, and "end" and "after" below read "beginning" and "before".
	backward bool

	targets []Snap
	byArc   map[arc][]int // arc that a target lies on -> its numbers
	wanted  bitset        // the keys of byArc
	found   []arrival     // by target
	missing int           // targets without any arrival yet
	limit   uint32        // no arrival that would still be of use is later

	goal *Snap   // of a led search
	east float64 // centimetres per E7 degree of longitude, at least
}

// label says how the end of an arc is best reached.
type label struct {
	ms, cm  uint32
	before  arc // or itself, for the first arc of a path
	round   uint32
	settled bool
}

// arrival says how a target is best reached: along the arc that it lies on, after the arc before it.
type arrival struct {
	ms, cm      uint32
	before, arc arc
	direct, ok  bool // direct: from a place on the same arc, without any arc before
}

func (a arrival) metres() Metres   { return Metres(a.cm) / 100 }
func (a arrival) seconds() Seconds { return Seconds(a.ms) / 1000 }

func newSearch(r *Router) *search {
	north := 0.0
	for _, p := range r.graph.points {
		north = max(north, math.Abs(radians(p.Lat)))
	}
	return &search{
		r: r, labels: make([]label, len(r.graph.arcs)), byArc: make(map[arc][]int), wanted: newBitset(len(r.graph.arcs)),
		east: 100 * metresPerE7 * math.Cos(min(north, math.Pi/2)),
	}
}

// aim sets the places to reach.
func (s *search) aim(targets []Snap) {
	s.targets = targets
	s.found = make([]arrival, len(targets))
	for i, t := range targets {
		for a := 2 * t.edge; a <= 2*t.edge+1; a++ {
			if s.r.costs.open(s.r.graph, a) {
				s.byArc[a] = append(s.byArc[a], i)
				s.wanted.add(a)
			}
		}
	}
}

// forget undoes aim.
func (s *search) forget() {
	for a := range s.byArc {
		s.wanted.drop(a)
	}
	clear(s.byArc)
	s.targets, s.goal, s.backward = nil, nil, false
}

// run finds the best arrivals at all targets from one place. A goal, when given, is the only target and leads the search.
func (s *search) run(ctx context.Context, from Snap, goal *Snap) error {
	s.begin(goal)
	for a := 2 * from.edge; a <= 2*from.edge+1; a++ {
		if s.r.costs.open(s.r.graph, a) {
			s.start(a, from)
		}
	}
	for steps := 1; len(s.queue) > 0; steps++ {
		if steps%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		key, a := s.queue.pop()
		if s.missing == 0 && key > s.limit {
			break
		}
		if l := &s.labels[a]; !l.settled {
			l.settled = true
			s.expand(a, *l)
		}
	}
	return nil
}

func (s *search) begin(goal *Snap) {
	if s.round++; s.round == 0 {
		clear(s.labels)
		s.round = 1
	}
	s.queue = s.queue[:0]
	s.goal = goal
	s.missing, s.limit = len(s.targets), 0
	clear(s.found)
}

// start leaves a place on an edge in one direction.
func (s *search) start(a arc, from Snap) {
	c := s.r.costs
	if s.wanted.has(a) {
		for _, i := range s.byArc[a] {
			if cm, ok := s.reach(a, from, s.targets[i]); ok {
				s.arrive(i, arrival{ms: c.time(s.r.graph, a, cm), cm: cm, arc: a, direct: true})
			}
		}
	}
	rest := s.r.graph.edges[a>>1].Centimetre - s.part(a, from)
	s.improve(a, label{ms: c.time(s.r.graph, a, rest), cm: rest, before: a})
}

// part is the length of an arc up to a place on it, in the direction of the search.
func (s *search) part(a arc, to Snap) uint32 {
	if (a&1 == 1) != s.backward {
		return s.r.graph.edges[a>>1].Centimetre - to.along
	}
	return to.along
}

// reach is the way from one place to another one ahead on the same arc.
func (s *search) reach(a arc, from, to Snap) (cm uint32, ok bool) {
	start, end := s.part(a, from), s.part(a, to)
	return end - start, end >= start
}

// expand goes on from the end of an arc.
func (s *search) expand(a arc, l label) {
	g, c := s.r.graph, s.r.costs
	node := g.head(a)
	if s.backward {
		node = g.tail(a)
	}
	for _, next := range g.arcsOf(node) {
		if s.backward {
			next ^= 1
		}
		turn, ok := s.turn(a, next)
		if !ok {
			continue
		}
		if s.wanted.has(next) {
			s.arriveAlong(a, next, l, turn)
		}
		ms := l.ms + turn + c.wholeTime(g, next)
		if ms <= l.ms {
			continue // longer than seven weeks: only a damaged map says so
		}
		s.improve(next, label{ms: ms, cm: l.cm + g.edges[next>>1].Centimetre, before: a})
	}
}

// turn is the price of going on from one arc to the next of the search.
func (s *search) turn(a, next arc) (ms uint32, ok bool) {
	if !s.backward {
		return s.r.costs.turnTime(s.r.graph, a, next)
	}
	ms, ok = s.r.costs.turnTime(s.r.graph, next, a)
	return ms, ok && s.r.costs.open(s.r.graph, next)
}

// arriveAlong offers a way to the targets on an arc that is entered from another one.
func (s *search) arriveAlong(before, a arc, l label, turn uint32) {
	for _, i := range s.byArc[a] {
		part := s.part(a, s.targets[i])
		ms := l.ms + turn + s.r.costs.time(s.r.graph, a, part)
		s.arrive(i, arrival{ms: ms, cm: l.cm + part, before: before, arc: a})
	}
}

func (s *search) arrive(target int, a arrival) {
	best := &s.found[target]
	if best.ok && (a.ms > best.ms || a.ms == best.ms && a.cm >= best.cm) {
		return
	}
	if !best.ok {
		s.missing--
	}
	a.ok = true
	*best = a
	if s.missing > 0 {
		return
	}
	s.limit = 0
	for _, f := range s.found {
		s.limit = max(s.limit, f.ms)
	}
}

// improve keeps a label if it is better than what is known; equal times prefer the shorter way, so that answers do not depend on
// the order of the search. An arc whose label was thought final is looked at again: lower bounds are rounded.
func (s *search) improve(a arc, l label) {
	known := &s.labels[a]
	if known.round == s.round && (l.ms > known.ms || l.ms == known.ms && l.cm >= known.cm) {
		return
	}
	l.round = s.round
	*known = l
	s.queue.push(l.ms+s.ahead(a), a)
}

// ahead is a lower bound, in milliseconds, for the way from the end of an arc to the goal.
func (s *search) ahead(a arc) uint32 {
	if s.goal == nil {
		return 0
	}
	p, q := s.r.graph.points[s.r.graph.head(a)], s.goal.Point
	north := (float64(p.Lat) - float64(q.Lat)) * 100 * metresPerE7
	east := (float64(p.Lng) - float64(q.Lng)) * s.east
	// The margin covers rounding, of lengths and of the Earth.
	return uint32(min(0.99*math.Sqrt(north*north+east*east)/s.r.costs.fastest, math.MaxInt32))
}

// path lists the arcs to an arrival, first to last.
func (s *search) path(end arrival) []arc {
	path := []arc{end.arc}
	if end.direct {
		return path
	}
	for a := end.before; ; a = s.labels[a].before {
		path = append(path, a)
		if s.labels[a].before == a {
			break
		}
	}
	for i, j := 0, len(path)-1; i < j; i, j = i+1, j-1 {
		path[i], path[j] = path[j], path[i]
	}
	return path
}
