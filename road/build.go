package road

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"strings"

	"pignon.coop/internal/geo"
	"pignon.coop/road/elevation"
	"pignon.coop/road/extract"
	"pignon.coop/road/internal/cch"
)

// BuildOptions says how a graph is built.
type BuildOptions struct {
	Profiles []Profile         // to have at hand without preparation; others are possible at any time
	Terrain  elevation.Terrain // how high the ground lies; nil: everything is flat
	Progress extract.Progress
}

// Build makes the street graph of an extract and writes it for Open to read. The progress counts ways first, then the steps of
// preparing the profiles.
func Build(ctx context.Context, x *extract.Extract, w io.Writer, o BuildOptions) error {
	g, err := assemble(x, o)
	if err != nil {
		return fmt.Errorf("build street graph: %w", err)
	}
	progress := func(done, total int) { o.Progress.Report(int64(done), int64(total)) }
	if err := g.order(ctx, progress); err != nil {
		return fmt.Errorf("build street graph: %w", err)
	}
	var metrics []*Metric
	for _, p := range o.Profiles {
		m := g.price(p, When{})
		if err := m.contract(ctx, progress); err != nil {
			return fmt.Errorf("build street graph: profile %q: %w", p.Name, err)
		}
		metrics = append(metrics, m)
	}
	return g.write(w, metrics)
}

// assemble makes the graph in memory.
func assemble(x *extract.Extract, o BuildOptions) (*Graph, error) {
	b := &builder{x: x, graph: &Graph{}}
	b.pool = newPool(b.graph)
	b.markJunctions()
	total := int64(len(x.Ways))
	for i := range x.Ways {
		if i%1000 == 0 {
			o.Progress.Report(int64(i), total)
		}
		if w := &x.Ways[i]; isStreet(w.Tags) {
			b.split(w)
		}
	}
	if len(b.pieces) > math.MaxInt32/8 || len(b.graph.shape) > math.MaxInt32 {
		return nil, fmt.Errorf("the extract is too large: %d stretches of street", len(b.pieces))
	}
	b.place()
	b.link()
	b.addNodeTags()
	b.expand(b.rules())
	b.graph.buildGrid()
	if o.Terrain != nil {
		b.lift(o.Terrain)
	}
	o.Progress.Report(total, total)
	return b.graph, nil
}

// order makes the index that any profile can be put on.
func (g *Graph) order(ctx context.Context, progress func(done, total int)) (err error) {
	in := cch.In{Points: g.points, First: g.turnFirst, To: g.turnTo}
	for s := range state(g.states()) {
		a := g.arcOf(s)
		in.Tail, in.Head = append(in.Tail, g.tail(a)), append(in.Head, g.head(a))
	}
	g.topology, err = cch.Build(ctx, in, cch.Options{Workers: runtime.GOMAXPROCS(0), Progress: progress})
	return err
}

// isStreet tells which ways become edges: whatever people or vehicles move along.
func isStreet(tags extract.Tags) bool {
	switch tags.Value("highway") {
	case "proposed", "construction", "abandoned", "razed", "planned", "disused", "raceway", "rest_area", "services", "elevator":
		return false
	case "":
		return tags.Value("route") == "ferry" || tags.Value("man_made") == "pier" || tags.Value("railway") == "platform"
	}
	return true
}

// piece is a stretch of street before its junctions have numbers; from and to are positions in the extract's nodes.
type piece struct {
	way        int64
	from, to   int
	shape      []Point
	attr, name uint32
}

type builder struct {
	x     *extract.Extract
	graph *Graph
	pool  *pool

	junction bitset         // by position in the extract's nodes
	pieces   []piece        //
	nodes    map[int]uint32 // position in the extract's nodes -> junction
	byWay    map[int64][]uint32
}

// markJunctions finds the nodes where streets end, meet or are barred.
func (b *builder) markJunctions() {
	used := newBitset(len(b.x.Nodes))
	b.junction = newBitset(len(b.x.Nodes))
	for i := range b.x.Ways {
		if w := &b.x.Ways[i]; isStreet(w.Tags) {
			b.markWay(w, used)
		}
	}
	for _, n := range b.x.Tagged {
		if !tagged(n.Tags) {
			continue
		}
		if i, ok := b.x.NodeIndex(n.ID); ok {
			b.junction.add(uint32(i))
		}
	}
}

func (b *builder) markWay(w *extract.Way, used bitset) {
	last := -1
	for _, id := range w.Nodes {
		i, ok := b.x.NodeIndex(id)
		if ok && (last < 0 || used.has(uint32(i))) {
			b.junction.add(uint32(i))
		}
		if !ok && last >= 0 {
			b.junction.add(uint32(last))
		}
		if last = i; !ok {
			last = -1
			continue
		}
		used.add(uint32(i))
	}
	if last >= 0 {
		b.junction.add(uint32(last))
	}
}

// tagged tells whether a node on a street changes how one passes it.
func tagged(tags extract.Tags) bool {
	for _, t := range tags {
		switch t.Key {
		case "barrier", "access", "vehicle", "bicycle", "maxwidth:physical":
			return true
		case "kerb":
			if t.Value == "raised" || t.Value == "regular" || t.Value == "rolled" {
				return true
			}
		case "crossing":
			if t.Value == "traffic_signals" {
				return true
			}
		case "highway":
			if t.Value == "traffic_signals" {
				return true
			}
		}
	}
	return false
}

// split cuts a way at its junctions, and where nodes are missing.
func (b *builder) split(w *extract.Way) {
	p := piece{way: w.ID, from: -1, attr: b.pool.attrOf(withFerrySpeed(b.x, w), wayKeys), name: b.pool.textOf(nameOf(w.Tags))}
	for _, id := range w.Nodes {
		i, ok := b.x.NodeIndex(id)
		switch {
		case !ok:
			p.from, p.shape = -1, nil
		case p.from < 0:
			p.from = i
		case !b.junction.has(uint32(i)):
			p.shape = append(p.shape, b.x.Nodes[i].Point)
		default:
			p.to = i
			b.pieces = append(b.pieces, p)
			p.from, p.shape = i, nil
		}
	}
}

func nameOf(tags extract.Tags) string {
	if name := tags.Value("name"); name != "" {
		return name
	}
	return tags.Value("ref")
}

// place numbers the junctions along a space-filling curve, so that neighbours in town are neighbours in memory, and sorts the
// pieces by where they begin.
func (b *builder) place() {
	var used []int
	seen := newBitset(len(b.x.Nodes))
	for _, p := range b.pieces {
		for _, i := range [2]int{p.from, p.to} {
			if !seen.has(uint32(i)) {
				seen.add(uint32(i))
				used = append(used, i)
			}
		}
	}
	slices.SortFunc(used, func(i, j int) int {
		return cmp.Or(cmp.Compare(curve(b.x.Nodes[i].Point), curve(b.x.Nodes[j].Point)), cmp.Compare(i, j))
	})
	b.nodes = make(map[int]uint32, len(used))
	b.graph.points = make([]Point, len(used))
	for n, i := range used {
		b.nodes[i], b.graph.points[n] = uint32(n), b.x.Nodes[i].Point
	}
	slices.SortStableFunc(b.pieces, func(p, q piece) int { return cmp.Compare(b.nodes[p.from], b.nodes[q.from]) })
}

// curve is a point's position on the Z-order curve.
func curve(p Point) uint64 {
	return spread(uint32(int64(p.Lat)-math.MinInt32))<<1 | spread(uint32(int64(p.Lng)-math.MinInt32))
}

// spread puts a zero between any two bits.
func spread(v uint32) uint64 {
	x := uint64(v)
	x = (x | x<<16) & 0x0000ffff0000ffff
	x = (x | x<<8) & 0x00ff00ff00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
	x = (x | x<<2) & 0x3333333333333333
	return (x | x<<1) & 0x5555555555555555
}

// link turns the pieces into edges and lists the arcs of each junction.
func (b *builder) link() {
	g := b.graph
	g.edges = make([]edge, len(b.pieces))
	g.shapeFirst = append(make([]uint32, 0, len(b.pieces)+1), 0)
	g.first = make([]uint32, len(g.points)+1)
	b.byWay = make(map[int64][]uint32)
	for i, p := range b.pieces {
		g.shape = append(g.shape, p.shape...)
		g.shapeFirst = append(g.shapeFirst, uint32(len(g.shape)))
		g.edges[i] = edge{From: b.nodes[p.from], To: b.nodes[p.to], Attr: p.attr, Name: p.name}
		b.byWay[p.way] = append(b.byWay[p.way], uint32(i))
		g.first[g.edges[i].From+1]++
		g.first[g.edges[i].To+1]++
	}
	for n := range g.points {
		g.first[n+1] += g.first[n]
	}
	g.arcs = make([]arc, 2*len(g.edges))
	next := slices.Clone(g.first)
	var line []Point
	for i := range g.edges {
		e := &g.edges[i]
		line = g.line(uint32(i), line)
		e.Centimetre = uint32(math.Round(100 * lengthOf(line)))
		e.Bearings = [2]uint8{bearing(line), bearing(reversed(line))}
		for direction, node := range [2]uint32{e.From, e.To} {
			g.arcs[next[node]] = uint32(2*i + direction)
			next[node]++
		}
	}
}

func lengthOf(line []Point) float64 {
	metres := 0.0
	for i := 1; i < len(line); i++ {
		metres += metresBetween(line[i-1], line[i])
	}
	return metres
}

func metresBetween(a, b Point) float64 { return geo.Distance(geo.Point(a), geo.Point(b)) }

func reversed(line []Point) []Point {
	back := slices.Clone(line)
	slices.Reverse(back)
	return back
}

// bearing is the direction in which a line sets out, in 1/256 of a circle from north by east. It looks ten metres ahead, since the
// first centimetres of a street are often drawn crookedly.
func bearing(line []Point) uint8 {
	from, to := line[0], line[len(line)-1]
	for _, p := range line[1:] {
		if metresBetween(from, p) >= 10 {
			to = p
			break
		}
	}
	north := float64(to.Lat) - float64(from.Lat)
	east := (float64(to.Lng) - float64(from.Lng)) * math.Cos(radians(from.Lat))
	return uint8(int(math.Round(math.Atan2(east, north)/(2*math.Pi)*256)) & 255)
}

func radians(e7 int32) float64 { return float64(e7) / 1e7 * math.Pi / 180 }

// addNodeTags keeps the tags of junctions that are tagged.
func (b *builder) addNodeTags() {
	for _, n := range b.x.Tagged {
		i, ok := b.x.NodeIndex(n.ID)
		if !ok {
			continue
		}
		junction, ok := b.nodes[i]
		if attr := b.pool.attrOf(n.Tags, nodeKeys); ok && attr != 0 {
			b.graph.nodeTags = append(b.graph.nodeTags, nodeTag{Node: junction, Attr: attr})
		}
	}
	slices.SortFunc(b.graph.nodeTags, func(p, q nodeTag) int { return cmp.Compare(p.Node, q.Node) })
}

// withFerrySpeed adds the speed that a ferry's duration implies.
func withFerrySpeed(x *extract.Extract, w *extract.Way) extract.Tags {
	if w.Tags.Value("route") != "ferry" {
		return w.Tags
	}
	hours := hoursOf(w.Tags.Value("duration"))
	kmh := math.Round(lengthOf(x.Line(w))/100/hours) / 10
	if !(kmh >= 0.1 && kmh <= 60) {
		return w.Tags
	}
	return append(slices.Clone(w.Tags), extract.Tag{Key: ferrySpeed, Value: fmt.Sprint(kmh)})
}

// hoursOf reads a duration written "MM", "HH:MM" or "HH:MM:SS"; anything else is 0.
func hoursOf(duration string) float64 {
	parts := strings.Split(duration, ":")
	seconds := 0.0
	for _, part := range parts {
		var n float64
		if _, err := fmt.Sscanf(part, "%f", &n); err != nil || n < 0 {
			return 0
		}
		seconds = seconds*60 + n
	}
	if len(parts) < 3 {
		seconds *= 60
	}
	return seconds / 3600
}
