package cch

import "sync"

// Topology is the index of a network without prices. Nodes are states, numbered anew by rank, the least important first. All
// exported slices hold fixed-size numbers only, so that they can be written to a file and read in place; call Check on what was
// read. A topology that nobody writes to is safe for concurrent use.
//
// Arcs stand at their lower end and fill one array: those of rank r that lead up are Head[First[r]:Middle[r]], with the rank of the
// upper end; those that come down to r are Head[Middle[r]:First[r+1]], with the rank of their upper beginning. In both, heads ascend
// strictly and are greater than r. An arc's number is its index in Head. For every rank x, every arc v->x that comes down to it and
// every arc x->w that leads up from it, v and w different, there is an arc v->w.
type Topology struct {
	Rank   []uint32 // state -> rank
	Parent []uint32 // rank -> its parent in the elimination tree, which is higher; None at a root. All heads of a rank are ancestors
	First  []uint32
	Middle []uint32
	Head   []uint32
	Arc    []uint32 // turn -> its arc; None for a turn from a state to itself, which no way needs

	once  sync.Once
	lower lower
}

// None stands for no rank and no arc.
const None uint32 = 1<<32 - 1

// Arrays returns pointers to the slices in the order of a file.
func (t *Topology) Arrays() []any {
	return []any{&t.Rank, &t.Parent, &t.First, &t.Middle, &t.Head, &t.Arc}
}

// Nodes tells how many states the topology has.
func (t *Topology) Nodes() int { return len(t.Rank) }

// Arcs tells how many arcs the topology has, in both directions together.
func (t *Topology) Arcs() int { return len(t.Head) }

// lower lists for every rank the arcs from and to lower ranks.
type lower struct {
	first []uint32 // rank -> its range of arcs: first those that lead down from it
	turn  []uint32 // rank -> where those begin that come up to it
	arcs  []below
}

// below is an arc and its lower end.
type below struct{ rank, arc uint32 }

// below returns the arcs that lead down from a rank, and those that come up to it, both by ascending lower ends.
func (t *Topology) below(rank uint32) (down, up []below) {
	l := &t.lower
	return l.arcs[l.first[rank]:l.turn[rank]], l.arcs[l.turn[rank]:l.first[rank+1]]
}

// prepare lists the lower arcs; it must come before below.
func (t *Topology) prepare() {
	t.once.Do(func() {
		n := t.Nodes()
		l := lower{first: make([]uint32, n+1), turn: make([]uint32, n), arcs: make([]below, t.Arcs())}
		for x := range n {
			for _, w := range t.Head[t.First[x]:t.Middle[x]] {
				l.first[w+1]++
			}
			for _, w := range t.Head[t.Middle[x]:t.First[x+1]] {
				l.first[w+1]++
				l.turn[w]++
			}
		}
		accumulate(l.first)
		for x := range n {
			l.turn[x] += l.first[x]
		}
		l.fill(t)
		t.lower = l
	})
}

// fill puts every arc at its upper end.
func (l *lower) fill(t *Topology) {
	down, up := append([]uint32(nil), l.first...), append([]uint32(nil), l.turn...)
	for x := range uint32(t.Nodes()) {
		for arc := t.First[x]; arc < t.First[x+1]; arc++ {
			at := &up[t.Head[arc]]
			if arc >= t.Middle[x] {
				at = &down[t.Head[arc]]
			}
			l.arcs[*at] = below{x, arc}
			*at++
		}
	}
}
