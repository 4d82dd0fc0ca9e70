package meals

import (
	"slices"

	"pignon.coop/vrp/online"
)

// Ahead dispatches with the online planner: it plans everything that is open at each decision, over the couriers on duty and those whose
// shift begins soon, and gives an instruction only when the courier has to leave for it now. It holds what it has learnt of one day.
type Ahead struct {
	Prices online.Prices
	Turns  int // of the search, at each decision
	Shifts int // minutes by which a shift may still be ahead

	city   *city
	demand demand
	hoped  [][]planned // by courier
}

// NewAhead makes a dispatcher for one day, with the prices that served best, all in minutes of a customer's wait.
func NewAhead(in *Instance) *Ahead {
	city := newCity(in)
	return &Ahead{
		city: city, demand: demand{latest: -1, ways: make([]float64, city.n)}, hoped: make([][]planned, len(in.Couriers)),
		Prices: online.Prices{Eager: 1, Late: 0.2, Busy: 0.2, Far: 0.2, Level: 1, Left: 1e4, Broken: 1e6},
		Turns:  100, Shifts: 15,
	}
}

// demand is where orders have come from so far.
type demand struct {
	seen   int
	latest int // placement of the last order that was counted
	ways   []float64
}

// learn counts orders placed since the last time.
func (d *demand) learn(s *Scene, c *city) {
	for _, o := range s.Open {
		if s.Orders[o].Placed <= d.latest {
			continue
		}
		d.seen++
		for p := range d.ways {
			d.ways[p] += float64(c.travel(p, s.Orders[o].Restaurant))
		}
	}
	d.latest = s.Now
}

// far is the mean way from a place to the restaurants of orders so far.
func (d *demand) far(place int) float64 { return d.ways[place] / float64(max(1, d.seen)) }

// planned is one end of an order in a courier's plan.
type planned struct {
	order int
	drop  bool
}

// city holds the ways between all places of an instance: restaurants, then doors, then couriers' starts.
type city struct {
	n     int
	table []uint16
	doors int
	start int
}

func newCity(in *Instance) *city {
	places := slices.Clone(in.Restaurants)
	c := &city{doors: len(places)}
	for _, o := range in.Orders {
		places = append(places, o.Door)
	}
	c.start = len(places)
	for _, k := range in.Couriers {
		places = append(places, k.Start)
	}
	c.n = len(places)
	c.table = make([]uint16, c.n*c.n)
	for i, a := range places {
		for j, b := range places {
			c.table[i*c.n+j] = uint16(in.Rules.Ride(a, b))
		}
	}
	return c
}

func (c *city) travel(from, to int) int { return int(c.table[from*c.n+to]) }

// Decide plans and commits late.
func (d *Ahead) Decide(s *Scene) []Instruction {
	d.demand.learn(s, d.city)
	r := d.round(s)
	plan := online.Solve(&r.problem, online.Options{Seed: uint64(s.Now), Turns: d.Turns})
	var out []Instruction
	for c, ride := range plan.Rides {
		courier := r.couriers[c]
		d.hoped[courier] = d.hoped[courier][:0]
		first := r.bundle(ride)
		if len(first) > 0 && s.Spots[courier].Free <= s.Now && r.leave(ride, len(first)) <= s.Now {
			out = append(out, Instruction{courier, first})
			ride.Visits = ride.Visits[2*len(first):]
		}
		for _, v := range ride.Visits {
			d.hoped[courier] = append(d.hoped[courier], planned{r.orders[v.Stop/2], v.Stop%2 == 1})
		}
	}
	return out
}

// round is one decision: order n of orders is stops 2n and 2n+1.
type round struct {
	problem  online.Problem
	orders   []int
	couriers []int
}

func (d *Ahead) round(s *Scene) *round {
	r := &round{orders: s.Open, problem: online.Problem{Now: s.Now, Travel: d.city.travel, Far: d.demand.far, Prices: d.Prices, OneShop: true}}
	at := map[int]int{}
	for n, o := range s.Open {
		at[o] = n
		r.problem.Stops = append(r.problem.Stops, d.pickup(s, o), d.drop(s, o, 2*n))
		r.problem.Tasks = append(r.problem.Tasks, online.Task{Stops: []int{2 * n, 2*n + 1}, Only: -1})
	}
	for c, spot := range s.Spots {
		duty := s.Couriers[c]
		if duty.Off < s.Now || spot.Free > duty.Off || duty.On > s.Now+d.Shifts {
			d.hoped[c] = nil
			continue
		}
		k := online.Courier{Place: d.placeOf(s, c), Free: spot.Free, Off: duty.Off, Given: float64(spot.Given), Fair: d.fair(s, c)}
		for _, p := range d.hoped[c] {
			stop := 2 * at[p.order]
			if p.drop {
				stop++
			}
			k.Hoped = append(k.Hoped, stop)
		}
		r.couriers = append(r.couriers, c)
		r.problem.Couriers = append(r.problem.Couriers, k)
	}
	return r
}

// fair is how many orders a courier's guaranteed pay would buy.
func (d *Ahead) fair(s *Scene, c int) float64 {
	return s.Rules.GuaranteedHour * float64(s.Couriers[c].Off-s.Couriers[c].On) / 60 / s.Rules.PayPerOrder
}

func (d *Ahead) placeOf(s *Scene, c int) int {
	if s.Spots[c].Last < 0 {
		return d.city.start + c
	}
	return d.city.doors + s.Spots[c].Last
}

func (d *Ahead) pickup(s *Scene, o int) online.Stop {
	order := s.Orders[o]
	return online.Stop{
		Place: order.Restaurant, Kind: online.Pickup, Setup: reach(s.Rules.PickupService), Service: leave(s.Rules.PickupService),
		After: order.Ready, Wish: online.Never, Due: online.Never, Limit: online.Never, From: -1,
	}
}

func (d *Ahead) drop(s *Scene, o, from int) online.Stop {
	order := s.Orders[o]
	return online.Stop{
		Place: d.city.doors + o, Kind: online.Drop, Setup: reach(s.Rules.DropService), Service: leave(s.Rules.DropService),
		Wish: order.Placed, Due: order.Placed + s.Rules.Target, Limit: online.Never, From: from, OnBoard: online.Never,
	}
}

// bundle is the orders that a ride fetches first, in the order of their doors.
func (r *round) bundle(ride online.Ride) (orders []int) {
	load := 0
	for _, v := range ride.Visits {
		if v.Stop%2 == 0 {
			load++
			continue
		}
		load--
		orders = append(orders, r.orders[v.Stop/2])
		if load == 0 {
			break
		}
	}
	return orders
}

// leave is when the courier has to set out so that the last meal of the first bundle is not fetched later than planned.
func (r *round) leave(ride online.Ride, fetched int) int {
	first, last := ride.Visits[0], ride.Visits[fetched-1]
	return first.Leave + last.Start - first.Start
}
