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
	for _, b := range c.down(v) {
		c.relax(v, b, span{c.First[b.rank], c.Middle[b.rank]})
	}
	up = c.store(from, middle)
	c.load(middle, to)
	for _, b := range c.up(v) {
		c.relax(v, b, span{c.Middle[b.rank], c.First[b.rank+1]})
	}
	return up, c.store(middle, to)
}

// load begins with the costs of turns.
func (c *customizer) load(from, to uint32) {
	turns, heads := c.turn[from:to], c.Head[from:to]
	for i, turn := range turns {
		l := &c.labels[heads[i]]
		l.weight = ch.Inf
		if turn != None {
			*l = c.metric.priced(from+uint32(i), turn)
		}
	}
}

// relax tries the ways by one lower rank: along the arc that joins v to it, and along its arcs in the same direction.
func (c *customizer) relax(v uint32, b below, arcs span) {
	first := c.weight[b.arc]
	if first >= ch.Inf {
		return
	}
	heads, weights, labels := c.Head[arcs.from:arcs.to], c.weight[arcs.from:arcs.to], c.labels
	for i := len(heads) - 1; i >= 0 && heads[i] > v; i-- {
		l := &labels[heads[i]]
		if sum := first + weights[i]; sum < l.weight {
			one, other := &c.rest[b.arc].extra, &c.rest[arcs.from+uint32(i)].extra
			*l = label{sum, b.rank, ch.Extra{Ms: one.Ms + other.Ms, Cm: one.Cm + other.Cm}}
		}
	}
}

// store keeps what was found, and counts the arcs that are open.
func (c *customizer) store(from, to uint32) (open uint32) {
	weights, rests := c.weight[from:to], c.rest[from:to]
	for i, head := range c.Head[from:to] {
		l := &c.labels[head]
		weights[i] = l.weight
		if l.weight < ch.Inf {
			rests[i] = rest{l.middle, l.extra}
			open++
		}
	}
	return open
}
