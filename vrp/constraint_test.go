package vrp

import (
	"context"
	"testing"
)

// line is a street with a place every 100 seconds and 100 metres.
func line(places int) Profile {
	f := Profile{Places: places, Durations: make([]int32, places*places)}
	for i := range places {
		for j := range places {
			f.Durations[i*places+j] = int32(100 * max(i-j, j-i))
		}
	}
	return f
}

// street has a vehicle at either end of a line of eleven places, a job at 1, 2 and 9, and a shipment from 3 to 4.
func street() *Problem {
	return &Problem{
		Profiles:  []Profile{line(11)},
		Vehicles:  []Vehicle{{Start: 0, End: 0}, {Start: 10, End: 10}},
		Jobs:      []Job{{Stop: Stop{Place: 1}}, {Stop: Stop{Place: 2}}, {Stop: Stop{Place: 9}}},
		Shipments: []Shipment{{Pickup: Stop{Place: 3}, Drop: Stop{Place: 4}}},
	}
}

// TestEachConstraintBinds solves a problem without and with a constraint: the first answer must break it or cost more under it than
// the second, the second must keep it and leave out as many tasks as cannot be served.
func TestEachConstraintBinds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		constrain func(p *Problem)
		leftOut   int
	}{
		{"time window", func(p *Problem) { p.Jobs[0].Windows = []Window{{5000, 5100}} }, 0},
		{"several time windows", func(p *Problem) { p.Jobs[0].Windows = []Window{{0, 50}, {5000, 5100}, {6000, 6001}} }, 0},
		{"shift", func(p *Problem) { p.Vehicles[1].Shift = Window{1, 150} }, 0},
		{"late shift", func(p *Problem) { p.Vehicles[0].Shift = Window{7000, 9000} }, 0},
		{"service", func(p *Problem) { p.Jobs[1].Service = 300 }, 0},
		{"set-up", func(p *Problem) { p.Jobs[1].Setup = 300 }, 0},
		{"capacity of deliveries", func(p *Problem) {
			p.Vehicles[0].Capacity, p.Jobs[0].Delivery, p.Jobs[1].Delivery = []int32{1}, []int32{1}, []int32{1}
			p.Vehicles[1].Capacity = []int32{0}
		}, 1},
		{"capacity of pick-ups", func(p *Problem) {
			p.Vehicles[0].Capacity, p.Jobs[0].Pickup, p.Jobs[1].Pickup = []int32{1}, []int32{1}, []int32{1}
			p.Vehicles[1].Capacity = []int32{0}
		}, 1},
		{"capacity of shipments", func(p *Problem) { p.Vehicles[0].Capacity, p.Shipments[0].Amount = []int32{2}, []int32{3} }, 0},
		{"second capacity", func(p *Problem) {
			p.Vehicles[0].Capacity, p.Shipments[0].Amount = []int32{9, 1}, []int32{1, 2}
		}, 0},
		{"skills", func(p *Problem) { p.Jobs[0].Skills, p.Vehicles[1].Skills = []int{7}, []int{7, 8} }, 0},
		{"skills that nobody has", func(p *Problem) { p.Jobs[0].Skills = []int{7} }, 1},
		{"only", func(p *Problem) { p.Jobs[1].Only = []int{1} }, 0},
		{"never", func(p *Problem) { p.Shipments[0].Never = []int{0} }, 0},
		{"wish", func(p *Problem) { p.Jobs[0].Wishes = []Wish{{0, 5000}} }, 0},
		{"reward", func(p *Problem) { p.Jobs[0].Wishes = []Wish{{1, -5000}} }, 0},
		{"group", func(p *Problem) { p.Jobs[0].Group, p.Jobs[2].Group = 3, 3 }, 0},
		{"most stops", func(p *Problem) { p.Vehicles[0].MaxStops = 3 }, 0},
		{"longest duration", func(p *Problem) { p.Vehicles[0].MaxDuration = 700 }, 0},
		{"longest travel", func(p *Problem) { p.Vehicles[0].MaxTravel = 700 }, 0},
		{"longest distance", func(p *Problem) { p.Vehicles[0].MaxDistance = 700 }, 0},
		{"break", func(p *Problem) { p.Vehicles[0].Breaks = []Break{{Windows: []Window{{150, 350}}, Duration: 100}} }, 0},
		{"break with several windows", func(p *Problem) {
			p.Vehicles[0].Breaks = []Break{{Windows: []Window{{0, 10}, {350, 360}, {5000, 5001}}, Duration: 100}}
			p.Vehicles[0].Shift = Window{50, 4000}
		}, 0},
		{"break after all", func(p *Problem) {
			p.Vehicles[1].Breaks = []Break{{Windows: []Window{{5000, 5001}}, Duration: 100, Always: true}}
		}, 0},
		{"break with little on board", func(p *Problem) {
			p.Vehicles[0].Capacity, p.Jobs[0].Delivery, p.Jobs[1].Delivery = []int32{2}, []int32{1}, []int32{1}
			p.Vehicles[0].Breaks = []Break{{Windows: []Window{{0, 150}}, Duration: 100, MaxLoad: []int32{0}}}
		}, 0},
		{"service by type", func(p *Problem) {
			p.Vehicles[0].Type, p.Jobs[0].ByType = 2, []TypeTimes{{Type: 2, Service: 300, Setup: 10}}
		}, 0},
		{"paid tasks", func(p *Problem) {
			p.Jobs[0].Service, p.Jobs[0].Setup, p.Vehicles[0].Costs = 900, 90, Costs{PerHour: 3600, PerTaskHour: 7200}
		}, 0},
		{"costs of their own", func(p *Problem) {
			p.Profiles[0].Costs = make([]int32, 121)
			p.Profiles[0].Costs[1] = 70
		}, 0},
		{"release", func(p *Problem) { p.Jobs[0].Release = 1000 }, 0},
		{"soft lateness", func(p *Problem) { p.Jobs[0].Due, p.Jobs[0].LatePerHour = 50, 3600 }, 0},
		{"speed", func(p *Problem) { p.Vehicles[0].SpeedPercent = 50 }, 0},
		{"fixed cost", func(p *Problem) { p.Vehicles[1].Costs.Fixed = 10000 }, 0},
		{"cost per km", func(p *Problem) { p.Vehicles[0].Costs = Costs{PerKm: 5000, PerHour: 3600} }, 0},
		{"paid duration", func(p *Problem) { p.Vehicles[0].Costs = Costs{PerWorkHour: 7200, PerHour: 3600} }, 0},
		{"balance", func(p *Problem) { p.Balance = 1e5 }, 0},
		{"penalty", func(p *Problem) { p.Jobs[2].Penalty = 10 }, 1},
		{"locked", func(p *Problem) { p.Vehicles[1].Locked = []Ref{{JobStop, 0}, {PickupStop, 0}} }, 0},
		{"end elsewhere", func(p *Problem) { p.Vehicles[0].End = 10 }, 0},
		{"open end", func(p *Problem) { p.Vehicles[0].End = Nowhere }, 0},
		{"start elsewhere", func(p *Problem) { p.Vehicles[1].Start = 5 }, 0},
		{"open start", func(p *Problem) { p.Vehicles[1].Start = Nowhere }, 0},
		{"profile of its own", func(p *Problem) {
			p.Profiles = append(p.Profiles, line(11))
			p.Profiles[1].Durations[1], p.Vehicles[0].Profile = 900, 1
		}, 0},
		{"cost per hour", func(p *Problem) { p.Vehicles[0].Costs = Costs{PerHour: 20000} }, 0},
		{"asymmetry", func(p *Problem) { p.Profiles[0].Durations[0*11+1] = 5000 }, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			free, bound := street(), street()
			test.constrain(bound)
			before := solved(t, free)
			after := solved(t, bound)
			if err := Check(bound, &before); err == nil && before.Cost <= after.Cost {
				t.Errorf("the plan without the constraint is as good: %+v", before)
			}
			if err := Check(bound, &after); err != nil {
				t.Error(err)
			}
			if len(after.Unassigned) != test.leftOut {
				t.Errorf("left out: %v, want %d", after.Unassigned, test.leftOut)
			}
		})
	}
}

func solved(t *testing.T, p *Problem) Solution {
	t.Helper()
	s, err := Solve(context.Background(), p, Options{Iterations: 300})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestShipmentsRideAsAsked covers the constraints that need two shipments on one vehicle.
func TestShipmentsRideAsAsked(t *testing.T) {
	t.Parallel()
	pair := func() *Problem {
		return &Problem{
			Profiles: []Profile{line(11)},
			Vehicles: []Vehicle{{Start: 0, End: Nowhere}},
			Shipments: []Shipment{
				{Pickup: Stop{Place: 1}, Drop: Stop{Place: 5}},
				{Pickup: Stop{Place: 2}, Drop: Stop{Place: 7}},
			},
		}
	}
	for name, constrain := range map[string]func(p *Problem){
		"last in, first out": func(p *Problem) { p.Shipments[0].LIFO = true },
		"time on board": func(p *Problem) {
			p.Shipments[1].MaxOnBoard, p.Shipments[1].Drop.Setup = 500, 0
			p.Shipments[0].Drop.Service = 100
		},
		"capacity on board": func(p *Problem) {
			p.Vehicles[0].Capacity, p.Shipments[0].Amount, p.Shipments[1].Amount = []int32{1}, []int32{1}, []int32{1}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			free, bound := pair(), pair()
			constrain(bound)
			before, after := solved(t, free), solved(t, bound)
			if Check(bound, &before) == nil {
				t.Errorf("the plan without the constraint keeps it: %+v", before)
			}
			if err := Check(bound, &after); err != nil || len(after.Unassigned) > 0 {
				t.Errorf("%v, left out: %v", err, after.Unassigned)
			}
		})
	}
}

func TestPriorityDecidesWhoIsLeftOut(t *testing.T) {
	t.Parallel()
	for favoured := range 3 {
		p := street()
		p.Vehicles = []Vehicle{{Start: 0, End: 0, MaxStops: 1}}
		p.Shipments = nil
		p.Jobs[favoured].Priority = 1
		s := solved(t, p)
		if len(s.Tours) != 1 || s.Tours[0].Visits[0].Index != favoured {
			t.Errorf("job %d has priority, the tour is %+v", favoured, s.Tours)
		}
	}
}

// TestDriversOfLockedPickupsBringThem keeps what is on board on board and the locked order as it is.
func TestDriversOfLockedPickupsBringThem(t *testing.T) {
	t.Parallel()
	p := street()
	p.Vehicles[1].Locked = []Ref{{JobStop, 1}, {PickupStop, 0}, {JobStop, 0}}
	s := solved(t, p)
	if err := Check(p, &s); err != nil {
		t.Fatal(err)
	}
	p.Vehicles[1].Shift = Window{0, 1300}
	if s, err := Solve(context.Background(), p, Options{Iterations: 50}); err == nil {
		t.Errorf("a locked beginning that is longer than the shift was accepted: %+v", s)
	}
}

// TestAMealForThreeDoorsIsFetchedOnce serves a group of shipments from one kitchen by one vehicle, which waits there once.
func TestAMealForThreeDoorsIsFetchedOnce(t *testing.T) {
	t.Parallel()
	p := street()
	p.Jobs = nil
	p.Shipments = p.Shipments[:0]
	for _, door := range []int{1, 4, 9} {
		p.Shipments = append(p.Shipments, Shipment{Pickup: Stop{Place: 5, Setup: 300, Service: 10}, Drop: Stop{Place: door}})
	}
	for i := range p.Vehicles {
		p.Vehicles[i].Costs = Costs{PerHour: 3600, PerTaskHour: 36}
	}
	p.Shipments[0].Wishes, p.Shipments[2].Wishes = []Wish{{0, -3000}}, []Wish{{1, -3000}}
	if apart := solved(t, p); len(apart.Tours) != 2 {
		t.Fatalf("without the group it takes %d vehicles", len(apart.Tours))
	}
	for i := range p.Shipments {
		p.Shipments[i].Group = 1
	}
	s := solved(t, p)
	if err := Check(p, &s); err != nil || len(s.Tours) != 1 || len(s.Unassigned) > 0 {
		t.Fatalf("%v: %+v", err, s)
	}
	visits := s.Tours[0].Visits
	if visits[2].Kind != PickupStop || visits[2].Leave-visits[0].Arrive != 330 {
		t.Errorf("the kitchen keeps the vehicle from %d to %d: %+v", visits[0].Arrive, visits[2].Leave, visits)
	}
}
