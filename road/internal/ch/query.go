package ch

// Result is the least weight of a way between two places, and what that way costs besides. The seeds say where it begins and ends, as
// positions in what Run was given.
type Result struct {
	Weight, Ms, Cm   int32
	FromSeed, ToSeed int
}

// Query answers questions about one pair of places after the other in the same memory. It is not safe for concurrent use.
type Query struct {
	h                 *Hierarchy
	forward, backward *search
	best, top         uint32 // of the last way: the sum of its halves' labels, and where they meet
	found             bool
	stack             []piece
	row               []uint32 // of Nearest
}

// NewQuery makes a query with working memory for a hierarchy. It grows with the nodes that a search comes to.
func NewQuery(h *Hierarchy) *Query {
	return &Query{h: h, forward: newSearch(h, false), backward: newSearch(h, true)}
}

// Run finds the least weight from any of some seeds to any of others; false when no way leads there. It allocates nothing once its
// memory has grown.
func (q *Query) Run(from, to []Seed) (Result, bool) {
	q.forward.begin(from)
	q.backward.begin(to)
	q.best, q.top = Inf, 0
	q.meetBelow()
	for _, hub := range q.forward.core.touched {
		ahead, behind := q.forward.core.best[hub], q.backward.core.best[hub]
		q.offer(q.forward.core.top-uint32(hub), uint32(ahead>>32)+uint32(behind>>32))
	}
	q.found = q.best < Inf && int64(q.best)+int64(q.forward.base)+int64(q.backward.base) < Inf
	if !q.found {
		return Result{Weight: Inf}, false
	}
	return q.result(from, to), true
}

// meetBelow lets both searches climb by turns, to the crown or until they cannot find a top as good as the one found.
func (q *Query) meetBelow() {
	for {
		ahead, behind := q.forward.next(), q.backward.next()
		if nearest := min(ahead, behind); nearest > q.best || nearest == Inf {
			return
		}
		one, other := q.forward, q.backward
		if behind < ahead {
			one, other = other, one
		}
		if rank, weight, ok := one.settle(); ok {
			q.offer(rank, weight+other.labels.weight(rank))
		}
	}
}

// offer keeps the best top; of equal ones the highest, as tables do.
func (q *Query) offer(top, weight uint32) {
	if weight < q.best || weight == q.best && top > q.top {
		q.best, q.top = weight, top
	}
}

func (q *Query) result(from, to []Seed) Result {
	first, before := q.forward.trace(q.top)
	last, after := q.backward.trace(q.top)
	sum := before.plus(after)
	return Result{
		Weight:   int32(q.best) + q.forward.base + q.backward.base,
		Ms:       int32(sum.Ms) + from[first].Ms + to[last].Ms,
		Cm:       int32(sum.Cm) + from[first].Cm + to[last].Cm,
		FromSeed: first, ToSeed: last,
	}
}
