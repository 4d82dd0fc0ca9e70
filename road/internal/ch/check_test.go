package ch

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
)

// FuzzDamaged changes numbers of a hierarchy: either Check finds fault with it, or everything that can be asked of it ends.
func FuzzDamaged(f *testing.F) {
	for seed := range uint64(600) {
		f.Add(seed, uint8(seed%6))
	}
	f.Fuzz(func(t *testing.T, seed uint64, changes uint8) {
		r := rand.New(rand.NewPCG(seed, 3))
		town := randomTown(r, 1+r.IntN(30), r.IntN(150), 10)
		h, err := Contract(context.Background(), town.graph, Options{})
		if err != nil {
			t.Fatal(err)
		}
		h.addCrown(r.IntN(h.Nodes() + 1))
		arrays := h.Arrays()
		for range changes {
			damage(r, arrays[r.IntN(len(arrays))])
		}
		if err := h.Check(); err != nil {
			if !errors.Is(err, ErrDamaged) || changes == 0 {
				t.Errorf("error: %v", err)
			}
			return
		}
		askEverything(t, r, h)
	})
}

// damage changes a number of an array a little, or anyhow, or cuts the array.
func damage(r *rand.Rand, array any) {
	switch s := array.(type) {
	case *[]uint16:
		if i, ok := spot(r, s); ok {
			(*s)[i] = uint16(other(r, uint32((*s)[i])))
		}
	case *[]uint32:
		if i, ok := spot(r, s); ok {
			(*s)[i] = other(r, (*s)[i])
		}
	case *[]Arc:
		if i, ok := spot(r, s); ok {
			a := &(*s)[i]
			*a = []Arc{{other(r, a.Head), a.Weight}, {a.Head, other(r, a.Weight)}}[r.IntN(2)]
		}
	case *[]Extra:
		if i, ok := spot(r, s); ok {
			(*s)[i].Ms = r.Uint32()
		}
	default:
		panic("an array of another kind")
	}
}

func spot[T any](r *rand.Rand, s *[]T) (int, bool) {
	if len(*s) == 0 {
		return 0, false
	}
	i := r.IntN(len(*s))
	if r.IntN(10) == 0 {
		*s = (*s)[:i]
		return 0, false
	}
	return i, true
}

func other(r *rand.Rand, n uint32) uint32 {
	return []uint32{n + 1, n - 1, r.Uint32N(30), r.Uint32(), Original | r.Uint32N(100), 0}[r.IntN(6)]
}

func askEverything(t *testing.T, r *rand.Rand, h *Hierarchy) {
	t.Helper()
	from, to := randomPlaces(r, h.Nodes()+1, 1), randomPlaces(r, h.Nodes()+1, -1)
	q, tables, targets := NewQuery(h), NewTables(h), NewTargets(h)
	for i := range min(len(from), len(to)) {
		q.Run(from[i], to[i])
		q.Path(nil)
	}
	if err := targets.Prepare(context.Background(), to, TableOptions{}); err != nil {
		t.Error(err)
	}
	for _, place := range from {
		q.Nearest(place, targets, 3, 0, nil)
	}
	if err := tables.Run(context.Background(), from, to, TableOptions{Full: true}); err != nil {
		t.Error(err)
	}
}
