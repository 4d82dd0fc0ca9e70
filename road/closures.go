package road

import (
	"context"
	"fmt"
	"math"
	"slices"

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
	base, err := m.customised(ctx)
	if err != nil {
		return nil, fmt.Errorf("prepare closures: %w", err)
	}
	changed := *m
	changed.arcs = slices.Clone(m.arcs)
	touched := newBitset(len(m.arcs))
	for _, c := range closures {
		for _, e := range m.graph.within(c) {
			changed.impede(2*e, c.Factor, touched)
			changed.impede(2*e+1, c.Factor, touched)
		}
	}
	custom, err := base.Update(changed.turnsInto(touched))
	if err != nil {
		return nil, fmt.Errorf("prepare closures: %w", err)
	}
	changed.custom, changed.hierarchy = custom, custom.Hierarchy()
	return &changed, nil
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
