package road

// Parts of the network from which the rest cannot be reached, or that cannot be reached from it, are traps for whoever snaps a place
// to them: a parking aisle behind a locked gate, a footpath on an island. largeComponents finds the arcs that are no traps.

// largeArcs is how many arcs make a component large besides the largest one: a town of its own.
const largeArcs = 2000

// largeComponents finds the arcs that belong to large strongly connected components, turns taken into account. It is Tarjan's
// algorithm over arcs, with a stack of its own because streets are longer than call stacks.
func largeComponents(g *Graph, c *costs) bitset {
	t := &tarjan{g: g, c: c, index: make([]uint32, len(g.arcs)), low: make([]uint32, len(g.arcs)), onStack: newBitset(len(g.arcs))}
	for a := range arc(len(g.arcs)) {
		if t.index[a] == 0 && c.open(g, a) {
			t.visit(a)
		}
	}
	large := newBitset(len(g.arcs))
	for _, component := range t.components {
		if len(component) < largeArcs && len(component) < t.largest {
			continue
		}
		for _, a := range component {
			large.add(a)
		}
	}
	return large
}

type tarjan struct {
	g          *Graph
	c          *costs
	index, low []uint32 // from 1; 0 = not visited
	count      uint32
	onStack    bitset
	stack      []arc
	path       []step
	components [][]arc // those that may turn out to be large
	largest    int
}

// step is an arc on the search path with the number of its successors already looked at.
type step struct {
	arc  arc
	next int
}

func (t *tarjan) enter(a arc) {
	t.count++
	t.index[a], t.low[a] = t.count, t.count
	t.stack = append(t.stack, a)
	t.onStack.add(a)
	t.path = append(t.path, step{arc: a})
}

func (t *tarjan) visit(root arc) {
	t.enter(root)
	for len(t.path) > 0 {
		top := &t.path[len(t.path)-1]
		out := t.g.arcsOf(t.g.head(top.arc))
		if top.next == len(out) {
			t.leave(top.arc)
			continue
		}
		next := out[top.next]
		top.next++
		if _, ok := t.c.turnTime(t.g, top.arc, next); !ok {
			continue
		}
		switch {
		case t.index[next] == 0:
			t.enter(next)
		case t.onStack.has(next):
			t.low[top.arc] = min(t.low[top.arc], t.index[next])
		}
	}
}

// leave takes an arc off the path and, where it is the first of its component, the component off the stack.
func (t *tarjan) leave(a arc) {
	t.path = t.path[:len(t.path)-1]
	if len(t.path) > 0 {
		before := t.path[len(t.path)-1].arc
		t.low[before] = min(t.low[before], t.low[a])
	}
	if t.low[a] != t.index[a] {
		return
	}
	start := len(t.stack) - 1
	for t.stack[start] != a {
		start--
	}
	component := t.stack[start:]
	for _, member := range component {
		t.onStack.drop(member)
	}
	if len(component) >= min(t.largest, largeArcs) {
		t.components = append(t.components, append([]arc(nil), component...))
		t.largest = max(t.largest, len(component))
	}
	t.stack = t.stack[:start]
}
