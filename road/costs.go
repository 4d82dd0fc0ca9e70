package road

import "math"

// costs is a profile worked out for the attributes, junctions and restrictions of one graph.
type costs struct {
	pace    []uint32            // attribute*2+direction -> milliseconds per centimetre, times 65536; 0 = closed
	special bitset              // junctions in passages
	passage map[uint32]passage  //
	turn    [129]uint32         // milliseconds by angle in 1/256 of a circle
	uTurn   uint32              // milliseconds
	ruled   bitset              // arcs that some turn restriction begins with
	banned  map[uint64]struct{} // turns, by turnKey
	fastest float64             // centimetres per millisecond
}

// passage is what a tagged junction costs.
type passage struct {
	milliseconds uint32
	closed       bool
}

func turnKey(from, to arc) uint64 { return uint64(from)<<32 | uint64(to) }

// compile works a profile out for a graph, in a time that grows with the number of different tag sets.
func compile(g *Graph, p Profile) *costs {
	c := &costs{
		pace: make([]uint32, 2*g.attributes()), uTurn: milliseconds(p.UTurn), passage: make(map[uint32]passage),
		special: newBitset(len(g.points)), ruled: newBitset(len(g.arcs)), banned: make(map[uint64]struct{}),
	}
	tags := newTagReader(g)
	for attr := range g.attributes() {
		forward, backward := p.speeds(tags.of(uint32(attr)))
		c.pace[2*attr], c.pace[2*attr+1] = paceOf(forward), paceOf(backward)
		c.fastest = max(c.fastest, forward/36, backward/36)
	}
	for angle := range c.turn {
		c.turn[angle] = milliseconds(p.Turn * math.Pow(float64(angle)/64, 2))
	}
	c.addPassages(g, tags, p)
	c.addBans(g, tags, p)
	return c
}

func milliseconds(seconds float64) uint32 {
	return uint32(math.Round(1000 * max(0, min(seconds, 86400))))
}

// paceOf turns km/h into milliseconds per centimetre, times 65536. A centimetre per millisecond is 36 km/h.
func paceOf(kmh float64) uint32 {
	if !(kmh >= 0.1) {
		return 0
	}
	return max(1, uint32(math.Round(36/kmh*65536)))
}

func (c *costs) addPassages(g *Graph, tags *tagReader, p Profile) {
	known := make(map[uint32]passage)
	for _, t := range g.nodeTags {
		result, ok := known[t.Attr]
		if !ok {
			seconds, open := p.passage(tags.of(t.Attr))
			result = passage{milliseconds: milliseconds(seconds), closed: !open}
			known[t.Attr] = result
		}
		if result != (passage{}) {
			c.special.add(t.Node)
			c.passage[t.Node] = result
		}
	}
}

// addBans turns the restrictions that bind the profile into a set of forbidden turns.
func (c *costs) addBans(g *Graph, tags *tagReader, p Profile) {
	only := make(map[arc][]arc)
	for _, r := range g.rules {
		mandatory, ok := p.binds(tags.of(r.Attr))
		switch {
		case !ok:
		case !mandatory:
			c.ban(r.From, r.To)
		case c.open(g, r.To):
			only[r.From] = append(only[r.From], r.To)
		}
	}
	for from, permitted := range only {
		for _, to := range g.arcsOf(g.head(from)) {
			if !contains(permitted, to) {
				c.ban(from, to)
			}
		}
	}
}

func contains(arcs []arc, wanted arc) bool {
	for _, a := range arcs {
		if a == wanted {
			return true
		}
	}
	return false
}

func (c *costs) ban(from, to arc) {
	c.ruled.add(from)
	c.banned[turnKey(from, to)] = struct{}{}
}

// open tells whether the vehicle may go along an arc.
func (c *costs) open(g *Graph, a arc) bool { return c.arcPace(g, a) != 0 }

func (c *costs) arcPace(g *Graph, a arc) uint64 { return uint64(c.pace[2*g.edges[a>>1].Attr+a&1]) }

// time is the milliseconds for a part of an arc.
func (c *costs) time(g *Graph, a arc, centimetres uint32) uint32 {
	return uint32(min(c.arcPace(g, a)*uint64(centimetres)>>16, math.MaxInt32))
}

// wholeTime is the milliseconds for an arc from end to end; never 0, so that every step makes progress.
func (c *costs) wholeTime(g *Graph, a arc) uint32 {
	return max(1, c.time(g, a, g.edges[a>>1].Centimetre))
}

// turnTime is the milliseconds for going on from the end of one arc into another; ok is false where that is not possible.
func (c *costs) turnTime(g *Graph, from, to arc) (ms uint32, ok bool) {
	if c.arcPace(g, to) == 0 {
		return 0, false
	}
	if c.ruled.has(from) {
		if _, banned := c.banned[turnKey(from, to)]; banned {
			return 0, false
		}
	}
	if to == from^1 {
		return c.uTurn, true
	}
	node := g.head(from)
	if len(g.arcsOf(node)) > 2 {
		ms = c.turn[abs(g.turn(from, to))]
	}
	if c.special.has(node) {
		p := c.passage[node]
		return ms + p.milliseconds, !p.closed
	}
	return ms, true
}

func abs(angle int8) int {
	if angle < 0 {
		return -int(angle)
	}
	return int(angle)
}
