package cch

import (
	"context"
	"fmt"
	"sync"

	"pignon.coop/road/internal/ch"
)

// Metric is a topology with prices on it. It is safe for concurrent use.
type Metric struct {
	topology  *Topology
	costs     []ch.Cost          // turn -> what it cost at the beginning
	changed   map[uint32]ch.Cost // turn -> what it costs now, where that is not the same
	hierarchy *ch.Hierarchy
}

// Hierarchy is the metric ready for queries. Its nodes are the states and its edges the turns. It has no crown: whoever is going to
// ask much adds one, before others use it.
func (m *Metric) Hierarchy() *ch.Hierarchy { return m.hierarchy }

// Customize puts prices on a topology: what each turn costs, together with the state that it leads to. The costs must not be written
// to any more. Workers is how many processors to use, at least one; it does not change the result.
func (t *Topology) Customize(ctx context.Context, costs []ch.Cost, workers int) (*Metric, error) {
	if len(costs) != len(t.Arc) {
		return nil, fmt.Errorf("customise hierarchy: %d costs for %d turns", len(costs), len(t.Arc))
	}
	d, ok := t.spare.Get().(*draft)
	if !ok {
		d = newDraft(t)
	}
	defer t.spare.Put(d)
	m := &Metric{topology: t, costs: costs}
	if err := d.work(ctx, m, max(1, workers)); err != nil {
		return nil, fmt.Errorf("customise hierarchy: %w", err)
	}
	return m, nil
}

// label is what is known of an arc: its weight, ch.Inf for one that is closed, and its middle and extra as in ch.Hierarchy.
type label struct {
	weight uint32
	middle uint32
	extra  ch.Extra
}

// priced is the label of an arc that is a turn: the cheapest of those that it is.
func (m *Metric) priced(arc, turn uint32) label {
	cost := m.cost(turn)
	for _, twin := range m.topology.derived.twins[arc] {
		if other := m.cost(twin); other.Weight < cost.Weight {
			turn, cost = twin, other
		}
	}
	return label{min(cost.Weight, ch.Inf), ch.Original | turn, ch.Extra{Ms: cost.Ms, Cm: cost.Cm}}
}

func (m *Metric) cost(turn uint32) ch.Cost {
	if cost, ok := m.changed[turn]; ok {
		return cost
	}
	return m.costs[turn]
}

// draft is the memory that a customisation needs besides its result.
type draft struct {
	arcs   []drafted // of weight ch.Inf when closed
	middle []uint32  // of the same
	labels [][]label // worker -> upper rank -> the best that is known of the arc to there
}

// drafted is an arc with all that ways over it need to know, in one place.
type drafted struct {
	ch.Arc
	ch.Extra
}

func newDraft(t *Topology) *draft {
	d := &draft{arcs: make([]drafted, t.Arcs()), middle: make([]uint32, t.Arcs())}
	for i, head := range t.Head {
		d.arcs[i].Head = head
	}
	return d
}

func (d *draft) work(ctx context.Context, m *Metric, workers int) error {
	t := m.topology
	up, down := make([]uint32, t.Nodes()+1), make([]uint32, t.Nodes()+1)
	nodes := make([]func(uint32), workers)
	for i := range nodes {
		if i == len(d.labels) {
			d.labels = append(d.labels, make([]label, t.Nodes()))
		}
		c := &customizer{t, t.derive(), d, m, d.labels[i]}
		nodes[i] = func(v uint32) { up[v+1], down[v+1] = c.node(v) }
	}
	if err := t.derive().plan.run(ctx, nodes); err != nil {
		return err
	}
	accumulate(up)
	accumulate(down)
	m.hierarchy = d.publish(t, room(up), room(down), uint32(workers))
	return nil
}

// publish copies the open arcs to a hierarchy.
func (d *draft) publish(t *Topology, up, down half, workers uint32) *ch.Hierarchy {
	var group sync.WaitGroup
	for i := range workers {
		group.Go(func() {
			n := uint64(t.Nodes())
			for v := n * uint64(i) / uint64(workers); v < n*uint64(i+1)/uint64(workers); v++ {
				d.copy(span{t.First[v], t.Middle[v]}, up, up.first[v])
				d.copy(span{t.Middle[v], t.First[v+1]}, down, down.first[v])
			}
		})
	}
	group.Wait()
	return t.hierarchyOf(up, down)
}

func (d *draft) copy(from span, to half, at uint32) {
	middle := d.middle[from.from:from.to]
	for i, arc := range d.arcs[from.from:from.to] {
		if arc.Weight < ch.Inf {
			to.arcs[at], to.extra[at], to.middle[at] = arc.Arc, arc.Extra, middle[i]
			at++
		}
	}
}
