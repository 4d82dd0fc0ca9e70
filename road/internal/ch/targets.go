package ch

import (
	"cmp"
	"context"
	"slices"
)

// Targets are places prepared to be reached from many others: every node where a shortest way to one of them may have its top holds
// a bucket with the weights from there. Targets do not change once prepared, and are then safe for concurrent use.
type Targets struct {
	h       *Hierarchy
	count   int
	bases   []int32 // target -> what its weights leave out
	lowest  int32   // of bases
	full    bool
	hubs    []uint32 // ranks that have a bucket
	buckets []bucket // by rank
	entries []entry
	rests   []rest // by entry, only of full targets
	workers []*gatherer
	parts   []part // by target
}

// part is what one worker found for a target, as a range of its entries.
type part struct {
	worker     *gatherer
	first, end int
}

// bucket is a range of entries.
type bucket struct{ first, end uint32 }

// entry says what it weighs to come down from a hub to a target.
type entry struct{ target, weight uint32 }

// rest is the hub of an entry, and what it takes to come down from there besides weight.
type rest struct {
	rank  uint32
	extra Extra
}

// gatherer is one goroutine's memory for looking backward from targets.
type gatherer struct {
	search  *search
	ranks   []uint32 // of hubs
	entries []entry
	extras  []Extra
}

// NewTargets makes room for targets: 8 bytes per node of the hierarchy, and 12 more per worker.
func NewTargets(h *Hierarchy) *Targets {
	return &Targets{h: h, buckets: make([]bucket, h.Nodes())}
}

// Prepare replaces the targets. It fails only when the context ends; the targets are then empty.
func (t *Targets) Prepare(ctx context.Context, to [][]Seed, o TableOptions) error {
	t.forget()
	for len(t.workers) < crew(o.Workers, len(to)) {
		t.workers = append(t.workers, &gatherer{search: newSearch(t.h, true)})
	}
	for _, w := range t.workers {
		w.ranks, w.entries, w.extras = w.ranks[:0], w.entries[:0], w.extras[:0]
	}
	t.count, t.full = len(to), o.Full
	t.bases, t.lowest = append(t.bases[:0], make([]int32, len(to))...), 0
	for i, seeds := range to {
		t.bases[i] = least(seeds)
		t.lowest = min(t.lowest, t.bases[i])
	}
	t.parts = resized(t.parts, len(to))
	share(o.Workers, len(to), func(worker, i int) {
		if ctx.Err() == nil {
			t.parts[i] = t.workers[worker].gather(uint32(i), to[i], o)
		}
	})
	if err := ctx.Err(); err != nil {
		t.count = 0
		return err
	}
	t.place()
	t.fill()
	return nil
}

func (t *Targets) forget() {
	for _, rank := range t.hubs {
		t.buckets[rank] = bucket{}
	}
	t.hubs = t.hubs[:0]
}

// gather searches backward from a target and keeps the nodes that may be the top of a way to it.
func (g *gatherer) gather(target uint32, seeds []Seed, o TableOptions) part {
	first := len(g.ranks)
	g.search.run(seeds, o.limit(least(seeds)), o.Full)
	for _, t := range g.search.tops {
		g.ranks = append(g.ranks, t.rank)
		g.entries = append(g.entries, entry{target, t.weight})
		if o.Full {
			g.extras = append(g.extras, t.extra)
		}
	}
	return part{g, first, len(g.ranks)}
}

// place gives every hub a bucket as large as what was found for it, still empty. Full targets have their highest hubs first, so that
// of equal ways that over the highest top has the lowest entry.
func (t *Targets) place() {
	for _, w := range t.workers {
		for _, rank := range w.ranks {
			if t.buckets[rank].end == 0 {
				t.hubs = append(t.hubs, rank)
			}
			t.buckets[rank].end++
		}
	}
	if t.full {
		slices.SortFunc(t.hubs, func(a, b uint32) int { return cmp.Compare(b, a) })
	}
	total := uint32(0)
	for _, rank := range t.hubs {
		b := &t.buckets[rank]
		size := b.end
		b.first, b.end = total, total
		total += size
	}
	t.entries = resized(t.entries, int(total))
	if t.full {
		t.rests = resized(t.rests, int(total))
	}
}

// fill sorts what the workers found into the buckets.
func (t *Targets) fill() {
	for _, p := range t.parts {
		for i := p.first; i < p.end; i++ {
			rank := p.worker.ranks[i]
			at := t.buckets[rank].end
			t.buckets[rank].end++
			t.entries[at] = p.worker.entries[i]
			if t.full {
				t.rests[at] = rest{rank, p.worker.extras[i]}
			}
		}
	}
}

// resized returns a slice of a length, with the memory of another if that is enough.
func resized[T any](s []T, length int) []T {
	if cap(s) < length {
		return make([]T, length, length+length/4)
	}
	return s[:length]
}
