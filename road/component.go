package road

import (
	"math"
	"slices"
)

// Parts of the network from which the rest cannot be reached, or that cannot be reached from it, are traps for whoever snaps a place
// to them: a parking aisle behind a locked gate, a footpath on an island. largeComponents finds the arcs that are no traps.

// largeArcs is how many arcs make a component large besides the largest one: a town of its own.
const largeArcs = 2000

// largeComponents finds the arcs that belong to large strongly connected components, turns taken into account. It is Tarjan's
// algorithm over states, with a stack of its own because streets are longer than call stacks.
func largeComponents(m *Metric) bitset {
	g, n := m.graph, m.graph.states()
	t := &tarjan{graph: g, open: m.openAt(), index: make([]uint32, n), stack: make([]state, 0, n), large: newBitset(len(g.arcs))}
	for a := range arc(len(g.arcs)) {
		if t.index[a] == 0 && t.open.arcs.has(a) {
			t.visit(a)
		}
	}
	for _, component := range t.small {
		if len(component) == t.largest {
			t.keep(component)
		}
	}
	return t.large
}

type tarjan struct {
	graph   *Graph
	open    openings
	index   []uint32 // by state: when it was entered, from 1; 0 is not visited
	count   uint32
	stack   []state
	path    []step
	large   bitset
	small   [][]state // components that may turn out to be the largest
	largest int
}

// done is the index of states whose component is complete.
const done = math.MaxUint32

// none is no state.
const none state = math.MaxUint32

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
		next := t.unvisited(top, g.turnFirst[top.state+1])
		if next == none {
			t.leave(*top)
			continue
		}
		t.enter(next)
	}
}

// unvisited looks at the turns of a step up to the first that leads to a state that was not visited.
func (t *tarjan) unvisited(top *step, end uint32) state {
	g, turn, low := t.graph, top.turn, top.low
	for ; turn < end; turn++ {
		next := g.turnTo[turn]
		index := t.index[next]
		if index >= low || !t.open.turns.has(turn) || !t.open.arcs.has(g.arcOf(next)) {
			continue
		}
		if index == 0 {
			top.turn, top.low = turn+1, low
			return next
		}
		low = index
	}
	top.turn, top.low = turn, low
	return none
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
	t.stack = t.stack[:start]
	t.largest = max(t.largest, len(component))
	switch {
	case len(component) >= largeArcs:
		t.keep(component)
	case len(component) == t.largest:
		t.small = append(t.small, slices.Clone(component))
	}
}

// keep marks the arcs of a component.
func (t *tarjan) keep(component []state) {
	for _, s := range component {
		t.large.add(t.graph.arcOf(s))
	}
}
