package vrp

import (
	"context"
	"fmt"
	"time"
)

// Options steer a search. At least one of Iterations and Time is needed.
type Options struct {
	// Seed makes the search repeatable: same seed and same Iterations, same answer.
	Seed uint64
	// Iterations bounds the rounds of ruin and recreate.
	Iterations int64
	// Threads is how many searches run side by side and learn from each other, each with the whole budget; zero means one. The answer
	// is repeatable for a number of threads if the limit is a number of iterations.
	Threads int
	// FewestVehicles asks for as few tours as possible first and for a low cost second. It takes a part of the budget.
	FewestVehicles bool
	// Time bounds the search as measured by Clock, which gives the time since any fixed instant.
	Time  time.Duration
	Clock func() time.Duration
	// Target stops the search as soon as everything is served at this cost or less, such as a known bound and a gap that is good enough;
	// zero means never.
	Target int64
	// Warm is a solution to start from, such as yesterday's; nil to start from nothing.
	Warm *Solution
	// OnBest hears of every improvement, on the goroutine of the search; it has to be quick.
	OnBest func(Progress)
}

// Progress tells how far a search has come.
type Progress struct {
	Iterations int64
	Cost       int64
	Unassigned int
	// Plan is the best plan so far. It may be called until OnBest returns.
	Plan func() Solution
}

// Solve searches the best tours until its budget is spent or the context ends, and returns the best it has seen: there is always one,
// even if the context ends at once. It fails if the problem or the options make no sense.
func Solve(ctx context.Context, p *Problem, o Options) (Solution, error) {
	if o.Iterations <= 0 && o.Time <= 0 {
		return Solution{}, fmt.Errorf("the search has no limit: give a number of iterations or a time")
	}
	if o.Time > 0 && o.Clock == nil {
		return Solution{}, fmt.Errorf("the search has a limit of time and no clock: give one")
	}
	var started time.Duration
	if o.Time > 0 {
		started = o.Clock()
	}
	m, err := compile(p)
	if err != nil {
		return Solution{}, err
	}
	s, err := newSearch(ctx, m, o)
	if err != nil {
		return Solution{}, err
	}
	s.started = started
	s.construct()
	if m.stops > 0 && len(m.vehicles) > 0 {
		if o.FewestVehicles {
			s.thin()
		}
		s.together()
	}
	for _, u := range s.best.missing {
		if m.penalty[u] == bound {
			return Solution{}, fmt.Errorf("shipment %d has been picked up by its vehicle, and nothing that its problem allows brings it to its drop-off", m.refOf(m.unitNode[u]).Index)
		}
	}
	return s.solution(), nil
}

// solution translates the best plan, with its times.
func (s *searcher) solution() Solution {
	out := Solution{Iterations: s.turn - 1}
	stage := newStage(s.m)
	stage.record = true
	for v, nodes := range s.best.tours {
		if len(nodes) == 0 {
			continue
		}
		verdict := stage.play(int32(v), nodes)
		visits := append([]Visit(nil), stage.visits...)
		out.Cost += verdict.cost
		out.Tours = append(out.Tours, Tour{Vehicle: v, Visits: visits, Leave: verdict.leave, Back: verdict.back,
			Travel: verdict.travel, Distance: verdict.distance, Cost: verdict.cost})
	}
	for _, u := range s.best.missing {
		out.Cost += s.m.owed[u]
		out.Unassigned = append(out.Unassigned, s.m.refOf(s.m.unitNode[u]))
	}
	return out
}

// newSearch prepares a search: locks and the plan to start from are in place.
func newSearch(ctx context.Context, m *model, o Options) (*searcher, error) {
	s := newSearcher(ctx, m, o)
	if err := s.lock(); err != nil {
		return nil, err
	}
	if o.Warm != nil {
		if err := s.warm(o.Warm); err != nil {
			return nil, err
		}
	}
	return s, nil
}
