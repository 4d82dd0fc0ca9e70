package ch

import "slices"

// maxCrown is the most nodes that a crown may have: hubs are numbers of 16 bits.
const maxCrown = 1 << 16

// AddCrown makes the labels of the most important nodes, as many as pay off. Contract has done it. It makes searches several times
// quicker where the highest ranks are the nodes that most long ways pass, for some hundredths of a second of work.
//
// From the highest node down, a node's tops are those of its upper neighbours, without those that are reached as well over a
// higher one: what is left are the canonical hub labels of the order (Abraham, Delling, Goldberg, Werneck: "Hierarchical Hub
// Labelings for Shortest Paths", ESA 2012).
func (h *Hierarchy) AddCrown() { h.addCrown(min(4096, h.Nodes()/8)) }

func (h *Hierarchy) addCrown(size int) {
	h.UpCrown, h.DownCrown = Crown{First: []uint32{0}}, Crown{First: []uint32{0}}
	up := newCore(h, &h.UpCrown, &h.DownCrown, size)
	down := newCore(h, &h.DownCrown, &h.UpCrown, size)
	for number := range uint32(size) {
		upward, downward := up.label(h.up(), number), down.label(h.down(), number)
		up.keep(h.up(), number, upward)
		down.keep(h.down(), number, downward)
	}
}

// label gathers the tops of a node whose upper neighbours have their labels, and leaves out those reached as well over others.
func (c *core) label(arcs half, number uint32) []uint16 {
	c.forget()
	rank := c.top - number
	for i, a := range arcs.arcs[arcs.first[rank]:arcs.first[rank+1]] {
		c.join(c.top-a.Head, uint64(a.Weight)<<32|uint64(i)<<16)
	}
	var tops []uint16
	for _, hub := range c.touched {
		if !c.passed(uint32(hub), uint32(c.best[hub]>>32), 1) {
			tops = append(tops, hub)
		}
	}
	slices.Sort(tops)
	return tops
}

// keep appends a node's label to the crown.
func (c *core) keep(arcs half, number uint32, tops []uint16) {
	rank := c.top - number
	for _, hub := range tops {
		best := c.best[hub]
		arc := arcs.first[rank] + uint32(uint16(best>>16))
		place := c.crown.First[c.top-arcs.arcs[arc].Head] + uint32(uint16(best))
		c.add(hub, uint32(best>>32), arcs.extra[arc].plus(c.crown.Extra[place]))
	}
	c.add(uint16(number), 0, Extra{})
	c.crown.First = append(c.crown.First, uint32(len(c.crown.Hub)))
}

func (c *core) add(hub uint16, weight uint32, extra Extra) {
	c.crown.Hub = append(c.crown.Hub, hub)
	c.crown.Weight = append(c.crown.Weight, weight)
	c.crown.Extra = append(c.crown.Extra, extra)
}
