package road

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomCosts are those of stops in a square, dearer towards the east, as up a hill.
func randomCosts(r *rand.Rand, n int) func(from, to int) float64 {
	x, y := make([]float64, n), make([]float64, n)
	for i := range n {
		x[i], y[i] = r.Float64(), r.Float64()
	}
	return func(from, to int) float64 {
		return math.Hypot(x[to]-x[from], y[to]-y[from]) + max(0, x[to]-x[from])
	}
}

// tripCost is what an order costs, and whether it visits every stop and keeps to its ends.
func tripCost(n int, cost func(from, to int) float64, ends Ends, order []int) (float64, bool) {
	sorted := slices.Sorted(slices.Values(order))
	for i, stop := range sorted {
		if i != stop {
			return 0, false
		}
	}
	if len(order) != n || ends.First && order[0] != 0 || ends.Last && order[n-1] != n-1 {
		return 0, false
	}
	sum := 0.0
	for i := range n - 1 {
		sum += cost(order[i], order[i+1])
	}
	if !ends.Open {
		sum += cost(order[n-1], order[0])
	}
	return sum, true
}

func everyEnds(yield func(Ends) bool) {
	for bits := range 8 {
		if !yield(Ends{Open: bits&1 != 0, First: bits&2 != 0, Last: bits&4 != 0}) {
			return
		}
	}
}

// permutations calls for every order of stops.
func permutations(order []int, k int, each func([]int)) {
	if k == len(order) {
		each(order)
		return
	}
	for i := k; i < len(order); i++ {
		order[k], order[i] = order[i], order[k]
		permutations(order, k+1, each)
		order[k], order[i] = order[i], order[k]
	}
}

func TestOrderIsTheBest(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for n := 1; n <= 7; n++ {
		cost := randomCosts(r, n)
		for ends := range everyEnds {
			order, ok := Order(n, cost, ends)
			got, valid := tripCost(n, cost, ends, order)
			if n == 1 && ok && valid {
				continue
			}
			best := math.Inf(1)
			stops := make([]int, n)
			for i := range stops {
				stops[i] = i
			}
			permutations(stops, 0, func(p []int) {
				if sum, valid := tripCost(n, cost, ends, p); valid {
					best = min(best, sum)
				}
			})
			if !ok || !valid || got > best+1e-9 {
				t.Errorf("%d stops, %+v: %v costs %v, the best %v", n, ends, order, got, best)
			}
		}
	}
}

func TestOrderOfManyIsGood(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	exact, quick := 0.0, 0.0
	for range 20 {
		n := exactStops
		cost := randomCosts(r, n)
		for ends := range everyEnds {
			work := newTour(n, cost, ends)
			order := work.insert()
			work.improve(order)
			sum, valid := tripCost(n, cost, ends, work.begin(order, n, ends))
			best, _ := Order(n, cost, ends)
			least, _ := tripCost(n, cost, ends, best)
			if !valid || sum < least-1e-9 {
				t.Fatalf("%+v: %v costs %v, %v %v", ends, order, sum, best, least)
			}
			exact, quick = exact+least, quick+sum
		}
	}
	if quick > 1.06*exact {
		t.Errorf("quick trips are %.1f %% longer than the best", 100*(quick/exact-1))
	}
	for ends := range everyEnds {
		order, ok := Order(100, randomCosts(r, 100), ends)
		if _, valid := tripCost(100, func(int, int) float64 { return 0 }, ends, order); !ok || !valid {
			t.Errorf("%+v: %v", ends, order)
		}
	}
}

func TestOrderWithoutWay(t *testing.T) {
	t.Parallel()
	for _, n := range []int{3, 20} {
		if order, ok := Order(n, func(from, to int) float64 {
			if to == 1 {
				return math.Inf(1)
			}
			return 1
		}, Ends{}); ok {
			t.Errorf("%d stops, one of them out of reach: %v", n, order)
		}
		order, ok := Order(n, func(from, to int) float64 {
			if to == 1 {
				return math.Inf(1)
			}
			return 1
		}, Ends{Open: true})
		if !ok || order[0] != 1 {
			t.Errorf("%d stops, beginning at one that is out of reach: %v %v", n, order, ok)
		}
	}
}
