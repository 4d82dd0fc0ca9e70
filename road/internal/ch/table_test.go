package ch

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

func randomPlaces(r *rand.Rand, nodes int, sign int32) [][]Seed {
	places := make([][]Seed, r.IntN(40))
	for i := range places {
		places[i] = randomSeeds(r, nodes, sign)
	}
	return places
}

func TestTablesEqualQueries(t *testing.T) {
	t.Parallel()
	eachTown(t, 300, func(t *testing.T, r *rand.Rand, town town, h *Hierarchy) {
		tables, q := NewTables(h), NewQuery(h)
		for try := range 4 {
			from, to := randomPlaces(r, h.Nodes(), 1), randomPlaces(r, h.Nodes(), -1)
			o := TableOptions{Workers: try, Full: try%2 == 1, Limit: []int32{0, 0, 20, 500}[r.IntN(4)]}
			if err := tables.Run(context.Background(), from, to, o); err != nil {
				t.Fatal(err)
			}
			if len(tables.Weight) != len(from)*len(to) || o.Full && len(tables.Ms) != len(tables.Weight) {
				t.Fatalf("sizes: %d %d for %d x %d", len(tables.Weight), len(tables.Ms), len(from), len(to))
			}
			for i, weight := range tables.Weight {
				f, b := from[i/len(to)], to[i%len(to)]
				want, ok := q.Run(f, b)
				if o.Limit > 0 && want.Weight > o.Limit {
					want.Weight, ok = Inf, false
				}
				if weight != want.Weight {
					t.Errorf("%+v: from %v to %v: %d, want %v", o, f, b, weight, want)
				}
				if o.Full && ok && (tables.Ms[i] != want.Ms || tables.Cm[i] != want.Cm) {
					t.Errorf("%+v: from %v to %v: %d ms %d cm, want %v", o, f, b, tables.Ms[i], tables.Cm[i], want)
				}
			}
		}
	})
}

func TestNearestEqualsTable(t *testing.T) {
	t.Parallel()
	eachTown(t, 200, func(t *testing.T, r *rand.Rand, town town, h *Hierarchy) {
		tables, q, targets := NewTables(h), NewQuery(h), NewTargets(h)
		for range 4 {
			from, to := randomPlaces(r, h.Nodes(), 1), randomPlaces(r, h.Nodes(), -1)
			limit := []int32{0, 20, 500}[r.IntN(3)]
			if err := targets.Prepare(context.Background(), to, TableOptions{Workers: 2}); err != nil {
				t.Fatal(err)
			}
			if err := tables.Reach(context.Background(), from, targets, TableOptions{Limit: limit}); err != nil {
				t.Fatal(err)
			}
			for i, place := range from {
				k := r.IntN(len(to) + 2)
				want := nearest(tables.Weight[i*len(to):(i+1)*len(to)], k)
				if got := q.Nearest(place, targets, k, limit, nil); !slices.Equal(got, want) {
					t.Errorf("%d nearest from %v among %v: %v, want %v", k, place, to, got, want)
				}
			}
		}
	})
}

// nearest sorts a row.
func nearest(row []int32, k int) []Near {
	var near []Near
	for target, weight := range row {
		if weight < Inf {
			near = append(near, Near{target, weight})
		}
	}
	slices.SortFunc(near, func(a, b Near) int {
		return cmp.Or(cmp.Compare(a.Weight, b.Weight), cmp.Compare(a.Target, b.Target))
	})
	return near[:min(k, len(near))]
}

func TestTablesStop(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	eachTown(t, 1, func(t *testing.T, r *rand.Rand, town town, h *Hierarchy) {
		places := [][]Seed{{{Node: 0}}}
		if err := NewTables(h).Run(ctx, places, places, TableOptions{}); err == nil {
			t.Error("no error")
		}
	})
}
