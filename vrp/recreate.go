package vrp

import (
	"cmp"
	"math"
	"slices"
)

const (
	blinks  = 655 // of 65536: how often the best spot in a route is overlooked
	retried = 16  // missing units that get a new chance in a turn
)

// recreate puts the units of the pool back, each where it costs least, in an order that changes from turn to turn. What finds no
// place, or none that is worth it, is missing. It gives up and returns false once the plan cannot stay below the bar.
func (s *searcher) recreate() bool {
	s.retry()
	s.sortPool()
	s.listRoutes()
	spare := s.spare()
	for _, u := range s.pool {
		penalty := s.m.penalty[u]
		v, at, cost := s.cheapest(u, min(spare, noWay))
		if v < 0 && penalty >= spare {
			s.pool = s.pool[:0]
			return false
		}
		if v < 0 || cost >= penalty {
			s.missing = append(s.missing, u)
			spare -= penalty
			continue
		}
		s.save(v)
		fresh := s.routes[v].empty()
		s.insert(v, u, at)
		s.owing -= penalty
		spare -= cost
		if fresh {
			s.listNext(v)
		}
	}
	s.pool = s.pool[:0]
	return true
}

// spare is what may be spent on the pool before the plan costs as much as the bar.
func (s *searcher) spare() int64 {
	if s.bar == noBar || s.m.rewards {
		return noBar
	}
	spare := s.bar - s.cost
	for _, u := range s.missing {
		spare -= s.m.penalty[u]
	}
	return spare
}

// retry moves missing units to the pool: all if they are few, some at random otherwise.
func (s *searcher) retry() {
	for range retried {
		if len(s.missing) == 0 {
			return
		}
		i := s.rng.below(len(s.missing))
		last := len(s.missing) - 1
		s.pool = append(s.pool, s.missing[i])
		s.missing[i] = s.missing[last]
		s.missing = s.missing[:last]
	}
}

// listRoutes lists the routes that have stops and the first idle vehicle of each kind.
func (s *searcher) listRoutes() {
	s.list = s.list[:0]
	for k := range s.idle {
		s.idle[k] = -1
	}
	for v, size := range s.sizes {
		if size > 0 {
			s.list = append(s.list, int32(v))
			continue
		}
		if kind := s.m.vehicles[v].kind; s.idle[kind] < 0 && !s.closed[v] {
			s.idle[kind] = int32(v)
			s.list = append(s.list, int32(v))
		}
	}
}

// listNext lists the next idle vehicle of the kind of v, which has just got its first stop.
func (s *searcher) listNext(v int32) {
	kind := s.m.vehicles[v].kind
	s.idle[kind] = -1
	for w := v + 1; int(w) < len(s.routes); w++ {
		if s.m.vehicles[w].kind == kind && s.routes[w].empty() && !s.closed[w] {
			s.list = append(s.list, w)
			s.idle[kind] = w
			return
		}
	}
}

// cheapest finds the best spot for a unit over all listed routes that costs less than limit, now and then blind to one; v is -1 if there
// is none.
func (s *searcher) cheapest(u int32, limit int64) (v int32, at spot, cost int64) {
	if s.around(u) {
		// With a limit, what is far off is hardly below it.
		if v, at, cost = s.cheapestOf(s.some, u, limit); v >= 0 || limit < noWay {
			return v, at, cost
		}
	}
	return s.cheapestOf(s.list, u, limit)
}

const (
	manyRoutes = 10 // from here on a unit is offered only to routes that pass near by
	nearBy     = 24 // stops that count as near by
	nearKinds  = 8  // kinds of idle vehicles that count as near by
	everywhere = 64 // one time in so many a unit is offered to all the same
)

// around lists in s.some the routes that pass near a unit, and idle vehicles that start near it, one of each kind. It reports false
// where looking at all routes is as well, since they are few, and now and then in order to overlook nothing for ever.
func (s *searcher) around(u int32) bool {
	if s.first || len(s.list) < manyRoutes || s.rng.below(everywhere) == 0 {
		return false
	}
	s.some = s.some[:0]
	s.glance++
	s.glanced[0] = s.glance // no route
	for _, kind := range s.starts.of(u) {
		if v := s.idle[kind]; v >= 0 {
			s.some = append(s.some, v)
		}
	}
	n := s.m.unitNode[u]
	s.pass(n)
	if mate := s.m.mate[n]; mate >= 0 {
		s.pass(mate)
	}
	return true
}

// pass lists the routes of the neighbours of a stop.
func (s *searcher) pass(n int32) {
	near := s.near.of(n)
	some := s.some[:cap(s.some)]
	k := len(s.some)
	for _, b := range near[:min(nearBy, len(near))] {
		v := s.routeOf[b]
		some[k] = v
		last := &s.glanced[v+1]
		fresh := 0
		if *last != s.glance {
			fresh = 1
		}
		*last = s.glance
		k += fresh // what is not is overwritten: a branch here could not be foretold
	}
	s.some = some[:k]
}

// cheapestOf finds the best spot in the given routes: first by the offers that still hold, then by new ones.
func (s *searcher) cheapestOf(routes []int32, u int32, limit int64) (v int32, at spot, cost int64) {
	home := s.home(u)
	row := s.offers[int(u)*len(s.routes) : (int(u)+1)*len(s.routes)]
	c := choice{v: -1, cost: limit, dice: s.rng.next()}
	s.stale = s.stale[:0]
	for _, w := range routes {
		if home >= 0 && w != home {
			continue
		}
		if o := &row[w]; o.ver != s.vers[w] || !c.take(w, o) {
			s.stale = append(s.stale, w)
		}
	}
	// A scan is the shorter the lower its limit. One for a single stop is worth more if it is complete, where the tour may last.
	pair := s.m.mate[s.m.unitNode[u]] >= 0
	for _, w := range s.stale {
		limit = noWay
		if pair || s.saved[w] == s.turn {
			limit = c.cost
		}
		c.take(w, s.offer(w, u, limit))
	}
	return c.v, c.at, c.cost
}

// choice is the best spot so far.
type choice struct {
	v    int32
	at   spot
	cost int64
	dice uint64
}

// take prefers an offer if it is cheaper, now and then blind to its best spot. It reports false if the offer does not tell.
func (c *choice) take(v int32, o *offer) bool {
	d, at := o.d1, o.s1
	if d >= c.cost {
		return true
	}
	c.dice = c.dice*6364136223846793005 + 1442695040888963407
	if c.dice>>48 < blinks {
		if d, at = o.d2, o.s2; d >= c.cost {
			return true
		}
	}
	if at.i < 0 {
		return false
	}
	c.v, c.at, c.cost = v, at, d
	return true
}

// The orders in which units are put back, with their weights.
const (
	atRandom = iota
	byAmount
	byFar
	byClose
	byLength
	byOpen
	byShut
	asIs
)

// sortConstruction orders the pool for the first plan: high penalties first, then early ends, then far places.
func (s *searcher) sortConstruction() {
	m := s.m
	slices.SortStableFunc(s.pool, func(a, b int32) int {
		return cmp.Or(cmp.Compare(m.penalty[b], m.penalty[a]), cmp.Compare(s.keys[byShut][b], s.keys[byShut][a]), cmp.Compare(m.far[b], m.far[a]))
	})
}

func (s *searcher) sortPool() {
	order := s.orders[s.rng.below(len(s.orders))]
	switch order {
	case asIs:
		return
	case atRandom:
		s.rng.shuffle(s.pool)
		return
	}
	keys := s.keys[order]
	pool := s.pool
	for i := 1; i < len(pool); i++ {
		u, k := pool[i], keys[pool[i]]
		j := i
		for ; j > 0 && keys[pool[j-1]] > k; j-- {
			pool[j] = pool[j-1]
		}
		pool[j] = u
	}
}

// sortKeys precomputes by what the orders sort, ascending.
func sortKeys(m *model) (keys [byShut + 1][]int32, orders []int) {
	for i := range keys {
		keys[i] = make([]int32, m.units)
	}
	for u := range m.units {
		n := m.unitNode[u]
		last := n
		if m.mate[n] >= 0 {
			last = m.mate[n]
		}
		total := int32(0)
		for d := range m.dims {
			total += m.del[u*m.dims+d]/maxDims + m.add[u*m.dims+d]/maxDims
		}
		keys[byAmount][u] = -total
		keys[byFar][u] = -m.far[u]
		keys[byClose][u] = m.far[u]
		keys[byLength][u] = min(m.shut[n]-m.open[n], m.shut[last]-m.open[last])
		keys[byOpen][u] = m.open[n]
		keys[byShut][u] = math.MaxInt32 - m.shut[last]
	}
	orders = []int{atRandom, atRandom, atRandom, atRandom, byAmount, byAmount, byAmount, byAmount, byFar, byFar, byClose}
	if m.windowed {
		orders = append(orders, byLength, byLength, byOpen, byOpen, byShut, byShut)
	}
	return keys, orders
}
