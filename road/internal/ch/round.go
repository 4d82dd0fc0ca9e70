package ch

import (
	"math"
	"slices"
)

// round takes out every node that is less important than all its neighbours. No two such nodes are neighbours, so what one leaves
// behind does not touch another's links, and their shortcuts can be looked for at the same time.
func (c *contraction) round() {
	look := c.takeListed()
	least := c.leastOf(look)
	stale := c.takeStale(least)
	c.estimate(stale)
	for _, node := range stale {
		c.list(node)
		c.listNeighbours(node)
	}
	c.takeOut(c.leastOf(least))
	c.spare = look
}

// takeListed returns the nodes that may have become the least important around them, and begins a new list.
func (c *contraction) takeListed() []uint32 {
	look := c.listed
	c.listed = c.spare[:0]
	for _, node := range look {
		c.isListed[node] = false
	}
	return look
}

// leastOf keeps the nodes that stay and are less important than all their neighbours.
func (c *contraction) leastOf(nodes []uint32) []uint32 {
	var least []uint32
	for _, node := range nodes {
		if c.turn[node] == noTurn && c.isLeast(node) {
			least = append(least, node)
		}
	}
	return least
}

func (c *contraction) isLeast(node uint32) bool {
	key := c.key[node]
	for _, l := range c.network.out.of(node) {
		if c.key[l.node] < key {
			return false
		}
	}
	for _, l := range c.network.in.of(node) {
		if c.key[l.node] < key {
			return false
		}
	}
	return true
}

func (c *contraction) takeStale(nodes []uint32) []uint32 {
	var stale []uint32
	for _, node := range nodes {
		if c.stale[node] {
			c.stale[node] = false
			stale = append(stale, node)
		}
	}
	return stale
}

// list makes sure that a node is looked at in the next round.
func (c *contraction) list(node uint32) {
	if !c.isListed[node] {
		c.isListed[node] = true
		c.listed = append(c.listed, node)
	}
}

func (c *contraction) listNeighbours(node uint32) {
	for _, l := range c.network.out.of(node) {
		c.list(l.node)
	}
	for _, l := range c.network.in.of(node) {
		c.list(l.node)
	}
}

// estimate works out the keys of nodes.
func (c *contraction) estimate(nodes []uint32) {
	c.share(len(nodes), func(w *worker, i int) {
		w.witness.settled = estimateBudget
		c.key[nodes[i]] = uint64(c.importance(w, nodes[i]))<<32 | uint64(scatter(nodes[i]))
	})
}

// scatter gives every number another one, so that equal importance does not follow the order of the numbers.
func scatter(n uint32) uint32 { return n * 0x9e3779b1 }

// importance grows with the levels below a node, with the links that taking it out would add per link that it would take away, and
// with the length of these links in edges.
func (c *contraction) importance(w *worker, node uint32) uint32 {
	n := c.network
	var added, removed tally
	w.witness.shortcuts(node, func(in, out link) {
		added.count++
		added.hops += uint64(n.records.At(in.record).hops) + uint64(n.records.At(out.record).hops)
	})
	for _, links := range [][]link{n.out.of(node), n.in.of(node)} {
		for _, l := range links {
			removed.count++
			removed.hops += uint64(n.records.At(l.record).hops)
		}
	}
	if removed.count == 0 {
		return 0
	}
	score := 500*uint64(c.depth[node]) + 1 + 1000*added.count/removed.count + 1000*added.hops/removed.hops
	return uint32(min(score, math.MaxUint32))
}

// tally counts links, and the edges of the graph that they stand for.
type tally struct{ count, hops uint64 }

// batch is how many nodes are taken out at the same time: their shortcuts have to wait in memory for each other.
const batch = 1 << 16

// takeOut takes nodes out of the network, in their order, and makes their neighbours' keys stale.
func (c *contraction) takeOut(nodes []uint32) {
	for _, node := range nodes {
		c.turn[node] = uint32(len(c.order))
		c.order = append(c.order, node)
	}
	for part := range slices.Chunk(nodes, batch) {
		c.replace(part)
	}
}

// replace puts shortcuts in the place of nodes.
func (c *contraction) replace(nodes []uint32) {
	for i := range c.workers {
		c.workers[i].found = c.workers[i].found[:0]
	}
	found := make([][]shortcut, len(nodes))
	c.share(len(nodes), func(w *worker, i int) {
		w.witness.settled = contractBudget
		found[i] = c.shortcuts(w, nodes[i])
	})
	for i, node := range nodes {
		for _, s := range found[i] {
			c.network.add(s)
		}
		c.network.isolate(node)
		c.age(node)
	}
}

// shortcuts returns what must be added when a node is taken out. It stays valid until the next batch.
func (c *contraction) shortcuts(w *worker, node uint32) []shortcut {
	start, n := len(w.found), c.network
	w.witness.shortcuts(node, func(in, out link) {
		first, second := n.records.At(in.record), n.records.At(out.record)
		extra := Extra{first.extra.Ms + second.extra.Ms, first.extra.Cm + second.extra.Cm}
		w.found = append(w.found, shortcut{
			from: in.node, to: out.node, weight: in.weight + out.weight, record: record{node, extra, first.hops + second.hops},
		})
	})
	return w.found[start:len(w.found):len(w.found)]
}

// age tells the neighbours of a node that was taken out that they are above it.
func (c *contraction) age(node uint32) {
	for _, l := range c.network.out.of(node) {
		c.raise(l.node, c.depth[node]+1)
	}
	for _, l := range c.network.in.of(node) {
		c.raise(l.node, c.depth[node]+1)
	}
}

func (c *contraction) raise(node, depth uint32) {
	c.depth[node] = max(c.depth[node], depth)
	c.stale[node] = true
	c.list(node)
}
