package meals

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Check tests trips against the rules and nothing else: each order once, of one restaurant, not before it was placed; each courier in
// one place at a time and long enough on each way, handing over at the instants that follow, fetching while on duty.
func Check(in *Instance, trips []Trip) error {
	seen := make([]bool, len(in.Orders))
	byCourier := map[int][]Trip{}
	for n, t := range trips {
		if t.Courier < 0 || t.Courier >= len(in.Couriers) || len(t.Orders) == 0 || len(t.Doors) != len(t.Orders) {
			return fmt.Errorf("trip %d has courier %d, %d orders and %d doors", n, t.Courier, len(t.Orders), len(t.Doors))
		}
		if err := checkOrders(in, t, seen); err != nil {
			return fmt.Errorf("trip %d: %w", n, err)
		}
		byCourier[t.Courier] = append(byCourier[t.Courier], t)
	}
	for c, own := range byCourier {
		slices.SortStableFunc(own, func(a, b Trip) int { return cmp.Compare(a.Leave, b.Leave) })
		if err := checkDay(in, in.Couriers[c], own); err != nil {
			return fmt.Errorf("courier %s: %w", in.Couriers[c].ID, err)
		}
	}
	return nil
}

func checkOrders(in *Instance, t Trip, seen []bool) error {
	for _, o := range t.Orders {
		switch {
		case o < 0 || o >= len(in.Orders) || seen[o]:
			return fmt.Errorf("order %d does not exist or is in two trips", o)
		case in.Orders[o].Restaurant != in.Orders[t.Orders[0]].Restaurant:
			return fmt.Errorf("orders %v are of several restaurants", t.Orders)
		case in.Orders[o].Placed > t.At:
			return fmt.Errorf("order %s was placed at %d and given at %d", in.Orders[o].ID, in.Orders[o].Placed, t.At)
		case in.Orders[o].Ready > t.Fetch:
			return fmt.Errorf("order %s was ready at %d and fetched at %d", in.Orders[o].ID, in.Orders[o].Ready, t.Fetch)
		}
		seen[o] = true
	}
	return nil
}

func checkDay(in *Instance, c Courier, own []Trip) error {
	at, free := c.Start, c.On
	for _, t := range own {
		if t.Leave < max(free, t.At) {
			return fmt.Errorf("leaves at %d, was told at %d and is free at %d", t.Leave, t.At, free)
		}
		if t.Fetch > c.Off {
			return fmt.Errorf("fetches at %d and is off at %d", t.Fetch, c.Off)
		}
		shop := in.Restaurants[in.Orders[t.Orders[0]].Restaurant]
		if err := in.checkLeg(at, shop, t.Leave, t.Fetch, reach(in.Rules.PickupService)); err != nil {
			return err
		}
		at, free = shop, t.Fetch+leave(in.Rules.PickupService)
		for n, o := range t.Orders {
			door := in.Orders[o].Door
			if err := in.checkLeg(at, door, free, t.Doors[n], reach(in.Rules.DropService)); err != nil {
				return err
			}
			at, free = door, t.Doors[n]+leave(in.Rules.DropService)
		}
		if t.End != free {
			return fmt.Errorf("ends at %d, is said to end at %d", free, t.End)
		}
	}
	return nil
}

func (in *Instance) checkLeg(from, to Place, leave, there, service int) error {
	way := math.Hypot(from.X-to.X, from.Y-to.Y) / in.Rules.MetresPerMinute
	if float64(there-service-leave) < way {
		return fmt.Errorf("leaves at %d and is done at %d, after %.1f minutes of way and %d of service", leave, there, way, service)
	}
	return nil
}
