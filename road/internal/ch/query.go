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
	near              []Near
}

// NewQuery makes a query with working memory for a hierarchy: 16 bytes per node.
func NewQuery(h *Hierarchy) *Query {
	return &Query{h: h, forward: newSearch(h, false), backward: newSearch(h, true)}
}

// Run finds the least weight from any of some seeds to any of others; false when no way leads there. It allocates nothing once its
// memory has grown.
func (q *Query) Run(from, to []Seed) (Result, bool) {
	q.forward.begin(q.h, from)
	q.backward.begin(q.h, to)
	best := uint32(Inf)
	for {
		ahead, behind := q.forward.next(), q.backward.next()
		if min(ahead, behind) >= best {
			break
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
	q.found = best < Inf && int64(best)+int64(q.forward.base)+int64(q.backward.base) < Inf
	if !q.found {
		return Result{Weight: Inf}, false
	}
	return q.result(best, from, to), true
}

func (q *Query) result(best uint32, from, to []Seed) Result {
	first, before := q.forward.origin(q.top)
	last, after := q.backward.origin(q.top)
	return Result{
		Weight:   int32(best) + q.forward.base + q.backward.base,
		Ms:       int32(before.Ms+after.Ms) + from[first].Ms + to[last].Ms,
		Cm:       int32(before.Cm+after.Cm) + from[first].Cm + to[last].Cm,
		FromSeed: first, ToSeed: last,
	}
}

// Path appends the edges of the last way that Run found to the buffer, first to last, and returns it. There are none when Run found
// no way and when both seeds are the same node.
func (q *Query) Path(buffer []uint32) []uint32 {
	if !q.found {
		return buffer
	}
	q.stack = q.stack[:0]
	for rank := q.top; ; {
		before := q.forward.labels[rank].before
		if before >= seeded {
			break
		}
		q.stack = append(q.stack, piece{lower: before, upper: rank, climbs: true})
		rank = before
	}
	limit := len(buffer) + q.h.Nodes()
	buffer = q.unpack(buffer, limit)
	for rank := q.top; ; {
		before := q.backward.labels[rank].before
		if before >= seeded {
			break
		}
		q.stack = append(q.stack, piece{lower: before, upper: rank})
		buffer = q.unpack(buffer, limit)
		rank = before
	}
	return buffer
}

// piece is an arc to be unpacked: it climbs from its lower end, or comes down to it.
type piece struct {
	lower, upper uint32
	climbs       bool
}

// unpack appends the edges of the arcs on the stack, the topmost first. A shortest way passes no node twice, so that the limit
// ends it only in a damaged hierarchy.
func (q *Query) unpack(buffer []uint32, limit int) []uint32 {
	for len(q.stack) > 0 && len(buffer) < limit {
		p := q.stack[len(q.stack)-1]
		q.stack = q.stack[:len(q.stack)-1]
		middle, ok := q.middle(p)
		if !ok {
			break
		}
		if middle >= Original {
			buffer = append(buffer, middle-Original)
			continue
		}
		from, to := p.lower, p.upper
		if !p.climbs {
			from, to = to, from
		}
		q.stack = append(q.stack, piece{lower: middle, upper: to, climbs: true}, piece{lower: middle, upper: from})
	}
	return buffer
}

func (q *Query) middle(p piece) (middle uint32, ok bool) {
	half, middles := q.backward.climb, q.h.DownMiddle
	if p.climbs {
		half, middles = q.forward.climb, q.h.UpMiddle
	}
	i, ok := half.arcTo(p.lower, p.upper)
	if !ok {
		return 0, false
	}
	return middles[i], true
}
