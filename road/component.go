package road

import "math"

// Parts of the network from which the rest cannot be reached, or that cannot be reached from it, are traps for whoever snaps a place
// to them: a parking aisle behind a locked gate, a footpath on an island. largeComponents finds the arcs that are no traps.

// largeArcs is how many arcs make a component large besides the largest one: a town of its own.
const largeArcs = 2000

// largeComponents finds the arcs that belong to large strongly connected components, turns taken into account. It is Tarjan's
// algorithm over states, with a stack of its own because streets are longer than call stacks.
func largeComponents(m *Metric) bitset {
	g, n := m.graph, m.graph.states()
	t := &tarjan{graph: g, open: m.openAt(), index: make([]uint32, n)}
	for a := range arc(len(g.arcs)) {
		if t.index[a] == 0 && t.open.arcs.has(a) {
			t.visit(a)
		}
	}
	large := newBitset(len(g.arcs))
	for _, component := range t.components {
		if len(component) < largeArcs && len(component) < t.largest {
			continue
		}
		for _, s := range component {
			large.add(g.arcOf(s))
		}
	}
	return large
}

type tarjan struct {
	graph      *Graph
	open       openings
	index      []uint32 // by state: when it was entered, from 1; 0 is not visited
	count      uint32
	stack      []state
	path       []step
	components [][]state // those that may turn out to be large
	largest    int
}

// done is the index of states whose component is complete.
const done = math.MaxUint32

// step is a state on the search path with the next of its turns to look at, and the lowest index that can be reached from it.
type step struct {
	state     state
	turn, low uint32
}

func (t *tarjan) enter(s state) {
	t.count++
	t.index[s] = t.count
	t.stack = append(t.stack, s)
	t.path = append(t.path, step{state: s, turn: t.graph.turnFirst[s], low: t.count})
}

func (t *tarjan) visit(root state) {
	g := t.graph
	t.enter(root)
	for len(t.path) > 0 {
		top := &t.path[len(t.path)-1]
		if top.turn == g.turnFirst[top.state+1] {
			t.leave(*top)
			continue
		}
		turn := top.turn
		top.turn++
		next := g.turnTo[turn]
		if !t.open.turns.has(turn) || !t.open.arcs.has(g.arcOf(next)) {
			continue
		}
		if index := t.index[next]; index == 0 {
			t.enter(next)
		} else {
			top.low = min(top.low, index)
		}
	}
}

// leave takes a state off the path and, where it is the first of its component, the component off the stack.
func (t *tarjan) leave(s step) {
	t.path = t.path[:len(t.path)-1]
	if len(t.path) > 0 {
		before := &t.path[len(t.path)-1]
		before.low = min(before.low, s.low)
	}
	if s.low != t.index[s.state] {
		return
	}
	start := len(t.stack) - 1
	for t.stack[start] != s.state {
		start--
	}
	component := t.stack[start:]
	for _, member := range component {
		t.index[member] = done
	}
	if len(component) >= min(t.largest, largeArcs) {
		t.components = append(t.components, append([]state(nil), component...))
		t.largest = max(t.largest, len(component))
	}
	t.stack = t.stack[:start]
}
