package cch

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pignon.coop/road/internal/ch"
)

func build(t *testing.T, w town, workers int) *Topology {
	t.Helper()
	topology, err := Build(t.Context(), w.in, Options{Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	return topology
}

func customize(t *testing.T, topology *Topology, costs []ch.Cost, workers int) *Metric {
	t.Helper()
	m, err := topology.Customize(t.Context(), costs, workers)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAnswersEqualThoseOfPlainRelaxation(t *testing.T) {
	t.Parallel()
	for seed := range uint64(1500) {
		w := randomTown(seed)
		topology := build(t, w, 1)
		r := rand.New(rand.NewPCG(seed, 2))
		for round := range 2 {
			m := customize(t, topology, w.costs, 1+round)
			if round == 1 {
				m.Hierarchy().AddCrown()
			}
			w.compare(t, fmt.Sprint("seed ", seed, " round ", round), w.costs, m.Hierarchy())
			w.costs = slices.Clone(w.costs)
			for i := range w.costs {
				w.costs[i] = price(r, 20)
			}
		}
	}
}

// compare asks a hierarchy for all pairs of states, or of some when there are many, and walks the ways that it finds.
func (w *town) compare(t *testing.T, name string, costs []ch.Cost, h *ch.Hierarchy) {
	t.Helper()
	if err := h.Check(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	query, step := ch.NewQuery(h), 1+len(w.in.Tail)/8
	for from := 0; from < len(w.in.Tail); from += step {
		best := w.distances(costs, from)
		for to := range best {
			result, ok := query.Run([]ch.Seed{{Node: uint32(from)}}, []ch.Seed{{Node: uint32(to)}})
			if ok != (best[to] < ch.Inf) || ok && uint32(result.Weight) != best[to] {
				t.Fatalf("%s: %d to %d: %v %v instead of %d", name, from, to, result, ok, best[to])
			}
			if ok {
				w.walk(t, fmt.Sprintf("%s: %d to %d", name, from, to), costs, query.Path(nil), result)
			}
		}
	}
}

// walk adds a way up, turn by turn.
func (w *town) walk(t *testing.T, name string, costs []ch.Cost, path []uint32, result ch.Result) {
	t.Helper()
	var sum ch.Cost
	for i, turn := range path {
		if i > 0 && (turn < w.in.First[w.in.To[path[i-1]]] || turn >= w.in.First[w.in.To[path[i-1]]+1]) {
			t.Fatalf("%s: the way has a gap: %v", name, path)
		}
		sum.Weight += costs[turn].Weight
		sum.Ms += costs[turn].Ms
		sum.Cm += costs[turn].Cm
	}
	if sum != (ch.Cost{Weight: uint32(result.Weight), Ms: uint32(result.Ms), Cm: uint32(result.Cm)}) {
		t.Fatalf("%s: the way costs %v, the answer is %v", name, sum, result)
	}
}

func TestUpdateEqualsCustomize(t *testing.T) {
	t.Parallel()
	for seed := range uint64(1000) {
		w := randomTown(seed)
		topology := build(t, w, 1)
		r := rand.New(rand.NewPCG(seed, 3))
		m, costs := customize(t, topology, w.costs, 1), slices.Clone(w.costs)
		for round := range 4 {
			var changes []Change
			for range r.IntN(4) * min(1, len(costs)) {
				c := Change{Turn: uint32(r.IntN(len(costs))), Cost: price(r, 2)}
				costs[c.Turn] = c.Cost
				changes = append(changes, c)
			}
			before := *m.Hierarchy()
			next, err := m.Update(changes)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(before, *m.Hierarchy()) {
				t.Fatalf("seed %d: round %d changes the metric before", seed, round)
			}
			if m = next; !reflect.DeepEqual(m.Hierarchy(), customize(t, topology, costs, 1).Hierarchy()) {
				t.Fatalf("seed %d: round %d differs from a new metric", seed, round)
			}
		}
		w.compare(t, fmt.Sprint("seed ", seed), costs, m.Hierarchy())
	}
}
