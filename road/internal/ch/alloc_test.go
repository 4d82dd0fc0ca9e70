package ch

import (
	"math/rand/v2"
	"testing"
)

func TestQueryAllocatesNothing(t *testing.T) {
	eachTown(t, 20, func(t *testing.T, r *rand.Rand, town town, h *Hierarchy) {
		q, from, to := NewQuery(h), randomPlaces(r, h.Nodes(), 1), randomPlaces(r, h.Nodes(), -1)
		var path []uint32
		ask := func() {
			for _, f := range from {
				for _, b := range to {
					q.Run(f, b)
					path = q.Path(path[:0])
				}
			}
		}
		ask()
		if count := testing.AllocsPerRun(5, ask); count > 0 {
			t.Errorf("%v allocations", count)
		}
	})
}
