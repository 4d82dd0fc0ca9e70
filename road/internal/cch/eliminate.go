package cch

import (
	"cmp"
	"slices"
)

// eliminate makes the topology of the turns among states that are given in order.
func eliminate(in In, states []uint32) *Topology {
	t := &Topology{Rank: ranks(states)}
	t.Parent = ancestry(in, states, t.Rank)
	t.fillIn(in)
	t.locate(in)
	return t
}

// ancestry is the elimination tree, rank by rank, by the method of Liu: the parent of a rank is the lowest among the higher ones that
// elimination would join to it if turns led both ways.
func ancestry(in In, states, rank []uint32) []uint32 {
	n := len(states)
	parent, top := make([]uint32, n), make([]uint32, n) // top: an ancestor, on the way to the root of the tree so far
	neighbours := newPairs(in, rank)
	for v := range uint32(n) {
		parent[v], top[v] = None, None
		for _, x := range neighbours.of(v) {
			for x != v && x != None {
				above := top[x]
				top[x] = v
				if above == None {
					parent[x] = v
				}
				x = above
			}
		}
	}
	return parent
}

// pairs lists for every rank the lower ranks that a turn joins to it.
type pairs struct{ first, other []uint32 }

func newPairs(in In, rank []uint32) pairs {
	p := pairs{make([]uint32, len(rank)+1), make([]uint32, 0)}
	each(in, rank, func(v, w uint32) {
		if v != w {
			p.first[max(v, w)+1]++
		}
	})
	accumulate(p.first)
	p.other = make([]uint32, p.first[len(rank)])
	at := slices.Clone(p.first)
	each(in, rank, func(v, w uint32) {
		if v != w {
			p.other[at[max(v, w)]] = min(v, w)
			at[max(v, w)]++
		}
	})
	return p
}

func (p pairs) of(rank uint32) []uint32 { return p.other[p.first[rank]:p.first[rank+1]] }

// each calls for every turn with the ranks that it joins.
func each(in In, rank []uint32, call func(from, to uint32)) {
	for s := range in.Tail {
		for _, t := range in.To[in.First[s]:in.First[s+1]] {
			call(rank[s], rank[t])
		}
	}
}

// postorder rearranges states so that each subtree of the elimination tree is one range, which changes no shortcut.
func postorder(in In, states []uint32) []uint32 {
	tree, _ := newTree(ancestry(in, states, ranks(states)))
	ordered := make([]uint32, len(states))
	for r, s := range states {
		ordered[tree.last[r]] = s
	}
	return ordered
}

// topPart and topMost bound how many states go to the top.
const (
	topPart = 8
	topMost = 8192
)

// raise puts the states with the largest subtrees on top, the largest last, which changes no shortcut either. So the highest ranks are
// those that most ways lead by, as a crown (ch.Hierarchy.AddCrown) needs it.
func raise(in In, states []uint32) []uint32 {
	size := sizes(ancestry(in, states, ranks(states)))
	bySize := make([]uint32, len(states))
	for r := range bySize {
		bySize[r] = uint32(r)
	}
	slices.SortStableFunc(bySize, func(a, b uint32) int { return cmp.Compare(size[a], size[b]) })
	top := bySize[len(states)-min(len(states)/topPart, topMost):]
	raised := make([]bool, len(states))
	for _, r := range top {
		raised[r] = true
	}
	ordered := make([]uint32, 0, len(states))
	for r, s := range states {
		if !raised[r] {
			ordered = append(ordered, s)
		}
	}
	for _, r := range top {
		ordered = append(ordered, states[r])
	}
	return ordered
}

// ranks is the inverse of an order.
func ranks(states []uint32) []uint32 {
	rank := make([]uint32, len(states))
	for r, s := range states {
		rank[s] = uint32(r)
	}
	return rank
}

// sizes counts the ranks in every subtree.
func sizes(parent []uint32) []uint32 {
	size := make([]uint32, len(parent))
	for r, above := range parent {
		size[r]++
		if above != None {
			size[above] += size[r]
		}
	}
	return size
}

// filler finds the arcs of one rank after the other.
type filler struct {
	t     *Topology
	seen  []uint32 // rank -> the last list that it was put on
	list  uint32
	down  []uint32 // rank -> the first of the arcs that lead down from it
	up    []uint32 // rank -> the first of the arcs that come up to it
	next  []uint32 // arc -> the next with the same upper end and direction
	owner []uint32 // arc -> its lower end
}

// fillIn lists the arcs: those that are turns, and the shortcuts.
func (t *Topology) fillIn(in In) {
	n := t.Nodes()
	f := filler{t: t, seen: make([]uint32, n), down: filled(n, None), up: filled(n, None)}
	t.First, t.Middle = make([]uint32, n+1), make([]uint32, n)
	up, down := halves(in, t.Rank)
	for v := range uint32(n) {
		f.collect(v, up.of(v), f.down[v], true)
		t.Middle[v] = uint32(len(t.Head))
		f.collect(v, down.of(v), f.up[v], false)
		t.First[v+1] = uint32(len(t.Head))
		f.link(t.First[v], t.Middle[v], f.up)
		f.link(t.Middle[v], t.First[v+1], f.down)
	}
	t.Head = slices.Clip(t.Head)
}

func filled(length int, value uint32) []uint32 {
	slice := make([]uint32, length)
	for i := range slice {
		slice[i] = value
	}
	return slice
}

// halves lists for every rank the higher ranks that its turns lead to, and those from which turns lead to it.
func halves(in In, rank []uint32) (up, down pairs) {
	up, down = pairs{first: make([]uint32, len(rank)+1)}, pairs{first: make([]uint32, len(rank)+1)}
	each(in, rank, func(v, w uint32) {
		if v < w {
			up.first[v+1]++
		} else if w < v {
			down.first[w+1]++
		}
	})
	accumulate(up.first)
	accumulate(down.first)
	up.other, down.other = make([]uint32, up.first[len(rank)]), make([]uint32, down.first[len(rank)])
	upAt, downAt := slices.Clone(up.first), slices.Clone(down.first)
	each(in, rank, func(v, w uint32) {
		if v < w {
			up.other[upAt[v]] = w
			upAt[v]++
		} else if w < v {
			down.other[downAt[w]] = v
			downAt[w]++
		}
	})
	return up, down
}

// collect appends the heads of v's arcs in one direction: where turns lead, and where lower ranks lead that v leads down to (or, for
// the other direction, whence lower ranks are reached that lead up to v).
func (f *filler) collect(v uint32, turns []uint32, below uint32, up bool) {
	t, begin := f.t, len(f.t.Head)
	f.list++
	add := func(heads []uint32) {
		for _, w := range heads {
			if w > v && f.seen[w] != f.list {
				f.seen[w] = f.list
				t.Head = append(t.Head, w)
				f.owner = append(f.owner, v)
			}
		}
	}
	add(turns)
	for arc := below; arc != None; arc = f.next[arc] {
		x := f.owner[arc]
		if up {
			add(t.Head[t.First[x]:t.Middle[x]])
		} else {
			add(t.Head[t.Middle[x]:t.First[x+1]])
		}
	}
	slices.Sort(t.Head[begin:])
}

// link enters finished arcs in the lists of their upper ends.
func (f *filler) link(from, to uint32, lists []uint32) {
	for arc := from; arc < to; arc++ {
		w := f.t.Head[arc]
		f.next = append(f.next, lists[w])
		lists[w] = arc
	}
}

// locate finds the arc of every turn.
func (t *Topology) locate(in In) {
	t.Arc = make([]uint32, 0, len(in.To))
	each(in, t.Rank, func(v, w uint32) {
		from, to := t.First[min(v, w)], t.Middle[min(v, w)]
		if v > w {
			from, to = to, t.First[w+1]
		}
		arc := None
		if v != w {
			at, _ := slices.BinarySearch(t.Head[from:to], max(v, w))
			arc = from + uint32(at)
		}
		t.Arc = append(t.Arc, arc)
	})
}
