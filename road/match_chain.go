package road

import (
	"math"
	"slices"
)

// moment is one fix in the lattice of a hidden Markov model: the places where the vehicle may have been, and how likely. All
// likelihoods are logarithms.
type moment struct {
	fix     int
	places  []candidate
	streets int         // that the places lie on
	fit     []float64   // of the fix with each place
	moves   [][]float64 // of going from each place of the moment before to each of this
	best    []float64   // of the likeliest way to each place
	before  []int       // the place of the moment before on that way
}

// chain is a part of a trace whose moments hang together.
type chain []*moment

func (c chain) last() *moment { return c[len(c)-1] }

// follow finds the likeliest way to each place (Viterbi's algorithm); false where there is none to any.
func (m *moment) follow(from *moment) bool {
	m.before = make([]int, len(m.places))
	any := false
	for j := range m.places {
		m.best[j] = math.Inf(-1)
		for i := range from.places {
			if v := from.best[i] + m.moves[i][j]; v > m.best[j] {
				m.best[j], m.before[j] = v, i
			}
		}
		m.best[j] += m.fit[j]
		any = any || !math.IsInf(m.best[j], -1)
	}
	return any
}

// likeliest picks one place for each moment.
func (c chain) likeliest() []int {
	chosen := make([]int, len(c))
	at := 0
	for j, v := range c.last().best {
		if v > c.last().best[at] {
			at = j
		}
	}
	for t := len(c) - 1; t >= 0; t-- {
		chosen[t] = at
		if t > 0 {
			at = c[t].before[at]
		}
	}
	return chosen
}

// odds gives the probability of each place of each moment, whatever the other places were (the forward-backward algorithm).
func (c chain) odds() [][]float64 {
	forward := make([][]float64, len(c))
	forward[0] = slices.Clone(c[0].fit)
	for t := 1; t < len(c); t++ {
		forward[t] = make([]float64, len(c[t].places))
		for j := range c[t].places {
			forward[t][j] = c[t].fit[j] + logSum(len(c[t-1].places), func(i int) float64 { return forward[t-1][i] + c[t].moves[i][j] })
		}
	}
	backward := make([]float64, len(c.last().places))
	for t := len(c) - 1; t >= 0; t-- {
		total := logSum(len(backward), func(j int) float64 { return forward[t][j] + backward[j] })
		for j := range backward {
			forward[t][j] = math.Exp(forward[t][j] + backward[j] - total)
		}
		if t > 0 {
			backward = c[t].pass(backward)
		}
	}
	return forward
}

// pass takes what lies ahead of a moment back to the one before.
func (m *moment) pass(ahead []float64) []float64 {
	back := make([]float64, len(m.moves))
	for i := range back {
		back[i] = logSum(len(ahead), func(j int) float64 { return m.moves[i][j] + m.fit[j] + ahead[j] })
	}
	return back
}

// logSum is the logarithm of a sum of numbers given by their logarithms.
func logSum(count int, value func(int) float64) float64 {
	top := math.Inf(-1)
	for i := range count {
		top = max(top, value(i))
	}
	if math.IsInf(top, -1) {
		return top
	}
	sum := 0.0
	for i := range count {
		sum += math.Exp(value(i) - top)
	}
	return top + math.Log(sum)
}
