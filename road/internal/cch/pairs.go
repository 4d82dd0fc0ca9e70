package cch

import "slices"

// pairs lists numbers by rank.
type pairs struct{ first, other []uint32 }

func (p pairs) of(rank uint32) []uint32 { return p.other[p.first[rank]:p.first[rank+1]] }

// group lists for every rank the others that turns join to it, as pick says for the two ranks of a turn.
func group(in In, rank []uint32, pick func(from, to uint32) (at, other uint32, ok bool)) pairs {
	p := pairs{first: make([]uint32, len(rank)+1)}
	each(in, rank, func(v, w uint32) {
		if at, _, ok := pick(v, w); ok {
			p.first[at+1]++
		}
	})
	accumulate(p.first)
	p.other = make([]uint32, p.first[len(rank)])
	next := slices.Clone(p.first)
	each(in, rank, func(v, w uint32) {
		if at, other, ok := pick(v, w); ok {
			p.other[next[at]] = other
			next[at]++
		}
	})
	return p
}

// each calls for every turn with the ranks that it joins.
func each(in In, rank []uint32, call func(from, to uint32)) {
	for s := range in.Tail {
		for _, t := range in.To[in.First[s]:in.First[s+1]] {
			call(rank[s], rank[t])
		}
	}
}
