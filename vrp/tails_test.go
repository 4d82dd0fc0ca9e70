package vrp

import (
	"context"
	"math/rand/v2"
	"testing"
)

// plainProblem draws a problem of jobs, or of shipments if the seed is odd, whose tours are told by legs, loads and single windows.
func plainProblem(seed uint64) *Problem {
	r := rand.New(rand.NewPCG(seed, 2))
	const places = 30
	p := &Problem{Profiles: []Profile{{Places: places, Durations: make([]int32, places*places)}}}
	for i := range p.Profiles[0].Durations {
		if i%(places+1) != 0 {
			p.Profiles[0].Durations[i] = int32(60 + r.IntN(900))
		}
	}
	for range 8 {
		p.Vehicles = append(p.Vehicles, Vehicle{Start: r.IntN(3), End: 0, Shift: Window{int32(r.IntN(500)), 15000}, Capacity: []int32{20}, Costs: Costs{Fixed: 300, PerHour: 3600}})
	}
	stop := func() Stop {
		from := int32(r.IntN(6000))
		return Stop{Place: r.IntN(places), Service: int32(r.IntN(200)), Windows: []Window{{from, from + 8000}}}
	}
	for range 30 {
		amount := []int32{int32(1 + r.IntN(5))}
		if seed%2 == 1 {
			p.Shipments = append(p.Shipments, Shipment{Pickup: stop(), Drop: stop(), Amount: amount})
			continue
		}
		p.Jobs = append(p.Jobs, Job{Stop: stop(), Delivery: amount})
	}
	return p
}

// TestSwappedTailsCostWhatWasSaid makes many moves of tails, good or bad, and compares each with a plan built from nothing.
func TestSwappedTailsCostWhatWasSaid(t *testing.T) {
	t.Parallel()
	swaps := 0
	for seed := range uint64(20) {
		m, err := compile(plainProblem(seed))
		if err != nil {
			t.Fatal(err)
		}
		s := newSearcher(context.Background(), m, Options{Seed: seed})
		s.construct()
		for range 400 {
			before := s.version
			s.swapTails(1000)
			if s.version == before {
				continue
			}
			swaps++
			if err := s.same(); err != nil {
				t.Fatalf("problem %d: %v", seed, err)
			}
			for v := range s.routes {
				if s.routes[v].bad {
					t.Fatalf("problem %d: tour %d is broken", seed, v)
				}
			}
		}
	}
	if swaps < 100 {
		t.Errorf("only %d swaps", swaps)
	}
}
