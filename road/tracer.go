package road

import "slices"

// span is a part of an edge, in centimetres from its start.
type span struct{ low, high uint32 }

// drawn is where a stretch lies on its edge.
func (s stretch) drawn(g *Graph) span {
	if s.arc&1 == 0 {
		return span{low: s.fromCm, high: s.toCm}
	}
	all := g.edges[s.arc>>1].Centimetre
	return span{low: all - s.toCm, high: all - s.fromCm}
}

// tracer draws parts of edges in its own memory.
type tracer struct {
	graph     *Graph
	line, out []Point
}

func newTracer(g *Graph) *tracer { return &tracer{graph: g} }

// of draws a stretch in the direction of travel, as two points or more, until the next call.
func (t *tracer) of(s stretch) []Point {
	line := t.between(s.arc>>1, s.drawn(t.graph))
	if s.arc&1 == 1 {
		slices.Reverse(line)
	}
	return line
}

// between draws a part of an edge from its low end to its high one, until the next call.
func (t *tracer) between(edge uint32, s span) []Point {
	t.line = t.graph.line(edge, t.line)
	if s.low == 0 && s.high == t.graph.edges[edge].Centimetre {
		return t.line
	}
	t.out = t.out[:0]
	gone, low, high := 0.0, float64(s.low)/100, float64(s.high)/100
	for i := 1; i < len(t.line); i++ {
		a, b := t.line[i-1], t.line[i]
		part, last := metresBetween(a, b), i == len(t.line)-1
		if len(t.out) == 0 && (last || gone+part >= low) {
			t.out = append(t.out, along(a, b, low-gone, part))
		}
		if len(t.out) > 0 && (last || gone+part >= high) {
			return append(t.out, along(a, b, high-gone, part))
		}
		if len(t.out) > 0 {
			t.out = appendNew(t.out, b)
		}
		gone += part
	}
	return t.out
}

// along is the point so many metres from a towards b, which are a length apart.
func along(a, b Point, metres, length float64) Point {
	if length <= 0 {
		return a
	}
	return between(a, b, max(0, min(1, metres/length)))
}
