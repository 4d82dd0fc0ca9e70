// Package area assembles the surfaces that OpenStreetMap draws as several ways: lakes with islands, parks, borders. It is pure.
package area

import (
	"pignon.coop/road/extract"
)

// Polygon is a surface: a closed ring (first point repeated at its end) and the holes in it, closed as well.
type Polygon struct {
	Outer []extract.Point
	Inner [][]extract.Point
}

// Of assembles the polygons of a multipolygon or boundary relation. Rings that cannot be closed, because the extract ends or a
// member is missing, are left out, so the result may be empty.
func Of(x *extract.Extract, r *extract.Relation) []Polygon {
	var outer, inner [][]int64
	for _, m := range r.Members {
		w, ok := x.Way(m.ID)
		switch {
		case m.Kind != extract.KindWay || !ok || len(w.Nodes) < 2:
		case m.Role == "inner":
			inner = append(inner, w.Nodes)
		case m.Role == "outer" || m.Role == "":
			outer = append(outer, w.Nodes)
		}
	}
	polygons := make([]Polygon, 0, len(outer))
	for _, ring := range closed(x, Join(outer)) {
		polygons = append(polygons, Polygon{Outer: ring})
	}
	for _, hole := range closed(x, Join(inner)) {
		cut(polygons, hole)
	}
	return polygons
}

// Ring returns a closed way's places; ok is false when it is open, too short or partly missing from the extract.
func Ring(x *extract.Extract, nodes []int64) (ring []extract.Point, ok bool) {
	if len(nodes) < 4 || nodes[0] != nodes[len(nodes)-1] {
		return nil, false
	}
	ring = make([]extract.Point, 0, len(nodes))
	for _, id := range nodes {
		p, found := x.Node(id)
		if !found {
			return nil, false
		}
		ring = append(ring, p)
	}
	return ring, true
}

func closed(x *extract.Extract, lines [][]int64) [][]extract.Point {
	var rings [][]extract.Point
	for _, nodes := range lines {
		if ring, ok := Ring(x, nodes); ok {
			rings = append(rings, ring)
		}
	}
	return rings
}

// cut gives a hole to the polygon around it.
func cut(polygons []Polygon, hole []extract.Point) {
	for i := range polygons {
		if within(polygons[i].Outer, hole[0]) || within(polygons[i].Outer, hole[len(hole)/2]) {
			polygons[i].Inner = append(polygons[i].Inner, hole)
			return
		}
	}
}

// Contains tells whether a point lies inside the surface and in none of its holes.
func (p Polygon) Contains(at extract.Point) bool {
	if !within(p.Outer, at) {
		return false
	}
	for _, hole := range p.Inner {
		if within(hole, at) {
			return false
		}
	}
	return true
}

// within counts the edges that a ray eastwards crosses.
func within(ring []extract.Point, at extract.Point) bool {
	inside := false
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		if (a.Lat > at.Lat) == (b.Lat > at.Lat) {
			continue
		}
		share := float64(at.Lat-a.Lat) / (float64(b.Lat) - float64(a.Lat))
		if float64(at.Lng) < float64(a.Lng)+share*(float64(b.Lng)-float64(a.Lng)) {
			inside = !inside
		}
	}
	return inside
}
