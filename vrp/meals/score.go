package meals

import (
	"cmp"
	"math"
	"slices"
)

// Score is what the paper measures of a day. Times are minutes; means are over delivered orders.
type Score struct {
	Orders, Undelivered int
	Hopeless            int // of the undelivered, those that are ready only when nobody works any more
	ClickToDoor         float64
	ClickToDoorP90      float64
	Overage             float64 // by which click-to-door is over the target
	ReadyToDoor         float64
	ReadyToPickup       float64
	Pay, PayPerOrder    float64
	OnGuarantee         float64 // share of couriers
	OrdersPerBundle     float64
}

// Measure scores a day.
func Measure(in *Instance, trips []Trip) Score {
	s := Score{Orders: len(in.Orders)}
	var clicks []float64
	given := make([]int, len(in.Couriers))
	for _, t := range trips {
		given[t.Courier] += len(t.Orders)
		for n, o := range t.Orders {
			order := in.Orders[o]
			click := float64(t.Doors[n] - order.Placed)
			clicks = append(clicks, click)
			s.Overage += max(0, click-float64(in.Rules.Target))
			s.ReadyToDoor += float64(t.Doors[n] - order.Ready)
			s.ReadyToPickup += float64(t.Fetch - order.Ready)
		}
	}
	s.Hopeless = hopeless(in)
	s.pay(in, given)
	n := float64(len(clicks))
	s.Undelivered = s.Orders - len(clicks)
	s.ClickToDoor, s.ClickToDoorP90 = sum(clicks)/n, percentile(clicks, 0.9)
	s.Overage, s.ReadyToDoor, s.ReadyToPickup = s.Overage/n, s.ReadyToDoor/n, s.ReadyToPickup/n
	s.PayPerOrder, s.OrdersPerBundle = s.Pay/n, n/float64(len(trips))
	return s
}

func hopeless(in *Instance) (n int) {
	last := 0
	for _, c := range in.Couriers {
		last = max(last, c.Off)
	}
	for _, o := range in.Orders {
		if o.Ready > last {
			n++
		}
	}
	return n
}

func (s *Score) pay(in *Instance, given []int) {
	for c, n := range given {
		guaranteed := in.Rules.GuaranteedHour * float64(in.Couriers[c].Off-in.Couriers[c].On) / 60
		earned := in.Rules.PayPerOrder * float64(n)
		s.Pay += max(earned, guaranteed)
		if earned < guaranteed {
			s.OnGuarantee += 1 / float64(len(given))
		}
	}
}

// LowerBound is the score of a day on which a courier waits at each restaurant's door, alone for each order.
func LowerBound(in *Instance) float64 {
	var total float64
	for _, o := range in.Orders {
		r := in.Rules
		total += float64(o.Ready - o.Placed + leave(r.PickupService) + r.Ride(in.Restaurants[o.Restaurant], o.Door) + reach(r.DropService))
	}
	return total / float64(len(in.Orders))
}

func sum(values []float64) (total float64) {
	for _, v := range values {
		total += v
	}
	return total
}

// percentile interpolates between the two nearest values, as the paper's evaluation does.
func percentile(values []float64, share float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	at := share * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

// byPlacement gives the indices of orders by time of placement.
func byPlacement(orders []Order) []int {
	out := make([]int, len(orders))
	for i := range out {
		out[i] = i
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(orders[a].Placed, orders[b].Placed) })
	return out
}
