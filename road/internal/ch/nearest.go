package ch

import "slices"

// Near is a target, as a position in what was prepared, and the least weight of a way there.
type Near struct {
	Target int
	Weight int32
}

// Nearest appends to the buffer the k targets that are reached with the least weight, the nearest one first; of equal ones those
// with the lower number. Targets that weigh more than the limit are left out; a limit of 0 is none.
func (q *Query) Nearest(from []Seed, targets *Targets, k int, limit int32, buffer []Near) []Near {
	q.found = false
	o := TableOptions{Limit: limit}
	base := least(from)
	q.forward.run(from, o.limit(base+targets.lowest), false)
	q.row = targets.reach(q.forward.tops, q.row)
	start := len(buffer)
	for target, sum := range q.row {
		if weight := o.total(sum, base, targets.bases[target]); weight < Inf {
			buffer = keepNearest(buffer, start, k, Near{target, weight})
		}
	}
	return buffer
}

// keepNearest puts a target in its place among those from a position on, of which there are never more than k.
func keepNearest(buffer []Near, start, k int, n Near) []Near {
	kept := buffer[start:]
	if len(kept) >= k {
		if k <= 0 || kept[k-1].Weight <= n.Weight {
			return buffer
		}
		kept, buffer = kept[:k-1], buffer[:start+k-1]
	}
	at, _ := slices.BinarySearchFunc(kept, n.Weight+1, func(known Near, weight int32) int { return int(known.Weight) - int(weight) })
	return slices.Insert(buffer, start+at, n)
}
