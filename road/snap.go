package road

import (
	"math"
	"slices"
)

// maxSnap is how far from a street a place may lie and still be reached by it.
const maxSnap Metres = 2000

// Snap is a place on a street: the nearest one to a place asked for.
type Snap struct {
	Point  Point  // on the street
	Metres Metres // from the place asked for, as the crow flies
	Street string // its name or number, "" where it has none

	edge    uint32
	along   uint32 // centimetres from the edge's start
	segment int    // of the edge's line, where the point lies
}

// Nearest finds the k streets nearest to a place, nearest first, each at its nearest point; fewer where fewer lie within two
// kilometres. It offers only streets that the profile may use and from which most of the map can be reached.
func (r *Router) Nearest(p Point, k int) []Snap {
	s := snapper{r: r, p: p, k: k, scale: max(0.05, math.Cos(radians(p.Lat)))} // the floor keeps the rings few at the poles
	// Rings of cells around the place, until nothing nearer can come.
	side := metresPerE7 * cellSize * s.scale
	for ring := int64(0); !s.done(float64(ring-1)*side) && k > 0; ring++ {
		for y := -ring; y <= ring; y++ {
			step := 2 * ring
			if y == -ring || y == ring {
				step = 1
			}
			for x := -ring; x <= ring; x += step {
				s.look(cellKey(row(p.Lat)+y, col(p.Lng)+x))
			}
		}
	}
	for i := range s.found {
		s.complete(&s.found[i])
	}
	return s.found
}

const metresPerE7 = 6371008.8 * math.Pi / 180 / 1e7

// snapper collects the nearest edges so far, nearest first.
type snapper struct {
	r      *Router
	p      Point
	k      int
	scale  float64 // of longitudes at this latitude
	found  []Snap
	buffer []Point
}

// done tells whether edges farther than so many metres are of no interest any more.
func (s *snapper) done(metres float64) bool {
	if len(s.found) == s.k && float64(s.found[s.k-1].Metres) <= metres {
		return true
	}
	return metres > float64(maxSnap)
}

func (s *snapper) look(key uint64) {
	for _, e := range s.r.graph.cell(key) {
		if !s.r.usable(2*e) && !s.r.usable(2*e+1) {
			continue
		}
		s.offer(s.project(e))
	}
}

func (s *snapper) offer(snap Snap) {
	for _, f := range s.found {
		if f.edge == snap.edge {
			return
		}
	}
	if snap.Metres > maxSnap || len(s.found) == s.k && snap.Metres >= s.found[s.k-1].Metres {
		return
	}
	at := len(s.found)
	for at > 0 && s.found[at-1].Metres > snap.Metres {
		at--
	}
	s.found = slices.Insert(s.found, at, snap)
	s.found = s.found[:min(s.k, len(s.found))]
}

// project finds the point of an edge that is nearest to the place.
func (s *snapper) project(e uint32) Snap {
	s.buffer = s.r.graph.line(e, s.buffer)
	best := Snap{edge: e, Metres: Metres(math.Inf(1))}
	for i := 1; i < len(s.buffer); i++ {
		point := s.onto(s.buffer[i-1], s.buffer[i])
		if m := s.metres(point); m < best.Metres {
			best.Point, best.Metres, best.segment = point, m, i-1
		}
	}
	return best
}

// complete adds what is only worth working out for the edges that were chosen.
func (s *snapper) complete(snap *Snap) {
	e := s.r.graph.edges[snap.edge]
	snap.Street = s.r.graph.words(e.Name)
	s.buffer = s.r.graph.line(snap.edge, s.buffer)
	before := lengthOf(s.buffer[:snap.segment+1]) + metresBetween(s.buffer[snap.segment], snap.Point)
	snap.along = min(uint32(math.Round(100*before)), e.Centimetre)
}

// onto finds the point of a straight line that is nearest to the place.
func (s *snapper) onto(a, b Point) Point {
	abX, abY := s.flat(a, b)
	apX, apY := s.flat(a, s.p)
	share := 0.0
	if square := abX*abX + abY*abY; square > 0 {
		share = max(0, min(1, (apX*abX+apY*abY)/square))
	}
	return between(a, b, share)
}

func between(a, b Point, t float64) Point {
	return Point{
		Lat: int32(math.Round(float64(a.Lat) + t*(float64(b.Lat)-float64(a.Lat)))),
		Lng: int32(math.Round(float64(a.Lng) + t*(float64(b.Lng)-float64(a.Lng)))),
	}
}

// flat is the way from a to b in E7 degrees of latitude, east and north.
func (s *snapper) flat(a, b Point) (x, y float64) {
	return (float64(b.Lng) - float64(a.Lng)) * s.scale, float64(b.Lat) - float64(a.Lat)
}

func (s *snapper) metres(p Point) Metres {
	x, y := s.flat(s.p, p)
	return Metres(math.Hypot(x, y) * metresPerE7)
}
