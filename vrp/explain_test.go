package vrp

import (
	"context"
	"testing"
)

func TestExplanationsNameTheConstraint(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		constrain func(p *Problem)
		want      Refusal
	}{
		{"skill", func(p *Problem) { p.Jobs[0].Skills = []int{9} }, Refusal{0, Pairing, true}},
		{"capacity", func(p *Problem) { p.Jobs[0].Delivery, p.Vehicles[0].Capacity = []int32{5}, []int32{4} }, Refusal{0, Capacity, true}},
		{"window", func(p *Problem) { p.Jobs[0].Windows = []Window{{0, 50}} }, Refusal{0, TimeWindow, true}},
		{"shift", func(p *Problem) { p.Jobs[0].Windows = []Window{{9000, 9500}}; p.Vehicles[0].Shift = Window{0, 9050} }, Refusal{0, Shift, true}},
		{"travel", func(p *Problem) { p.Vehicles[0].MaxTravel = 150 }, Refusal{0, TourTravel, true}},
		{"distance", func(p *Problem) { p.Vehicles[0].MaxDistance = 150 }, Refusal{0, TourDistance, true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := street()
			p.Vehicles, p.Shipments, p.Jobs = p.Vehicles[:1], nil, p.Jobs[:1]
			test.constrain(p)
			s := solved(t, p)
			why, err := Explain(p, &s)
			if err != nil {
				t.Fatal(err)
			}
			if len(why[0].Refusals) != 1 || why[0].Refusals[0] != test.want || why[0].Vehicle != -1 {
				t.Errorf("got %+v, want %+v", why[0], test.want)
			}
		})
	}
}

func TestExplanationsNameTheRunnerUp(t *testing.T) {
	t.Parallel()
	p := street()
	s := solved(t, p)
	why, err := Explain(p, &s)
	if err != nil {
		t.Fatal(err)
	}
	// Job 2 at place 9 is with the vehicle at 10 for 200; the other one turns back at 4 and would drive 1000 more.
	if w := why[2]; w.Vehicle != 1 || w.Cost != 200 || w.RunnerUp != 0 || w.Extra != 800 {
		t.Errorf("job 2: %+v", w)
	}
}

// TestWarmStart keeps a good plan: the search begins where the last one ended.
func TestWarmStart(t *testing.T) {
	t.Parallel()
	for seed := range uint64(100) {
		p := randomProblem(seed)
		long, err := Solve(context.Background(), p, Options{Seed: 1, Iterations: 400})
		if err != nil {
			continue
		}
		again, err := Solve(context.Background(), p, Options{Seed: 2, Iterations: 1, Warm: &long})
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(p, &again); err != nil {
			t.Fatal(err)
		}
		if len(again.Unassigned) == len(long.Unassigned) && again.Cost > long.Cost {
			t.Errorf("problem %d: the warm start fell from %d to %d", seed, long.Cost, again.Cost)
		}
	}
}
