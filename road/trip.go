package road

import (
	"math"
	"slices"
)

// Ends says where a trip begins and ends. Stops are numbered from 0.
type Ends struct {
	Open  bool // it does not return to where it began
	First bool // it begins at stop 0
	Last  bool // its last stop before returning, if it does, is the one of the highest number
}

// exactStops is the number of stops up to which the best order is found by trying all.
const exactStops = 12

// unaffordable stands for ways that do not exist while orders are compared.
const unaffordable = 1e15

// Order finds in which order to visit n stops so that the sum of costs from stop to stop is small: the smallest up to 12 stops, a
// good one beyond. The costs need not be the same both ways; +Inf is a way that does not exist. It is false where every order would
// need such a way. The same question has the same answer.
func Order(n int, cost func(from, to int) float64, ends Ends) ([]int, bool) {
	if n < 2 {
		return slices.Repeat([]int{0}, max(n, 0)), true
	}
	t := newTour(n, cost, ends)
	var order []int
	if n <= exactStops {
		order = t.exact()
	} else {
		order = t.insert()
		t.improve(order)
	}
	if t.length(order) >= unaffordable {
		return nil, false
	}
	return t.begin(order, n, ends), true
}

// tour is the search for a short round trip. Of an open trip the ends are joined by a stop that does not exist.
type tour struct {
	size  int
	costs []float64
}

func newTour(n int, cost func(from, to int) float64, ends Ends) *tour {
	t := &tour{size: n}
	if ends.Open {
		t.size++
	}
	t.costs = make([]float64, t.size*t.size)
	for i := range n {
		for j := range n {
			if c := cost(i, j); i != j && c < unaffordable {
				t.costs[i*t.size+j] = max(c, 0)
			} else if i != j {
				t.costs[i*t.size+j] = unaffordable
			}
		}
	}
	if ends.Open && ends.First {
		t.only(n, 0)
	}
	if ends.Open && ends.Last {
		t.only(n-1, n)
	}
	if !ends.Open && ends.First && ends.Last {
		t.only(n-1, 0)
	}
	return t
}

// only forbids to leave one stop for any but another.
func (t *tour) only(from, to int) {
	for i := range t.size {
		if i != to && i != from {
			t.costs[from*t.size+i] = unaffordable
		}
	}
}

func (t *tour) cost(from, to int) float64 { return t.costs[from*t.size+to] }

func (t *tour) length(order []int) float64 {
	sum := t.cost(order[len(order)-1], order[0])
	for i := range order[1:] {
		sum += t.cost(order[i], order[i+1])
	}
	return sum
}

// begin turns a round trip so that it begins and ends where it shall.
func (t *tour) begin(order []int, n int, ends Ends) []int {
	first := slices.Index(order, 0)
	switch {
	case ends.Open:
		first = slices.Index(order, n) + 1
	case ends.Last && !ends.First:
		first = slices.Index(order, n-1) + 1
	}
	turned := append(slices.Clone(order[first:]), order[:first]...)
	if ends.Open {
		return turned[:n]
	}
	return turned
}

// exact tries all orders, those of every set of stops once (Held and Karp).
func (t *tour) exact() []int {
	last := t.size - 1 // where every order begins and ends
	sets := 1 << last
	best := make([]float64, sets*last) // of set and its last stop
	before := make([]uint8, sets*last)
	for set := 1; set < sets; set++ {
		for end := range last {
			if set&(1<<end) == 0 {
				continue
			}
			at := set*last + end
			rest := set &^ (1 << end)
			best[at] = math.Inf(1)
			if rest == 0 {
				best[at] = t.cost(last, end)
			}
			for from := range last {
				if rest&(1<<from) == 0 {
					continue
				}
				if sum := best[rest*last+from] + t.cost(from, end); sum < best[at] {
					best[at], before[at] = sum, uint8(from)
				}
			}
		}
	}
	return t.unwind(best, before)
}

func (t *tour) unwind(best []float64, before []uint8) []int {
	last := t.size - 1
	set := 1<<last - 1
	end, least := 0, math.Inf(1)
	for from := range last {
		if sum := best[set*last+from] + t.cost(from, last); sum < least {
			end, least = from, sum
		}
	}
	order := []int{last}
	for set != 0 {
		order = append(order, end)
		set, end = set&^(1<<end), int(before[set*last+end])
	}
	slices.Reverse(order)
	return order
}

// insert adds the stop that is farthest from the tour so far at its cheapest place, until none is left.
func (t *tour) insert() []int {
	order := []int{0}
	far := make([]float64, t.size) // from the tour
	for i := range far {
		far[i] = t.cost(0, i) + t.cost(i, 0)
	}
	inside := make([]bool, t.size)
	inside[0] = true
	for len(order) < t.size {
		next := -1
		for i := range far {
			if !inside[i] && (next < 0 || far[i] > far[next]) {
				next = i
			}
		}
		order = slices.Insert(order, t.cheapest(order, next), next)
		inside[next] = true
		for i := range far {
			far[i] = min(far[i], t.cost(next, i)+t.cost(i, next))
		}
	}
	return order
}

// cheapest is the position in the tour where a stop costs least.
func (t *tour) cheapest(order []int, stop int) int {
	at, least := 0, math.Inf(1)
	for i, to := range order {
		from := order[(i+len(order)-1)%len(order)]
		if more := t.cost(from, stop) + t.cost(stop, to) - t.cost(from, to); more < least {
			at, least = i, more
		}
	}
	return at
}

// improve reverses parts of the tour (2-opt) and moves short ones elsewhere (Or-opt) as long as that shortens it.
func (t *tour) improve(order []int) {
	for t.reverse(order) || t.move(order) {
	}
}

// worthwhile keeps rounding from being taken for progress.
const worthwhile = 1e-6

func (t *tour) reverse(order []int) bool {
	n := len(order)
	for i := range n - 1 {
		from := order[(i+n-1)%n]
		along, against := 0.0, 0.0 // of the part from i to j
		for j := i + 1; j < n && !(i == 0 && j == n-1); j++ {
			along += t.cost(order[j-1], order[j])
			against += t.cost(order[j], order[j-1])
			to := order[(j+1)%n]
			old := t.cost(from, order[i]) + along + t.cost(order[j], to)
			if t.cost(from, order[j])+against+t.cost(order[i], to) < old-worthwhile {
				slices.Reverse(order[i : j+1])
				return true
			}
		}
	}
	return false
}

// longestMoved is how many stops are moved at once.
const longestMoved = 3

func (t *tour) move(order []int) bool {
	n := len(order)
	for size := 1; size <= longestMoved; size++ {
		for i := 0; i+size <= n; i++ {
			if t.moveOne(order, i, size) {
				return true
			}
		}
	}
	return false
}

// moveOne moves some stops to where they cost less.
func (t *tour) moveOne(order []int, i, size int) bool {
	n := len(order)
	from, to := order[(i+n-1)%n], order[(i+size)%n]
	first, last := order[i], order[i+size-1]
	saved := t.cost(from, first) + t.cost(last, to) - t.cost(from, to)
	for step := range n - size - 1 {
		a, b := (i+size+step)%n, (i+size+step+1)%n
		if t.cost(order[a], first)+t.cost(last, order[b])-t.cost(order[a], order[b]) < saved-worthwhile {
			part := slices.Clone(order[i : i+size])
			after := order[a]
			rest := slices.Delete(slices.Clone(order), i, i+size)
			copy(order, slices.Insert(rest, slices.Index(rest, after)+1, part...))
			return true
		}
	}
	return false
}
