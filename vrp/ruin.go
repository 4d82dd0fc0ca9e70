package vrp

const (
	splitShare = 0.5
	growShare  = 0.01
	focusTurns = 500 // turns that go on around one stop
)

// ruin takes strings of neighbouring stops out of neighbouring routes; the units taken end in s.pool.
func (s *searcher) ruin() {
	p := s.plan
	seed := s.seed()
	length := min(s.m.bite(), s.meanSize())
	count := int(1 + s.rng.unit()*(4*s.m.bite()/(1+length)-1))
	s.cutFrom(seed, length)
	for _, n := range s.near.of(seed) {
		if len(s.touched) >= count {
			break
		}
		s.cutFrom(n, length)
	}
	for _, v := range s.touched {
		p.cutMarked(v, s.marked)
	}
	for _, n := range s.cut {
		s.marked[n] = false
	}
	s.cut = s.cut[:0]
}

// bite is how many stops a ruin removes on average, and in one string at most. Without windows, less is mended as well and faster.
func (m *model) bite() float64 {
	if m.windowed {
		return 10
	}
	return 8
}

// meanSize is the mean number of stops of the routes that have any.
func (s *searcher) meanSize() float64 {
	routes := 0
	for _, size := range s.sizes {
		if size > 0 {
			routes++
		}
	}
	return float64(s.m.stops) / float64(max(routes, 1))
}

// cutFrom marks a string around a stop, unless its route has been cut already.
func (s *searcher) cutFrom(n int32, length float64) {
	v := s.routeOf[n]
	if v < 0 || s.saved[v] == s.turn {
		return
	}
	r := &s.routes[v]
	lock := int(r.lock)
	size := len(r.slots) - 2 - lock
	at := int(s.slotOf[n]) - lock - 1
	if size < 1 || at < 0 {
		return
	}
	s.save(v)
	cut := int(1 + s.rng.unit()*min(float64(size), length))
	cut = min(cut, size)
	keep := 0
	if cut > 1 && s.rng.unit() < splitShare {
		for cut+keep < size && (keep == 0 || s.rng.unit() >= growShare) {
			keep++
			if s.rng.unit() < splitShare {
				break
			}
		}
	}
	first := max(0, at-(cut+keep)+1)
	last := min(at, size-cut-keep)
	begin := first + s.rng.below(last-first+1)
	skip := s.rng.below(cut)
	for i := range cut + keep {
		if keep > 0 && i >= skip && i < skip+keep {
			continue
		}
		s.take(r.slots[1+lock+begin+i].node)
	}
}

// take marks a stop, and the other end of its shipment unless that one is locked.
func (s *searcher) take(n int32) {
	if s.marked[n] {
		return
	}
	m := s.m
	v := s.routeOf[n]
	s.mark(n)
	if mate := m.mate[n]; mate >= 0 && s.slotOf[mate] > s.routes[v].lock {
		s.mark(mate)
	}
	u := m.unitOf[n]
	s.pool = append(s.pool, u)
	s.owing += m.penalty[u]
	if group := m.group[u]; group != nil && s.rng.unit() < 0.5 {
		s.takeGroup(group)
	}
}

// takeGroup marks all members of a group that are in routes and not locked.
func (s *searcher) takeGroup(group []int32) {
	for _, u := range group {
		n := s.m.unitNode[u]
		if mate := s.m.mate[n]; mate >= 0 {
			n = mate
		}
		if v := s.routeOf[n]; v >= 0 && s.slotOf[n] > s.routes[v].lock {
			s.take(n)
		}
	}
}

func (s *searcher) mark(n int32) {
	s.marked[n] = true
	s.cut = append(s.cut, n)
}

// seed is the stop that a ruin begins at. For some time all seeds lie around one stop, so that what the search reads stays in the
// processor's cache.
func (s *searcher) seed() int32 {
	if s.m.stops < 2*nearCount {
		return int32(s.rng.below(s.m.stops))
	}
	if s.turn%focusTurns == 0 {
		s.focus = int32(s.rng.below(s.m.stops))
	}
	near := s.near.of(s.focus)
	if i := s.rng.below(len(near) + 1); i < len(near) {
		return near[i]
	}
	return s.focus
}
