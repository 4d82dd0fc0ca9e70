package basemap

import (
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The measures of a glyph as MapLibre expects them: letters of 24 pixels, a border of 3, and distances up to 8 pixels, of which a
// quarter lies inside the outline.
const (
	glyphSize   = 24
	glyphBorder = 3
	sdfRadius   = 8
	sdfCutoff   = 0.25
)

// vec is a point of an outline in pixels, y downwards.
type vec struct{ x, y float64 }

type edge struct{ a, b vec }

// flatten turns an outline into straight edges. Curves are cut into eight.
func flatten(segments sfnt.Segments) []edge {
	const steps = 8
	var edges []edge
	var at, start vec
	to := func(next vec) {
		if next != at {
			edges = append(edges, edge{at, next})
		}
		at = next
	}
	for _, s := range segments {
		p0, p1, p2 := pixels(s.Args[0]), pixels(s.Args[1]), pixels(s.Args[2])
		from := at
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			to(start)
			at, start = p0, p0
		case sfnt.SegmentOpLineTo:
			to(p0)
		case sfnt.SegmentOpQuadTo:
			for i := 1; i <= steps; i++ {
				to(quadratic(from, p0, p1, float64(i)/steps))
			}
		case sfnt.SegmentOpCubeTo:
			for i := 1; i <= steps; i++ {
				to(cubic([4]vec{from, p0, p1, p2}, float64(i)/steps))
			}
		}
	}
	to(start)
	return edges
}

func pixels(p fixed.Point26_6) vec { return vec{float64(p.X) / 64, float64(p.Y) / 64} }

func quadratic(a, b, c vec, t float64) vec {
	u := 1 - t
	return vec{u*u*a.x + 2*u*t*b.x + t*t*c.x, u*u*a.y + 2*u*t*b.y + t*t*c.y}
}

func cubic(p [4]vec, t float64) vec {
	a, b := quadratic(p[0], p[1], p[2], t), quadratic(p[1], p[2], p[3], t)
	return vec{a.x + (b.x-a.x)*t, a.y + (b.y-a.y)*t}
}

// field is a bitmap of distances to an outline.
type field struct {
	left, top, width, height int // of the letter without its border, in pixels from the pen's position, y downwards
	pixels                   []byte
}

// fieldOf measures the distance of every pixel's centre to the outline: 191 on it, more inside, less outside.
func fieldOf(edges []edge) field {
	if len(edges) == 0 {
		return field{}
	}
	low, high := edges[0].a, edges[0].a
	for _, e := range edges {
		low = vec{min(low.x, e.a.x), min(low.y, e.a.y)}
		high = vec{max(high.x, e.a.x), max(high.y, e.a.y)}
	}
	f := field{left: int(math.Floor(low.x)), top: int(math.Floor(low.y))}
	f.width, f.height = int(math.Ceil(high.x))-f.left, int(math.Ceil(high.y))-f.top
	for y := -glyphBorder; y < f.height+glyphBorder; y++ {
		for x := -glyphBorder; x < f.width+glyphBorder; x++ {
			at := vec{float64(f.left+x) + 0.5, float64(f.top+y) + 0.5}
			f.pixels = append(f.pixels, shade(signedDistance(edges, at)))
		}
	}
	return f
}

func shade(distance float64) byte {
	return byte(math.Max(0, math.Min(255, math.Round(255-255*(distance/sdfRadius+sdfCutoff)))))
}

// signedDistance is negative inside. What is inside is told by the direction in which edges pass to the right of the point.
func signedDistance(edges []edge, p vec) float64 {
	least, winding := math.MaxFloat64, 0
	for _, e := range edges {
		least = min(least, squaredDistance(e, p))
		if (e.a.y <= p.y) == (e.b.y <= p.y) {
			continue
		}
		x := e.a.x + (p.y-e.a.y)/(e.b.y-e.a.y)*(e.b.x-e.a.x)
		if x > p.x && e.b.y > e.a.y {
			winding++
		} else if x > p.x {
			winding--
		}
	}
	if winding != 0 {
		return -math.Sqrt(least)
	}
	return math.Sqrt(least)
}

func squaredDistance(e edge, p vec) float64 {
	dx, dy := e.b.x-e.a.x, e.b.y-e.a.y
	t := math.Max(0, math.Min(1, ((p.x-e.a.x)*dx+(p.y-e.a.y)*dy)/(dx*dx+dy*dy)))
	x, y := e.a.x+t*dx-p.x, e.a.y+t*dy-p.y
	return x*x + y*y
}
