package ch

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// town is a random graph as a list of edges, and its least weights between all pairs of nodes.
type town struct {
	graph Graph
	tails []uint32
}

// randomTown makes a graph with parallel edges, loops, edges of weight 0 and edges that do not exist. Few different weights make for
// many ways of the same weight.
func randomTown(r *rand.Rand, nodes, edges, weights int) town {
	var t town
	out := make([][]uint32, nodes)
	for range edges {
		from := r.IntN(nodes)
		out[from] = append(out[from], uint32(r.IntN(nodes)))
	}
	t.graph.First = []uint32{0}
	for from, heads := range out {
		for _, head := range heads {
			c := Cost{uint32(r.IntN(weights)), uint32(r.IntN(1000)), uint32(r.IntN(1000))}
			if r.IntN(20) == 0 {
				c.Weight = Inf + uint32(r.IntN(2))*7
			}
			t.graph.Head = append(t.graph.Head, head)
			t.graph.Cost = append(t.graph.Cost, c)
			t.tails = append(t.tails, uint32(from))
		}
		t.graph.First = append(t.graph.First, uint32(len(t.graph.Head)))
	}
	return t
}

// plain finds the least weights from some seeds to all nodes by Bellman and Ford's algorithm; Inf where no way leads.
func (t town) plain(from []Seed) []int64 {
	weights := make([]int64, t.graph.Nodes())
	for i := range weights {
		weights[i] = Inf
	}
	for _, s := range from {
		weights[s.Node] = min(weights[s.Node], int64(s.Weight))
	}
	for again := true; again; {
		again = false
		for e, head := range t.graph.Head {
			c, tail := t.graph.Cost[e], weights[t.tails[e]]
			if c.Weight < Inf && tail < Inf && tail+int64(c.Weight) < weights[head] {
				weights[head] = tail + int64(c.Weight)
				again = true
			}
		}
	}
	return weights
}

// answer is the least weight between two places by plain means.
func answer(weights []int64, to []Seed) int64 {
	best := int64(Inf)
	for _, s := range to {
		if weights[s.Node] < Inf {
			best = min(best, weights[s.Node]+int64(s.Weight))
		}
	}
	return best
}

func randomSeeds(r *rand.Rand, nodes int, sign int32) []Seed {
	seeds := make([]Seed, r.IntN(4))
	for i := range seeds {
		seeds[i] = Seed{uint32(r.IntN(nodes)), sign * int32(r.IntN(30)), sign * int32(r.IntN(30)), sign * int32(r.IntN(30))}
	}
	return seeds
}

// eachTown runs a test on many random graphs, from a single node to some dozens.
func eachTown(t *testing.T, count int, test func(t *testing.T, r *rand.Rand, town town, h *Hierarchy)) {
	t.Helper()
	for seed := range uint64(count) {
		r := rand.New(rand.NewPCG(seed, 1))
		nodes := 1 + r.IntN(40)
		town := randomTown(r, nodes, r.IntN(5*nodes), []int{1, 3, 10, 1000, Inf / 3}[r.IntN(5)])
		h, err := Contract(context.Background(), town.graph, Options{Workers: 1 + int(seed%2)})
		if err == nil {
			h.addCrown(r.IntN(nodes + 1))
			err = h.Check()
		}
		if err != nil {
			t.Fatalf("town %d: %v", seed, err)
		}
		test(t, r, town, h)
		if t.Failed() {
			t.Fatalf("that was town %d", seed)
		}
	}
}

func TestQueryEqualsPlainSearch(t *testing.T) {
	t.Parallel()
	eachTown(t, 2000, func(t *testing.T, r *rand.Rand, town town, h *Hierarchy) {
		q := NewQuery(h)
		for range 20 {
			from, to := randomSeeds(r, h.Nodes(), 1), randomSeeds(r, h.Nodes(), -1)
			result, ok := q.Run(from, to)
			want := answer(town.plain(from), to)
			if int64(result.Weight) != want || ok != (want < Inf) {
				t.Errorf("from %v to %v: %v %v, want %d", from, to, result, ok, want)
			}
			if path := q.Path(nil); ok {
				if err := town.checkPath(path, from, to, result); err != nil {
					t.Errorf("from %v to %v: %v: path %v: %v", from, to, result, path, err)
				}
			} else if len(path) > 0 {
				t.Errorf("a path without a way: %v", path)
			}
		}
	})
}

// checkPath tells whether edges join the seeds of a result and cost what it says.
func (t town) checkPath(path []uint32, from, to []Seed, result Result) error {
	first, last := from[result.FromSeed], to[result.ToSeed]
	at := first.Node
	total := Result{first.Weight + last.Weight, first.Ms + last.Ms, first.Cm + last.Cm, result.FromSeed, result.ToSeed}
	for _, e := range path {
		if t.tails[e] != at {
			return fmt.Errorf("edge %d does not begin at node %d", e, at)
		}
		at = t.graph.Head[e]
		c := t.graph.Cost[e]
		total.Weight, total.Ms, total.Cm = total.Weight+int32(c.Weight), total.Ms+int32(c.Ms), total.Cm+int32(c.Cm)
	}
	if at != last.Node {
		return fmt.Errorf("ends at node %d", at)
	}
	if total != result {
		return fmt.Errorf("costs %v", total)
	}
	return nil
}

func TestContractIsTheSameForAnyWorkers(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		town := randomTown(rand.New(rand.NewPCG(seed, 2)), 300, 900, 50)
		var all []*Hierarchy
		for workers := range 4 {
			h, err := Contract(context.Background(), town.graph, Options{Workers: workers})
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, h)
		}
		for workers, h := range all {
			if !reflect.DeepEqual(h, all[0]) {
				t.Errorf("town %d: %d workers build another hierarchy", seed, workers)
			}
		}
	}
}

func TestContractRefusesWhatIsNoGraph(t *testing.T) {
	t.Parallel()
	for name, g := range map[string]Graph{
		"head beyond the nodes": {First: []uint32{0, 1}, Head: []uint32{1}, Cost: make([]Cost, 1)},
		"costs missing":         {First: []uint32{0, 1}, Head: []uint32{0}},
		"edges missing":         {First: []uint32{0, 2}, Head: []uint32{0}, Cost: make([]Cost, 1)},
		"range backwards":       {First: []uint32{0, 2, 1}, Head: []uint32{0}, Cost: make([]Cost, 1)},
		"edges without nodes":   {Head: []uint32{0}, Cost: make([]Cost, 1)},
	} {
		if _, err := Contract(context.Background(), g, Options{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestContractOfNothing(t *testing.T) {
	t.Parallel()
	h, err := Contract(context.Background(), Graph{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Check(); err != nil {
		t.Error(err)
	}
	if _, ok := NewQuery(h).Run([]Seed{{Node: 0}}, []Seed{{Node: 0}}); ok {
		t.Error("a way through nothing")
	}
}

func TestContractStops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	town := randomTown(rand.New(rand.NewPCG(1, 1)), 10, 20, 5)
	if _, err := Contract(ctx, town.graph, Options{}); err == nil {
		t.Error("no error")
	}
}
