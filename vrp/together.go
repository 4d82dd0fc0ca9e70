package vrp

import (
	"slices"
	"sync"
)

// meetings is how often searches that run side by side compare their plans.
const meetings = 10

// together anneals on as many threads as the options ask for. At each meeting those whose best plan is worse go on from the best one.
func (s *searcher) together() {
	s.warmUp()
	if s.options.Threads <= 1 {
		s.run(1)
		return
	}
	team := []*searcher{s}
	tell := s.options.OnBest
	s.options.OnBest = nil
	for i := 1; i < s.options.Threads; i++ {
		t := newSearcher(s.ctx, s.m, s.options)
		t.rng.state ^= uint64(i) * 0x9e3779b97f4a7c15
		t.started, t.turns, t.from, t.scale, t.since, t.begin, t.end = s.started, s.turns, s.from, s.scale, s.since, s.begin, s.end
		copy(t.closed, s.closed)
		t.copyBest(s)
		team = append(team, t)
	}
	more := true
	for i := 1; i <= meetings && more; i++ {
		more = runAll(team, float64(i)/meetings)
		meet(team)
		s.options.OnBest = tell
		s.tell()
		s.options.OnBest = nil
	}
	for _, t := range team[1:] {
		s.turn += t.turn
	}
}

// runAll lets every search run until a share of the budget is spent.
func runAll(team []*searcher, until float64) bool {
	more := make([]bool, len(team))
	var all sync.WaitGroup
	for i, t := range team {
		all.Go(func() { more[i] = t.run(until) })
	}
	all.Wait()
	return !slices.Contains(more, false)
}

// meet gives the best plan of all to everyone.
func meet(team []*searcher) {
	best := team[0]
	for _, t := range team[1:] {
		if t.best.cost < best.best.cost {
			best = t
		}
	}
	for _, t := range team {
		if t.best.cost > best.best.cost {
			t.copyBest(best)
		}
	}
}

// copyBest takes over the best plan of another search (or its own) as the present one.
func (s *searcher) copyBest(from *searcher) {
	for n := range s.routeOf {
		s.routeOf[n] = -1
	}
	for v, nodes := range from.best.tours {
		s.fill(int32(v), nodes)
		s.routes[v].lock = int32(len(s.m.vehicles[v].locked))
		s.dirty[v] = true
	}
	s.missing = append(s.missing[:0], from.best.missing...)
	s.owing = 0
	for _, u := range s.missing {
		s.owing += s.m.penalty[u]
	}
	s.keep()
}
