package guide

import "slices"

// Then goes on with another way from where this one ends, without stopping there.
func (w Way) Then(next Way) Way {
	if len(w.Stretches) == 0 || len(w.Line) == 0 {
		return next
	}
	if len(next.Stretches) == 0 || len(next.Line) == 0 {
		return w
	}
	inward, outward := arriving(w.lineOf(len(w.Stretches)-1)), leaving(next.lineOf(0))
	joined := Way{Line: slices.Concat(w.Line, next.Line[1:]), LeftHand: w.LeftHand, Asked: next.Asked}
	if w.Nodes != nil && next.Nodes != nil {
		joined.Nodes = slices.Concat(w.Nodes, next.Nodes[1:])
	}
	joined.Stretches = slices.Concat(w.Stretches, next.Stretches)
	last := &joined.Stretches[len(w.Stretches)-1]
	last.Back, last.On, last.Arms = 0, 0, []Arm{{Name: last.Name, Bearing: normal(inward + 180), Rank: last.Rank, Open: true}}
	if size(deviation(inward, outward)) < 175 {
		first := next.Stretches[0]
		last.On, last.Arms = 1, append(last.Arms, Arm{Name: first.Name, Bearing: outward, Rank: first.Rank, Circle: first.Circle, Open: true})
	}
	for i := len(w.Stretches); i < len(joined.Stretches); i++ {
		joined.Stretches[i].From += len(w.Line) - 1
	}
	return joined
}
