package basemap

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pignon.coop/road/extract"
)

// world projects a point to the square that all tiles share: x from west to east, y from north to south, both 0 to 1.
func world(p extract.Point) orb.Point {
	return worldOf(float64(p.Lng)/1e7, float64(p.Lat)/1e7)
}

func worldOf(lng, lat float64) orb.Point {
	const edge = 85.0511 // where Web Mercator ends
	lat = math.Max(-edge, math.Min(edge, lat)) * math.Pi / 180
	return orb.Point{(lng + 180) / 360, (1 - math.Asinh(math.Tan(lat))/math.Pi) / 2}
}

func line(points []extract.Point) orb.LineString {
	out := make(orb.LineString, len(points))
	for i, p := range points {
		out[i] = world(p)
	}
	return out
}

// ring projects a closed ring and gives it the orientation that tiles want.
func ring(points []extract.Point, o orb.Orientation) orb.Ring {
	out := orb.Ring(line(points))
	if out.Orientation() != o {
		out.Reverse()
	}
	return out
}

// middleOf is a point for a label: the centre of the largest part.
func middleOf(shape orb.MultiPolygon) orb.Point {
	var best orb.Point
	most := -1.0
	for _, p := range shape {
		if at, size := planar.CentroidArea(p[0]); math.Abs(size) > most {
			best, most = at, math.Abs(size)
		}
	}
	return best
}
