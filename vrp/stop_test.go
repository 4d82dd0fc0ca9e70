package vrp

import (
	"context"
	"testing"
	"time"
)

// TestTheSearchStops gives a search that would go on for ever one reason to stop at a time.
func TestTheSearchStops(t *testing.T) {
	t.Parallel()
	const forever = 1 << 50
	p := street()
	best := solved(t, p).Cost
	now := time.Duration(0)
	clock := func() time.Duration { now += time.Millisecond; return now }
	for name, o := range map[string]Options{
		"turns":   {Iterations: 100},
		"time":    {Time: time.Second, Clock: clock},
		"cost":    {Iterations: forever, Target: best},
		"context": {Iterations: forever},
	} {
		ctx, cancel := context.WithCancel(context.Background())
		if name == "context" {
			o.OnBest = func(Progress) { cancel() }
		}
		s, err := Solve(ctx, p, o)
		cancel()
		if err != nil || Check(p, &s) != nil || len(s.Unassigned) > 0 {
			t.Errorf("%s: %+v, %v, %v", name, s, err, Check(p, &s))
		}
		if name == "turns" && s.Iterations != 100 {
			t.Errorf("it made %d turns instead of 100", s.Iterations)
		}
		if name == "cost" && s.Cost > best {
			t.Errorf("it stopped at %d before it came to %d", s.Cost, best)
		}
	}
}

func TestASearchWithoutAnEndIsRefused(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]Options{"no limit": {}, "no clock": {Time: time.Second}} {
		if _, err := Solve(context.Background(), street(), o); err == nil {
			t.Errorf("%s: it was accepted", name)
		}
	}
}

// TestEveryBestPlanIsTold expects the stream to fall, to be sound at each step and to end at the answer.
func TestEveryBestPlanIsTold(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		p := plainProblem(seed)
		var last Progress
		told := 0
		s, err := Solve(context.Background(), p, Options{Seed: seed, Iterations: 2000, OnBest: func(g Progress) {
			plan := g.Plan()
			if err := Check(p, &plan); err != nil || plan.Cost != g.Cost {
				t.Errorf("%v: plan of %d, told %d", err, plan.Cost, g.Cost)
			}
			better := g.Unassigned < last.Unassigned || g.Unassigned == last.Unassigned && g.Cost <= last.Cost
			if told > 0 && (!better || g.Iterations < last.Iterations) {
				t.Errorf("after %+v it told %+v", last, g)
			}
			last, told = g, told+1
		}})
		if err != nil || told < 3 || s.Cost != last.Cost || len(s.Unassigned) != last.Unassigned {
			t.Errorf("%v: %d plans were told, the last of cost %d, the answer costs %d", err, told, last.Cost, s.Cost)
		}
	}
}
