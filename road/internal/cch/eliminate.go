package cch

import "slices"

// eliminate makes the topology of the turns among states that are given in order.
func eliminate(in In, states []uint32) *Topology {
	t := &Topology{Rank: ranks(states)}
	t.Parent = ancestry(in, t.Rank)
	t.fillIn(in)
	t.locate(in)
	return t
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
	up := group(in, t.Rank, func(v, w uint32) (at, other uint32, ok bool) { return v, w, v < w })
	down := group(in, t.Rank, func(v, w uint32) (at, other uint32, ok bool) { return w, v, w < v })
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
