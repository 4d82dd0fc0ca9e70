package vrp

import (
	"strings"
	"testing"
)

// goodPlan is a problem and a plan of it that the checker accepts: locks, a break, windows, amounts and a task left out.
func goodPlan(t *testing.T) (*Problem, Solution) {
	t.Helper()
	p := street()
	p.Vehicles[0].Capacity, p.Vehicles[1].Capacity = []int32{2}, []int32{2}
	p.Jobs[0].Delivery, p.Jobs[1].Pickup, p.Shipments[0].Amount = []int32{1}, []int32{1}, []int32{1}
	p.Jobs[1].Windows, p.Jobs[1].Service = []Window{{0, 400}, {900, 1000}}, 50
	p.Vehicles[0].Locked = []Ref{{JobStop, 0}}
	p.Vehicles[0].Shift = Window{0, 3000}
	p.Vehicles[0].Breaks = []Break{{Windows: []Window{{100, 700}}, Duration: 60}}
	p.Jobs = append(p.Jobs, Job{Stop: Stop{Place: 5}, Terms: Terms{Skills: []int{4}, Penalty: 70}})
	s := solved(t, p)
	if err := Check(p, &s); err != nil || len(s.Tours) != 2 || len(s.Tours[0].Visits) != 5 || len(s.Unassigned) != 1 {
		t.Fatalf("%v: %+v", err, s)
	}
	return p, s
}

// visitOf finds the visit of a stop in the first tour.
func visitOf(s *Solution, ref Ref) *Visit {
	for i := range s.Tours[0].Visits {
		if v := &s.Tours[0].Visits[i]; v.Ref == ref {
			return v
		}
	}
	return nil
}

// TestTheCheckerFindsWhatIsWrong spoils a good plan in one way at a time.
func TestTheCheckerFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, want string
		spoil      func(s *Solution)
	}{
		{"total", "the cost is", func(s *Solution) { s.Cost++ }},
		{"cost of a tour", "cost, travel and distance", func(s *Solution) { s.Tours[1].Cost--; s.Cost-- }},
		{"travel", "cost, travel and distance", func(s *Solution) { s.Tours[0].Travel++ }},
		{"distance", "cost, travel and distance", func(s *Solution) { s.Tours[0].Distance-- }},
		{"penalty not counted", "the cost is", func(s *Solution) { s.Cost -= 70 }},
		{"unknown vehicle", "no vehicle 2", func(s *Solution) { s.Tours[1].Vehicle = 2 }},
		{"two tours of a vehicle", "has two tours", func(s *Solution) { s.Tours[1].Vehicle = 0 }},
		{"tour forgotten", "neither served", func(s *Solution) { s.Cost -= s.Tours[1].Cost; s.Tours = s.Tours[:1] }},
		{"task forgotten", "job 3 is neither served", func(s *Solution) { s.Unassigned = nil }},
		{"served and left out", "left out and served", func(s *Solution) { s.Unassigned = append(s.Unassigned, Ref{JobStop, 2}) }},
		{"left out twice", "left out and served, or listed twice", func(s *Solution) { s.Unassigned = append(s.Unassigned, s.Unassigned[0]) }},
		{"unknown stop", "no such stop", func(s *Solution) { s.Tours[1].Visits[0].Index = 9 }},
		{"twice", "this one twice", func(s *Solution) { s.Tours[1].Visits[0].Ref = Ref{JobStop, 1} }},
		{"drop-off first", "not on board", func(s *Solution) {
			pick, drop := visitOf(s, Ref{PickupStop, 0}), visitOf(s, Ref{DropStop, 0})
			pick.Ref, drop.Ref = drop.Ref, pick.Ref
		}},
		{"locked beginning", "locked is", func(s *Solution) {
			a, b := visitOf(s, Ref{JobStop, 0}), visitOf(s, Ref{JobStop, 1})
			a.Ref, b.Ref = b.Ref, a.Ref
		}},
		{"outside of the windows", "outside of", func(s *Solution) {
			v := visitOf(s, Ref{JobStop, 1})
			v.Start, v.Leave = v.Start+500, v.Leave+500
		}},
		{"too short a service", "for service", func(s *Solution) { visitOf(s, Ref{JobStop, 1}).Leave-- }},
		{"too fast", "the way takes", func(s *Solution) { s.Tours[1].Visits[0].Arrive-- }},
		{"time runs backwards", "starts at", func(s *Solution) { v := &s.Tours[1].Visits[0]; v.Start = v.Arrive - 1 }},
		{"home too soon", "the way takes", func(s *Solution) { s.Tours[1].Back-- }},
		{"home after the shift", "the shift from", func(s *Solution) { s.Tours[0].Back = 3001 }},
		{"break too short", "wanted is", func(s *Solution) { visitOf(s, Ref{BreakStop, 0}).Leave-- }},
		{"unknown break", "no such break", func(s *Solution) { visitOf(s, Ref{BreakStop, 0}).Index = 1 }},
		{"break forgotten", "break 0 is missing", func(s *Solution) {
			var kept []Visit
			for _, v := range s.Tours[0].Visits {
				if v.Kind != BreakStop {
					kept = append(kept, v)
				}
			}
			s.Tours[0].Visits = kept
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p, s := goodPlan(t)
			test.spoil(&s)
			if err := Check(p, &s); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want something about %q", err, test.want)
			}
		})
	}
}
