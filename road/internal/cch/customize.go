package cch

import (
	"context"
	"fmt"

	"pignon.coop/road/internal/ch"
)

// Metric is a topology with prices on it. It is safe for concurrent use.
type Metric struct {
	topology  *Topology
	costs     []ch.Cost
	weight    []uint32 // arc -> its weight; ch.Inf for one that these prices do not open
	hierarchy *ch.Hierarchy
}

// Hierarchy is the metric ready for queries. Its nodes are the states and its edges the turns.
func (m *Metric) Hierarchy() *ch.Hierarchy { return m.hierarchy }

// Customize puts prices on a topology: what each turn costs, together with the state that it leads to. The costs must not be written
// to any more. Workers is how many processors to use, at least one; it does not change the result.
func (t *Topology) Customize(ctx context.Context, costs []ch.Cost, workers int) (*Metric, error) {
	if len(costs) != len(t.Arc) {
		return nil, fmt.Errorf("customise hierarchy: %d costs for %d turns", len(costs), len(t.Arc))
	}
	d, ok := t.spare.Get().(*draft)
	if !ok {
		d = &draft{rest: make([]rest, t.Arcs())}
	}
	defer t.spare.Put(d)
	m := &Metric{topology: t, costs: costs, weight: make([]uint32, t.Arcs())}
	m.hierarchy = &ch.Hierarchy{
		Rank: t.Rank, Node: t.derive().node, Edges: []uint32{uint32(len(costs))},
		UpFirst: make([]uint32, t.Nodes()+1), DownFirst: make([]uint32, t.Nodes()+1),
	}
	if err := d.work(ctx, m, max(1, workers)); err != nil {
		return nil, fmt.Errorf("customise hierarchy: %w", err)
	}
	return m, nil
}

// draft is the memory that a customisation needs besides its result.
type draft struct {
	rest   []rest
	labels [][]label // worker -> upper rank -> the best that is known of the arc to there
}

// rest is what an arc carries besides its weight.
type rest struct {
	middle uint32 // as in ch.Hierarchy
	extra  ch.Extra
}

type label struct {
	weight uint32
	rest   rest
}

func (d *draft) work(ctx context.Context, m *Metric, workers int) error {
	nodes := make([]func(uint32), workers)
	for i := range nodes {
		if i == len(d.labels) {
			d.labels = append(d.labels, make([]label, m.topology.Nodes()))
		}
		nodes[i] = (&customizer{m.topology, m.topology.derive(), m, d.rest, d.labels[i]}).node
	}
	if err := m.topology.derive().plan.run(ctx, nodes); err != nil {
		return err
	}
	d.publish(m, workers)
	return nil
}

// customizer is one worker of a customisation.
type customizer struct {
	*Topology
	*derived
	metric *Metric
	rest   []rest
	labels []label
}

// node finishes the arcs of a rank, when those of the lower ranks that it depends on are finished: an arc is as cheap as its cheapest
// turn or, if that is less, the cheapest way by a lower rank, the third corner of a lower triangle.
func (c *customizer) node(v uint32) {
	from, middle, to := c.First[v], c.Middle[v], c.First[v+1]
	c.load(from, middle)
	for _, b := range c.down(v) {
		c.relax(v, b, c.First[b.rank], c.Middle[b.rank])
	}
	c.metric.hierarchy.UpFirst[v+1] = c.store(from, middle)
	c.load(middle, to)
	for _, b := range c.up(v) {
		c.relax(v, b, c.Middle[b.rank], c.First[b.rank+1])
	}
	c.metric.hierarchy.DownFirst[v+1] = c.store(middle, to)
}

// load begins with the costs of turns.
func (c *customizer) load(from, to uint32) {
	turns, heads := c.turn[from:to], c.Head[from:to]
	for i, turn := range turns {
		l := &c.labels[heads[i]]
		l.weight = ch.Inf
		if turn != None {
			*l = c.priced(from+uint32(i), turn)
		}
	}
}

func (c *customizer) priced(arc, turn uint32) label {
	if len(c.twins) > 0 {
		for _, twin := range c.twins[arc] {
			if c.metric.costs[twin].Weight < c.metric.costs[turn].Weight {
				turn = twin
			}
		}
	}
	cost := &c.metric.costs[turn]
	return label{min(cost.Weight, ch.Inf), rest{ch.Original | turn, ch.Extra{Ms: cost.Ms, Cm: cost.Cm}}}
}

// relax tries the ways by one lower rank: along the arc that joins v to it, and along its arcs from..to in the same direction.
func (c *customizer) relax(v uint32, b below, from, to uint32) {
	first := c.metric.weight[b.arc]
	if first >= ch.Inf {
		return
	}
	heads, weights, labels := c.Head[from:to], c.metric.weight[from:to], c.labels
	for i := len(heads) - 1; i >= 0 && heads[i] > v; i-- {
		l := &labels[heads[i]]
		if sum := first + weights[i]; sum < l.weight {
			one, other := &c.rest[b.arc].extra, &c.rest[from+uint32(i)].extra
			*l = label{sum, rest{b.rank, ch.Extra{Ms: one.Ms + other.Ms, Cm: one.Cm + other.Cm}}}
		}
	}
}

// store keeps what was found, and counts the arcs that are open.
func (c *customizer) store(from, to uint32) (open uint32) {
	weights, rests := c.metric.weight[from:to], c.rest[from:to]
	for i, head := range c.Head[from:to] {
		l := &c.labels[head]
		weights[i] = l.weight
		if l.weight < ch.Inf {
			rests[i] = l.rest
			open++
		}
	}
	return open
}
