package online

import "math"

// option is the cheapest way to put a task into a route as it was under a stamp.
type option struct {
	stamp int32
	a, b  int32 // the first stop goes before position a, the second before b of the route without them
	cost  float64
	more  []option // for further stops, two by two, each in the route that the one before makes
}

// offer finds the cheapest places for a task in a route; infinitely dear if there is none.
func (s *search) offer(t int32, c int) option {
	o := &s.cache[int(t)*len(s.routes)+c]
	if o.stamp != s.routes[c].stamp {
		*o = s.look(c, s.routes[c].stops, s.p.Tasks[t].Stops)
		o.stamp = s.routes[c].stamp
	}
	return *o
}

// look puts stops into a route two by two; two at once are exact, which a pick-up with its drop-off needs.
func (s *search) look(c int, r []int32, stops []int) option {
	tasks := s.routes[c].tasks
	before := s.routes[c].cost - s.level(c, tasks)
	bound := before + s.p.Prices.Broken // more than that passes a limit
	best := s.places(c, r, stops[:min(2, len(stops))], 0, bound)
	if best.a < 0 {
		return best
	}
	r = with(r, stops, best)
	for done, last := 2, best; done < len(stops); done += 2 {
		next := s.places(c, r, stops[done:min(done+2, len(stops))], last.behind(), bound)
		if next.a < 0 {
			return next
		}
		best.cost = next.cost
		best.more = append(best.more, next)
		r, last = with(r, stops[done:], next), next
	}
	best.cost += s.level(c, tasks+1) - s.level(c, tasks) - before
	return best
}

// behind is the first position after the stops of an option, once they are in the route.
func (o option) behind() int {
	if o.b < 0 {
		return int(o.a) + 1
	}
	return int(o.b) + 2
}

// places tries all places from a position on for one stop, or two in their order.
func (s *search) places(c int, r []int32, stops []int, from int, bound float64) option {
	off := s.p.Couriers[c].Off
	best := option{a: -1, cost: bound}
	outer := s.start(c)
	for a := 0; a <= len(r) && outer.cost < best.cost; a++ {
		if a >= from && !s.tied(r, a) {
			k := outer
			s.step(&k, int32(stops[0]), off)
			if len(stops) == 1 {
				s.finish(k, r[a:], off, option{a: int32(a), b: -1}, &best)
			} else {
				s.second(k, r, int32(stops[1]), a, off, &best)
			}
		}
		if a < len(r) {
			s.step(&outer, r[a], off)
		}
	}
	if best.a < 0 {
		best.cost = math.Inf(1)
	}
	return best
}

// second tries all places for a second stop behind the first.
func (s *search) second(k cursor, r []int32, stop int32, a, off int, best *option) {
	for b := a; b <= len(r) && k.cost < best.cost; b++ {
		if b == a || !s.tied(r, b) {
			last := k
			s.step(&last, stop, off)
			s.finish(last, r[b:], off, option{a: int32(a), b: int32(b)}, best)
		}
		if b < len(r) {
			s.step(&k, r[b], off)
		}
	}
}

// finish rides the rest and keeps the places if they are the cheapest so far.
func (s *search) finish(k cursor, rest []int32, off int, at option, best *option) {
	for _, stop := range rest {
		if k.cost >= best.cost {
			return
		}
		s.step(&k, stop, off)
	}
	if k.cost += s.rest(&k); k.cost < best.cost {
		*best = at
		best.cost = k.cost
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

// with is a route with the first stops of a task in the places of an option.
func with(r []int32, stops []int, o option) []int32 {
	out := make([]int32, 0, len(r)+2)
	out = append(append(out, r[:o.a]...), int32(stops[0]))
	if o.b < 0 {
		return append(out, r[o.a:]...)
	}
	out = append(append(out, r[o.a:o.b]...), int32(stops[1]))
	return append(out, r[o.b:]...)
}

// filled is a route with a whole task in it.
func filled(r []int32, stops []int, o option) []int32 {
	r = with(r, stops, o)
	for n, next := range o.more {
		r = with(r, stops[2+2*n:], next)
	}
	return r
}
