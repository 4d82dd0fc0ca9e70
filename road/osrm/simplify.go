package osrm

import (
	"math"

	"pignon.coop/road"
)

// simplify leaves points out of a line that one would not miss on a screen that shows all of it (Douglas and Peucker's method).
func simplify(line []road.Point) []road.Point {
	if len(line) < 3 {
		return line
	}
	s := simplifier{line: line, keep: make([]bool, len(line)), scale: math.Cos(float64(line[0].Lat) / 1e7 * math.Pi / 180)}
	s.keep[0], s.keep[len(line)-1] = true, true
	s.split(0, len(line)-1, square(s.extent()/screen))
	kept := make([]road.Point, 0, len(line)/4+2)
	for i, p := range line {
		if s.keep[i] {
			kept = append(kept, p)
		}
	}
	return kept
}

// screen is how many points a screen is wide.
const screen = 1000

func square(v float64) float64 { return v * v }

type simplifier struct {
	line  []road.Point
	keep  []bool
	scale float64 // of longitudes
}

// extent is the width or height of the line, the larger, in E7 degrees of latitude.
func (s *simplifier) extent() float64 {
	low, high := s.line[0], s.line[0]
	for _, p := range s.line {
		low = road.Point{Lat: min(low.Lat, p.Lat), Lng: min(low.Lng, p.Lng)}
		high = road.Point{Lat: max(high.Lat, p.Lat), Lng: max(high.Lng, p.Lng)}
	}
	return max(float64(high.Lat)-float64(low.Lat), (float64(high.Lng)-float64(low.Lng))*s.scale)
}

// split keeps the point between two others that lies farthest from the straight line, if that is far. The shorter part is done by
// a call, the longer one by going round, so that long lines need no deep stack.
func (s *simplifier) split(from, to int, least float64) {
	for to-from > 1 {
		middle, far := s.farthest(from, to)
		if far <= least {
			return
		}
		s.keep[middle] = true
		if middle-from < to-middle {
			s.split(from, middle, least)
			from = middle
		} else {
			s.split(middle, to, least)
			to = middle
		}
	}
}

func (s *simplifier) farthest(from, to int) (middle int, far float64) {
	middle = from
	x, y := s.flat(s.line[from], s.line[to])
	long := x*x + y*y
	for i := from + 1; i < to; i++ {
		px, py := s.flat(s.line[from], s.line[i])
		if long > 0 {
			share := max(0, min(1, (px*x+py*y)/long))
			px, py = px-share*x, py-share*y
		}
		if d := px*px + py*py; d > far {
			middle, far = i, d
		}
	}
	return middle, far
}

func (s *simplifier) flat(a, b road.Point) (x, y float64) {
	return (float64(b.Lng) - float64(a.Lng)) * s.scale, float64(b.Lat) - float64(a.Lat)
}
