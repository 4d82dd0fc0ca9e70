package vrp

import (
	"context"
	"slices"
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
		{"duration", func(p *Problem) { p.Vehicles[0].MaxDuration = 150 }, Refusal{0, TourDuration, true}},
		{"break", func(p *Problem) {
			p.Jobs[0].Delivery, p.Vehicles[0].Capacity = []int32{1}, []int32{4}
			p.Vehicles[0].Breaks = []Break{{Windows: []Window{{0, 50}}, Duration: 10, MaxLoad: []int32{0}}}
		}, Refusal{0, BreakTime, true}},
		{"price", func(p *Problem) { p.Jobs[0].Penalty = 10 }, Refusal{0, Price, false}},
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

// TestExplanationsNameTheCompany leaves tasks out because of what else is in the tour, or of what belongs together.
func TestExplanationsNameTheCompany(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		constrain func(p *Problem)
		task      Ref
		want      []Refusal
	}{
		{"stops", func(p *Problem) { p.Vehicles[0].MaxStops, p.Jobs[0].Priority = 1, 1 }, Ref{JobStop, 1}, []Refusal{{0, TourStops, false}, {1, Pairing, true}}},
		{"room", func(p *Problem) {
			p.Vehicles[0].Capacity, p.Jobs[0].Delivery, p.Jobs[1].Delivery = []int32{1}, []int32{1}, []int32{1}
			p.Jobs[0].Priority = 1
		}, Ref{JobStop, 1}, []Refusal{{0, Capacity, false}, {1, Pairing, true}}},
		{"group", func(p *Problem) {
			p.Vehicles[1].Locked = []Ref{{JobStop, 2}}
			p.Jobs[1].Group, p.Jobs[2].Group, p.Jobs[2].Never = 1, 1, nil
		}, Ref{JobStop, 1}, []Refusal{{0, Company, false}, {1, Pairing, true}}},
		{"time on board", func(p *Problem) { p.Shipments[0].MaxOnBoard = 50 }, Ref{PickupStop, 0}, []Refusal{{0, OnBoard, true}, {1, OnBoard, true}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := street()
			if test.task.Kind == JobStop {
				p.Shipments = nil
			}
			for i := range p.Jobs {
				p.Jobs[i].Never = []int{1}
			}
			test.constrain(p)
			s := solved(t, p)
			why, err := Explain(p, &s, test.task)
			if err != nil {
				t.Fatal(err)
			}
			if why[0].Vehicle != -1 || !slices.Equal(why[0].Refusals, test.want) {
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
