package cch

import (
	"testing"

	"pignon.coop/road/internal/ch"
)

func BenchmarkBuild(b *testing.B) {
	w := grid(150, 1)
	for b.Loop() {
		if _, err := Build(b.Context(), w.in, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCustomize(b *testing.B) {
	w := grid(150, 1)
	topology, err := Build(b.Context(), w.in, Options{})
	if err != nil {
		b.Fatal(err)
	}
	topology.derive()
	for b.Loop() {
		if _, err := topology.Customize(b.Context(), w.costs, 1); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUpdate(b *testing.B) {
	w := grid(150, 1)
	topology, err := Build(b.Context(), w.in, Options{})
	if err != nil {
		b.Fatal(err)
	}
	m, err := topology.Customize(b.Context(), w.costs, 1)
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		if _, err := m.Update([]Change{{Turn: uint32(i*7919) % uint32(len(w.costs)), Cost: ch.Cost{Weight: ch.Inf}}}); err != nil {
			b.Fatal(err)
		}
	}
}
