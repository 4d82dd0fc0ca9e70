package ch

import (
	"cmp"
	"slices"
)

// hierarchy turns the finished contraction into arrays by rank. What is no longer needed it lets go at once: for a large graph this is
// when most memory is in use.
func (c *contraction) hierarchy(edges int) *Hierarchy {
	c.workers, c.key, c.stale, c.listed, c.isListed, c.spare = nil, nil, nil, nil, nil, nil
	c.rank()
	h := &Hierarchy{Rank: c.turn, Node: c.order, Edges: []uint32{uint32(edges)}}
	h.UpFirst, h.Up, h.UpExtra, h.UpMiddle = c.arcs(&c.network.out)
	c.network.out = lists{}
	h.DownFirst, h.Down, h.DownExtra, h.DownMiddle = c.arcs(&c.network.in)
	c.network = nil
	h.AddCrown()
	return h
}

// arcs puts one direction's links in the order of ranks.
func (c *contraction) arcs(l *lists) (first []uint32, arcs []Arc, extra []Extra, middle []uint32) {
	total := 0
	for _, s := range l.spans {
		total += int(s.length)
	}
	first = append(make([]uint32, 0, len(c.order)+1), 0)
	arcs, extra, middle = make([]Arc, 0, total), make([]Extra, 0, total), make([]uint32, 0, total)
	for _, node := range c.order {
		links := l.of(node)
		slices.SortFunc(links, func(a, b link) int { return cmp.Compare(c.turn[a.node], c.turn[b.node]) })
		for _, k := range links {
			r := *c.network.records.At(k.record)
			if r.middle < Original {
				r.middle = c.turn[r.middle]
			}
			arcs, extra, middle = append(arcs, Arc{c.turn[k.node], k.weight}), append(extra, r.extra), append(middle, r.middle)
		}
		first = append(first, uint32(len(arcs)))
	}
	return first, arcs, extra, middle
}

// rank orders the nodes by their levels, which have no arcs within, and those of one level by number: neighbours in the graph stay
// neighbours in memory.
func (c *contraction) rank() {
	slices.SortFunc(c.order, func(a, b uint32) int { return cmp.Or(cmp.Compare(c.depth[a], c.depth[b]), cmp.Compare(a, b)) })
	for rank, node := range c.order {
		c.turn[node] = uint32(rank)
	}
}
