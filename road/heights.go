package road

import "pignon.coop/road/elevation"

// lift gives all points of the graph their heights.
func (b *builder) lift(terrain elevation.Terrain) {
	g := b.graph
	n := elevation.Network{Points: append(append([]Point(nil), g.points...), g.shape...)}
	tags := newTagReader(g)
	for e := range g.edges {
		line := elevation.Line{Points: []int32{int32(g.edges[e].From)}, Carried: elevation.Carried(tags.of(g.edges[e].Attr))}
		for i := g.shapeFirst[e]; i < g.shapeFirst[e+1]; i++ {
			line.Points = append(line.Points, int32(len(g.points))+int32(i))
		}
		line.Points = append(line.Points, int32(g.edges[e].To))
		n.Lines = append(n.Lines, line)
	}
	g.heights = elevation.Heights(terrain, n)
}

// hilly tells whether the graph knows heights.
func (g *Graph) hilly() bool { return len(g.heights) > 0 }

// heightOf is the height of a junction in centimetres; ok is false where it is not known.
func (g *Graph) heightOf(node uint32) (centimetres int32, ok bool) {
	if !g.hilly() || g.heights[node] == elevation.Unknown {
		return 0, false
	}
	return g.heights[node], true
}

// rise is how many metres the end of an arc lies above its beginning, 0 where that is not known.
func (g *Graph) rise(a arc) float64 {
	from, ok := g.heightOf(g.tail(a))
	to, known := g.heightOf(g.head(a))
	if !ok || !known {
		return 0
	}
	return float64(to-from) / 100
}

// eachSlope calls back for each straight piece of an arc, in no order, with its length in metres and its slope in metres up per metre
// along; where heights are not known it is flat.
func (g *Graph) eachSlope(a arc, tell func(length, slope float64)) {
	e := a >> 1
	previous, height := g.points[g.edges[e].From], g.heights[g.edges[e].From]
	sign := 1.0
	if a&1 == 1 {
		sign = -1
	}
	step := func(p Point, h int32) {
		length, slope := metresBetween(previous, p), 0.0
		if length > 0 && h != elevation.Unknown && height != elevation.Unknown {
			slope = sign * float64(h-height) / 100 / length
		}
		tell(length, slope)
		previous, height = p, h
	}
	for i := g.shapeFirst[e]; i < g.shapeFirst[e+1]; i++ {
		step(g.shape[i], g.heights[len(g.points)+int(i)])
	}
	step(g.points[g.edges[e].To], g.heights[g.edges[e].To])
}

// Climb tells the ups and downs of a way in metres, and the work that riding it takes. All is 0 where the map knows no heights.
type Climb struct {
	Up, Down Metres
	Energy   Energy
}

func (c *Climb) add(other Climb) {
	c.Up, c.Down = c.Up+other.Up, c.Down+other.Down
	c.Energy.Rider, c.Energy.Motor = c.Energy.Rider+other.Energy.Rider, c.Energy.Motor+other.Energy.Motor
}

// climbOf adds the slopes along a path up. Its first and last arc count by the share of them that is ridden.
func (m *Metric) climbOf(path []arc, from, to Snap) (total Climb) {
	if !m.graph.hilly() {
		return Climb{}
	}
	w := &pricing{Metric: m, tags: newTagReader(m.graph), slopes: make(map[lane]*slopes)}
	for i, a := range path {
		whole := float64(m.graph.edges[a>>1].Centimetre)
		first, last := 0.0, whole
		if i == 0 {
			first = float64(m.graph.ahead(a, from))
		}
		if i == len(path)-1 {
			last = float64(m.graph.ahead(a, to))
		}
		if whole > 0 && last > first {
			total.add(w.climbAlong(a, (last-first)/whole))
		}
	}
	return total
}

// climbAlong is the climb of a share of an arc.
func (w *pricing) climbAlong(a arc, share float64) (c Climb) {
	tags := w.tags.of(w.graph.edges[a>>1].Attr)
	cost := w.profile.costOf(tags, w.at)
	l := cost.Forward
	if a&1 == 1 {
		l = cost.Backward
	}
	s := w.slopesOf(tags, l)
	w.graph.eachSlope(a, func(length, slope float64) {
		length *= share
		c.Up += Metres(max(0, length*slope))
		c.Down += Metres(max(0, -length*slope))
		if l.Mode != Sailing {
			energy := s.energy(length, slope)
			c.Energy.Rider, c.Energy.Motor = c.Energy.Rider+energy.Rider, c.Energy.Motor+energy.Motor
		}
	})
	return c
}
