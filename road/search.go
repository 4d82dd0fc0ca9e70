package road

import (
	"context"

	"pignon.coop/road/internal/ch"
)

// search is Dijkstra's algorithm over states: for questions about all that can be reached within a bound, and the measure that the
// index is tested by. One search serves one question at a time.
type search struct {
	m      *Metric
	labels []label // by state
	round  uint32  // labels of other rounds are stale
	queue  queue
}

// label says how the end of a state's arc is best reached.
type label struct {
	ch.Cost
	before  state // or itself, for the first state of a path
	round   uint32
	settled bool
}

func newSearch(m *Metric) *search {
	return &search{m: m, labels: make([]label, m.graph.states())}
}

// run settles states in the order of their weights, and goes on from those for which visit says so. It fails with the context's error
// only.
func (s *search) run(ctx context.Context, from []ch.Seed, visit func(state, ch.Cost) bool) error {
	s.begin()
	for _, seed := range from {
		// Seeds of places are never negative.
		start := ch.Cost{Weight: uint32(seed.Weight), Ms: uint32(seed.Ms), Cm: uint32(seed.Cm)}
		s.improve(seed.Node, label{Cost: start, before: seed.Node})
	}
	for steps := 1; len(s.queue) > 0; steps++ {
		if steps%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		_, at := s.queue.pop()
		l := &s.labels[at]
		if l.settled {
			continue
		}
		l.settled = true
		if visit(at, l.Cost) {
			s.expand(at, l.Cost)
		}
	}
	return nil
}

// begin forgets the last question.
func (s *search) begin() {
	if s.round++; s.round == 0 {
		clear(s.labels)
		s.round = 1
	}
	s.queue = s.queue[:0]
}

// expand goes on from the end of a state's arc.
func (s *search) expand(at state, done ch.Cost) {
	g := s.m.graph
	for t := g.turnFirst[at]; t < g.turnFirst[at+1]; t++ {
		to := g.turnTo[t]
		step := s.m.step(t, g.arcOf(to))
		if step.Weight >= ch.Inf-done.Weight {
			continue
		}
		s.improve(to, label{Cost: sum(done, step), before: at})
	}
}

// improve keeps a label if it is better than what is known.
func (s *search) improve(at state, l label) {
	known := &s.labels[at]
	if known.round == s.round && l.Weight >= known.Weight {
		return
	}
	l.round = s.round
	*known = l
	s.queue.push(l.Weight, at)
}
