package ch

// core gathers the tops in the crown that a search reaches, by joining the labels of the nodes where it enters.
type core struct {
	crown, back *Crown // of the search's own direction and of the other
	top         uint32 // the highest rank, which has number 0
	best        []uint64
	touched     []uint16 // nodes of the crown that best knows
	doors       []door
}

// door is where a search entered the crown.
type door struct{ rank, weight uint32 }

// What best knows of a node: the weight in the upper 32 bits, then 16 bits for the door, then 16 for the place in the door's label.
const unknown uint64 = Inf << 32

func newCore(h *Hierarchy, crown, back *Crown, size int) core {
	c := core{crown: crown, back: back, top: uint32(h.Nodes() - 1), best: make([]uint64, size)}
	for i := range c.best {
		c.best[i] = unknown
	}
	return c
}

func (c *core) forget() {
	for _, i := range c.touched {
		c.best[i] = unknown
	}
	c.touched, c.doors = c.touched[:0], c.doors[:0]
}

// enter adds the tops reached from a node of the crown, unless the node is reached as soon through a door before.
func (c *core) enter(rank, weight uint32) {
	number := c.top - rank
	if c.passed(number, weight, 0) {
		return
	}
	c.doors = append(c.doors, door{rank, weight})
	c.join(number, uint64(weight)<<32|uint64(len(c.doors)-1)<<16)
}

// join offers the tops of a node that is reached by some weight and door.
func (c *core) join(number uint32, reached uint64) {
	from, to := c.crown.First[number], c.crown.First[number+1]
	weights := c.crown.Weight[from:to]
	for i, hub := range c.crown.Hub[from:to] {
		c.offer(hub, reached+uint64(weights[i])<<32+uint64(i))
	}
}

func (c *core) offer(hub uint16, value uint64) {
	known := &c.best[hub]
	if value >= *known {
		return
	}
	if *known == unknown {
		c.touched = append(c.touched, hub)
	}
	*known = value
}

// passed tells whether a node is reached in less weight, or as much, over another one that is known already. The node itself, last in
// its label, counts as another one unless it is left out.
func (c *core) passed(number, weight, without uint32) bool {
	from, to := c.back.First[number], c.back.First[number+1]-without
	weights := c.back.Weight[from:to]
	for i, hub := range c.back.Hub[from:to] {
		if uint32(c.best[hub]>>32)+weights[i] <= weight {
			return true
		}
	}
	return false
}

// way returns the door to a top and the place of its label.
func (c *core) way(hub uint16) (d door, place uint32) {
	best := c.best[hub]
	d = c.doors[uint16(best>>16)]
	return d, c.crown.First[c.top-d.rank] + uint32(uint16(best))
}
