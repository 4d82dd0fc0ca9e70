package vrp

// thinShare is the part of the budget that goes into getting along with fewer vehicles.
const thinShare = 0.4

// thin tries to do with fewer vehicles: it closes the tour that is easiest to do without and searches for a place for its units, those
// that were left out most often counting most, until none is found within its share of the budget. Vehicles that the best plan does
// not use stay at home from then on.
func (s *searcher) thin() {
	if len(s.missing) > 0 {
		return // not all can be served even with all vehicles
	}
	s.warmUp()
	absent := make([]int64, s.m.units)
	heat := cold * float64(max(s.scale, 1)) / float64(s.m.stops)
	for v := range s.routes {
		s.closed[v] = s.routes[v].empty()
	}
	for s.closeOne(absent) {
		for ; len(s.missing) > 0; s.turns++ {
			if s.turns%16 == 0 {
				if share, stop := s.progress(s.turns); stop || share >= thinShare {
					s.reopen()
					return
				}
			}
			s.stepThin(heat, absent)
		}
		for v := range s.dirty {
			s.dirty[v] = true
		}
		s.keep()
	}
	s.reopen()
}

// reopen goes back to the best plan, with the vehicles that it uses.
func (s *searcher) reopen() {
	s.copyBest(s)
	for v := range s.routes {
		s.closed[v] = s.routes[v].empty()
	}
}

// closeOne empties the tour without locked stops whose units are easiest to place; false if there is none.
func (s *searcher) closeOne(absent []int64) bool {
	best, least := int32(-1), int64(0)
	for v := range s.routes {
		if s.routes[v].empty() || s.routes[v].lock > 0 {
			continue
		}
		sum := int64(len(s.routes[v].slots))
		for _, n := range s.nodes(int32(v)) {
			sum += absent[s.m.unitOf[n]]
		}
		if best < 0 || sum < least {
			best, least = int32(v), sum
		}
	}
	if best < 0 {
		return false
	}
	s.turn++
	s.touched = s.touched[:0]
	for _, n := range append([]int32(nil), s.nodes(best)...) {
		s.take(n)
	}
	s.missing = append(s.missing, s.pool...)
	s.cutMarked(best, s.marked)
	for _, n := range s.cut {
		s.marked[n] = false
	}
	s.pool, s.cut = s.pool[:0], s.cut[:0]
	s.closed[best] = true
	return true
}

// stepThin is a turn that prefers plans whose missing units have been missing less often.
func (s *searcher) stepThin(heat float64, absent []int64) {
	s.turn++
	s.touched = s.touched[:0]
	s.lacking = append(s.lacking[:0], s.missing...)
	cost, owing := s.cost, s.owing
	s.bar = noBar
	s.ruin()
	s.recreate()
	before, after := int64(0), int64(0)
	for _, u := range s.lacking {
		before += absent[u]
	}
	for _, u := range s.missing {
		after += absent[u]
		absent[u]++
	}
	better := len(s.missing) == 0 || after < before ||
		len(s.missing) <= len(s.lacking) && float64(s.cost) < float64(cost)+heat*s.rng.patience()
	if s.broken() || !better {
		s.undo(cost, owing)
	}
}
