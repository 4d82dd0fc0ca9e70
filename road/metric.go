package road

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"pignon.coop/road/internal/cch"
	"pignon.coop/road/internal/ch"
)

// Metric is what the streets of a graph cost one kind of vehicle, with an index for quick answers. It is made by Graph.Metric, does
// not change, and is safe for concurrent use.
type Metric struct {
	graph     *Graph
	profile   Profile
	arcs      []cost        // by arc
	modes     []Mode        // by arc
	turns     []cost        // by turn
	main      bitset        // arcs of large components: those one may snap to
	hierarchy *ch.Hierarchy // over states
	custom    *cch.Metric   // the same, where it was customised

	openAt func() openings

	// Of stored metrics: the topology of what is open to them, and themselves put on it. Both are made when first needed.
	narrow func() *cch.Topology
	base   func() (*cch.Metric, error)
}

// cost is what an arc or a turn costs: Weight is what routes minimise, in milliseconds on a street without drawbacks, and Ms the
// time. A Weight of ch.Inf or more closes it.
type cost struct{ Weight, Ms uint32 }

var closed = cost{Weight: ch.Inf, Ms: ch.Inf}

func (c cost) open() bool { return c.Weight < ch.Inf }

// Graph returns the graph that the metric is for.
func (m *Metric) Graph() *Graph { return m.graph }

// Profile returns the profile that the metric was made from.
func (m *Metric) Profile() Profile { return m.profile }

// MetricOptions says more about the circumstances than a profile does.
type MetricOptions struct {
	At       When      // the time at which conditional signs are read
	Closures []Closure // what is closed or slow besides

	// Lasting tells that the metric will answer many questions: it then takes a fifth of a second more for a large city, and questions
	// a third of their time. Metrics stored with the graph are of this kind.
	Lasting bool
}

// Metric works out what a profile costs on the graph. A profile that the graph was built with is at hand at once; any other, and any
// change by the options, is worked out in a time that grows with the map, a tenth of a second for a large city. It fails with the
// context's error or with ErrDamaged.
func (g *Graph) Metric(ctx context.Context, p Profile, o MetricOptions) (*Metric, error) {
	m, stored := g.stored[p.fingerprint()]
	if !stored || o.At != (When{}) {
		m = g.price(p, o.At)
		if err := m.customize(ctx); err != nil {
			return nil, fmt.Errorf("prepare the profile %q: %w", p.Name, err)
		}
	}
	m, err := m.With(ctx, o.Closures)
	if err != nil || !o.Lasting || m.custom == nil {
		return m, err
	}
	m.hierarchy.AddCrown()
	return m, nil
}

// customize makes the index that is quickest to make.
func (m *Metric) customize(ctx context.Context) (err error) {
	if err := m.graph.sound(); err != nil {
		return err
	}
	if m.custom, err = m.topology().Customize(ctx, m.network().Cost, runtime.GOMAXPROCS(0)); err != nil {
		return err
	}
	m.hierarchy = m.custom.Hierarchy()
	return nil
}

// topology is that of the graph or, where a stored metric is open to all that this one is, the narrower one of that.
func (m *Metric) topology() *cch.Topology {
	for _, known := range m.graph.stored {
		if known.openAt().cover(m.openAt()) {
			return known.narrow()
		}
	}
	return m.graph.topology
}

// keep prepares what a stored metric may be asked for later.
func (m *Metric) keep() {
	m.openAt = sync.OnceValue(m.openings)
	m.narrow = sync.OnceValue(func() *cch.Topology {
		return m.graph.topology.Narrow(m.passable())
	})
	m.base = sync.OnceValues(func() (*cch.Metric, error) {
		base := *m
		err := base.customize(context.Background())
		return base.custom, err
	})
}

// passable tells which turns lead from an open arc to another.
func (m *Metric) passable() func(turn uint32) bool {
	g := m.graph
	leave := newBitset(len(g.turnTo))
	for s := range state(g.states()) {
		if m.open(g.arcOf(s)) {
			for t := g.turnFirst[s]; t < g.turnFirst[s+1]; t++ {
				leave.add(t)
			}
		}
	}
	open := m.openAt()
	return func(turn uint32) bool {
		return leave.has(turn) && open.turns.has(turn) && open.arcs.has(g.arcOf(g.turnTo[turn]))
	}
}

// sound checks the topology once, when it is first needed, so that opening a map does not wait for it.
func (g *Graph) sound() error {
	g.checkTopology.Do(func() {
		if err := g.topology.Check(); err != nil {
			g.topologyFault = fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	})
	return g.topologyFault
}

// network is what is searched: states joined by turns. A turn costs what the arc that it leads to costs as well.
func (m *Metric) network() ch.Graph {
	g := m.graph
	n := ch.Graph{First: g.turnFirst, Head: g.turnTo, Cost: make([]ch.Cost, len(g.turnTo))}
	whole := make([]ch.Cost, g.states())
	for s := range whole {
		whole[s] = m.whole(g.arcOf(state(s)))
	}
	for t, to := range g.turnTo {
		n.Cost[t] = m.turns[t].into(whole[to])
	}
	return n
}

// step is the cost of a turn and of the arc after it.
func (m *Metric) step(turn uint32, to arc) ch.Cost {
	return m.turns[turn].into(m.whole(to))
}

// into is the cost of a turn and of the arc after it, from end to end.
func (turn cost) into(whole ch.Cost) ch.Cost {
	if !turn.open() || whole.Weight >= ch.Inf {
		return ch.Cost{Weight: ch.Inf}
	}
	return ch.Cost{Weight: turn.Weight + whole.Weight, Ms: turn.Ms + whole.Ms, Cm: whole.Cm}
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
	length := max(1, uint64(m.graph.edges[a>>1].Centimetre))
	share := func(v uint32) uint32 { return uint32(uint64(v) * uint64(centimetres) / length) }
	return ch.Cost{Weight: share(m.arcs[a].Weight), Ms: share(m.arcs[a].Ms), Cm: centimetres}
}
