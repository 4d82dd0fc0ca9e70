package road

import "pignon.coop/road/internal/ch"

// Places on streets become seeds of searches: states with what it costs from the place to the end of their arcs or, for an arrival,
// with what has been ridden too much at the end of the arc.

// leave adds the seeds for setting out from a place.
func (m *Metric) leave(from Snap, seeds []ch.Seed) []ch.Seed {
	for a := 2 * from.edge; a <= 2*from.edge+1; a++ {
		if from.may(a) && m.open(a) {
			seeds = append(seeds, seedAt(a, m.rest(a, from)))
		}
	}
	return seeds
}

// reach adds the seeds for arriving at a place.
func (m *Metric) reach(to Snap, seeds []ch.Seed) []ch.Seed {
	for a := 2 * to.edge; a <= 2*to.edge+1; a++ {
		if !to.may(a) || !m.open(a) {
			continue
		}
		seed := seedAt(a, m.rest(a, to))
		seed.Weight, seed.Ms, seed.Cm = -seed.Weight, -seed.Ms, -seed.Cm
		seeds = append(seeds, seed)
		for copied, end := m.graph.copiesOf(a); copied < end; copied++ {
			seed.Node = copied
			seeds = append(seeds, seed)
		}
	}
	return seeds
}

func seedAt(s state, c ch.Cost) ch.Seed {
	return ch.Seed{Node: s, Weight: int32(c.Weight), Ms: int32(c.Ms), Cm: int32(c.Cm)}
}

// rest is the cost from a place on an arc to the arc's end.
func (m *Metric) rest(a arc, s Snap) ch.Cost {
	whole, done := m.whole(a), m.part(a, m.graph.ahead(a, s))
	return ch.Cost{Weight: whole.Weight - done.Weight, Ms: whole.Ms - done.Ms, Cm: whole.Cm - done.Cm}
}

// ahead is the length of an arc up to a place on it, in centimetres.
func (g *Graph) ahead(a arc, s Snap) uint32 {
	if a&1 == 1 {
		return g.edges[a>>1].Centimetre - s.along
	}
	return s.along
}

// behind tells whether a place lies on the same street as another, but behind it in the direction of an arc that both may use. One
// has to ride round a block, or turn, to get there; the seeds of such a pair would claim a way of negative length.
func (m *Metric) behind(from, to Snap) bool {
	if from.edge != to.edge {
		return false
	}
	return m.isBehind(2*from.edge, from, to) || m.isBehind(2*from.edge+1, from, to)
}

func (m *Metric) isBehind(a arc, from, to Snap) bool {
	return from.edge == to.edge && from.may(a) && to.may(a) && m.open(a) && m.graph.ahead(a, to) < m.graph.ahead(a, from)
}

// leaveRound adds the seeds for setting out from a place to another one that may be behind: those of the turns at the arc's end,
// rather than the arc's own. The turns are added to first, NoTurn for an arc's own seed.
func (m *Metric) leaveRound(from, to Snap, seeds []ch.Seed, first []uint32) ([]ch.Seed, []uint32) {
	for a := 2 * from.edge; a <= 2*from.edge+1; a++ {
		if !from.may(a) || !m.open(a) {
			continue
		}
		rest := m.rest(a, from)
		if !m.isBehind(a, from, to) {
			seeds, first = append(seeds, seedAt(a, rest)), append(first, noTurn)
			continue
		}
		for t := m.graph.turnFirst[a]; t < m.graph.turnFirst[a+1]; t++ {
			next := m.graph.turnTo[t]
			if step := m.step(t, m.graph.arcOf(next)); step.Weight < ch.Inf {
				seeds, first = append(seeds, seedAt(next, sum(rest, step))), append(first, t)
			}
		}
	}
	return seeds, first
}

const noTurn = ^uint32(0)
