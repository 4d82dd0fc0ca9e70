package cch

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pignon.coop/road/extract"
	"pignon.coop/road/internal/ch"
)

// grid is a town of streets both ways between neighbours in a square, without restrictions.
func grid(side int, seed uint64) town {
	r := rand.New(rand.NewPCG(seed, 4))
	var w town
	leaving := make([][]uint32, side*side)
	street := func(a, b int) {
		leaving[a] = append(leaving[a], uint32(len(w.in.Tail)))
		w.state(a, b)
		leaving[b] = append(leaving[b], uint32(len(w.in.Tail)))
		w.state(b, a)
	}
	for i := range side * side {
		w.in.Points = append(w.in.Points, extract.Point{Lat: int32(i / side * 1000), Lng: int32(i % side * 1000)})
		if i%side > 0 && r.IntN(10) > 0 {
			street(i, i-1)
		}
		if i >= side && r.IntN(10) > 0 {
			street(i, i-side)
		}
	}
	w.in.First = append(w.in.First, 0)
	for _, head := range w.in.Head {
		for _, next := range leaving[head] {
			w.in.To, w.costs = append(w.in.To, next), append(w.costs, price(r, 20))
		}
		w.in.First = append(w.in.First, uint32(len(w.in.To)))
	}
	return w
}

func TestResultIsTheSameForAnyWorkers(t *testing.T) {
	t.Parallel()
	w := grid(60, 1)
	one, many := build(t, w, 1), build(t, w, 3)
	for i, array := range one.Arrays() {
		if !reflect.DeepEqual(array, many.Arrays()[i]) {
			t.Errorf("array %d of the topology differs", i)
		}
	}
	m := customize(t, one, w.costs, 1)
	for workers := 0; workers < 5; workers++ {
		if !reflect.DeepEqual(m.Hierarchy(), customize(t, one, w.costs, workers).Hierarchy()) {
			t.Errorf("the hierarchy differs with %d workers", workers)
		}
	}
	if len(one.derive().plan.trunks) < 10 {
		t.Errorf("too few trunks to tell: %d", len(one.derive().plan.trunks))
	}
}

func TestCuttingKeepsAGridSmall(t *testing.T) {
	t.Parallel()
	w := grid(100, 2)
	topology := build(t, w, 2)
	if perState := topology.Arcs() / topology.Nodes(); perState > 30 {
		t.Errorf("%d arcs per state", perState)
	}
}

func TestCompleteRestoresATopology(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		w := randomTown(seed)
		topology := build(t, w, 1)
		w.in.Points = nil
		again, err := Complete(w.in, topology.Rank)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(topology.Arrays(), again.Arrays()) {
			t.Fatalf("seed %d: another topology", seed)
		}
	}
}

func TestProgressEndsWithAllStates(t *testing.T) {
	t.Parallel()
	w := grid(50, 3)
	last := 0
	_, err := Build(t.Context(), w.in, Options{Workers: 2, Progress: func(done, total int) {
		if done < last || total != len(w.in.Tail) {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
	}})
	if err != nil || last != len(w.in.Tail) {
		t.Errorf("%d of %d: %v", last, len(w.in.Tail), err)
	}
}

func TestStopsWithTheContext(t *testing.T) {
	t.Parallel()
	w := grid(20, 4)
	topology := build(t, w, 1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Build(ctx, w.in, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("build: %v", err)
	}
	if _, err := topology.Customize(ctx, w.costs, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("customise: %v", err)
	}
}

func TestRefusesWhatDoesNotFitTogether(t *testing.T) {
	t.Parallel()
	sound := func() In {
		return In{
			Points: make([]extract.Point, 3), Tail: []uint32{0, 1, 2}, Head: []uint32{1, 2, 0}, First: []uint32{0, 1, 2, 3}, To: []uint32{1, 2, 0},
		}
	}
	for name, spoil := range map[string]func(in *In){
		"no ranges":        func(in *In) { in.First = nil },
		"a head too few":   func(in *In) { in.Head = in.Head[1:] },
		"begins late":      func(in *In) { in.First[0] = 1 },
		"ends early":       func(in *In) { in.To = in.To[1:] },
		"goes back":        func(in *In) { in.First[1] = 3 },
		"goes too far":     func(in *In) { in.First[1], in.First[2] = 9, 9 },
		"no such state":    func(in *In) { in.To[1] = 3 },
		"a leap":           func(in *In) { in.To[1] = 0 },
		"no such junction": func(in *In) { in.Points = in.Points[:2] },
	} {
		in := sound()
		if spoil(&in); in.check() == nil && in.checkPoints() == nil {
			t.Errorf("%s: no error", name)
		}
		if _, err := Build(t.Context(), in, Options{}); err == nil {
			t.Errorf("%s: built", name)
		}
	}
	topology, err := Build(t.Context(), sound(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := topology.Customize(t.Context(), make([]ch.Cost, 2), 1); err == nil {
		t.Error("a cost too few")
	}
	if _, err := customize(t, topology, make([]ch.Cost, 3), 1).Update([]Change{{Turn: 3}}); err == nil {
		t.Error("no such turn")
	}
	for _, rank := range [][]uint32{nil, {0, 1}, {0, 1, 1}, {0, 1, 3}} {
		if _, err := Complete(sound(), rank); err == nil {
			t.Errorf("no order: %v", rank)
		}
	}
}

func TestNothingToBuild(t *testing.T) {
	t.Parallel()
	topology, err := Build(t.Context(), In{First: []uint32{0}}, Options{Workers: 2})
	if err != nil || topology.Check() != nil {
		t.Fatal(err, topology.Check())
	}
	if h := customize(t, topology, nil, 2).Hierarchy(); h.Check() != nil || h.Nodes() != 0 {
		t.Errorf("%v", h)
	}
}

func TestDamagedArraysNeverPanic(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2000) {
		w := randomTown(seed % 50)
		topology := build(t, w, 1)
		if err := topology.Check(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		damage(topology, rand.New(rand.NewPCG(seed, 5)))
		if topology.Check() != nil || len(topology.Arc) != len(w.costs) || len(w.costs) == 0 {
			continue
		}
		m := customize(t, topology, w.costs, 2)
		next, err := m.Update([]Change{{Turn: 0, Cost: ch.Cost{Weight: 1}}, {Turn: uint32(len(w.costs) - 1), Cost: ch.Cost{Weight: ch.Inf}}})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range []*ch.Hierarchy{m.Hierarchy(), next.Hierarchy()} {
			if err := h.Check(); err != nil {
				t.Fatalf("seed %d: a hierarchy that is damaged: %v", seed, err)
			}
		}
	}
}

// damage changes a number in an array, or its length.
func damage(t *Topology, r *rand.Rand) {
	arrays := t.Arrays()
	array := arrays[r.IntN(len(arrays))].(*[]uint32)
	*array = slices.Clone(*array)
	if len(*array) == 0 || r.IntN(10) == 0 {
		*array = append(*array, r.Uint32N(3))
		return
	}
	if r.IntN(10) == 0 {
		*array = (*array)[1:]
		return
	}
	i := r.IntN(len(*array))
	(*array)[i] = []uint32{0, r.Uint32N(9), (*array)[i] + 1, (*array)[i] - 1, None, r.Uint32()}[r.IntN(6)]
}
