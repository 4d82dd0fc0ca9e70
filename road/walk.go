package road

// walker finds the ways from a place on an arc to places near it. Unlike a route it begins in the direction of that arc; turning
// round, there or later, counts as if it were longer.
type walker struct {
	r      *Router
	search *search
}

func newWalker(r *Router) *walker { return &walker{r: r, search: r.spare.Get().(*search)} }

// close gives the working memory back.
func (w *walker) close() { w.r.spare.Put(w.search) }

// part is how far along its arc a place lies, in centimetres.
func (w *walker) part(p candidate) uint32 { return w.search.part(p.arc, p.Snap) }

// walk finds the ways to all places that are no longer than so many centimetres.
func (w *walker) walk(from candidate, to []candidate, limit uint32) {
	s := w.search
	s.begin(nil)
	s.start(from.arc, from.Snap)
	back := from.arc ^ 1
	if s.r.costs.open(s.r.graph, back) {
		rest := s.r.graph.edges[back>>1].Centimetre - s.part(back, from.Snap)
		ms := s.r.costs.time(s.r.graph, back, rest) + s.r.costs.uTurn
		s.improve(back, label{ms: ms, cm: rest + turnAround, before: back})
	}
	missing := len(to)
	for len(s.queue) > 0 && missing > 0 {
		_, a := s.queue.pop()
		l := &s.labels[a]
		if l.settled {
			continue
		}
		l.settled = true
		for _, t := range to {
			if t.arc == a {
				missing--
			}
		}
		if l.cm <= limit {
			w.expand(a, *l)
		}
	}
}

func (w *walker) expand(a arc, l label) {
	s, g, c := w.search, w.r.graph, w.r.costs
	for _, next := range g.arcsOf(g.head(a)) {
		turn, ok := s.turn(a, next)
		if !ok {
			continue
		}
		cm := l.cm + g.edges[next>>1].Centimetre
		if next == a^1 {
			cm += turnAround
		}
		ms := l.ms + turn + c.wholeTime(g, next)
		if ms > l.ms && cm > l.cm {
			s.improve(next, label{ms: ms, cm: cm, before: a})
		}
	}
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
	l := w.search.labels[to.arc]
	if l.round != w.search.round || !l.settled {
		return 0, false
	}
	rest := w.r.graph.edges[to.arc>>1].Centimetre - w.part(to)
	if l.before == to.arc { // round on the spot
		start := w.part(candidate{Snap: from.Snap, arc: to.arc})
		return w.part(to) - start + turnAround, w.part(to) >= start
	}
	return l.cm - rest, true
}

// arrival tells how a place is reached after all, each metre counted once.
func (w *walker) arrival(from, to candidate) arrival {
	g, c, s := w.r.graph, w.r.costs, w.search
	l := s.labels[to.arc]
	if to.arc == from.arc || l.before == to.arc {
		start := w.part(candidate{Snap: from.Snap, arc: to.arc})
		cm := max(w.part(to), start) - start
		return arrival{ms: c.time(g, to.arc, cm), cm: cm, arc: to.arc, direct: true, ok: true}
	}
	part := w.part(to)
	rest := g.edges[to.arc>>1].Centimetre - part
	end := arrival{
		ms: l.ms - c.wholeTime(g, to.arc) + c.time(g, to.arc, part), cm: l.cm - rest, before: l.before, arc: to.arc, ok: l.round == s.round,
	}
	path := s.path(end)
	for i, a := range path {
		if i == 0 && a != from.arc || i > 0 && a == path[i-1]^1 {
			end.cm -= turnAround
		}
	}
	return end
}
