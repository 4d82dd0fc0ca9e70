package road

import (
	"slices"

	"pignon.coop/road/internal/ch"
)

// walker finds the ways from a place on an arc to places near it. Unlike a route it begins in the direction of that arc; turning
// round, there or later, counts as if it were longer.
type walker struct {
	r      *Router
	search *search
}

func newWalker(r *Router) *walker { return &walker{r: r, search: r.searches.Get().(*search)} }

// close gives the working memory back.
func (w *walker) close() { w.r.searches.Put(w.search) }

// part is how far along its arc a place lies, in centimetres.
func (w *walker) part(p candidate) uint32 { return w.r.m.graph.ahead(p.arc, p.Snap) }

// walk finds the ways to all places that are no longer than so many centimetres.
func (w *walker) walk(from candidate, to []candidate, limit uint32) {
	s, m := w.search, w.r.m
	s.begin()
	s.improve(from.arc, label{Cost: m.rest(from.arc, from.Snap), before: from.arc})
	if back := from.arc ^ 1; m.open(back) {
		uTurn := milliseconds(m.profile.UTurn)
		round := sum(m.rest(back, from.Snap), ch.Cost{Weight: uTurn, Ms: uTurn, Cm: turnAround})
		s.improve(back, label{Cost: round, before: back})
	}
	missing := len(to)
	for len(s.queue) > 0 && missing > 0 {
		_, at := s.queue.pop()
		l := &s.labels[at]
		if l.settled {
			continue
		}
		missing -= w.arrivals(at, to)
		l.settled = true
		if l.Cm <= limit {
			w.expand(at, l.Cost)
		}
	}
}

// arrivals counts the places on a state's arc, if no other state of that arc was reached before.
func (w *walker) arrivals(at state, to []candidate) (count int) {
	a := w.r.m.graph.arcOf(at)
	for _, t := range to {
		if t.arc == a {
			count++
		}
	}
	if count > 0 {
		if _, before := w.reached(a); before {
			return 0
		}
	}
	return count
}

func (w *walker) expand(at state, done ch.Cost) {
	m := w.r.m
	g := m.graph
	for t := g.turnFirst[at]; t < g.turnFirst[at+1]; t++ {
		next := g.arcOf(g.turnTo[t])
		step := m.step(t, next)
		if next == g.arcOf(at)^1 {
			step.Cm += turnAround
		}
		if step.Weight < ch.Inf-done.Weight && step.Cm < ch.Inf-done.Cm {
			w.search.improve(g.turnTo[t], label{Cost: sum(done, step), before: at})
		}
	}
}

// reached is the state in which an arc's end is best reached; ok is false where it was not.
func (w *walker) reached(a arc) (best state, ok bool) {
	s := w.search
	try := func(at state) {
		if l := &s.labels[at]; l.round == s.round && l.settled && (!ok || l.Weight < s.labels[best].Weight) {
			best, ok = at, true
		}
	}
	try(a)
	for copied, end := w.r.m.graph.copiesOf(a); copied < end; copied++ {
		try(copied)
	}
	return best, ok
}

// length is the length of the way to a place in centimetres, turning round counted extra. A place that lies back on the same arc by
// no more than some metres of noise is no way at all.
func (w *walker) length(from, to candidate, noise float64) (cm uint32, ok bool) {
	if to.arc == from.arc {
		start, end := w.part(from), w.part(to)
		if start > end {
			return 0, float64(start-end) <= 100*noise
		}
		return end - start, true
	}
	at, ok := w.reached(to.arc)
	if !ok {
		return 0, false
	}
	l := &w.search.labels[at]
	if l.before == at { // round on the spot
		start := w.part(candidate{Snap: from.Snap, arc: to.arc})
		return w.part(to) - start + turnAround, w.part(to) >= start
	}
	return l.Cm - w.r.m.rest(to.arc, to.Snap).Cm, true
}

// arrival tells how a place is reached after all, each metre counted once, and by which arcs.
func (w *walker) arrival(from, to candidate) (ch.Cost, []arc) {
	m, labels := w.r.m, w.search.labels
	at, ok := w.reached(to.arc)
	if to.arc == from.arc || !ok || labels[at].before == at {
		start := w.part(candidate{Snap: from.Snap, arc: to.arc})
		end := max(w.part(to), start)
		return less(m.part(to.arc, end), m.part(to.arc, start)), []arc{to.arc}
	}
	cost := less(labels[at].Cost, m.rest(to.arc, to.Snap))
	path := []arc{m.graph.arcOf(at)}
	for labels[at].before != at {
		at = labels[at].before
		path = append(path, m.graph.arcOf(at))
	}
	slices.Reverse(path)
	for i, a := range path {
		if i == 0 && a != from.arc || i > 0 && a == path[i-1]^1 {
			cost.Cm -= turnAround
		}
	}
	return cost, path
}

// less takes one cost from another.
func less(a, b ch.Cost) ch.Cost {
	return ch.Cost{Weight: a.Weight - b.Weight, Ms: a.Ms - b.Ms, Cm: a.Cm - b.Cm}
}
