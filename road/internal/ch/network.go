package ch

import "pignon.coop/road/internal/pile"

// network is what remains of the graph while it is contracted: for every node the links to its neighbours, both ways, without
// loops and parallel links. The links of a node that was taken out stay as they were then: they are its arcs in the hierarchy.
type network struct {
	out, in lists
	records pile.Pile[record]
}

// link leads to (or comes from) a neighbour.
type link struct{ node, weight, record uint32 }

// record is what both ends of a link share.
type record struct {
	middle uint32 // Original|edge, or the node that was taken out
	extra  Extra
	hops   uint32 // edges of the graph
}

// shortcut replaces the way from one neighbour of a node to another.
type shortcut struct {
	from, to, weight uint32
	record           record
}

// newNetwork copies a graph's edges, the best of each pair of nodes.
func newNetwork(g Graph) *network {
	nodes := g.Nodes()
	n := &network{}
	degree := make([]uint32, nodes)
	for _, to := range g.Head {
		degree[to]++
	}
	n.in = newLists(degree)
	for from := range nodes {
		degree[from] = g.First[from+1] - g.First[from]
	}
	n.out = newLists(degree)
	for from := range uint32(nodes) {
		for e := g.First[from]; e < g.First[from+1]; e++ {
			c := g.Cost[e]
			if c.Weight < Inf && g.Head[e] != from {
				n.add(shortcut{from, g.Head[e], c.Weight, record{Original | e, Extra{c.Ms, c.Cm}, 1}})
			}
		}
	}
	return n
}

// add joins two nodes, unless a link that is as good joins them already.
func (n *network) add(s shortcut) {
	if out := n.out.find(s.from, s.to); out != nil {
		if s.weight < out.weight {
			out.weight = s.weight
			n.in.find(s.to, s.from).weight = s.weight
			*n.records.At(out.record) = s.record
		}
		return
	}
	number := uint32(n.records.Len())
	n.records.Add(s.record)
	n.out.push(s.from, link{s.to, s.weight, number})
	n.in.push(s.to, link{s.from, s.weight, number})
}

// isolate takes a node out of its neighbours' lists.
func (n *network) isolate(node uint32) {
	for _, l := range n.in.of(node) {
		n.out.drop(l.node, node)
	}
	for _, l := range n.out.of(node) {
		n.in.drop(l.node, node)
	}
}
