package road

import (
	"iter"
	"slices"
)

// Lane is one direction of a stretch of street that may be used.
type Lane struct {
	Line    []Point // from its beginning to its end
	Name    string
	Metres  Metres
	Seconds Seconds
	Weight  Seconds
	Large   bool // it belongs to a large part of the network, so that places are snapped to it
}

// Bend is a turn from one stretch of street into another.
type Bend struct {
	At      Point
	Bearing int // of the street one comes by, in degrees from north by east
	Angle   int // 0 straight on, 90 right, -90 left
	Seconds Seconds
	Weight  Seconds
}

// Lanes lists what may be used of the streets in or near a box.
func (r *Router) Lanes(southWest, northEast Point) iter.Seq[Lane] {
	return func(yield func(Lane) bool) {
		for a := range r.arcsIn(southWest, northEast) {
			cost := r.m.whole(a)
			line := r.m.graph.line(a>>1, nil)
			if a&1 == 1 {
				slices.Reverse(line)
			}
			if !yield(Lane{
				Line: line, Name: r.m.graph.words(r.m.graph.edges[a>>1].Name), Metres: metresOf(cost.Cm), Seconds: secondsOf(cost.Ms),
				Weight: secondsOf(cost.Weight), Large: r.m.main.has(a),
			}) {
				return
			}
		}
	}
}

// Bends lists the turns at the ends of the lanes in or near a box.
func (r *Router) Bends(southWest, northEast Point) iter.Seq[Bend] {
	g, m := r.m.graph, r.m
	return func(yield func(Bend) bool) {
		for a := range r.arcsIn(southWest, northEast) {
			for t := g.turnFirst[a]; t < g.turnFirst[a+1]; t++ {
				to := g.arcOf(g.turnTo[t])
				if !m.turns[t].open() || !m.open(to) || to == a^1 {
					continue
				}
				bend := Bend{
					At: g.points[g.head(a)], Bearing: (int(g.leaving(a^1)) + 128) % 256 * 360 / 256, Angle: int(degrees(g.turn(a, to))),
					Seconds: secondsOf(m.turns[t].Ms), Weight: secondsOf(m.turns[t].Weight),
				}
				if !yield(bend) {
					return
				}
			}
		}
	}
}

// arcsIn lists the open arcs in the grid cells of a box.
func (r *Router) arcsIn(southWest, northEast Point) iter.Seq[arc] {
	var edges []uint32
	for y := row(southWest.Lat); y <= row(northEast.Lat); y++ {
		for x := col(southWest.Lng); x <= col(northEast.Lng); x++ {
			edges = append(edges, r.m.graph.cell(cellKey(y, x))...)
		}
	}
	slices.Sort(edges)
	return func(yield func(arc) bool) {
		for _, e := range slices.Compact(edges) {
			for a := 2 * e; a <= 2*e+1; a++ {
				if r.m.open(a) && !yield(a) {
					return
				}
			}
		}
	}
}
