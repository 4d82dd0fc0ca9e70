package vrp

const (
	thinShare   = 0.4  // the part of the budget that goes into getting along with fewer vehicles
	escapeShare = 0.05 // and into getting out of a plan with a tour too many
)

// thin tries to do with fewer vehicles, until none can be spared within its share of the budget. Vehicles that the best plan does not use
// stay at home from then on.
func (s *searcher) thin() {
	if len(s.missing) > 0 {
		return // not all can be served even with all vehicles
	}
	s.warmUp()
	s.closeIdle()
	for s.closeOne() && s.placeAll(thinShare) {
		s.keep()
	}
	s.reopen()
}

// escape leaves the best plan for one that has a tour less, if there is one at hand, whatever it costs: the search goes on from there,
// with all vehicles. A plan that has settled on a tour too many hardly gets out of it by heat.
func (s *searcher) escape(until float64) {
	s.copyBest(s)
	if len(s.missing) > 0 || s.options.FewestVehicles {
		return
	}
	s.closeIdle()
	if s.closeOne() && !s.placeAll(until) {
		s.copyBest(s)
	}
	clear(s.closed)
}

// closeIdle lets the vehicles stay at home that have no stops.
func (s *searcher) closeIdle() {
	for v := range s.routes {
		s.closed[v] = s.routes[v].empty()
	}
}

// placeAll searches a place for everything that is missing. It reports false if that has taken it up to a share of the budget.
func (s *searcher) placeAll(until float64) bool {
	heat := cold * s.perStop()
	for ; len(s.missing) > 0; s.turns++ {
		if s.turns%16 == 0 || s.turns == s.options.Iterations {
			if share, stop := s.progress(s.turns); stop || share >= until {
				return false
			}
		}
		s.stepThin(heat)
	}
	for v := range s.dirty {
		s.dirty[v] = true
	}
	return true
}

// reopen goes back to the best plan, with the vehicles that it uses.
func (s *searcher) reopen() {
	s.copyBest(s)
	s.closeIdle()
}

// closeOne empties the tour without locked stops whose units are easiest to place, those that were left out most often counting most;
// false if there is none.
func (s *searcher) closeOne() bool {
	best, least := int32(-1), int64(0)
	for v := range s.routes {
		if s.routes[v].empty() || s.routes[v].lock > 0 {
			continue
		}
		sum := int64(len(s.routes[v].slots))
		for _, n := range s.nodes(int32(v)) {
			sum += s.absent[s.m.unitOf[n]]
		}
		if best < 0 || sum < least {
			best, least = int32(v), sum
		}
	}
	if best < 0 {
		return false
	}
	for _, n := range s.nodes(best) {
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
func (s *searcher) stepThin(heat float64) {
	s.turn++
	s.touched = s.touched[:0]
	s.lacking = append(s.lacking[:0], s.missing...)
	cost, owing := s.cost, s.owing
	s.bar = noBar
	s.ruin()
	s.recreate()
	before, after := int64(0), int64(0)
	for _, u := range s.lacking {
		before += s.absent[u]
	}
	for _, u := range s.missing {
		after += s.absent[u]
		s.absent[u]++
	}
	better := len(s.missing) == 0 || after < before ||
		len(s.missing) <= len(s.lacking) && float64(s.cost) < float64(cost)+heat*s.rng.patience()
	if s.broken() || !better {
		s.undo(cost, owing)
	}
}
