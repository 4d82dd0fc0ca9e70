package cch

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pignon.coop/road/internal/ch"
)

// What a narrow topology makes of prices that close no less equals what the whole one makes of them.
func TestNarrowEqualsWhole(t *testing.T) {
	t.Parallel()
	fewer := false
	for seed := range uint64(1000) {
		w := randomTown(seed)
		whole := build(t, w, 1)
		narrow := whole.Narrow(func(turn uint32) bool { return w.costs[turn].Weight < ch.Inf })
		if err := narrow.Check(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		fewer = fewer || narrow.Arcs() < whole.Arcs()
		r := rand.New(rand.NewPCG(seed, 4))
		for round := range 3 {
			if !reflect.DeepEqual(customize(t, narrow, w.costs, 1+round).Hierarchy(), customize(t, whole, w.costs, 1).Hierarchy()) {
				t.Fatalf("seed %d: round %d differs", seed, round)
			}
			w.costs = slices.Clone(w.costs)
			for i, cost := range w.costs {
				if cost.Weight < ch.Inf {
					w.costs[i] = price(r, 20)
				}
			}
		}
	}
	if !fewer {
		t.Error("no topology is narrower than the whole")
	}
}
