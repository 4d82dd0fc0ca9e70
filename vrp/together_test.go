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
