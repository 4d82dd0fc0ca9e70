package vrp

const (
	tailTries = 10 // tries to swap tails in each turn
	tailsNear = 30 // neighbours of a stop that may become its next one when tails are swapped
)

// swapTails tries to let two vehicles swap the rests of their tours, from a random stop on and such that a near stop follows it, and
// keeps the result if it is good enough at this temperature.
func (s *searcher) swapTails(heat float64) {
	n := s.seed()
	v := s.routeOf[n]
	if v < 0 || s.m.vehicles[v].twin < 0 {
		return
	}
	near := s.near.of(n)
	if len(near) == 0 {
		return
	}
	c := crossing{v: v, i: s.slotOf[n]}
	if k := s.rng.below(min(tailsNear, len(near)) + 1); k < min(tailsNear, len(near)) {
		b := near[k]
		c.w, c.j = s.routeOf[b], s.slotOf[b]-1
	} else {
		c.w, c.j = s.idle[s.m.vehicles[v].kind], 0
	}
	if c.w < 0 || c.w == v || s.m.vehicles[c.w].twin != s.m.vehicles[v].twin {
		return
	}
	delta, ok := s.crossCost(c)
	if !ok || delta >= 0 && float64(delta) >= heat*s.rng.patience() || !s.roomCross(c) {
		return
	}
	s.cross(c)
	if s.total() < s.best.cost {
		s.keep()
	}
}

// crossing is where two tours swap tails: after slot i of v and after slot j of w.
type crossing struct{ v, i, w, j int32 }

// crossCost is the change of cost that a crossing makes; ok is false if it breaks a constraint.
func (s *searcher) crossCost(c crossing) (delta int64, ok bool) {
	m, r, q := s.m, &s.routes[c.v], &s.routes[c.w]
	if c.i < r.lock || c.j < q.lock {
		return 0, false
	}
	a, b, d, e := &r.slots[c.i], &q.slots[c.j+1], &q.slots[c.j], &r.slots[c.i+1]
	t := &m.tables[m.vehicles[c.v].table]
	ab, de := int(a.node)*m.nodes+int(b.node), int(d.node)*m.nodes+int(e.node)
	delta = int64(t.cost[ab]) + int64(t.cost[de]) - int64(a.cost) - int64(d.cost)
	if a.off+t.time[ab] > b.late || d.off+t.time[de] > e.late {
		return 0, false
	}
	stops, stopsW := int32(len(r.slots)-2), int32(len(q.slots)-2)
	newV, newW := c.i+stopsW-c.j, c.j+stops-c.i
	limit := m.vehicles[c.v].maxStops
	if newV > limit || newW > limit {
		return 0, false
	}
	delta += m.vehicles[c.v].fixed * int64(used(newV)+used(newW)-used(stops)-used(stopsW))
	return delta, true
}

func used(stops int32) int {
	if stops > 0 {
		return 1
	}
	return 0
}

// roomCross tells whether the loads allow a crossing: all together where amounts only add up, only where both vehicles are empty where
// there are shipments.
func (s *searcher) roomCross(c crossing) bool {
	m, r, q := s.m, &s.routes[c.v], &s.routes[c.w]
	d := int32(m.dims)
	if !m.oneWay {
		return s.aboard(c.v, c.i) == 0 && s.aboard(c.w, c.j) == 0
	}
	for k := range d {
		have, haveW := r.load[c.i*d+k], q.load[c.j*d+k]
		if have+q.sum[k]-haveW > m.vehicles[c.v].capacity[k] || haveW+r.sum[k]-have > m.vehicles[c.v].capacity[k] {
			return false
		}
	}
	return true
}

// aboard counts the shipments that are on board after a slot.
func (s *searcher) aboard(v, i int32) int {
	count := 0
	for _, t := range s.routes[v].slots[1 : i+1] {
		if s.m.isDrop[t.node] {
			count--
		} else {
			count++
		}
	}
	return count
}

// cross swaps the tails.
func (s *searcher) cross(c crossing) {
	r, q := &s.routes[c.v], &s.routes[c.w]
	s.tail = append(s.tail[:0], r.slots[c.i+1:]...)
	r.slots = append(r.slots[:c.i+1], q.slots[c.j+1:]...)
	q.slots = append(q.slots[:c.j+1], s.tail...)
	s.link(c.v, int(c.i))
	s.link(c.w, int(c.j))
	s.refresh(c.v, int(c.i)+1)
	s.refresh(c.w, int(c.j)+1)
	s.dirty[c.v], s.dirty[c.w] = true, true
	if len(q.slots) == 2 || c.j == 0 {
		s.listRoutes()
	}
}
