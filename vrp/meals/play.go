package meals

import "fmt"

// Instruction sends a courier to a restaurant and with orders of it, by index, to their doors in this order.
type Instruction struct {
	Courier int
	Orders  []int
}

// Trip is an instruction as it was ridden.
type Trip struct {
	Instruction
	At    int   // when it was given
	Leave int   // when the courier left for the restaurant
	Fetch int   // when the meals changed hands
	Doors []int // when each did again
	End   int   // when the courier was free again
}

// Scene is what a dispatcher may know at an instant: orders placed, not yet given and not hopeless, and where couriers will be free.
type Scene struct {
	*Instance
	Now   int
	Open  []int  // orders by index, in order of placement
	Spots []Spot // by index of the courier
}

// Spot is where and when a courier can start something new, and what they have been given so far.
type Spot struct {
	Place Place
	Last  int // the order at whose door that is, -1 at the start
	Free  int // at least the courier's on-time
	Given int // orders
}

// Dispatcher decides at an instant. Everything that it returns is done.
type Dispatcher interface {
	Decide(*Scene) []Instruction
}

// Play lets a dispatcher decide every so many minutes until nothing is left to do or nobody to do it.
func Play(in *Instance, d Dispatcher, every int) ([]Trip, error) {
	g := newGame(in)
	for g.scene.Now = every; g.scene.Now <= g.end; g.scene.Now += every {
		g.open()
		if len(g.scene.Open) == 0 {
			continue
		}
		for _, i := range d.Decide(&g.scene) {
			if err := g.give(i); err != nil {
				return nil, fmt.Errorf("minute %d: %w", g.scene.Now, err)
			}
		}
	}
	return g.trips, nil
}

type game struct {
	scene Scene
	next  []int // orders that are still to be placed
	given []bool
	trips []Trip
	end   int // nothing can be fetched later
}

func newGame(in *Instance) *game {
	g := &game{scene: Scene{Instance: in}, given: make([]bool, len(in.Orders)), next: byPlacement(in.Orders)}
	for _, c := range in.Couriers {
		g.scene.Spots = append(g.scene.Spots, Spot{Place: c.Start, Last: -1, Free: c.On})
		g.end = max(g.end, c.Off)
	}
	return g
}

// open moves what has been placed by now to the open orders, and drops what was given.
func (g *game) open() {
	kept := g.scene.Open[:0]
	for _, o := range g.scene.Open {
		if !g.given[o] {
			kept = append(kept, o)
		}
	}
	g.scene.Open = kept
	for len(g.next) > 0 && g.scene.Orders[g.next[0]].Placed <= g.scene.Now {
		g.scene.Open = append(g.scene.Open, g.next[0])
		g.next = g.next[1:]
	}
}

func (g *game) give(i Instruction) error {
	trip := Trip{Instruction: i, At: g.scene.Now}
	for _, o := range i.Orders {
		if g.given[o] {
			return fmt.Errorf("order %d was given before", o)
		}
		g.given[o] = true
	}
	spot := &g.scene.Spots[i.Courier]
	g.scene.ride(&trip, *spot)
	spot.Last = i.Orders[len(i.Orders)-1]
	spot.Place, spot.Free = g.scene.Orders[spot.Last].Door, trip.End
	spot.Given += len(i.Orders)
	g.trips = append(g.trips, trip)
	return nil
}

// ride fills in the times of a trip that starts at a spot.
func (in *Instance) ride(t *Trip, from Spot) {
	r := in.Rules
	at := in.Restaurants[in.Orders[t.Orders[0]].Restaurant]
	t.Leave = max(t.At, from.Free)
	t.Fetch = t.Leave + r.Ride(from.Place, at) + reach(r.PickupService)
	for _, o := range t.Orders {
		t.Fetch = max(t.Fetch, in.Orders[o].Ready)
	}
	now := t.Fetch + leave(r.PickupService)
	for _, o := range t.Orders {
		now += r.Ride(at, in.Orders[o].Door) + reach(r.DropService)
		t.Doors = append(t.Doors, now)
		now += leave(r.DropService)
		at = in.Orders[o].Door
	}
	t.End = now
}
