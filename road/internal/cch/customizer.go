package cch

import "pignon.coop/road/internal/ch"

// customizer is one worker of a customisation.
type customizer struct {
	*Topology
	*derived
	*draft
	metric *Metric
	labels []label
}

// node finishes the arcs of a rank, when those of the lower ranks that it depends on are finished: an arc is as cheap as its cheapest
// turn or, if that is less, the cheapest way by a lower rank, the third corner of a lower triangle. It returns how many are open.
func (c *customizer) node(v uint32) (up, down uint32) {
	from, middle, to := c.First[v], c.Middle[v], c.First[v+1]
	c.load(from, middle)
	c.relax(v, c.down(v), c.First, c.Middle)
	up = c.store(from, middle)
	c.load(middle, to)
	c.relax(v, c.up(v), c.Middle, c.First[1:])
	return up, c.store(middle, to)
}

// load begins with the costs of turns.
func (c *customizer) load(from, to uint32) {
	arcs, labels := c.arcs[from:to], c.labels
	for i, turn := range c.turn[from:to] {
		l := &labels[arcs[i].Head]
		if turn == None {
			l.weight = ch.Inf
			continue
		}
		if len(c.twins) > 0 {
			*l = c.metric.priced(from+uint32(i), turn)
			continue
		}
		cost := &c.metric.costs[turn]
		*l = label{min(cost.Weight, ch.Inf), ch.Original | turn, ch.Extra{Ms: cost.Ms, Cm: cost.Cm}}
	}
}

// relax tries the ways by lower ranks: along the arc that joins v to one, and along the arcs of that in the same direction.
func (c *customizer) relax(v uint32, lower []below, begin, end []uint32) {
	all, labels := c.arcs, c.labels
	for _, b := range lower {
		first := all[b.arc].Weight
		if first >= ch.Inf {
			continue
		}
		from, to := begin[b.rank], end[b.rank]
		arcs := all[from:to]
		for i := len(arcs) - 1; i >= 0 && arcs[i].Head > v; i-- {
			l := &labels[arcs[i].Head]
			if sum := first + arcs[i].Weight; sum < l.weight {
				one, other := &c.rest[b.arc].extra, &c.rest[from+uint32(i)].extra
				*l = label{sum, b.rank, ch.Extra{Ms: one.Ms + other.Ms, Cm: one.Cm + other.Cm}}
			}
		}
	}
}

// store keeps what was found, and counts the arcs that are open.
func (c *customizer) store(from, to uint32) (open uint32) {
	arcs, rests, labels := c.arcs[from:to], c.rest[from:to], c.labels
	for i := range arcs {
		l := &labels[arcs[i].Head]
		arcs[i].Weight = l.weight
		if l.weight < ch.Inf {
			rests[i] = rest{l.middle, l.extra}
			open++
		}
	}
	return open
}
