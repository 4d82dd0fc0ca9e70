package cch

import (
	"slices"

	"pignon.coop/road/internal/pile"
)

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
	heads pile.Pile[uint32] // arc -> its upper end
	links pile.Pile[climb]  // arc -> the same
	down  []uint32          // rank -> the first of the arcs that lead down from it
	up    []uint32          // rank -> the first of the arcs that come up to it
	part  []uint32          // the heads of the rank at hand
}

// climb is an arc as its upper end sees it: with its lower end, and the next arc with the same upper end and direction.
type climb struct{ lower, next uint32 }

// fillIn lists the arcs: those that are turns, and the shortcuts.
func (t *Topology) fillIn(in In) {
	n := t.Nodes()
	f := filler{t: t, seen: make([]uint32, n), down: filled(n, None), up: filled(n, None)}
	t.First, t.Middle = make([]uint32, n+1), make([]uint32, n)
	up := group(in, t.Rank, func(v, w uint32) (at, other uint32, ok bool) { return v, w, v < w })
	down := group(in, t.Rank, func(v, w uint32) (at, other uint32, ok bool) { return w, v, w < v })
	for v := range uint32(n) {
		f.collect(v, up.of(v), f.down[v], true)
		t.Middle[v] = f.keep(v, f.up)
		f.collect(v, down.of(v), f.up[v], false)
		t.First[v+1] = f.keep(v, f.down)
	}
	f.links = pile.Pile[climb]{}
	t.Head = f.heads.Slice()
}

func filled(length int, value uint32) []uint32 {
	slice := make([]uint32, length)
	for i := range slice {
		slice[i] = value
	}
	return slice
}

// collect finds the heads of v's arcs in one direction: where turns lead, and where lower ranks lead that v leads down to (or, for
// the other direction, whence lower ranks are reached that lead up to v).
func (f *filler) collect(v uint32, turns []uint32, below uint32, up bool) {
	f.list++
	f.part = f.part[:0]
	for _, w := range turns {
		f.add(v, w)
	}
	for arc := below; arc != None; {
		link := f.links.At(arc)
		from, to := f.t.First[link.lower], f.t.Middle[link.lower]
		if !up {
			from, to = to, f.t.First[link.lower+1]
		}
		for ; from < to; from++ {
			f.add(v, *f.heads.At(from))
		}
		arc = link.next
	}
	slices.Sort(f.part)
}

func (f *filler) add(v, w uint32) {
	if w > v && f.seen[w] != f.list {
		f.seen[w] = f.list
		f.part = append(f.part, w)
	}
}

// keep appends the arcs that were found, enters them in the lists of their upper ends, and tells how many there are so far.
func (f *filler) keep(v uint32, lists []uint32) uint32 {
	for _, w := range f.part {
		arc := uint32(f.heads.Len())
		f.heads.Add(w)
		f.links.Add(climb{lower: v, next: lists[w]})
		lists[w] = arc
	}
	return uint32(f.heads.Len())
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
