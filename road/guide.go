package road

import (
	"slices"
	"sync"

	"pignon.coop/road/extract"
	"pignon.coop/road/guide"
	"pignon.coop/road/internal/ch"
)

// wayOf describes a path of arcs from a place on the first to a place on the last, for guidance and for whoever wants to know every
// stretch of it.
func (m *Metric) wayOf(path []arc, from, to Snap, nodes bool) guide.Way {
	w := wayMaker{m: m, path: path, looks: m.graph.looks(), names: make(map[uint32]string)}
	w.way = guide.Way{
		Line: m.graph.lineFrom(from, path), Stretches: make([]guide.Stretch, len(path)), LeftHand: m.profile.DriveOn == "left", Asked: to.Asked,
	}
	if nodes {
		w.way.Nodes = []int64{m.graph.nodeBehind(path[0], from)}
	}
	for i := range path {
		w.draw(i, from, to)
		w.measure(i, from, to)
	}
	if line := w.way.Line; len(line) == 1 || line[len(line)-1] != to.Point {
		w.way.Line = append(line, to.Point)
		if nodes {
			w.way.Nodes = append(w.way.Nodes, m.graph.nodeBehind(path[len(path)-1]^1, to))
		}
	}
	w.addArms()
	return w.way
}

type wayMaker struct {
	m      *Metric
	path   []arc
	looks  []look
	names  map[uint32]string // by text
	way    guide.Way
	buffer []Point
	ids    []int64
}

// draw adds the points of an arc to the line.
func (w *wayMaker) draw(i int, from, to Snap) {
	g, a := w.m.graph, w.path[i]
	w.way.Stretches[i].From = len(w.way.Line) - 1
	w.buffer = g.line(a>>1, w.buffer)
	low, high := 0, len(w.buffer)
	backwards := a&1 == 1
	if i == 0 {
		low, high = after(from, backwards, low, high)
	}
	if i == len(w.path)-1 {
		low, high = after(to, !backwards, low, high)
	}
	high = max(low, high)
	part := w.buffer[low:high]
	if backwards {
		slices.Reverse(part)
	}
	if w.way.Nodes == nil {
		for _, p := range part {
			w.way.Line = appendNew(w.way.Line, p)
		}
		return
	}
	w.ids = g.nodesOf(a>>1, w.ids)
	ids := w.ids[low:high]
	if backwards {
		slices.Reverse(ids)
	}
	for k, p := range part {
		w.add(p, ids[k])
	}
}

// add goes on to a point and its node, or names the node of the point at hand where that is the same.
func (w *wayMaker) add(p Point, node int64) {
	way := &w.way
	if last := len(way.Line) - 1; way.Line[last] == p {
		way.Nodes[last] = node
		return
	}
	way.Line, way.Nodes = append(way.Line, p), append(way.Nodes, node)
}

// measure fills in what a stretch is, and what it costs without the turn at its end.
func (w *wayMaker) measure(i int, from, to Snap) {
	m, a := w.m, w.path[i]
	cost := m.whole(a)
	if i == 0 {
		cost = m.rest(a, from)
	}
	if i == len(w.path)-1 {
		beyond := m.rest(a, to)
		cost = ch.Cost{Weight: cost.Weight - beyond.Weight, Ms: cost.Ms - beyond.Ms, Cm: cost.Cm - beyond.Cm}
	}
	look := w.looks[m.graph.edges[a>>1].Attr]
	s := &w.way.Stretches[i]
	s.Name, s.Ref = w.nameOf(a), look.ref
	s.Rank, s.Sort, s.Classes, s.Circle = look.rank, look.sort, look.classes, look.circle
	s.Mode, s.Signs = m.modeOf(a), m.graph.signsOn(a)
	s.Metres, s.Seconds, s.Weight = float64(cost.Cm)/100, float64(cost.Ms)/1000, float64(cost.Weight)/1000
}

// modeOf says how an arc is passed.
func (m *Metric) modeOf(a arc) guide.Mode {
	switch m.modes[a] {
	case Pushing:
		return guide.Pushing
	case Sailing:
		return guide.Ferry
	}
	switch p := &m.profile; {
	case slices.Contains(p.Access, "bicycle"):
		return guide.Cycling
	case slices.Contains(p.Access, "foot"):
		return guide.Walking
	}
	return guide.Driving
}

// addArms adds what meets at the junctions, and the cost of the turns. The turns of a state are in the order of the arcs that leave
// its junction.
func (w *wayMaker) addArms() {
	g, inner := w.m.graph, w.path[:max(0, len(w.path)-1)]
	count := 0
	for _, a := range inner {
		count += len(g.arcsOf(g.head(a)))
	}
	arms := make([]guide.Arm, 0, count)
	var at state
	for i, a := range inner {
		if i == 0 {
			at = a
		}
		start := len(arms)
		stretch := &w.way.Stretches[i]
		first := g.turnFirst[at]
		for k, out := range g.arcsOf(g.head(a)) {
			arm := w.arm(out)
			arm.Open = w.m.turns[first+uint32(k)].open() && w.m.open(out)
			if out == a^1 {
				stretch.Back = k
				arm.Open = out == w.path[i+1]
			}
			if out == w.path[i+1] {
				stretch.On = k
			}
			arms = append(arms, arm)
		}
		stretch.Arms = arms[start:]
		turn := first + uint32(stretch.On)
		if cost := w.m.turns[turn]; cost.open() {
			stretch.Seconds += float64(cost.Ms) / 1000
			stretch.Weight += float64(cost.Weight) / 1000
		}
		at = g.turnTo[turn]
	}
}

func (w *wayMaker) arm(out arc) guide.Arm {
	look := w.looks[w.m.graph.edges[out>>1].Attr]
	bearing := (int(w.m.graph.leaving(out))*360 + 128) / 256 % 360
	return guide.Arm{Name: w.nameOf(out), Bearing: bearing, Rank: look.rank, Circle: look.circle}
}

// nameOf is the name of an arc's street; "" where it has only a number.
func (w *wayMaker) nameOf(a arc) string {
	e := &w.m.graph.edges[a>>1]
	name, known := w.names[e.Name]
	if !known {
		name = w.m.graph.words(e.Name)
		w.names[e.Name] = name
	}
	if name == w.looks[e.Attr].ref {
		return ""
	}
	return name
}

// look is what riders see of a street, apart from its name.
type look struct {
	rank    guide.Rank
	sort    guide.Sort
	circle  bool
	classes guide.Classes
	ref     string
}

// sights holds the looks of all attributes, worked out when they are first asked for.
type sights struct {
	once  sync.Once
	looks []look
}

func (g *Graph) looks() []look {
	g.sights.once.Do(func() {
		g.sights.looks = make([]look, g.attributes())
		tags := newTagReader(g)
		for attr := range g.sights.looks {
			g.sights.looks[attr] = lookOf(tags.of(uint32(attr)))
		}
	})
	return g.sights.looks
}

func lookOf(tags extract.Tags) look {
	l := look{rank: rankOf(tags), sort: sortOf(tags), ref: tags.Value("ref")}
	switch tags.Value("junction") {
	case "roundabout", "circular":
		l.circle = true
	}
	if class(tags) == "ferry" {
		l.classes |= guide.OnFerry
	}
	if tunnel := tags.Value("tunnel"); tunnel != "" && tunnel != "no" {
		l.classes |= guide.InTunnel
	}
	if tags.Value("toll") == "yes" {
		l.classes |= guide.WithToll
	}
	if l.rank == guide.Motorway {
		l.classes |= guide.OnMotorway
	}
	return l
}

func sortOf(tags extract.Tags) guide.Sort {
	switch class(tags) {
	case "cycleway":
		return guide.CyclePath
	case "path":
		if tags.Value("bicycle") == "designated" {
			return guide.CyclePath
		}
		return guide.Footpath
	case "footway", "pedestrian":
		return guide.Footpath
	case "steps":
		return guide.Stairs
	case "track":
		return guide.DirtTrack
	}
	return guide.Plain
}

func rankOf(tags extract.Tags) guide.Rank {
	switch class(tags) {
	case "motorway", "motorway_link":
		return guide.Motorway
	case "trunk", "trunk_link":
		return guide.Trunk
	case "primary", "primary_link":
		return guide.Primary
	case "secondary", "secondary_link":
		return guide.Secondary
	case "tertiary", "tertiary_link":
		return guide.Tertiary
	case "unclassified", "residential", "road", "ferry":
		return guide.Street
	case "living_street", "pedestrian", "cycleway", "busway":
		return guide.QuietStreet
	case "service", "platform", "pier":
		return guide.Lane
	case "track":
		return guide.Track
	}
	return guide.Path
}
