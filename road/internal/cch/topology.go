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

	once    sync.Once
	derived *derived
	spare   sync.Pool // of *draft
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
