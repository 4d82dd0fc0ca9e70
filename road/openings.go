package road

import "slices"

// openings are the arcs and the turns that a vehicle may take.
type openings struct{ arcs, turns bitset }

func (m *Metric) openings() openings { return openings{openIn(m.arcs), openIn(m.turns)} }

func openIn(costs []cost) bitset {
	open := newBitset(len(costs))
	for i, c := range costs {
		bit := uint64(0)
		if c.open() {
			bit = 1
		}
		open[i>>6] |= bit << (i & 63)
	}
	return open
}

func (o openings) equal(other openings) bool {
	return slices.Equal(o.arcs, other.arcs) && slices.Equal(o.turns, other.turns)
}

// cover tells whether all that is among the others is among these.
func (o openings) cover(others openings) bool {
	return o.arcs.contains(others.arcs) && o.turns.contains(others.turns)
}

func (b bitset) contains(others bitset) bool {
	for i, word := range others {
		if word&^b[i] != 0 {
			return false
		}
	}
	return true
}
