package road

import (
	"cmp"
	"math"
	"slices"

	"pignon.coop/internal/geo"
	"pignon.coop/road/extract"
)

// piece is a stretch of street before its junctions have numbers; from and to are positions in the extract's nodes, and the points
// between them are those of the builder's shape from first up to end.
type piece struct {
	way        int64
	from, to   uint32
	first, end uint32
	attr, name uint32
	board      uint32
}

type builder struct {
	x     *extract.Extract
	graph *Graph
	pool  *pool

	junction bitset             // by position in the extract's nodes
	pieces   []piece            //
	shape    []Point            // of the pieces
	shapeIDs []int64            // the nodes of the same
	nodes    []uint32           // position in the extract's nodes -> junction, or unused
	byWay    map[int64][]uint32 // way of which restrictions speak -> its edges
}

// unused stands for the junction of a node that is none.
const unused = math.MaxUint32

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

// splitAll cuts all streets at their junctions.
func (b *builder) splitAll(progress extract.Progress) {
	ways := b.x.Ways
	for i := range ways {
		if i%1000 == 0 {
			progress.Report(int64(i), int64(len(ways)))
		}
		if w := &ways[i]; isStreet(w.Tags) {
			b.split(w)
		}
	}
}

// split cuts a way at its junctions, and where nodes are missing.
func (b *builder) split(w *extract.Way) {
	p := piece{way: w.ID, attr: b.pool.attrOf(withFerrySpeed(b.x, w), wayKeys), name: b.pool.textOf(nameOf(w.Tags)), board: b.boardOf(w.Tags)}
	begun := false
	for _, id := range w.Nodes {
		i, ok := b.x.NodeIndex(id)
		switch {
		case !ok: // the node before is a junction
			begun = false
		case !begun:
			p.from, p.first, begun = uint32(i), uint32(len(b.shape)), true
		case !b.junction.has(uint32(i)):
			b.shape, b.shapeIDs = append(b.shape, b.x.Nodes[i].Point), append(b.shapeIDs, id)
		default:
			p.to, p.end = uint32(i), uint32(len(b.shape))
			b.pieces = append(b.pieces, p)
			p.from, p.first = p.to, p.end
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
	b.nodes = make([]uint32, len(b.x.Nodes))
	for i := range b.nodes {
		b.nodes[i] = unused
	}
	var used []uint32
	for _, p := range b.pieces {
		for _, i := range [2]uint32{p.from, p.to} {
			if b.nodes[i] == unused {
				b.nodes[i] = 0
				used = append(used, i)
			}
		}
	}
	slices.SortFunc(used, func(i, j uint32) int {
		return cmp.Or(cmp.Compare(curve(b.x.Nodes[i].Point), curve(b.x.Nodes[j].Point)), cmp.Compare(i, j))
	})
	b.graph.points, b.graph.nodeIDs = make([]Point, len(used)), make([]int64, len(used), len(used)+len(b.shape))
	for n, i := range used {
		b.nodes[i], b.graph.points[n], b.graph.nodeIDs[n] = uint32(n), b.x.Nodes[i].Point, b.x.Nodes[i].ID
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
	g.shape = make([]Point, 0, len(b.shape))
	b.byWay = b.restricted()
	for i, p := range b.pieces {
		g.shape, g.nodeIDs = append(g.shape, b.shape[p.first:p.end]...), append(g.nodeIDs, b.shapeIDs[p.first:p.end]...)
		g.shapeFirst = append(g.shapeFirst, uint32(len(g.shape)))
		g.edges[i] = edge{From: b.nodes[p.from], To: b.nodes[p.to], Attr: p.attr, Name: p.name}
		if p.board != 0 {
			g.boards = append(g.boards, board{uint32(i), p.board})
		}
		if edges, ok := b.byWay[p.way]; ok {
			b.byWay[p.way] = append(edges, uint32(i))
		}
	}
	b.pieces, b.shape, b.shapeIDs = nil, nil, nil
	g.linkArcs()
	g.measure()
}

// linkArcs lists the arcs of each junction.
func (g *Graph) linkArcs() {
	g.first = make([]uint32, len(g.points)+1)
	for _, e := range g.edges {
		g.first[e.From+1]++
		g.first[e.To+1]++
	}
	for n := range g.points {
		g.first[n+1] += g.first[n]
	}
	g.arcs = make([]arc, 2*len(g.edges))
	next := slices.Clone(g.first)
	for i, e := range g.edges {
		for direction, node := range [2]uint32{e.From, e.To} {
			g.arcs[next[node]] = uint32(2*i + direction)
			next[node]++
		}
	}
}

// measure works out lengths and bearings.
func (g *Graph) measure() {
	var line []Point
	for i := range g.edges {
		e := &g.edges[i]
		line = g.line(uint32(i), line)
		e.Centimetre = uint32(math.Round(100 * lengthOf(line)))
		e.Bearings = [2]uint8{bearing(line), bearing(reversed(line))}
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
