package cch

import "slices"

// derived is what follows from a topology and makes customisation quick. It is worked out when first needed.
type derived struct {
	first []uint32 // rank -> its range of lower: first the arcs that lead down from it
	climb []uint32 // rank -> where in lower the arcs begin that come up to it
	lower []below
	turn  []uint32            // arc -> a turn that it is; None for a shortcut
	twins map[uint32][]uint32 // arc -> the other turns that it is
	node  []uint32            // rank -> state
	plan  plan
}

// below is an arc as its upper end sees it: with its lower end, and with those arcs of the lower end in the other direction that lead
// higher. Each of these completes a triangle.
type below struct{ rank, arc, from, to uint32 }

// down lists the arcs that lead down from a rank, by ascending lower ends.
func (d *derived) down(rank uint32) []below { return d.lower[d.first[rank]:d.climb[rank]] }

// up lists the arcs that come up to a rank, by ascending lower ends.
func (d *derived) up(rank uint32) []below { return d.lower[d.climb[rank]:d.first[rank+1]] }

// derive returns what follows from the topology.
func (t *Topology) derive() *derived {
	t.once.Do(func() {
		d := newDerived(t)
		d.nameTurns(t)
		d.node = make([]uint32, t.Nodes())
		for state, rank := range t.Rank {
			d.node[rank] = uint32(state)
		}
		d.plan = newPlan(t)
		t.derived = d
	})
	return t.derived
}

// newDerived lists the lower ends.
func newDerived(t *Topology) *derived {
	d := &derived{first: make([]uint32, t.Nodes()+1), climb: make([]uint32, t.Nodes()), lower: make([]below, t.Arcs())}
	d.count(t)
	d.fill(t)
	return d
}

func (d *derived) count(t *Topology) {
	for x := range t.Nodes() {
		for _, w := range t.Head[t.First[x]:t.Middle[x]] {
			d.first[w+1]++
		}
		for _, w := range t.Head[t.Middle[x]:t.First[x+1]] {
			d.first[w+1]++
			d.climb[w]++
		}
	}
	accumulate(d.first)
	for x := range t.Nodes() {
		d.climb[x] += d.first[x]
	}
}

// fill puts every arc at its upper end.
func (d *derived) fill(t *Topology) {
	down, up := slices.Clone(d.first), slices.Clone(d.climb)
	for x := range uint32(t.Nodes()) {
		rising, falling := span{t.First[x], t.Middle[x]}, span{t.Middle[x], t.First[x+1]}
		d.hang(t, x, rising, falling, up)
		d.hang(t, x, falling, rising, down)
	}
}

// hang puts a rank's arcs in one direction at their upper ends, each at the next place there.
func (d *derived) hang(t *Topology, rank uint32, arcs, others span, next []uint32) {
	for arc := arcs.from; arc < arcs.to; arc++ {
		head := t.Head[arc]
		for others.from < others.to && t.Head[others.from] <= head {
			others.from++
		}
		d.lower[next[head]] = below{rank, arc, others.from, others.to}
		next[head]++
	}
}

// nameTurns finds the turns of the arcs.
func (d *derived) nameTurns(t *Topology) {
	d.turn, d.twins = filled(t.Arcs(), None), make(map[uint32][]uint32)
	for turn, arc := range t.Arc {
		switch {
		case arc == None:
		case d.turn[arc] == None:
			d.turn[arc] = uint32(turn)
		default:
			d.twins[arc] = append(d.twins[arc], uint32(turn))
		}
	}
}
