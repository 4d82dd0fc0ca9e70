package online

import (
	"math"
	"slices"
)

// option is the cheapest way to put a task into a route as it was under a stamp.
type option struct {
	stamp int32
	a, b  int32 // the first stop goes before position a, the second before b of the route without them
	cost  float64
}

// offer finds the cheapest places for a task in a route; infinitely dear if there is none.
func (s *search) offer(t int32, c int) option {
	o := &s.cache[int(t)*len(s.routes)+c]
	if o.stamp == s.routes[c].stamp {
		return *o
	}
	*o = s.look(c, s.p.Tasks[t].Stops)
	o.stamp = s.routes[c].stamp
	return *o
}

func (s *search) look(c int, stops []int) option {
	r := &s.routes[c]
	rise := s.level(c, r.tasks+1) - s.level(c, r.tasks)
	best := option{cost: math.Inf(1), a: -1}
	riding := r.cost - s.level(c, r.tasks)
	bound := riding + s.p.Prices.Broken // more than that passes a limit
	found := s.search(c, stops, bound)
	if found.a < 0 {
		return best
	}
	found.cost += rise - riding
	return found
}

// search tries all places for one stop, or two in their order.
func (s *search) search(c int, stops []int, bound float64) option {
	r := s.routes[c].stops
	off := s.p.Couriers[c].Off
	best := option{a: -1, cost: bound}
	outer := s.start(c)
	for a := 0; a <= len(r); a++ {
		if !s.tied(r, a) {
			k := outer
			s.step(&k, int32(stops[0]), off)
			if len(stops) == 1 {
				s.finish(k, r[a:], off, a, a, &best)
			} else if k.cost < best.cost {
				s.second(k, r, int32(stops[1]), off, a, &best)
			}
		}
		if a < len(r) {
			s.step(&outer, r[a], off)
		}
		if outer.cost >= best.cost {
			break
		}
	}
	return best
}

// second tries all places for a second stop behind the first.
func (s *search) second(k cursor, r []int32, stop int32, off, a int, best *option) {
	for b := a; b <= len(r); b++ {
		if b == a || !s.tied(r, b) {
			last := k
			s.step(&last, stop, off)
			s.finish(last, r[b:], off, a, b, best)
		}
		if b < len(r) {
			s.step(&k, r[b], off)
		}
		if k.cost >= best.cost {
			break
		}
	}
}

// finish rides the rest and keeps the places if they are the cheapest so far.
func (s *search) finish(k cursor, rest []int32, off, a, b int, best *option) {
	for _, stop := range rest {
		if k.cost >= best.cost {
			return
		}
		s.step(&k, stop, off)
	}
	if k.cost < best.cost {
		best.a, best.b, best.cost = int32(a), int32(b), k.cost
	}
}

// tied tells that nothing may go between two stops of one tour.
func (s *search) tied(r []int32, at int) bool {
	if at == 0 || at >= len(r) {
		return false
	}
	x, y := s.p.Stops[r[at-1]].Tour, s.p.Stops[r[at]].Tour
	return x != 0 && x == y
}

// with is a route with stops in the places of an option.
func (s *search) with(r []int32, stops []int, o option) []int32 {
	out := slices.Insert(slices.Clone(r), int(o.a), int32(stops[0]))
	if len(stops) > 1 {
		out = slices.Insert(out, int(o.b)+1, int32(stops[1]))
	}
	return out
}
