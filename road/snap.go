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
	Asked  Point  // the place asked for

	edge    uint32
	along   uint32 // centimetres from the edge's start
	segment int    // of the edge's line, where the point lies
	side    int8   // of the place asked for, seen along the edge: 1 right, -1 left, 0 on the street
	barred  uint8  // directions that may not be used: bit 0 as drawn, bit 1 against it
}

// may tells whether an arc of the place's street may be used.
func (s Snap) may(a arc) bool { return s.barred>>(a&1)&1 == 0 }

// Stop is a place to ride to, or from. Only the point is needed.
type Stop struct {
	Point   Point
	Radius  Metres   // how far the street may be; 0 means two kilometres
	Bearing *Bearing // nil: any
	Curb    bool     // in two-way streets, arrive and leave with the place on the side on which one rides
	Across  bool     // in two-way streets, arrive and leave with the place on the other side
	Any     bool     // any street will do, even one that leads nowhere
	Snap    *Snap    // where it is known: an earlier answer of Nearest on the same graph
}

// Stops makes stops of points.
func Stops(points ...Point) []Stop {
	stops := make([]Stop, len(points))
	for i, p := range points {
		stops[i].Point = p
	}
	return stops
}

// Bearing is a direction of travel in degrees from north by east, and how far from it, to either side, the street may lead.
type Bearing struct{ Degrees, Tolerance float64 }

// Nearest finds the k streets nearest to a stop, nearest first, each at its nearest point; fewer where fewer lie within reach. It
// offers only streets that the profile may use and from which most of the map can be reached.
func (r *Router) Nearest(stop Stop, k int) []Snap {
	if stop.Snap != nil && int(stop.Snap.edge) < len(r.m.graph.edges) {
		return []Snap{*stop.Snap}
	}
	p, reach := stop.Point, stop.Radius
	if reach == 0 || reach > maxSnap {
		reach = maxSnap
	}
	// The floor keeps the rings few at the poles.
	s := snapper{graph: r.m.graph, m: r.m, stop: stop, p: p, k: k, reach: reach, scale: max(0.05, math.Cos(radians(p.Lat)))}
	// Rings of cells around the place, until nothing nearer can come.
	for ring := int64(0); k > 0 && !s.done(s.inside(ring)); ring++ {
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
	graph  *Graph
	m      *Metric
	stop   Stop
	p      Point
	k      int
	reach  Metres
	scale  float64 // of longitudes at this latitude
	found  []Snap
	buffer []Point
}

// inside is how far from the place the cells of the rings before one reach on all sides, in metres; negative for the first.
func (s *snapper) inside(ring int64) float64 {
	if ring == 0 {
		return -1
	}
	south := float64((int64(s.p.Lat) + 900000000) % cellSize)
	west := float64((int64(s.p.Lng) + 1800000000) % cellSize)
	border := min(south, cellSize-south, west*s.scale, (cellSize-west)*s.scale)
	return metresPerE7 * (border + float64(ring-1)*cellSize*min(1, s.scale))
}

// done tells whether edges farther than so many metres are of no interest any more.
func (s *snapper) done(metres float64) bool {
	if len(s.found) == s.k && float64(s.found[s.k-1].Metres) <= metres {
		return true
	}
	return metres > float64(s.reach)
}

func (s *snapper) look(key uint64) {
	for _, e := range s.graph.cell(key) {
		if !s.admits(2*e) && !s.admits(2*e+1) {
			continue
		}
		segment, share, square := s.nearestPart(e)
		if square <= s.worst() {
			snap := s.at(e, segment, share)
			s.orient(&snap)
			s.offer(snap)
		}
	}
}

// admits tells whether one may snap to an arc.
func (s *snapper) admits(a arc) bool { return s.m.usable(a) || s.stop.Any && s.m.open(a) }

// worst is the square of the distance from which on streets are of no interest, in E7 degrees of latitude; a little more, since
// places are rounded.
func (s *snapper) worst() float64 {
	reach := s.reach
	if len(s.found) == s.k {
		reach = min(reach, s.found[s.k-1].Metres)
	}
	far := float64(reach)/metresPerE7 + 3
	return far * far
}

// nearestPart finds the segment of an edge that is nearest to the place, the share of it before the nearest point, and the square of
// the distance in E7 degrees of latitude.
func (s *snapper) nearestPart(e uint32) (segment int, share, square float64) {
	s.buffer = s.graph.line(e, s.buffer)
	return s.toLine(s.buffer)
}

// toLine does so for any line.
func (s *snapper) toLine(line []Point) (segment int, share, square float64) {
	square = math.Inf(1)
	aX, aY := s.flat(s.p, line[0])
	for i, next := range line[1:] {
		bX, bY := s.flat(s.p, next)
		alongX, alongY := bX-aX, bY-aY
		t := 0.0
		if length := alongX*alongX + alongY*alongY; length > 0 {
			t = max(0, min(1, -(aX*alongX+aY*alongY)/length))
		}
		x, y := aX+t*alongX, aY+t*alongY
		if d := x*x + y*y; d < square {
			segment, share, square = i, t, d
		}
		aX, aY = bX, bY
	}
	return segment, share, square
}

func (s *snapper) offer(snap Snap) {
	for _, f := range s.found {
		if f.edge == snap.edge {
			return
		}
	}
	if snap.barred == 3 || snap.Metres > s.reach || len(s.found) == s.k && snap.Metres >= s.found[s.k-1].Metres {
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
	segment, share, _ := s.nearestPart(e)
	return s.at(e, segment, share)
}

// at makes the snap for a point of the edge whose line is in the buffer.
func (s *snapper) at(e uint32, segment int, share float64) Snap {
	point := between(s.buffer[segment], s.buffer[segment+1], share)
	return Snap{edge: e, Asked: s.p, Point: point, Metres: s.metres(point), segment: segment}
}

// orient finds the side on which the place lies, and the directions that the stop's wishes leave.
func (s *snapper) orient(snap *Snap) {
	from, to := s.buffer[snap.segment], s.buffer[snap.segment+1]
	streetX, streetY := s.flat(from, to)
	placeX, placeY := s.flat(from, s.p)
	switch cross := streetX*placeY - streetY*placeX; {
	case snap.Metres < 0.5:
	case cross < 0:
		snap.side = 1
	case cross > 0:
		snap.side = -1
	}
	twoWay := s.m.open(2*snap.edge) && s.m.open(2*snap.edge+1)
	if s.stop.Curb != s.stop.Across && snap.side != 0 && twoWay {
		if (snap.side == 1) == (s.m.profile.DriveOn == "left") == s.stop.Curb {
			snap.barred |= 1
		} else {
			snap.barred |= 2
		}
	}
	if b := s.stop.Bearing; b != nil {
		degrees := math.Atan2(streetX, streetY) * 180 / math.Pi
		if !b.admits(degrees) {
			snap.barred |= 1
		}
		if !b.admits(degrees + 180) {
			snap.barred |= 2
		}
	}
	for a := 2 * snap.edge; a <= 2*snap.edge+1; a++ {
		if !s.m.open(a) {
			snap.barred |= 1 << (a & 1)
		}
	}
}

func (b Bearing) admits(degrees float64) bool {
	return math.Abs(math.Remainder(degrees-b.Degrees, 360)) <= b.Tolerance
}

// complete adds what is only worth working out for the edges that were chosen.
func (s *snapper) complete(snap *Snap) {
	e := s.graph.edges[snap.edge]
	snap.Street = s.graph.words(e.Name)
	s.buffer = s.graph.line(snap.edge, s.buffer)
	before := lengthOf(s.buffer[:snap.segment+1]) + metresBetween(s.buffer[snap.segment], snap.Point)
	snap.along = min(uint32(math.Round(100*before)), e.Centimetre)
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
