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
	t := &tarjan{m: m, seen: make([]sighting, n), open: newBitset(len(g.arcs))}
	for a := range arc(len(g.arcs)) {
		if m.open(a) {
			t.open.add(a)
		}
	}
	for a := range arc(len(g.arcs)) {
		if t.seen[a].index == 0 && t.open.has(a) {
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
	m          *Metric
	open       bitset     // arcs
	seen       []sighting // by state
	count      uint32
	stack      []state
	path       []step
	components [][]state // those that may turn out to be large
	largest    int
}

// sighting says when a state was entered, from 1, and which state entered before it can be reached from it. 0: not visited.
type sighting struct{ index, low uint32 }

// done is the index of states whose component is complete.
const done = math.MaxUint32

// step is a state on the search path with the next of its turns to look at.
type step struct {
	state state
	turn  uint32
}

func (t *tarjan) enter(s state) {
	t.count++
	t.seen[s] = sighting{t.count, t.count}
	t.stack = append(t.stack, s)
	t.path = append(t.path, step{state: s, turn: t.m.graph.turnFirst[s]})
}

func (t *tarjan) visit(root state) {
	g := t.m.graph
	t.enter(root)
	for len(t.path) > 0 {
		top := &t.path[len(t.path)-1]
		if top.turn == g.turnFirst[top.state+1] {
			t.leave(top.state)
			continue
		}
		turn := top.turn
		top.turn++
		next := g.turnTo[turn]
		if !t.m.turns[turn].open() || !t.open.has(g.arcOf(next)) {
			continue
		}
		if index := t.seen[next].index; index == 0 {
			t.enter(next)
		} else if low := &t.seen[top.state].low; index < *low {
			*low = index
		}
	}
}

// leave takes a state off the path and, where it is the first of its component, the component off the stack.
func (t *tarjan) leave(s state) {
	t.path = t.path[:len(t.path)-1]
	if len(t.path) > 0 {
		before := t.path[len(t.path)-1].state
		t.seen[before].low = min(t.seen[before].low, t.seen[s].low)
	}
	if t.seen[s].low != t.seen[s].index {
		return
	}
	start := len(t.stack) - 1
	for t.stack[start] != s {
		start--
	}
	component := t.stack[start:]
	for _, member := range component {
		t.seen[member].index = done
	}
	if len(component) >= min(t.largest, largeArcs) {
		t.components = append(t.components, append([]state(nil), component...))
		t.largest = max(t.largest, len(component))
	}
	t.stack = t.stack[:start]
}
