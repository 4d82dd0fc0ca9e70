package cch

import (
	"slices"

	"pignon.coop/road/internal/ch"
)

// half is one direction of a hierarchy.
type half struct {
	first  []uint32
	arcs   []ch.Arc
	extra  []ch.Extra
	middle []uint32
}

func upward(h *ch.Hierarchy) half   { return half{h.UpFirst, h.Up, h.UpExtra, h.UpMiddle} }
func downward(h *ch.Hierarchy) half { return half{h.DownFirst, h.Down, h.DownExtra, h.DownMiddle} }

// hierarchyOf joins two halves.
func (t *Topology) hierarchyOf(up, down half) *ch.Hierarchy {
	return &ch.Hierarchy{
		Rank: t.Rank, Node: t.derive().node, Edges: []uint32{uint32(len(t.Arc))},
		UpFirst: up.first, Up: up.arcs, UpExtra: up.extra, UpMiddle: up.middle,
		DownFirst: down.first, Down: down.arcs, DownExtra: down.extra, DownMiddle: down.middle,
	}
}

// room makes a half for as many arcs as first says.
func room(first []uint32) half {
	arcs := first[len(first)-1]
	return half{first, make([]ch.Arc, arcs), make([]ch.Extra, arcs), make([]uint32, arcs)}
}

func (p half) at(i uint32) label { return label{p.arcs[i].Weight, p.middle[i], p.extra[i]} }

// find tells where a rank's arc to a higher one is, or else would be.
func (p half) find(rank, head uint32) (index uint32, ok bool) {
	low, end := p.first[rank], p.first[rank+1]
	for high := end; low < high; {
		if middle := (low + high) / 2; p.arcs[middle].Head < head {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, low < end && p.arcs[low].Head == head
}

// edit is the new value of a rank's arc to a higher one.
type edit struct {
	lower, head uint32
	label       label
}

// splice copies a half with some values changed; they come in its order.
func (p half) splice(edits []edit) half {
	cuts := make([]cut, len(edits))
	first := slices.Clone(p.first)
	for i, e := range edits {
		at, ok := p.find(e.lower, e.head)
		cuts[i] = cut{from: at, to: at, fill: e.label.weight < ch.Inf}
		if ok {
			cuts[i].to++
		}
	}
	more := uint32(0) // than before, or less; it wraps
	for i, e := range edits {
		if more -= cuts[i].to - cuts[i].from; cuts[i].fill {
			more++
		}
		next := len(first) - 1
		if i+1 < len(edits) {
			next = int(edits[i+1].lower)
		}
		for rank := int(e.lower) + 1; rank <= next; rank++ {
			first[rank] += more
		}
	}
	return half{
		first,
		spliced(p.arcs, cuts, func(i int) ch.Arc { return ch.Arc{Head: edits[i].head, Weight: edits[i].label.weight} }),
		spliced(p.extra, cuts, func(i int) ch.Extra { return edits[i].label.extra }),
		spliced(p.middle, cuts, func(i int) uint32 { return edits[i].label.middle }),
	}
}

// cut is a range of arcs, of one or none, that something or nothing takes the place of.
type cut struct {
	from, to uint32
	fill     bool
}

// spliced copies a slice with its cuts made and filled.
func spliced[T any](old []T, cuts []cut, value func(cut int) T) []T {
	length := len(old)
	for _, c := range cuts {
		if length -= int(c.to - c.from); c.fill {
			length++
		}
	}
	out, from := make([]T, 0, length), uint32(0)
	for i, c := range cuts {
		if out = append(out, old[from:c.from]...); c.fill {
			out = append(out, value(i))
		}
		from = c.to
	}
	return append(out, old[from:]...)
}
