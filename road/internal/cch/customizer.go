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
	relax(c.labels, c.arcs, c.down(v))
	up = c.store(from, middle)
	c.load(middle, to)
	relax(c.labels, c.arcs, c.up(v))
	return up, c.store(middle, to)
}

// load begins with the costs of turns.
func (c *customizer) load(from, to uint32) {
	heads, labels, twins := c.Head[from:to], c.labels, len(c.twins) > 0
	for i, turn := range c.turn[from:to] {
		l := &labels[heads[i]]
		if turn == None {
			l.weight = ch.Inf
			continue
		}
		if twins {
			*l = c.metric.priced(from+uint32(i), turn)
			continue
		}
		cost := &c.metric.costs[turn]
		*l = label{min(cost.Weight, ch.Inf), ch.Original | turn, ch.Extra{Ms: cost.Ms, Cm: cost.Cm}}
	}
}

// relax tries the ways by lower ranks: along the arc that joins a rank to one, and along the arcs of that in the same direction.
func relax(labels []label, all []drafted, lower []below) {
	for _, b := range lower {
		first := all[b.arc]
		if first.Weight >= ch.Inf {
			continue
		}
		arcs := all[b.from:b.to]
		for i := range arcs {
			second := &arcs[i]
			l := &labels[second.Head]
			if sum := first.Weight + second.Weight; sum < l.weight {
				*l = label{sum, b.rank, ch.Extra{Ms: first.Ms + second.Ms, Cm: first.Cm + second.Cm}}
			}
		}
	}
}

// store keeps what was found, and counts the arcs that are open.
func (c *customizer) store(from, to uint32) (open uint32) {
	arcs, middle, labels := c.arcs[from:to], c.middle[from:to], c.labels
	for i := range arcs {
		l := &labels[arcs[i].Head]
		arcs[i].Weight = l.weight
		if l.weight < ch.Inf {
			arcs[i].Extra, middle[i] = l.extra, l.middle
			open++
		}
	}
	return open
}
