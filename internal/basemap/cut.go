package basemap

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/simplify"
)

const (
	extent = 4096 // units along a tile's side
	buffer = 64   // units that areas and lines go beyond it, so that their edges do not show
)

// tileAt is a tile's place in the grid of a level.
type tileAt struct{ x, y uint32 }

// piece is a feature cut to one tile, in the tile's own units.
type piece struct {
	feature int
	shape   orb.Geometry
}

// cutter slices features into the tiles of one level.
type cutter struct {
	zoom  int
	scale float64 // world to units of this level
	low   tileAt  // the first and the last tile that may be made
	high  tileAt
	tiles map[tileAt][]piece
}

func newCutter(zoom int, limits orb.Bound) *cutter {
	c := &cutter{zoom: zoom, scale: extent * math.Exp2(float64(zoom)), tiles: map[tileAt][]piece{}}
	last := uint32(1)<<zoom - 1
	c.high = tileAt{last, last}
	c.low, c.high = c.tileOf(limits.Min[0]*c.scale, limits.Min[1]*c.scale), c.tileOf(limits.Max[0]*c.scale, limits.Max[1]*c.scale)
	return c
}

// touches tells whether a shape reaches into the columns that may be made.
func (c *cutter) touches(shape orb.Geometry) bool {
	b := shape.Bound()
	return b.Max[0]*c.scale >= float64(c.low.x)*extent-buffer && b.Min[0]*c.scale <= float64(c.high.x+1)*extent+buffer
}

// cut adds one feature to every tile that it touches.
func (c *cutter) cut(i int, f feature) {
	switch shape := f.shape.(type) {
	case orb.Point:
		p := orb.Point{shape[0] * c.scale, shape[1] * c.scale}
		if at := c.tileOf(p[0], p[1]); at == floorOf(p) {
			c.put(i, at, moved(p, at))
		}
	case orb.LineString:
		scaled := c.simplified(orb.LineString(c.scaled(shape)))
		c.spread(i, scaled, 1)
	case orb.MultiPolygon:
		if scaled := c.polygons(shape, f.smallest); len(scaled) > 0 {
			c.spread(i, scaled, 2)
		}
	}
}

func (c *cutter) scaled(points []orb.Point) []orb.Point {
	out := make([]orb.Point, len(points))
	for i, p := range points {
		out[i] = orb.Point{p[0] * c.scale, p[1] * c.scale}
	}
	return out
}

// tolerance is how far a line may move: half a pixel, and less on the level that is enlarged.
func (c *cutter) tolerance() float64 {
	if c.zoom == maxZoom {
		return 1
	}
	return 4
}

func (c *cutter) simplified(l orb.LineString) orb.LineString {
	return simplify.DouglasPeucker(c.tolerance()).LineString(l)
}

// polygons scales and simplifies an area, and leaves out rings too small to see (smallest is in square pixels of 8 units).
func (c *cutter) polygons(shape orb.MultiPolygon, smallest float64) orb.MultiPolygon {
	if c.zoom == maxZoom {
		smallest = 0.25
	}
	var out orb.MultiPolygon
	for _, polygon := range shape {
		var kept orb.Polygon
		for i, r := range polygon {
			scaled := orb.Ring(c.scaled(r))
			if math.Abs(planar.Area(scaled)) < smallest*64 {
				if i == 0 {
					break
				}
				continue
			}
			scaled = orb.Ring(c.simplified(orb.LineString(scaled)))
			if len(scaled) >= 4 {
				kept = append(kept, scaled)
			} else if i == 0 {
				break
			}
		}
		if len(kept) > 0 {
			out = append(out, kept)
		}
	}
	return out
}

// tileOf is the tile that may be made nearest to a place.
func (c *cutter) tileOf(x, y float64) tileAt {
	limit := func(v float64, low, high uint32) uint32 {
		return uint32(math.Max(float64(low), math.Min(float64(high), math.Floor(v/extent))))
	}
	return tileAt{limit(x, c.low.x, c.high.x), limit(y, c.low.y, c.high.y)}
}

func floorOf(p orb.Point) tileAt { return tileAt{uint32(p[0] / extent), uint32(p[1] / extent)} }

// spread clips a shape column by column and then row by row.
func (c *cutter) spread(i int, shape orb.Geometry, dimension int) {
	b := shape.Bound()
	low, high := c.tileOf(b.Min[0]-buffer, b.Min[1]-buffer), c.tileOf(b.Max[0]+buffer, b.Max[1]+buffer)
	for x := low.x; x <= high.x; x++ {
		column := clipped(shape, orb.Bound{
			Min: orb.Point{float64(x)*extent - buffer, b.Min[1] - 1}, Max: orb.Point{float64(x+1)*extent + buffer, b.Max[1] + 1},
		})
		if column == nil {
			continue
		}
		cb := column.Bound()
		from, to := c.tileOf(0, cb.Min[1]-buffer).y, c.tileOf(0, cb.Max[1]+buffer).y
		for y := from; y <= to; y++ {
			at := tileAt{x, y}
			part := clipped(column, orb.Bound{
				Min: orb.Point{cb.Min[0] - 1, float64(y)*extent - buffer}, Max: orb.Point{cb.Max[0] + 1, float64(y+1)*extent + buffer},
			})
			if part != nil {
				c.put(i, at, settled(moved(part, at), dimension))
			}
		}
	}
}

// clipped is the part of a shape within a box, nil for none. A shape that lies inside as a whole is returned as it is.
func clipped(shape orb.Geometry, box orb.Bound) orb.Geometry {
	b := shape.Bound()
	if box.Contains(b.Min) && box.Contains(b.Max) {
		return shape
	}
	if !box.Intersects(b) {
		return nil
	}
	return clip.Geometry(box, orb.Clone(shape))
}

// moved brings a shape into the units of a tile, rounded.
func moved(shape orb.Geometry, at tileAt) orb.Geometry {
	dx, dy := float64(at.x)*extent, float64(at.y)*extent
	out := orb.Clone(shape)
	move := func(points []orb.Point) {
		for i, p := range points {
			points[i] = orb.Point{math.Round(p[0] - dx), math.Round(p[1] - dy)}
		}
	}
	switch s := out.(type) {
	case orb.Point:
		return orb.Point{math.Round(s[0] - dx), math.Round(s[1] - dy)}
	case orb.LineString:
		move(s)
	case orb.MultiLineString:
		for _, l := range s {
			move(l)
		}
	case orb.Polygon:
		for _, r := range s {
			move(r)
		}
	case orb.MultiPolygon:
		for _, p := range s {
			for _, r := range p {
				move(r)
			}
		}
	}
	return out
}

// settled drops what rounding has made empty. A shape of which nothing is left becomes nil.
func settled(shape orb.Geometry, dimension int) orb.Geometry {
	if dimension == 1 {
		return settledLines(shape)
	}
	var in orb.MultiPolygon
	switch s := shape.(type) {
	case orb.Polygon:
		in = orb.MultiPolygon{s}
	case orb.MultiPolygon:
		in = s
	}
	var out orb.MultiPolygon
	for _, polygon := range in {
		var kept orb.Polygon
		for i, r := range polygon {
			r = orb.Ring(withoutRepeats(r))
			if len(r) >= 4 && planar.Area(r) != 0 {
				kept = append(kept, r)
			} else if i == 0 {
				break
			}
		}
		if len(kept) > 0 {
			out = append(out, kept)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func settledLines(shape orb.Geometry) orb.Geometry {
	var in orb.MultiLineString
	switch s := shape.(type) {
	case orb.LineString:
		in = orb.MultiLineString{s}
	case orb.MultiLineString:
		in = s
	}
	var out orb.MultiLineString
	for _, l := range in {
		if l = withoutRepeats(l); len(l) >= 2 {
			out = append(out, l)
		}
	}
	switch len(out) {
	case 0:
		return nil
	case 1:
		return out[0]
	}
	return out
}

func withoutRepeats(points []orb.Point) []orb.Point {
	kept := points[:0]
	for _, p := range points {
		if len(kept) == 0 || kept[len(kept)-1] != p {
			kept = append(kept, p)
		}
	}
	return kept
}

func (c *cutter) put(i int, at tileAt, shape orb.Geometry) {
	if shape != nil {
		c.tiles[at] = append(c.tiles[at], piece{i, shape})
	}
}
