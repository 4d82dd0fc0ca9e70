package online

import (
	"cmp"
	"math"
	"slices"
)

// Options bound a search.
type Options struct {
	Seed  uint64
	Turns int // rounds of ruin and recreate
	// Explain asks for the plan's whys.
	Explain bool
}

// Solve plans. Promised stops keep their order whatever that costs; every task is in one ride or in Left.
func Solve(p *Problem, o Options) Plan {
	s := newSearch(p, o.Seed)
	s.open()
	for range o.Turns {
		if !s.turn() {
			break
		}
	}
	return s.plan(o.Explain)
}

type route struct {
	stops []int32
	tasks int     // that are not promised
	cost  float64 // of riding the stops
	stamp int32   // changes with the stops
}

type search struct {
	p      *Problem
	chance chance
	routes []route
	aboard []int   // what each courier carries already
	when   []int   // start of the service at each stop, of the ride played last
	taskOf []int32 // by stop, -1 for promised ones
	home   []int32 // courier by task, -1 for none
	cache  []option
	stamps int32
	loose  []int32 // tasks without a ride, during a turn
	saved  []savedRoute
}

type savedRoute struct {
	courier int32
	route   route
}

func newSearch(p *Problem, seed uint64) *search {
	s := &search{
		p: p, chance: chance(seed*2 + 1), routes: make([]route, len(p.Couriers)), aboard: make([]int, len(p.Couriers)), when: make([]int, len(p.Stops)),
		taskOf: make([]int32, len(p.Stops)), home: make([]int32, len(p.Tasks)), cache: make([]option, len(p.Tasks)*len(p.Couriers)),
	}
	for i := range s.taskOf {
		s.taskOf[i] = -1
	}
	for t, task := range p.Tasks {
		s.home[t] = -1
		for _, stop := range task.Stops {
			s.taskOf[stop] = int32(t)
		}
	}
	return s
}

// open makes the first plan: what was promised and hoped, then what is left, the most urgent first.
func (s *search) open() {
	for c := range s.p.Couriers {
		s.board(c)
		for _, stop := range s.p.Couriers[c].Promised {
			s.routes[c].stops = append(s.routes[c].stops, int32(stop))
		}
		s.refresh(c)
	}
	for c := range s.p.Couriers {
		s.hope(c)
	}
	for t := range s.p.Tasks {
		if s.home[t] < 0 {
			s.loose = append(s.loose, int32(t))
		}
	}
	s.recreate()
}

// board counts what a courier carries at the start: drops whose pick-up is past.
func (s *search) board(c int) {
	promised := s.p.Couriers[c].Promised
	for _, stop := range promised {
		if v := &s.p.Stops[stop]; v.Kind == Drop && !slices.Contains(promised, v.From) {
			s.aboard[c]++
		}
	}
}

// hope takes the courier's part of the last plan, if it still stands.
func (s *search) hope(c int) {
	r, hoped := &s.routes[c], s.p.Couriers[c].Hoped
	if len(hoped) == 0 || len(r.stops) > 0 {
		return
	}
	before := slices.Clone(r.stops)
	for _, stop := range hoped {
		if s.taskOf[stop] >= 0 {
			s.home[s.taskOf[stop]] = int32(c)
		}
		r.stops = append(r.stops, int32(stop))
	}
	s.refresh(c)
	if r.cost < s.p.Prices.Broken {
		return
	}
	for _, stop := range r.stops {
		if s.taskOf[stop] >= 0 {
			s.home[s.taskOf[stop]] = -1
		}
	}
	r.stops = before
	s.refresh(c)
}

// refresh brings a route's figures in line with its stops.
func (s *search) refresh(c int) {
	r := &s.routes[c]
	k := s.ride(c, r.stops)
	r.tasks = s.tasksIn(r.stops)
	r.cost = k.cost + s.rest(&k) + s.level(c, r.tasks)
	s.stamps++
	r.stamp = s.stamps
}

// rest is what it costs to be free only then and there.
func (s *search) rest(k *cursor) float64 {
	cost := s.p.Prices.Busy * float64(k.t-s.p.Now)
	if s.p.Far == nil || k.at == Unknown {
		return cost
	}
	return cost + s.p.Prices.Far*s.p.Far(k.at)
}

// level is what it costs that a courier has more than a fair share.
func (s *search) level(c, tasks int) float64 {
	courier := &s.p.Couriers[c]
	over := courier.Given + float64(tasks) - courier.Fair
	before := courier.Given - courier.Fair
	return s.p.Prices.Level * (max(0, over) - max(0, before))
}

const gain = 1e-6 // what is less is noise of adding up

// turn takes some tasks out, puts them back, and keeps the plan if it is better. It tells whether there is anything to do at all.
func (s *search) turn() bool {
	s.saved = s.saved[:0]
	s.loose = s.loose[:0]
	cost := s.total()
	homes := slices.Clone(s.home)
	if !s.ruin() {
		return false
	}
	s.recreate()
	if s.total() < cost-gain {
		return true
	}
	copy(s.home, homes)
	for i := len(s.saved) - 1; i >= 0; i-- {
		s.routes[s.saved[i].courier] = s.saved[i].route
	}
	return true
}

func (s *search) total() (cost float64) {
	for c := range s.routes {
		cost += s.routes[c].cost
	}
	for _, h := range s.home {
		if h < 0 {
			cost += s.p.Prices.Left
		}
	}
	return cost
}

// touch keeps a route as it is before the turn changes it.
func (s *search) touch(c int32) {
	for i := range s.saved {
		if s.saved[i].courier == c {
			return
		}
	}
	s.saved = append(s.saved, savedRoute{c, s.routes[c]})
}

// ruin takes out a few tasks that are near each other in place and time.
func (s *search) ruin() bool {
	n := len(s.p.Tasks)
	if n == 0 {
		return false
	}
	seed := int32(s.chance.below(n))
	count := min(n, 1+s.chance.below(6))
	near := s.nearest(seed, count)
	for _, t := range near {
		if s.home[t] >= 0 {
			s.take(t)
		}
		s.loose = append(s.loose, t)
	}
	for t := range s.home {
		if s.home[t] < 0 && !slices.Contains(s.loose, int32(t)) {
			s.loose = append(s.loose, int32(t))
		}
	}
	return true
}

// nearest picks tasks that could change places with one: those close to it in where and when they begin, some passed over by chance.
func (s *search) nearest(seed int32, count int) []int32 {
	type far struct {
		task int32
		d    float64
	}
	a := &s.p.Stops[s.p.Tasks[seed].Stops[0]]
	all := make([]far, 0, len(s.p.Tasks))
	for t := range s.p.Tasks {
		b := &s.p.Stops[s.p.Tasks[t].Stops[0]]
		d := float64(s.p.Travel(a.Place, b.Place)) + 0.5*math.Abs(float64(a.After-b.After))
		all = append(all, far{int32(t), d * (0.5 + s.chance.float())})
	}
	all[seed].d = -1
	slices.SortFunc(all, func(x, y far) int { return cmp.Or(cmp.Compare(x.d, y.d), cmp.Compare(x.task, y.task)) })
	out := make([]int32, 0, count)
	for _, f := range all[:count] {
		out = append(out, f.task)
	}
	return out
}

func (s *search) take(t int32) {
	c := s.home[t]
	s.touch(c)
	r := &s.routes[c]
	r.stops = slices.DeleteFunc(slices.Clone(r.stops), func(stop int32) bool { return s.taskOf[stop] == t })
	s.home[t] = -1
	s.refresh(int(c))
}

// recreate puts the loose tasks back, each time the one that would lose most by not getting its best courier.
func (s *search) recreate() {
	for len(s.loose) > 0 {
		at, courier, best := -1, -1, math.Inf(-1)
		for i, t := range s.loose {
			c, first, second := s.offers(t)
			if c < 0 {
				continue
			}
			regret := min(second-first, s.p.Prices.Left)
			if regret > best {
				at, courier, best = i, c, regret
			}
		}
		if at < 0 {
			break
		}
		s.put(s.loose[at], courier)
		s.loose = slices.Delete(s.loose, at, at+1)
	}
	s.loose = s.loose[:0]
}

// offers finds the cheapest courier for a task, with its cost and that of the second.
func (s *search) offers(t int32) (courier int, first, second float64) {
	courier, first, second = -1, s.p.Prices.Left, s.p.Prices.Left
	only := s.p.Tasks[t].Only
	for c := range s.routes {
		if only >= 0 && only != c {
			continue
		}
		switch o := s.offer(t, c); {
		case o.cost < first:
			courier, first, second = c, o.cost, first
		case o.cost < second:
			second = o.cost
		}
	}
	return courier, first, second
}

func (s *search) put(t int32, c int) {
	o := s.offer(t, c)
	s.touch(int32(c))
	r := &s.routes[c]
	r.stops = filled(r.stops, s.p.Tasks[t].Stops, o)
	s.home[t] = int32(c)
	s.refresh(c)
}
