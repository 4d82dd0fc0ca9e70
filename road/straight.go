package road

import (
	"slices"

	"pignon.coop/road/internal/ch"
)

// straight chooses the directions in which the stops in between are passed, so that nobody turns round there and the whole way is
// best. It returns the stops as they are to be left and as they are to be reached; the stops themselves where that is not possible.
func (q *asker) straight(stops []Snap) (leave, arrive []Snap) {
	last := len(stops) - 1
	type choice struct {
		weight uint64
		before int
		ok     bool
	}
	choices := make([][2]choice, len(stops)) // by stop and direction; the ends have but the first
	choices[0][0].ok = true
	for i := 1; i <= last; i++ {
		for d := range 2 {
			for b := range 2 {
				if before := choices[i-1][b]; before.ok && !(i == last && d == 1) {
					cost, ok := q.ask(passed(stops, i-1, b), passed(stops, i, d))
					weight := before.weight + uint64(cost.Weight)
					if ok && cost.Weight < ch.Inf && (!choices[i][d].ok || weight < choices[i][d].weight) {
						choices[i][d] = choice{weight, b, true}
					}
				}
			}
		}
	}
	if !choices[last][0].ok {
		return stops, stops
	}
	chosen := slices.Clone(stops)
	for i, d := last, 0; i > 0; i-- {
		chosen[i] = passed(stops, i, d)
		d = choices[i][d].before
	}
	return chosen, chosen
}

// passed is a stop that may be passed in one direction only, unless it is an end.
func passed(stops []Snap, i, direction int) Snap {
	s := stops[i]
	if i > 0 && i < len(stops)-1 {
		s.barred |= 1 << (1 - direction)
	}
	return s
}
