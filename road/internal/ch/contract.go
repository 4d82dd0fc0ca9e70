package ch

import (
	"context"
	"fmt"
)

// Options says how a hierarchy is built. The answer does not depend on it.
type Options struct {
	Workers  int                   // how many goroutines share the work; less than 2: one
	Progress func(done, total int) // told from time to time how many nodes are ordered; may be nil
}

// Budgets of witness searches, in settled nodes: when a node's importance is estimated, and when it is taken out.
const (
	estimateBudget = 20
	contractBudget = 100
)

// Contract builds the hierarchy of a graph. It fails on a graph whose arrays do not fit together and when the context ends.
//
// It goes in rounds. In each one all nodes that are less important than all their neighbours are taken out together; the
// importance of their neighbours is estimated anew when these come to be the least important in their turn.
func Contract(ctx context.Context, g Graph, o Options) (*Hierarchy, error) {
	if err := g.check(); err != nil {
		return nil, err
	}
	c, nodes, edges := newContraction(g, o), g.Nodes(), len(g.Head)
	g = Graph{} // a large one's memory is needed for shortcuts
	for len(c.order) < nodes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c.round()
		if o.Progress != nil {
			o.Progress(len(c.order), nodes)
		}
	}
	return c.hierarchy(edges), nil
}

// check refuses graphs that would lead out of an array.
func (g Graph) check() error {
	nodes := g.Nodes()
	if len(g.Head) != len(g.Cost) || len(g.Head) >= int(Original) || nodes >= Inf {
		return fmt.Errorf("contract: %d nodes, %d heads, %d costs", nodes, len(g.Head), len(g.Cost))
	}
	if nodes == 0 && len(g.Head) > 0 || nodes > 0 && (g.First[0] != 0 || int(g.First[nodes]) != len(g.Head)) {
		return fmt.Errorf("contract: the nodes' edges are not all edges")
	}
	for n := range nodes {
		if g.First[n] > g.First[n+1] {
			return fmt.Errorf("contract: node %d ends before it begins", n)
		}
	}
	for e, to := range g.Head {
		if int(to) >= nodes {
			return fmt.Errorf("contract: edge %d leads to node %d of %d", e, to, nodes)
		}
	}
	return nil
}

// contraction is the state between two rounds.
type contraction struct {
	network *network
	order   []uint32 // nodes taken out, the first one first
	turn    []uint32 // node -> its place in order; noTurn while it stays
	key     []uint64 // node -> its importance, different for any two nodes
	depth   []uint32 // node -> how many levels lie below it
	stale   []bool   // node -> its key must be estimated anew

	listed   []uint32 // nodes that may have become the least important around them
	isListed []bool   // node -> it is listed
	spare    []uint32 // memory for the next list
	workers  []worker
}

// worker is one goroutine's working memory.
type worker struct {
	witness *witness
	found   []shortcut
}

func newContraction(g Graph, o Options) *contraction {
	nodes := g.Nodes()
	c := &contraction{
		network: newNetwork(g), order: make([]uint32, 0, nodes), turn: make([]uint32, nodes), key: make([]uint64, nodes),
		depth: make([]uint32, nodes), stale: make([]bool, nodes),
		listed: make([]uint32, nodes), isListed: make([]bool, nodes), workers: make([]worker, max(1, o.Workers)),
	}
	for n := range c.turn {
		c.turn[n], c.listed[n] = noTurn, uint32(n)
	}
	for i := range c.workers {
		c.workers[i].witness = newWitness(c.network, c.turn)
	}
	c.estimate(c.listed)
	return c
}
