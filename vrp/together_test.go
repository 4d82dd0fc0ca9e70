package vrp

import (
	"context"
	"reflect"
	"testing"
)

func TestThreadsGiveTheSameAnswerAgain(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		p := plainProblem(seed)
		var answers [2]Solution
		for i := range answers {
			calls := 0
			s, err := Solve(context.Background(), p, Options{Seed: seed, Iterations: 800, Threads: 3, OnBest: func(g Progress) {
				calls++
				if plan := g.Plan(); Check(p, &plan) != nil || plan.Cost != g.Cost || len(plan.Unassigned) != g.Unassigned {
					t.Errorf("progress tells %+v of %+v: %v", g, plan, Check(p, &plan))
				}
			}})
			if err != nil {
				t.Fatal(err)
			}
			if err := Check(p, &s); err != nil {
				t.Fatal(err)
			}
			if calls == 0 {
				t.Error("no progress was told")
			}
			answers[i] = s
		}
		if !reflect.DeepEqual(answers[0], answers[1]) {
			t.Errorf("problem %d: costs %d and %d", seed, answers[0].Cost, answers[1].Cost)
		}
	}
}

func TestFewestVehiclesComeFirst(t *testing.T) {
	t.Parallel()
	p := street()
	s, err := Solve(context.Background(), p, Options{Iterations: 500, FewestVehicles: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(p, &s); err != nil || len(s.Tours) != 1 || len(s.Unassigned) > 0 {
		t.Errorf("%v, %d tours, left out %v", err, len(s.Tours), s.Unassigned)
	}
	fewer := 0
	for seed := range uint64(10) {
		p := plainProblem(seed)
		for i := range p.Vehicles {
			p.Vehicles[i].Costs.Fixed = 0
		}
		a := solved(t, p)
		b, err := Solve(context.Background(), p, Options{Iterations: 2000, FewestVehicles: true})
		if err != nil || Check(p, &b) != nil {
			t.Fatalf("%v, %v", err, Check(p, &b))
		}
		if len(b.Unassigned) > len(a.Unassigned) || len(b.Tours) > len(a.Tours) {
			t.Errorf("problem %d: %d tours instead of %d", seed, len(b.Tours), len(a.Tours))
		}
		if len(b.Tours) < len(a.Tours) {
			fewer++
		}
	}
	if fewer == 0 {
		t.Error("it never took fewer vehicles than without asking")
	}
}

// TestAnEscapeDoesWithoutATour lets plans of all features escape, and expects sound ones with a tour less or the best one again.
func TestAnEscapeDoesWithoutATour(t *testing.T) {
	fewer := 0
	for seed := range uint64(24) {
		p := randomProblem(seed)
		if seed >= 16 {
			p = plainProblem(seed)
		}
		m, err := compile(p)
		if err != nil {
			t.Fatal(err)
		}
		s := newSearcher(context.Background(), m, Options{Seed: seed, Iterations: 800})
		if s.lock() != nil {
			continue
		}
		s.construct()
		s.warmUp()
		s.run(0.5)
		if len(s.best.missing) > 0 {
			continue
		}
		s.copyBest(s)
		before, best := s.tours(), s.best.cost
		s.escape(0.9)
		switch now := s.tours(); {
		case now == before-1:
			fewer++
		case now != before || s.total() != best:
			t.Errorf("problem %d: %d tours at %d after %d at %d", seed, now, s.total(), before, best)
		}
		s.keep()
		a := s.solution()
		if err := Check(p, &a); err != nil {
			t.Errorf("problem %d: %v", seed, err)
		}
		s.run(1)
		if b := s.solution(); Check(p, &b) != nil {
			t.Errorf("problem %d: %v", seed, Check(p, &b))
		}
		if n := testing.AllocsPerRun(1, func() { s.escape(0) }); n > 0 {
			t.Errorf("problem %d: an escape allocates %g times", seed, n)
		}
	}
	if fewer == 0 {
		t.Error("no plan came to do without a tour")
	}
}

// tours counts the routes that have stops.
func (s *searcher) tours() int {
	n := 0
	for _, size := range s.sizes {
		n += used(size)
	}
	return n
}
