package road

import (
	"context"
	"fmt"
	"math"
	"runtime"

	"pignon.coop/road/internal/ch"
)

// Metric is what the streets of a graph cost one kind of vehicle, with an index for quick answers. It is made by Graph.Metric, does
// not change, and is safe for concurrent use.
type Metric struct {
	graph     *Graph
	profile   Profile
	arcs      []cost        // by arc
	turns     []cost        // by turn
	main      bitset        // arcs of large components: those one may snap to
	hierarchy *ch.Hierarchy // over states
	left      bool          // traffic keeps to the left
}

// cost is what an arc or a turn costs: Weight is what routes minimise, in milliseconds on a street without drawbacks, and Ms the
// time. A Weight of ch.Inf or more closes it.
type cost struct{ Weight, Ms uint32 }

var closed = cost{Weight: ch.Inf, Ms: ch.Inf}

func (c cost) open() bool { return c.Weight < ch.Inf }

// heaviest bounds what one arc or turn may cost, about three days, so that no sum of a route overflows.
const heaviest = 1 << 28

// Graph returns the graph that the metric is for.
func (m *Metric) Graph() *Graph { return m.graph }

// Profile returns the profile that the metric was made from.
func (m *Metric) Profile() Profile { return m.profile }

// Metric works out what a profile costs on the graph. A profile that the graph was built with is at hand in a millisecond; any other
// is worked out in a time that grows with the map, a tenth of a second for a large city. It fails with the context's error only.
func (g *Graph) Metric(ctx context.Context, p Profile) (*Metric, error) {
	if m, ok := g.stored[p.fingerprint()]; ok {
		return m, nil
	}
	m := g.price(p)
	if err := m.contract(ctx, nil); err != nil {
		return nil, fmt.Errorf("prepare the profile %q: %w", p.Name, err)
	}
	return m, nil
}

// price works out all costs of a profile.
func (g *Graph) price(p Profile) *Metric {
	m := &Metric{graph: g, profile: p, arcs: make([]cost, len(g.arcs)), turns: make([]cost, len(g.turnTo))}
	tags := newTagReader(g)
	m.priceArcs(tags)
	m.priceTurns(tags)
	m.main = largeComponents(m)
	return m
}

// contract makes the index anew.
func (m *Metric) contract(ctx context.Context, progress func(done, total int)) (err error) {
	m.hierarchy, err = ch.Contract(ctx, m.network(), ch.Options{Workers: runtime.GOMAXPROCS(0), Progress: progress})
	return err
}

// network is what is searched: states joined by turns. A turn costs what the arc that it leads to costs as well.
func (m *Metric) network() ch.Graph {
	g := m.graph
	n := ch.Graph{First: g.turnFirst, Head: g.turnTo, Cost: make([]ch.Cost, len(g.turnTo))}
	for t, to := range g.turnTo {
		n.Cost[t] = m.step(uint32(t), g.arcOf(to))
	}
	return n
}

// step is the cost of a turn and of the arc after it.
func (m *Metric) step(turn uint32, to arc) ch.Cost {
	t := m.turns[turn]
	if !t.open() || !m.open(to) {
		return ch.Cost{Weight: ch.Inf}
	}
	return sum(m.whole(to), ch.Cost{Weight: t.Weight, Ms: t.Ms})
}

// open tells whether the vehicle may go along an arc.
func (m *Metric) open(a arc) bool { return m.arcs[a].open() }

// usable tells whether one may snap to an arc.
func (m *Metric) usable(a arc) bool { return m.main.has(a) && m.open(a) }

// whole is the cost of an arc from end to end.
func (m *Metric) whole(a arc) ch.Cost {
	return ch.Cost{Weight: m.arcs[a].Weight, Ms: m.arcs[a].Ms, Cm: m.graph.edges[a>>1].Centimetre}
}

// part is the cost of the first centimetres of an arc.
func (m *Metric) part(a arc, centimetres uint32) ch.Cost {
	whole := max(1, uint64(m.graph.edges[a>>1].Centimetre))
	share := func(v uint32) uint32 { return uint32(uint64(v) * uint64(centimetres) / whole) }
	return ch.Cost{Weight: share(m.arcs[a].Weight), Ms: share(m.arcs[a].Ms), Cm: centimetres}
}

func (m *Metric) priceArcs(tags *tagReader) {
	g := m.graph
	pace := make([]float64, 2*g.attributes()) // milliseconds per centimetre by attribute and direction; infinite where closed
	for attr := range g.attributes() {
		forward, backward := m.profile.speeds(tags.of(uint32(attr)))
		pace[2*attr], pace[2*attr+1] = paceOf(forward), paceOf(backward)
	}
	for a := range arc(len(g.arcs)) {
		e := &g.edges[a>>1]
		ms := pace[2*e.Attr+a&1] * float64(e.Centimetre)
		if math.IsInf(ms, 0) || math.IsNaN(ms) {
			m.arcs[a] = closed
			continue
		}
		// Never 0, so that every step makes progress.
		whole := uint32(max(1, min(math.Round(ms), heaviest)))
		m.arcs[a] = cost{Weight: whole, Ms: whole}
	}
}

// paceOf turns km/h into milliseconds per centimetre. A centimetre per millisecond is 36 km/h.
func paceOf(kmh float64) float64 {
	if !(kmh >= 0.1) {
		return math.Inf(1)
	}
	return 36 / kmh
}

func milliseconds(seconds float64) uint32 {
	return uint32(math.Round(1000 * max(0, min(seconds, 86400))))
}

// priceTurns works out the turns of all states: the angle, what stands at the junction, and restrictions.
func (m *Metric) priceTurns(tags *tagReader) {
	g := m.graph
	passages := m.passages(tags)
	bend := m.bends()
	uTurn := milliseconds(m.profile.UTurn)
	for s := range state(g.states()) {
		from := g.arcOf(s)
		node := g.head(from)
		pass, special := passages[node]
		crossing := g.first[node+1]-g.first[node] > 2
		for t := g.turnFirst[s]; t < g.turnFirst[s+1]; t++ {
			to := g.arcOf(g.turnTo[t])
			ms := uint32(0)
			switch {
			case to == from^1:
				ms = uTurn
			case special && pass.closed:
				m.turns[t] = closed
				continue
			case crossing:
				ms = bend[abs(g.turn(from, to))]
			}
			if to != from^1 {
				ms += pass.milliseconds
			}
			m.turns[t] = cost{Weight: ms, Ms: ms}
		}
	}
	m.applyBans(tags)
}

// bends lists the milliseconds for a turn by its angle in 1/256 of a circle.
func (m *Metric) bends() (bend [129]uint32) {
	for angle := range bend {
		bend[angle] = milliseconds(m.profile.Turn * math.Pow(float64(angle)/64, 2))
	}
	return bend
}

func abs(angle int8) int {
	if angle < 0 {
		return -int(angle)
	}
	return int(angle)
}

// passage is what a tagged junction costs.
type passage struct {
	milliseconds uint32
	closed       bool
}

func (m *Metric) passages(tags *tagReader) map[uint32]passage {
	g := m.graph
	found := make(map[uint32]passage)
	known := make(map[uint32]passage)
	for _, t := range g.nodeTags {
		result, ok := known[t.Attr]
		if !ok {
			seconds, open := m.profile.passage(tags.of(t.Attr))
			result = passage{milliseconds: milliseconds(seconds), closed: !open}
			known[t.Attr] = result
		}
		if result != (passage{}) {
			found[t.Node] = result
		}
	}
	return found
}

// applyBans closes the turns that restrictions forbid and, where a restriction names the only turn that is permitted, the others.
func (m *Metric) applyBans(tags *tagReader) {
	g := m.graph
	only := make(map[uint32]bool) // turns that are the permitted ones of their states
	var mandatory []uint32
	for _, b := range g.bans {
		must, ok := m.profile.binds(tags.of(b.Attr))
		switch {
		case !ok:
		case !must:
			m.turns[b.Turn] = closed
		case m.open(g.arcOf(g.turnTo[b.Turn])):
			only[b.Turn] = true
			mandatory = append(mandatory, b.Turn)
		}
	}
	for _, turn := range mandatory {
		s := g.stateOf(turn)
		for t := g.turnFirst[s]; t < g.turnFirst[s+1]; t++ {
			if !only[t] {
				m.turns[t] = closed
			}
		}
	}
}
