package vrp

import (
	"context"
	"math"
	"time"
)

// searcher is one trajectory of ruin and recreate under simulated annealing.
type searcher struct {
	*inserter
	near    *nearness
	starts  *starts
	rng     rng
	options Options
	ctx     context.Context

	turn    int64
	first   bool    // the first plan is being made, there is no time to find out what is near
	focus   int32   // the stop around which ruins happen for a while
	pool    []int32 // units that wait to be put back
	cut     []int32 // nodes marked in this turn
	marked  []bool  // by node
	saved   []int64 // by vehicle: the last turn in which it was saved
	touched []int32
	before  []route // as the touched routes were
	dirty   []bool  // by vehicle: differs from the best plan
	list    []int32
	idle    []int32 // by kind: the first vehicle without stops, or -1
	some    []int32 // routes that pass near a unit
	tail    []slot
	stale   []int32 // routes whose offer has to be found anew
	glanced []int64 // by vehicle, from 1 on: the last glance that listed it there
	glance  int64
	keys    [byShut + 1][]int32
	orders  []int

	bar     int64   // what the plan has to cost less than for the turn to count
	lacking []int32 // the missing units before the turn
	best    snapshot
	started time.Duration
	turns   int64   // of the annealing
	scale   int64   // cost of the plan at its beginning
	since   float64 // share of the budget that was spent then
	begin   float64 // its first temperature, as a share of the mean cost per stop
	end     float64 // its last
	from    int64   // turns before it
	falls   float64 // how many times the temperature falls, 0 as long as nobody knows
	fallen  int     // how many times it has
	closed  []bool  // by vehicle: stays at home
	absent  []int64 // by unit: how often it was left out in searches for fewer tours
}

// snapshot is a plan without what can be derived.
type snapshot struct {
	tours   [][]int32
	missing []int32
	cost    int64
}

func newSearcher(ctx context.Context, m *model, o Options) *searcher {
	s := &searcher{inserter: newInserter(newPlan(m)), near: newNearness(m), starts: newStarts(m), options: o, ctx: ctx, rng: rng{o.Seed}}
	n := len(m.vehicles)
	s.pool, s.cut = make([]int32, 0, m.units), make([]int32, 0, m.stops)
	s.marked, s.saved = make([]bool, m.stops), make([]int64, n)
	s.touched, s.before, s.dirty = make([]int32, 0, n), make([]route, n), make([]bool, n)
	s.list, s.some, s.glanced = make([]int32, 0, n), make([]int32, 0, 2*n+1), make([]int64, n+1)
	s.stale = make([]int32, 0, 2*n)
	s.tail = make([]slot, 0, m.stops+2)
	kinds := int32(0)
	for i := range m.vehicles {
		kinds = max(kinds, m.vehicles[i].kind+1)
		s.dirty[i] = true
	}
	s.idle, s.closed = make([]int32, kinds), make([]bool, n)
	s.absent = make([]int64, m.units)
	s.keys, s.orders = sortKeys(m)
	s.lacking = make([]int32, 0, m.units)
	s.best = snapshot{tours: make([][]int32, n), missing: make([]int32, 0, m.units), cost: math.MaxInt64}
	return s
}

// noBar is a bar that no plan reaches.
const noBar = int64(math.MaxInt64 / 2)

// total is the objective: cost of the routes and penalties.
func (s *searcher) total() int64 { return s.cost + s.owing }

// save keeps a route as it is at the beginning of the turn.
func (s *searcher) save(v int32) {
	if s.saved[v] == s.turn {
		return
	}
	s.saved[v] = s.turn
	s.routes[v].copyTo(&s.before[len(s.touched)])
	s.touched = append(s.touched, v)
}

// undo brings back the plan of the beginning of the turn.
func (s *searcher) undo(cost, owing int64) {
	for _, v := range s.touched {
		for _, t := range s.routes[v].slots {
			if int(t.node) < s.m.stops {
				s.routeOf[t.node] = -1
			}
		}
	}
	for i, v := range s.touched {
		s.routes[v], s.before[i] = s.before[i], s.routes[v]
		s.vers[v], s.sizes[v] = s.routes[v].ver, int32(len(s.routes[v].slots)-2)
		slots := s.routes[v].slots
		for k := 1; k < len(slots)-1; k++ {
			s.routeOf[slots[k].node], s.slotOf[slots[k].node] = v, int32(k)
		}
	}
	s.missing = append(s.missing[:0], s.lacking...)
	s.cost, s.owing = cost, owing
}

// construct gives the first plan: every unit where it costs least, those that are hard to place first.
func (s *searcher) construct() {
	s.turn++
	s.touched = s.touched[:0]
	s.pool = append(s.pool[:0], s.missing...)
	s.missing = s.missing[:0]
	s.sortConstruction()
	orders := s.orders
	s.orders, s.first, s.bar = []int{asIs}, true, noBar
	s.recreate()
	s.orders, s.first = orders, false
	s.keep()
}

// keep makes the present plan the best one.
func (s *searcher) keep() {
	for v := range s.routes {
		if !s.dirty[v] {
			continue
		}
		s.dirty[v] = false
		s.best.tours[v] = append(s.best.tours[v][:0], s.nodes(int32(v))...)
	}
	s.best.missing = append(s.best.missing[:0], s.missing...)
	s.best.cost = s.total()
	s.tell()
}

// tell reports the best plan to whoever wants to know.
func (s *searcher) tell() {
	if s.options.OnBest == nil {
		return
	}
	cost := s.best.cost
	for _, u := range s.best.missing {
		cost += s.m.owed[u] - s.m.penalty[u]
	}
	s.options.OnBest(Progress{Iterations: s.turn, Cost: cost, Unassigned: len(s.best.missing), Plan: s.solution})
}

// step is one turn: ruin, recreate, and keep the result if it is good enough at this temperature.
func (s *searcher) step(heat float64) {
	s.turn++
	s.touched = s.touched[:0]
	s.lacking = append(s.lacking[:0], s.missing...)
	cost, owing := s.cost, s.owing
	s.bar = cost + owing + int64(heat*s.rng.patience())
	s.ruin()
	if !s.recreate() || s.broken() || s.total() >= s.bar {
		s.undo(cost, owing)
		return
	}
	for _, v := range s.touched {
		s.dirty[v] = true
	}
	if s.total() < s.best.cost {
		s.keep()
	}
}

// broken tells whether the turn has left a route that breaks a constraint.
func (s *searcher) broken() bool {
	for _, v := range s.touched {
		if s.routes[v].bad {
			return true
		}
	}
	return false
}

// The temperature falls from one share of the mean cost per stop to another. Long tours need more heat to change their number: hot is
// for tours of a stop each, times their mean number of stops, within bounds. Without windows the search needs less heat altogether.
const (
	hot      = 0.05
	hotMost  = 3
	hotLess  = 0.45
	cold     = 0.02
	mildness = 0.45
)

// Where there is time for it, the temperature falls several times. Before it rises again the search tries to do without a tour.
const (
	again    = 3
	settling = 6    // turns per pair of stops after which a plan with windows has settled; without, it takes twice as many
	glimpse  = 0.02 // of the budget, to tell how many turns there will be
)

// anneals is how many times the temperature falls. It is settled once the first turns tell how many there will be.
func (s *searcher) anneals(spent float64) float64 {
	if s.falls == 0 && spent >= glimpse {
		s.falls = 1
		enough := settling * float64(s.m.stops) * float64(s.m.stops)
		if !s.m.windowed {
			enough *= 2
		}
		if float64(s.turns-s.from)/spent >= enough {
			s.falls = again
		}
	}
	return max(1, s.falls)
}

// run anneals until a share of the budget is spent, from where it last stopped. It reports whether there is more to do.
func (s *searcher) run(until float64) bool {
	perStop := s.perStop()
	heat := s.begin * perStop
	for {
		if s.turns%16 == 0 || s.turns == s.options.Iterations {
			share, stop := s.progress(s.turns)
			if stop || share >= until {
				return !stop
			}
			spent := (share - s.since) / (1 - s.since)
			falls := s.anneals(spent) * spent
			if int(falls) > s.fallen {
				s.fallen = int(falls)
				s.escape(share + escapeShare)
				continue
			}
			heat = s.begin * perStop * math.Pow(s.end/s.begin, math.Mod(falls, 1))
		}
		s.step(heat)
		for range tailTries {
			s.swapTails(heat)
		}
		s.turns++
	}
}

// perStop is the mean cost per stop of the plan at the beginning.
func (s *searcher) perStop() float64 { return float64(max(s.scale, 1)) / float64(s.m.stops) }

// warmUp fixes the range of temperatures by the plan as it is, from now on.
func (s *searcher) warmUp() {
	s.scale = s.cost
	s.since, _ = s.progress(s.turns)
	s.from = s.turns
	s.begin, s.end = min(hotMost, max(hotLess, hot*s.meanSize())), cold
	if !s.m.windowed {
		s.begin, s.end = mildness*s.begin, mildness*s.end
	}
}

// progress is the share of the budget that is spent, and whether to stop.
func (s *searcher) progress(turn int64) (share float64, stop bool) {
	o := &s.options
	if o.Iterations > 0 {
		share = float64(turn) / float64(o.Iterations)
	}
	if o.Time > 0 {
		share = max(share, float64(o.Clock()-s.started)/float64(o.Time))
	}
	stop = share >= 1 || s.ctx.Err() != nil || o.Target > 0 && len(s.best.missing) == 0 && s.best.cost <= o.Target
	return min(share, 1), stop
}
