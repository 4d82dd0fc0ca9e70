package road

import (
	"slices"
	"sort"
	"sync"

	"pignon.coop/road/extract"
	"pignon.coop/road/internal/cch"
)

// Point is a place in degrees times ten million (E7), WGS 84.
type Point = extract.Point

// Metres is a length along streets.
type Metres float64

// Seconds is a travel time.
type Seconds float64

// Graph is a street network: junctions joined by edges that carry shape, name and tags. It knows no vehicle. Open makes one; it
// stays valid as long as the bytes it was opened from, and is safe for concurrent use.
type Graph struct {
	points     []Point   // of the junctions
	first      []uint32  // junction -> its arcs, as a range of arcs
	arcs       []uint32  // arcs leaving each junction
	edges      []edge    //
	shapeFirst []uint32  // edge -> its inner points, as a range of shape
	shape      []Point   //
	heights    []int32   // in centimetres: of the junctions, then of shape; empty where none are known
	nodeIDs    []int64   // in the extract: of the junctions, then of shape
	attrFirst  []uint32  // attribute -> its tags, as a range of tags
	tags       []tagRef  //
	nodeTags   []nodeTag // junctions that have tags, by junction
	boards     []board   // of the edges that have any, by edge
	copies     []arc     // state, less the number of arcs -> the arc that it is a copy of
	turnFirst  []uint32  // state -> its turns, as a range of turnTo
	turnTo     []uint32  // turn -> the state that it leads to
	bans       []ban     // turns that restrictions speak of, by turn
	textFirst  []uint32  // text -> its bytes, as a range of text
	text       []byte    //
	cellKeys   []uint64  // grid cells that have edges, ascending
	cellFirst  []uint32  // cell -> its edges, as a range of cellEdges
	cellEdges  []uint32  //

	topology      *cch.Topology // over states
	checkTopology sync.Once
	topologyFault error
	stored        map[uint64]*Metric // of the profiles that the graph was built with, by their fingerprints
	sights        sights             // of attributes
	angles        angles             // of turns
}

// An arc is one direction of an edge: edge*2 runs from From to To, edge*2+1 back.
type arc = uint32

// edge is a stretch of street between two junctions. Bearings are those of leaving From and leaving To, in 1/256 of a circle.
type edge struct {
	From, To   uint32
	Centimetre uint32
	Attr       uint32
	Name       uint32
	Bearings   [2]uint8
	Spare      uint16
}

// tagRef is a tag as two texts.
type tagRef struct{ Key, Value uint32 }

// nodeTag joins a junction to its tags.
type nodeTag struct{ Node, Attr uint32 }

// board joins an edge to the tags of what is written over or on it: lanes, destinations.
type board struct{ Edge, Attr uint32 }

// A state is where a vehicle is and what it must remember: an arc or, behind the arcs, a copy of one that was entered along the
// beginning of a turn restriction by way of streets.
type state = uint32

// ban joins a turn to a restriction that it would complete. The tags of the restriction say what it forbids to whom.
type ban struct{ Turn, Attr uint32 }

// Junctions tells how many junctions the graph has.
func (g *Graph) Junctions() int { return len(g.points) }

// Edges tells how many stretches of street the graph has.
func (g *Graph) Edges() int { return len(g.edges) }

func (g *Graph) arcsOf(node uint32) []arc { return g.arcs[g.first[node]:g.first[node+1]] }

func (g *Graph) head(a arc) uint32 {
	if a&1 == 0 {
		return g.edges[a>>1].To
	}
	return g.edges[a>>1].From
}

func (g *Graph) tail(a arc) uint32 { return g.head(a ^ 1) }

// leaving is the bearing in which an arc leaves its tail.
func (g *Graph) leaving(a arc) uint8 { return g.edges[a>>1].Bearings[a&1] }

// turn is the angle between arriving by a and leaving by b: 0 straight on, 64 right, -64 left, in 1/256 of a circle.
func (g *Graph) turn(a, b arc) int8 { return int8(g.leaving(b) - g.leaving(a^1) - 128) }

func (g *Graph) inner(e uint32) []Point { return g.shape[g.shapeFirst[e]:g.shapeFirst[e+1]] }

// line returns an edge's points in drawing order, ends included, using the buffer's memory.
func (g *Graph) line(e uint32, buffer []Point) []Point {
	line := append(buffer[:0], g.points[g.edges[e].From])
	line = append(line, g.inner(e)...)
	return append(line, g.points[g.edges[e].To])
}

// nodesOf returns the ids of the points that line gives, using the buffer's memory.
func (g *Graph) nodesOf(e uint32, buffer []int64) []int64 {
	shape := g.nodeIDs[len(g.points):]
	ids := append(buffer[:0], g.nodeIDs[g.edges[e].From])
	ids = append(ids, shape[g.shapeFirst[e]:g.shapeFirst[e+1]]...)
	return append(ids, g.nodeIDs[g.edges[e].To])
}

// nodeBehind is the node of the extract that lies behind a place, as seen by who goes along its arc.
func (g *Graph) nodeBehind(a arc, s Snap) int64 {
	i := s.segment
	if a&1 == 1 {
		i++
	}
	ids := g.nodesOf(a>>1, nil)
	return ids[min(i, len(ids)-1)]
}

func (g *Graph) words(text uint32) string {
	return string(g.text[g.textFirst[text]:g.textFirst[text+1]])
}

// states tells how many states there are.
func (g *Graph) states() int { return len(g.arcs) + len(g.copies) }

// arcOf is the arc on which a state is.
func (g *Graph) arcOf(s state) arc {
	if int(s) < len(g.arcs) {
		return s
	}
	return g.copies[int(s)-len(g.arcs)]
}

// stateOf is the state that a turn leaves.
func (g *Graph) stateOf(turn uint32) state {
	return state(sort.Search(g.states(), func(s int) bool { return g.turnFirst[s+1] > turn }))
}

// copiesOf returns the range of the states that are copies of an arc.
func (g *Graph) copiesOf(a arc) (first, end state) {
	low, _ := slices.BinarySearch(g.copies, a)
	high := low
	for high < len(g.copies) && g.copies[high] == a {
		high++
	}
	return state(len(g.arcs) + low), state(len(g.arcs) + high)
}

func (g *Graph) attributes() int { return len(g.attrFirst) - 1 }

// tagReader reads attributes one after the other, in the same memory and with one copy of each text.
type tagReader struct {
	graph *Graph
	texts map[uint32]string
	tags  extract.Tags
}

func newTagReader(g *Graph) *tagReader { return &tagReader{graph: g, texts: make(map[uint32]string)} }

// of returns the tags of an attribute, valid until the next call.
func (r *tagReader) of(attr uint32) extract.Tags {
	g := r.graph
	r.tags = r.tags[:0]
	for _, t := range g.tags[g.attrFirst[attr]:g.attrFirst[attr+1]] {
		r.tags = append(r.tags, extract.Tag{Key: r.text(t.Key), Value: r.text(t.Value)})
	}
	return r.tags
}

func (r *tagReader) text(number uint32) string {
	text, ok := r.texts[number]
	if !ok {
		text = r.graph.words(number)
		r.texts[number] = text
	}
	return text
}

// cell returns the edges that pass through a grid cell.
func (g *Graph) cell(key uint64) []uint32 {
	i := sort.Search(len(g.cellKeys), func(i int) bool { return g.cellKeys[i] >= key })
	if i == len(g.cellKeys) || g.cellKeys[i] != key {
		return nil
	}
	return g.cellEdges[g.cellFirst[i]:g.cellFirst[i+1]]
}

// bitset is a set of small numbers.
type bitset []uint64

func newBitset(size int) bitset { return make(bitset, (size+63)/64) }

func (b bitset) has(i uint32) bool { return b[i>>6]&(1<<(i&63)) != 0 }
func (b bitset) add(i uint32)      { b[i>>6] |= 1 << (i & 63) }
