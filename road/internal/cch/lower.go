package cch

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

// below is an arc as its upper end sees it: with the lower end.
type below struct{ rank, arc uint32 }

// down lists the arcs that lead down from a rank, by ascending lower ends.
func (d *derived) down(rank uint32) []below { return d.lower[d.first[rank]:d.climb[rank]] }

// up lists the arcs that come up to a rank, by ascending lower ends.
func (d *derived) up(rank uint32) []below { return d.lower[d.climb[rank]:d.first[rank+1]] }

// derive returns what follows from the topology.
func (t *Topology) derive() *derived {
	t.once.Do(func() {
		d := &derived{first: make([]uint32, t.Nodes()+1), climb: make([]uint32, t.Nodes()), lower: make([]below, t.Arcs())}
		d.count(t)
		d.fill(t)
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
	down, up := append([]uint32(nil), d.first...), append([]uint32(nil), d.climb...)
	for x := range uint32(t.Nodes()) {
		for arc := t.First[x]; arc < t.First[x+1]; arc++ {
			at := &up[t.Head[arc]]
			if arc >= t.Middle[x] {
				at = &down[t.Head[arc]]
			}
			d.lower[*at] = below{x, arc}
			*at++
		}
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
