package road

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"pignon.coop/road/guide"
	"pignon.coop/road/internal/cch"
)

// Closure is a place where streets are closed or slow: a works site, a hazard, a market. It covers the streets that pass within
// Radius of one of its points, which for a stretch of street are several points along it.
type Closure struct {
	Points []Point
	Radius Metres  // at most 1,000
	Factor float64 // of the weight: 2 makes streets twice as unattractive; 0 closes them
}

// With returns the metric with closures, all of them new ones besides those that the metric has already. It takes some milliseconds,
// and some tenths of a second for a large city the first time that a stored metric is asked; the metric itself stays as it is. It
// fails with the context's error or with ErrDamaged.
func (m *Metric) With(ctx context.Context, closures []Closure) (*Metric, error) {
	if len(closures) == 0 {
		return m, nil
	}
	return m.changed(ctx, func(c *Metric, touched bitset) {
		for _, closure := range closures {
			for _, e := range m.graph.within(closure) {
				c.impede(2*e, closure.Factor, touched)
				c.impede(2*e+1, closure.Factor, touched)
			}
		}
	})
}

// Without returns the metric without the streets of some classes, such as ferries. It takes what With takes and, since it is made to
// last, what MetricOptions.Lasting costs.
func (m *Metric) Without(ctx context.Context, classes guide.Classes) (*Metric, error) {
	looks := m.graph.looks()
	found, err := m.changed(ctx, func(c *Metric, touched bitset) {
		for a := range arc(len(c.arcs)) {
			if looks[m.graph.edges[a>>1].Attr].classes&classes != 0 {
				c.impede(a, 0, touched)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	found.main = largeComponents(found)
	found.hierarchy.AddCrown()
	return found, nil
}

// changed makes another metric, of which some arcs that change touches differ.
func (m *Metric) changed(ctx context.Context, change func(c *Metric, touched bitset)) (*Metric, error) {
	base, err := m.customised(ctx)
	if err != nil {
		return nil, fmt.Errorf("prepare closures: %w", err)
	}
	other, touched := *m, newBitset(len(m.arcs))
	c := &other
	c.arcs, c.openAt = slices.Clone(m.arcs), sync.OnceValue(c.openings)
	change(c, touched)
	if c.custom, err = base.Update(c.turnsInto(touched)); err != nil {
		return nil, fmt.Errorf("prepare closures: %w", err)
	}
	c.hierarchy = c.custom.Hierarchy()
	return c, nil
}

// customised is the metric on the index that closures change.
func (m *Metric) customised(ctx context.Context) (*cch.Metric, error) {
	if m.custom != nil || ctx.Err() != nil {
		return m.custom, ctx.Err()
	}
	return m.base()
}

// impede makes an arc less attractive, or closes it: places on it are then snapped to the streets around.
func (m *Metric) impede(a arc, factor float64, touched bitset) {
	if !m.open(a) {
		return
	}
	touched.add(a)
	if factor <= 0 {
		m.arcs[a] = closed
		return
	}
	m.arcs[a].Weight = uint32(min(heaviest, max(1, math.Round(float64(m.arcs[a].Weight)*factor))))
}

// turnsInto lists the turns that lead into arcs, with their costs.
func (m *Metric) turnsInto(touched bitset) (changes []cch.Change) {
	g := m.graph
	for t, to := range g.turnTo {
		if a := g.arcOf(to); touched.has(a) {
			changes = append(changes, cch.Change{Turn: uint32(t), Cost: m.step(uint32(t), a)})
		}
	}
	return changes
}

// maxRadius bounds closures, so that a slip of the finger does not close a city.
const maxRadius Metres = 1000

// within lists the edges that pass within a closure's radius of its points.
func (g *Graph) within(c Closure) []uint32 {
	var found []uint32
	for _, p := range c.Points {
		s := snapper{graph: g, p: p, scale: max(0.05, math.Cos(radians(p.Lat)))}
		reach := min(c.Radius, maxRadius)
		rings := int64(math.Ceil(float64(reach)/(metresPerE7*cellSize*s.scale))) + 1
		for y := -rings; y <= rings; y++ {
			for x := -rings; x <= rings; x++ {
				for _, e := range g.cell(cellKey(row(p.Lat)+y, col(p.Lng)+x)) {
					if s.project(e).Metres <= reach {
						found = append(found, e)
					}
				}
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
