package basemap

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip/smartclip"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
	"pignon.coop/internal/area"
	"pignon.coop/road/extract"
)

// seaMargin is how far beyond the extract the sea goes on, in degrees.
const seaMargin = 0.004

// sea fills the water side of the coast. The map draws coasts as lines with the land on their left; an extract holds pieces of
// them, so the sea is closed along a box around the extract.
func (c *collector) sea() {
	var shores [][]int64
	for i := range c.x.Ways {
		if w := &c.x.Ways[i]; w.Tags.Value("natural") == "coastline" && len(w.Nodes) >= 2 {
			shores = append(shores, w.Nodes)
		}
	}
	if len(shores) == 0 {
		return
	}
	lines, islands := c.shores(shores)
	box := orb.Bound{Min: lngLat(c.frame.Min), Max: lngLat(c.frame.Max)}
	sea := seaIn(box, lines, islands)
	if c.floods(sea) {
		return
	}
	for _, p := range sea {
		c.add(feature{layer: waterLayer, props: geojson.Properties{"class": "sea"}, shape: orb.MultiPolygon{worldPolygon(p)}})
	}
}

// floods tells that a sea would cover many streets: the extract lacks a piece of the coast, and then no sea is better.
func (c *collector) floods(sea orb.MultiPolygon) bool {
	const samples = 400
	wet, all := 0, 0
	step := max(1, len(c.x.Ways)/samples)
	for i := 0; i < len(c.x.Ways); i += step {
		w := &c.x.Ways[i]
		if len(w.Nodes) == 0 || roads[w.Tags.Value("highway")].class == "" {
			continue
		}
		if p, ok := c.x.Node(w.Nodes[0]); ok {
			all++
			if planar.MultiPolygonContains(sea, lngLat(p)) {
				wet++
			}
		}
	}
	return wet*5 > all
}

func (c *collector) shores(pieces [][]int64) (lines []orb.LineString, islands []orb.Ring) {
	for _, nodes := range area.Join(pieces) {
		var l orb.LineString
		for _, id := range nodes {
			if p, ok := c.x.Node(id); ok {
				l = append(l, lngLat(p))
			}
		}
		switch {
		case len(l) < 2:
		case nodes[0] == nodes[len(nodes)-1] && len(l) >= 4 && l[0] == l[len(l)-1]:
			islands = append(islands, orb.Ring(l))
		default:
			lines = append(lines, l)
		}
	}
	return lines, islands
}

// seaIn closes the sea around a box. Without any open shore, whatever lies around the islands is sea.
func seaIn(box orb.Bound, lines []orb.LineString, islands []orb.Ring) orb.MultiPolygon {
	outer := widened(box)
	if len(lines) == 0 {
		return orb.MultiPolygon{append(orb.Polygon{outer.ToRing()}, islands...)}
	}
	var shape orb.MultiPolygon
	for _, l := range bridged(box, lines) {
		l = append(orb.LineString{beyond(box, l[0])}, l...)
		l = append(l, beyond(box, l[len(l)-1]))
		shape = append(shape, orb.Polygon{orb.Ring(l)})
	}
	shape[0] = append(shape[0], islands...)
	return smartclip.MultiPolygon(outer, shape, orb.CW)
}

// bridged joins a shore's end to another's beginning where that is nearer than the box: the mouth of a river.
func bridged(box orb.Bound, lines []orb.LineString) []orb.LineString {
	for {
		from, to := -1, -1
		least := math.MaxFloat64
		for i, a := range lines {
			end := a[len(a)-1]
			for k, b := range lines {
				d := planar.Distance(end, b[0])
				if i != k && d < least && d < toSide(box, end) && d < toSide(box, b[0]) {
					from, to, least = i, k, d
				}
			}
		}
		if from < 0 {
			return lines
		}
		lines[from] = append(lines[from], lines[to]...)
		lines = slices.Delete(lines, to, to+1)
	}
}

// toSide is the distance of a point to the nearest side of a box, negative outside of it.
func toSide(box orb.Bound, p orb.Point) float64 {
	return min(p[0]-box.Min[0], box.Max[0]-p[0], p[1]-box.Min[1], box.Max[1]-p[1])
}

// beyond goes from a point straight out over the nearest side of the box; a point outside stays where it is.
func beyond(box orb.Bound, p orb.Point) orb.Point {
	if !widened(box).Contains(p) {
		return p
	}
	const far = 2 * seaMargin
	out, least := orb.Point{box.Min[0] - far, p[1]}, p[0]-box.Min[0]
	for _, side := range []struct {
		distance float64
		at       orb.Point
	}{
		{box.Max[0] - p[0], orb.Point{box.Max[0] + far, p[1]}},
		{p[1] - box.Min[1], orb.Point{p[0], box.Min[1] - far}},
		{box.Max[1] - p[1], orb.Point{p[0], box.Max[1] + far}},
	} {
		if side.distance < least {
			out, least = side.at, side.distance
		}
	}
	return out
}

func lngLat(p extract.Point) orb.Point { return orb.Point{float64(p.Lng) / 1e7, float64(p.Lat) / 1e7} }

func worldPolygon(p orb.Polygon) orb.Polygon {
	var out orb.Polygon
	for i, r := range p {
		projected := make(orb.Ring, len(r))
		for k, at := range r {
			projected[k] = worldOf(at[0], at[1])
		}
		want := orb.Orientation(orb.CW)
		if i == 0 {
			want = orb.CCW
		}
		if projected.Orientation() != want {
			projected.Reverse()
		}
		out = append(out, projected)
	}
	return out
}
