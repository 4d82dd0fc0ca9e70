package ch

import (
	"cmp"
	"slices"
)

// Via is a node, and the least weight of a way over it from one place to another.
type Via struct {
	Node   uint32
	Weight int32
}

// Vias appends to the buffer the nodes over which a way weighs less than a limit, the lightest first, as far as both searches see
// them: every other good way has such nodes among its most important ones.
func (q *Query) Vias(from, to []Seed, limit int32, buffer []Via) []Via {
	q.found = false
	base := int64(least(from)) + int64(least(to))
	reach := int64(limit) - base
	if reach <= 0 {
		return buffer
	}
	q.forward.run(from, uint32(min(reach, Inf)), false)
	q.backward.run(to, uint32(min(reach, Inf)), false)
	byRank := func(a, b top) int { return cmp.Compare(a.rank, b.rank) }
	ahead, behind := q.forward.tops, q.backward.tops
	slices.SortFunc(ahead, byRank)
	slices.SortFunc(behind, byRank)
	start := len(buffer)
	for len(ahead) > 0 && len(behind) > 0 {
		switch a, b := ahead[0], behind[0]; {
		case a.rank < b.rank:
			ahead = ahead[1:]
		case a.rank > b.rank:
			behind = behind[1:]
		default:
			if sum := int64(a.weight) + int64(b.weight) + base; sum < int64(limit) {
				buffer = append(buffer, Via{q.h.Node[a.rank], int32(sum)})
			}
			ahead, behind = ahead[1:], behind[1:]
		}
	}
	slices.SortFunc(buffer[start:], func(a, b Via) int { return cmp.Or(cmp.Compare(a.Weight, b.Weight), cmp.Compare(a.Node, b.Node)) })
	return buffer
}
