package road

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"pignon.coop/road/internal/ch"
)

// Isochrone is what one can reach from a place within a time.
type Isochrone struct {
	Seconds Seconds

	// Streets are the ways along which one gets so far, cut where the time runs out.
	Streets [][]Point

	// Polygons cover all of them, and what lies beside: as far as one walks away from a street in the time that is left, at most
	// 100 m. The largest comes first.
	Polygons []Polygon
}

const (
	maxIsochrones = 20
	beside        = 100.0     // metres at most that one walks away from a street
	besidePace    = 3.6 / 4.0 // seconds per metre
	finestCell    = 20.0      // metres
	mostCells     = 300       // from side to side
)

// Isochrone tells what can be reached from a place within each of some times, in the order of the times; up to 20 at once. It fails
// with ErrNoRoad or the context's error.
func (r *Router) Isochrone(ctx context.Context, from Stop, seconds ...Seconds) ([]Isochrone, error) {
	if len(seconds) == 0 {
		return nil, nil
	}
	if len(seconds) > maxIsochrones {
		return nil, fmt.Errorf("%d times for one isochrone: ask for at most %d", len(seconds), maxIsochrones)
	}
	for _, s := range seconds {
		if !(s >= 0 && s <= 86400) {
			return nil, fmt.Errorf("%g seconds for an isochrone: ask for 0 to 86400", float64(s))
		}
	}
	near := r.Nearest(from, 1)
	if len(near) == 0 {
		return nil, fmt.Errorf("start of the isochrone: %w", ErrNoRoad)
	}
	reached, err := r.spread(ctx, near[0], uint32(1000*slices.Max(seconds)))
	if err != nil {
		return nil, err
	}
	ground := r.drawReached(near[0].Point, reached, float64(slices.Max(seconds)))
	out := make([]Isochrone, len(seconds))
	for i, s := range seconds {
		out[i] = Isochrone{Seconds: s, Streets: r.streets(reached, uint32(1000*s)), Polygons: ground.below(float64(s))}
	}
	return out, ctx.Err()
}

// stretch is a part of an arc that was travelled: where along it in centimetres, and when in milliseconds.
type stretch struct {
	arc          arc
	fromCm, toCm uint32
	fromMs, toMs uint32
}

// order is by arc, the earliest first.
func (s stretch) order() uint64 { return uint64(s.arc)<<32 | uint64(s.toMs) }

// until cuts a stretch off where the time runs out; ok is false where it does before the stretch begins.
func (s stretch) until(ms uint32) (stretch, bool) {
	if s.fromMs > ms {
		return s, false
	}
	if s.toMs > ms {
		share := float64(ms-s.fromMs) / float64(s.toMs-s.fromMs)
		s.toCm = s.fromCm + uint32(share*float64(s.toCm-s.fromCm))
		s.toMs = ms
	}
	return s, true
}

// spread lists all that can be reached within a time, by arc, along the ways that routes take.
func (r *Router) spread(ctx context.Context, from Snap, limit uint32) ([]stretch, error) {
	s := r.searches.Get().(*search)
	defer r.searches.Put(s)
	var reached []stretch
	err := s.run(ctx, r.m.leave(from, nil), func(at state, done ch.Cost) bool {
		if found := s.stretch(at, done, from); found.fromMs <= limit {
			reached = append(reached, found)
		}
		return done.Ms <= limit
	})
	slices.SortFunc(reached, func(a, b stretch) int { return cmp.Compare(a.order(), b.order()) })
	return slices.CompactFunc(reached, func(a, b stretch) bool { return a.arc == b.arc }), err
}

// stretch is what of a state's arc was travelled, to its end.
func (s *search) stretch(at state, done ch.Cost, from Snap) stretch {
	a := s.m.graph.arcOf(at)
	whole := s.m.whole(a)
	all := stretch{arc: a, toCm: whole.Cm, toMs: done.Ms}
	if s.labels[at].before == at {
		all.fromCm = s.m.graph.ahead(a, from)
	} else {
		all.fromMs = done.Ms - whole.Ms
	}
	return all
}

// drawReached makes a field of the seconds it takes to get to each place, on streets and beside them.
func (r *Router) drawReached(around Point, reached []stretch, limit float64) *field {
	p := planeAt(around)
	line := newTracer(r.m.graph)
	west, south, east, north := 0.0, 0.0, 0.0, 0.0
	var cut []stretch
	for _, s := range reached {
		s, _ = s.until(uint32(1000 * limit))
		cut = append(cut, s)
		for _, q := range line.of(s) {
			x, y := p.flat(q)
			west, south, east, north = min(west, x), min(south, y), max(east, x), max(north, y)
		}
	}
	cell := max(finestCell, max(east-west, north-south)/mostCells)
	f := newField(p, west, south, east, north, cell, 2*cell+beside)
	first := f.newFirst()
	first.offer(0, 0, 0)
	for _, s := range cut {
		first.follow(line.of(s), float64(s.fromMs)/1000, float64(s.toMs)/1000)
	}
	for _, c := range first.cones {
		if c.most = min(limit, c.value+beside*besidePace); c.value <= limit {
			f.lower(c)
		}
	}
	return f
}

// first keeps the earliest moment in each square of a field, which stands for all streets in the square.
type first struct {
	field *field
	cones []cone
}

func (f *field) newFirst() *first {
	cones := make([]cone, len(f.values))
	for i := range cones {
		cones[i] = cone{value: math.Inf(1), flat: 2 * f.cell, slope: besidePace}
	}
	return &first{field: f, cones: cones}
}

func (f *first) offer(x, y, at float64) {
	column, row := int((x-f.field.west)/f.field.cell), int((y-f.field.south)/f.field.cell)
	if c := &f.cones[row*f.field.columns+column]; at < c.value {
		c.x, c.y, c.value = x, y, at
	}
}

// follow goes along a line that is travelled from one time to another.
func (f *first) follow(line []Point, from, to float64) {
	plane := f.field.plane
	length, gone := 0.0, 0.0
	for i := 1; i < len(line); i++ {
		length += plane.metres(line[i-1], line[i])
	}
	for i := 1; i < len(line); i++ {
		ax, ay := plane.flat(line[i-1])
		bx, by := plane.flat(line[i])
		part := math.Hypot(bx-ax, by-ay)
		steps := math.Ceil(2 * part / f.field.cell)
		for step := 1.0; step <= steps; step++ {
			share := step / steps
			f.offer(ax+share*(bx-ax), ay+share*(by-ay), from+(to-from)*(gone+share*part)/length)
		}
		gone += part
	}
}

// streets draws what was reached within a time. Where an edge was travelled both ways it is drawn once, as one line if they meet.
func (r *Router) streets(reached []stretch, limit uint32) [][]Point {
	line := newTracer(r.m.graph)
	var out [][]Point
	for i := 0; i < len(reached); {
		edge := reached[i].arc >> 1
		var spans []span
		for ; i < len(reached) && reached[i].arc>>1 == edge; i++ {
			if s, ok := reached[i].until(limit); ok {
				spans = joined(spans, s.drawn(r.m.graph))
			}
		}
		for _, s := range spans {
			out = append(out, slices.Clone(line.between(edge, s)))
		}
	}
	return out
}

// joined adds a span to at most one other.
func joined(spans []span, s span) []span {
	if len(spans) == 1 && s.low <= spans[0].high && spans[0].low <= s.high {
		return []span{{low: min(s.low, spans[0].low), high: max(s.high, spans[0].high)}}
	}
	return append(spans, s)
}
