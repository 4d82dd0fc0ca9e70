package road

import (
	"math"
	"slices"
)

// Polygon is an area: an outer ring, and a ring for each hole in it. Rings end with the point that they begin with, run
// anticlockwise outside and clockwise around holes, as GeoJSON wants them, and neither cross nor touch themselves or each other.
type Polygon [][]Point

// field is a grid of values over a plane in metres; where nothing was drawn it is infinite.
type field struct {
	plane         plane
	cell          float64 // metres between two grid points
	west, south   float64 // of the first grid point
	columns, rows int
	values        []float64 // row by row, northwards
}

// plane measures metres east and north of a place. It serves for areas up to some hundred kilometres wide.
type plane struct {
	origin Point
	scale  float64 // of longitudes
}

func planeAt(origin Point) plane {
	return plane{origin: origin, scale: max(0.05, math.Cos(radians(origin.Lat)))}
}

func (p plane) flat(q Point) (x, y float64) {
	return (float64(q.Lng) - float64(p.origin.Lng)) * metresPerE7 * p.scale, (float64(q.Lat) - float64(p.origin.Lat)) * metresPerE7
}

func (p plane) metres(a, b Point) float64 {
	ax, ay := p.flat(a)
	bx, by := p.flat(b)
	return math.Hypot(bx-ax, by-ay)
}

func (p plane) point(x, y float64) Point {
	lng := float64(p.origin.Lng) + x/(metresPerE7*p.scale)
	lat := float64(p.origin.Lat) + y/metresPerE7
	return Point{Lat: int32(math.Round(max(-90e7, min(90e7, lat)))), Lng: int32(math.Round(max(-180e7, min(180e7, lng))))}
}

// newField makes a field around a box, with room for circles of a radius around its points.
func newField(p plane, west, south, east, north, cell, radius float64) *field {
	f := &field{plane: p, cell: cell, west: west - radius - 2*cell, south: south - radius - 2*cell}
	f.columns = int((east+radius+2*cell-f.west)/cell) + 2
	f.rows = int((north+radius+2*cell-f.south)/cell) + 2
	f.values = make([]float64, f.columns*f.rows)
	for i := range f.values {
		f.values[i] = math.Inf(1)
	}
	return f
}

// cone lowers the field around a place: to the value as far as flat metres, rising from there by slope for each metre, up to most.
type cone struct {
	x, y, value float64
	flat, slope float64
	most        float64
}

func (f *field) lower(c cone) {
	radius := c.flat + (c.most-c.value)/c.slope
	x, y := (c.x-f.west)/f.cell, (c.y-f.south)/f.cell
	reach := radius / f.cell
	for row := max(0, int(math.Ceil(y-reach))); row <= min(f.rows-1, int(y+reach)); row++ {
		for column := max(0, int(math.Ceil(x-reach))); column <= min(f.columns-1, int(x+reach)); column++ {
			distance := f.cell * math.Hypot(float64(column)-x, float64(row)-y)
			value := c.value + max(0, distance-c.flat)*c.slope
			if at := &f.values[row*f.columns+column]; value < *at && distance <= radius {
				*at = value
			}
		}
	}
}

// below gives the areas where the field is at most a limit, by marching squares: each square of four grid points is crossed by no, one
// or two straight lines that keep what lies inside on their left.
func (f *field) below(limit float64) []Polygon {
	next := make(map[int]int) // by the side of a square where a line begins: where it ends
	for row := range f.rows - 1 {
		for column := range f.columns - 1 {
			f.cross(row, column, limit, next)
		}
	}
	starts := make([]int, 0, len(next))
	for side := range next {
		starts = append(starts, side)
	}
	slices.Sort(starts)
	var rings [][]Point
	for _, start := range starts {
		if _, ok := next[start]; !ok {
			continue
		}
		var ring []Point
		for side := start; ; {
			ring = append(ring, f.pointOn(side, limit))
			following, ok := next[side]
			if !ok {
				break
			}
			delete(next, side)
			side = following
		}
		rings = append(rings, ring)
	}
	return polygons(rings)
}

// The sides of a square: south, east, north, west. A line runs from one to another.
const (
	south = iota
	east
	north
	west
)

// crossings lists the lines through a square by which of its corners lie inside: 1 south-west, 2 south-east, 4 north-east,
// 8 north-west. Squares with two opposite corners inside have two entries: the middle outside, and at 16 more, the middle inside.
var crossings = [32][]int{
	1: {south, west}, 2: {east, south}, 3: {east, west}, 4: {north, east}, 6: {north, south}, 7: {north, west},
	8: {west, north}, 9: {south, north}, 11: {east, north}, 12: {west, east}, 13: {south, east}, 14: {west, south},
	5: {south, west, north, east}, 10: {east, south, west, north},
	5 + 16: {north, west, south, east}, 10 + 16: {east, north, west, south},
}

func (f *field) cross(row, column int, limit float64, next map[int]int) {
	i := row*f.columns + column
	corners := [4]int{i, i + 1, i + f.columns + 1, i + f.columns}
	inside, sum := 0, 0.0
	for bit, corner := range corners {
		if f.values[corner] <= limit {
			inside |= 1 << bit
		}
		sum += min(f.values[corner], 2*limit+1)
	}
	if (inside == 5 || inside == 10) && sum/4 <= limit {
		inside += 16
	}
	// A side is named by its first grid point, doubled, and 1 more for those that run northwards.
	sides := [4]int{south: 2 * i, east: 2*(i+1) + 1, north: 2 * (i + f.columns), west: 2*i + 1}
	for lines := crossings[inside]; len(lines) > 0; lines = lines[2:] {
		next[sides[lines[0]]] = sides[lines[1]]
	}
}

// pointOn finds where the limit lies on a side. It keeps away from the grid points, where lines might touch.
func (f *field) pointOn(side int, limit float64) Point {
	from := side / 2
	to := from + 1
	if side%2 == 1 {
		to = from + f.columns
	}
	a, b := f.values[from], f.values[to]
	share := 0.5
	switch {
	case math.IsInf(a, 1):
		share = 0.9
	case math.IsInf(b, 1):
		share = 0.1
	case a != b:
		share = max(0.1, min(0.9, (limit-a)/(b-a)))
	}
	x := f.west + f.cell*float64(from%f.columns)
	y := f.south + f.cell*float64(from/f.columns)
	if side%2 == 1 {
		return f.plane.point(x, y+share*f.cell)
	}
	return f.plane.point(x+share*f.cell, y)
}

// polygons gives each hole to the smallest ring around it. The largest polygon comes first.
func polygons(rings [][]Point) []Polygon {
	slices.SortStableFunc(rings, func(a, b []Point) int { return int(sign(area(b) - area(a))) })
	var out []Polygon
	for _, ring := range rings {
		if area(ring) > 0 {
			out = append(out, Polygon{ring})
		}
	}
	for _, ring := range rings {
		if area(ring) >= 0 {
			continue
		}
		for i := len(out) - 1; i >= 0; i-- {
			if inRing(out[i][0], ring[0]) {
				out[i] = append(out[i], ring)
				break
			}
		}
	}
	return out
}

// area is twice the area of a closed ring in square E7 degrees, negative for clockwise ones.
func area(ring []Point) float64 {
	sum := 0.0
	for i := 1; i < len(ring); i++ {
		ax, ay := float64(ring[i-1].Lng-ring[0].Lng), float64(ring[i-1].Lat-ring[0].Lat)
		bx, by := float64(ring[i].Lng-ring[0].Lng), float64(ring[i].Lat-ring[0].Lat)
		sum += ax*by - bx*ay
	}
	return sum
}

func sign(v float64) float64 {
	if v == 0 {
		return 0
	}
	return math.Copysign(1, v)
}

// inRing tells whether a point lies in a closed ring.
func inRing(ring []Point, p Point) bool {
	inside := false
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		if (a.Lat > p.Lat) == (b.Lat > p.Lat) {
			continue
		}
		at := float64(a.Lng) + float64(p.Lat-a.Lat)/float64(b.Lat-a.Lat)*float64(b.Lng-a.Lng)
		if float64(p.Lng) < at {
			inside = !inside
		}
	}
	return inside
}

// Contains tells whether a place lies in the area and in none of its holes.
func (p Polygon) Contains(place Point) bool {
	inside := false
	for _, ring := range p {
		if inRing(ring, place) {
			inside = !inside
		}
	}
	return inside
}
