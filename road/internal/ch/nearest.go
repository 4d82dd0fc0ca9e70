package ch

// Near is a target, as a position in what was prepared, and the least weight of a way there.
type Near struct {
	Target int
	Weight int32
}

// Nearest appends to the buffer the k targets that are reached with the least weight, the nearest one first; of equal ones those
// with the lower number. Targets that weigh more than the limit are left out; a limit of 0 is none.
func (q *Query) Nearest(from []Seed, targets *Targets, k int, limit int32, buffer []Near) []Near {
	q.found = false
	s, o := q.forward, TableOptions{Limit: limit}
	s.begin(q.h, from)
	q.near = q.near[:0]
	end := o.limit(s.base + targets.lowest)
	for k > 0 && s.next() < end {
		rank, weight, ok := s.settle()
		if !ok {
			continue
		}
		b := targets.buckets[rank]
		for _, e := range targets.entries[b.first:b.end] {
			q.offer(Near{int(e.target), o.total(weight+e.weight, s.base, targets.bases[e.target])}, k)
		}
		if len(q.near) == k {
			end = min(end, uint32(max(0, int64(q.near[k-1].Weight)-int64(s.base)-int64(targets.lowest)+1)))
		}
	}
	return append(buffer, q.near...)
}

// offer keeps the k nearest targets in their order.
func (q *Query) offer(n Near, k int) {
	if n.Weight == Inf {
		return
	}
	at := len(q.near)
	for i, known := range q.near {
		if known.Target == n.Target {
			if known.Weight <= n.Weight {
				return
			}
			at = i
		}
	}
	if at == len(q.near) {
		switch {
		case at < k:
			q.near = append(q.near, n)
		case n.before(q.near[at-1]):
			at--
		default:
			return
		}
	}
	for ; at > 0 && n.before(q.near[at-1]); at-- {
		q.near[at] = q.near[at-1]
	}
	q.near[at] = n
}

func (n Near) before(other Near) bool {
	return n.Weight < other.Weight || n.Weight == other.Weight && n.Target < other.Target
}
