package cch

import (
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"sort"

	"pignon.coop/road/internal/ch"
)

// Change is a new cost of a turn.
type Change struct {
	Turn uint32
	Cost ch.Cost
}

// Update makes a metric that differs from m in the costs of some turns; m stays as it is. The result is the same as that of Customize
// with the new costs, and takes little longer than copying the hierarchy if few shortcuts lead by way of those turns.
func (m *Metric) Update(changes []Change) (*Metric, error) {
	u := newUpdate(m)
	for _, c := range changes {
		if int(c.Turn) >= len(m.costs) {
			return nil, fmt.Errorf("update hierarchy: there is no turn %d among %d", c.Turn, len(m.costs))
		}
		u.metric.changed[c.Turn] = c.Cost
		if arc := u.Arc[c.Turn]; arc != None {
			mark(u.pending, arc)
		}
	}
	u.run()
	u.metric.hierarchy = u.hierarchyOf(u.up.splice(u.ups), u.down.splice(u.downs))
	return u.metric, nil
}

// update works the arcs out again that depend on changed turns, by ascending lower ends (partial updates in Dibbelt, Strasser, Wagner).
type update struct {
	*Topology
	derived  *derived
	metric   *Metric // with the new costs
	up, down half    // of the old hierarchy
	pending  []uint64
	touched  []uint64         // ranks that have arcs with new values
	values   map[uint32]label // arc -> its new value
	ups      []edit
	downs    []edit
}

func newUpdate(m *Metric) *update {
	next := &Metric{topology: m.topology, costs: m.costs, changed: maps.Clone(m.changed)}
	if next.changed == nil {
		next.changed = make(map[uint32]ch.Cost)
	}
	return &update{
		Topology: m.topology, derived: m.topology.derive(), metric: next, up: upward(m.hierarchy), down: downward(m.hierarchy),
		pending: make([]uint64, m.topology.Arcs()/64+1), touched: make([]uint64, m.topology.Nodes()/64+1), values: make(map[uint32]label),
	}
}

func mark(set []uint64, i uint32)     { set[i/64] |= 1 << (i % 64) }
func has(set []uint64, i uint32) bool { return set[i/64]&(1<<(i%64)) != 0 }

func (u *update) run() {
	lower := uint32(0)
	for i := range u.pending {
		for u.pending[i] != 0 { // what gets pending on the way comes later
			arc := uint32(i*64 + bits.TrailingZeros64(u.pending[i]))
			u.pending[i] &= u.pending[i] - 1
			above := u.First[lower+1:]
			lower += uint32(sort.Search(len(above), func(r int) bool { return above[r] > arc }))
			u.refresh(lower, arc)
		}
	}
}

// refresh works one arc out again, and marks those that may depend on what changed.
func (u *update) refresh(lower, arc uint32) {
	end, up := u.Head[arc], arc < u.Middle[lower]
	before, after := u.value(lower, arc), u.best(lower, arc)
	if before == after || before.weight >= ch.Inf && after.weight >= ch.Inf {
		return
	}
	u.values[arc] = after
	mark(u.touched, lower)
	if up {
		u.ups = append(u.ups, edit{lower, end, after})
		for other := u.Middle[lower]; other < u.First[lower+1]; other++ {
			u.depend(after.weight, lower, other, u.Head[other], end)
		}
		return
	}
	u.downs = append(u.downs, edit{lower, end, after})
	for other := u.First[lower]; other < u.Middle[lower]; other++ {
		u.depend(after.weight, lower, other, end, u.Head[other])
	}
}

// depend marks the arc between two ranks above a lower one if it leads by way of that, or should now that one half of the way has this
// weight and the other is given.
func (u *update) depend(weight, lower, other, from, to uint32) {
	second := u.value(lower, other).weight
	if from == to || second >= ch.Inf {
		return
	}
	arc, ok := u.find(from, to)
	if !ok || has(u.pending, arc) {
		return
	}
	known, sum := u.value(min(from, to), arc), weight+second
	through := known.weight < ch.Inf && known.middle == lower
	if through || sum < known.weight || sum == known.weight && lower < known.middle && known.middle < ch.Original {
		mark(u.pending, arc)
	}
}

// find is the arc from one rank to another. Only a damaged topology lacks one that depends on others.
func (u *update) find(from, to uint32) (arc uint32, ok bool) {
	begin, end, head := u.First[from], u.Middle[from], to
	if to < from {
		begin, end, head = u.Middle[to], u.First[to+1], from
	}
	at, ok := slices.BinarySearch(u.Head[begin:end], head)
	return begin + uint32(at), ok
}

// value is what is known of an arc: its new value, or else that of the old hierarchy.
func (u *update) value(lower, arc uint32) label {
	if has(u.touched, lower) {
		if l, ok := u.values[arc]; ok {
			return l
		}
	}
	side := u.up
	if arc >= u.Middle[lower] {
		side = u.down
	}
	if i, ok := side.find(lower, u.Head[arc]); ok {
		return side.at(i)
	}
	return label{weight: ch.Inf}
}

// best is the cheapest of an arc's turns and the ways by lower ranks.
func (u *update) best(lower, arc uint32) label {
	from, to := lower, u.Head[arc]
	if arc >= u.Middle[lower] {
		from, to = to, from
	}
	best := label{weight: ch.Inf}
	if turn := u.derived.turn[arc]; turn != None {
		best = u.metric.priced(arc, turn)
	}
	down, up := u.derived.down(from), u.derived.up(to)
	for len(down) > 0 && len(up) > 0 {
		switch a, b := down[0], up[0]; {
		case a.rank < b.rank:
			down = down[1:]
		case a.rank > b.rank:
			up = up[1:]
		default:
			best = best.or(a.rank, u.value(a.rank, a.arc), u.value(a.rank, b.arc))
			down, up = down[1:], up[1:]
		}
	}
	return best
}

// or is the cheaper of what is known and a way in two halves.
func (l label) or(middle uint32, one, other label) label {
	if sum := one.weight + other.weight; one.weight < ch.Inf && sum < l.weight {
		return label{sum, middle, ch.Extra{Ms: one.extra.Ms + other.extra.Ms, Cm: one.extra.Cm + other.extra.Cm}}
	}
	return l
}
