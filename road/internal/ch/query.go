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
	top               uint32 // where both halves of the last way meet
	found             bool
	stack             []piece
	row               []uint32 // of Nearest
}

// NewQuery makes a query with working memory for a hierarchy: 16 bytes per node.
func NewQuery(h *Hierarchy) *Query {
	return &Query{h: h, forward: newSearch(h, false), backward: newSearch(h, true)}
}

// Run finds the least weight from any of some seeds to any of others; false when no way leads there. It allocates nothing once its
// memory has grown.
func (q *Query) Run(from, to []Seed) (Result, bool) {
	q.forward.begin(from)
	q.backward.begin(to)
	best := q.meetBelow()
	for _, hub := range q.forward.core.touched {
		ahead, behind := q.forward.core.best[hub], q.backward.core.best[hub]
		if sum := uint32(ahead>>32) + uint32(behind>>32); sum < best {
			best, q.top = sum, q.forward.core.top-uint32(hub)
		}
	}
	q.found = best < Inf && int64(best)+int64(q.forward.base)+int64(q.backward.base) < Inf
	if !q.found {
		return Result{Weight: Inf}, false
	}
	return q.result(best, from, to), true
}

// meetBelow lets both searches climb by turns, to the crown or until they cannot find a better top below it than the one found.
func (q *Query) meetBelow() uint32 {
	best := uint32(Inf)
	for {
		ahead, behind := q.forward.next(), q.backward.next()
		if min(ahead, behind) >= best {
			return best
		}
		one, other := q.forward, q.backward
		if behind < ahead {
			one, other = other, one
		}
		rank, weight, ok := one.settle()
		if ok && weight+other.labels[rank].weight < best {
			best, q.top = weight+other.labels[rank].weight, rank
		}
	}
}

func (q *Query) result(best uint32, from, to []Seed) Result {
	first, before := q.forward.trace(q.top)
	last, after := q.backward.trace(q.top)
	sum := before.plus(after)
	return Result{
		Weight:   int32(best) + q.forward.base + q.backward.base,
		Ms:       int32(sum.Ms) + from[first].Ms + to[last].Ms,
		Cm:       int32(sum.Cm) + from[first].Cm + to[last].Cm,
		FromSeed: first, ToSeed: last,
	}
}
