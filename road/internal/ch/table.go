package ch

import "context"

// TableOptions says what a table should contain.
type TableOptions struct {
	Workers int   // how many goroutines share the work; less than 2: one. The answer does not depend on it
	Full    bool  // Ms and Cm too
	Limit   int32 // pairs that weigh more have no way; 0: no limit
}

// limit is where a search stops whose labels leave out a base: its labels must stay below.
func (o TableOptions) limit(base int32) uint32 {
	if o.Limit <= 0 {
		return Inf
	}
	return uint32(max(0, min(int64(o.Limit)-int64(base)+1, Inf)))
}

// Tables works out the least weights from many places to many others, one table after the other in the same memory. It is not safe
// for concurrent use, but shares its work among goroutines.
type Tables struct {
	// Of the last Run, row by row: from the first place to all targets, from the second to all targets, ... Weight is Inf where no
	// way leads. Ms and Cm are empty unless asked for, and 0 where no way leads.
	Weight, Ms, Cm []int32

	h       *Hierarchy
	targets *Targets
	workers []*spreader
}

// NewTables makes room for tables over a hierarchy.
func NewTables(h *Hierarchy) *Tables { return &Tables{h: h, targets: NewTargets(h)} }

// Run fills the table of all ways from some places to others. It fails only when the context ends.
func (t *Tables) Run(ctx context.Context, from, to [][]Seed, o TableOptions) error {
	if err := t.targets.Prepare(ctx, to, o); err != nil {
		return err
	}
	return t.Reach(ctx, from, t.targets, o)
}

// Reach is Run for targets that were prepared with the same options.
func (t *Tables) Reach(ctx context.Context, from [][]Seed, targets *Targets, o TableOptions) error {
	size := len(from) * targets.count
	t.Weight = resized(t.Weight, size)
	t.Ms, t.Cm = t.Ms[:0], t.Cm[:0]
	if o.Full = o.Full && targets.full; o.Full {
		t.Ms, t.Cm = resized(t.Ms, size), resized(t.Cm, size)
	}
	for len(t.workers) < max(1, o.Workers) {
		t.workers = append(t.workers, &spreader{search: newSearch(t.h, false)})
	}
	share(max(1, o.Workers), len(from), func(worker, i int) {
		if ctx.Err() == nil {
			t.row(t.workers[worker], i, from[i], targets, o)
		}
	})
	return ctx.Err()
}

// spreader is one goroutine's memory for looking forward from a place.
type spreader struct {
	search *search
	row    []uint32 // target -> the least sum of labels so far
	wins   []win    // target -> how it came about
}

// win is a top, by its position in the search's, and an entry in its bucket.
type win struct{ top, entry uint32 }

func (t *Tables) row(w *spreader, number int, seeds []Seed, targets *Targets, o TableOptions) {
	w.row = resized(w.row, targets.count)
	for i := range w.row {
		w.row[i] = Inf
	}
	base := least(seeds)
	w.search.run(seeds, o.limit(base+targets.lowest), o.Full)
	if o.Full {
		w.wins = resized(w.wins, targets.count)
		for i, top := range w.search.tops {
			b := targets.buckets[top.rank]
			w.scanFull(targets.entries[b.first:b.end], top.weight, win{uint32(i), b.first})
		}
	} else {
		for _, top := range w.search.tops {
			b := targets.buckets[top.rank]
			scan(w.row, targets.entries[b.first:b.end], top.weight)
		}
	}
	start := number * targets.count
	for i, sum := range w.row {
		t.Weight[start+i] = o.total(sum, base, targets.bases[i])
	}
	if o.Full {
		t.fullRow(w, start, targets)
	}
}

// total is what a pair weighs whose labels have a sum.
func (o TableOptions) total(sum uint32, base, other int32) int32 {
	if sum >= Inf {
		return Inf
	}
	total := int64(sum) + int64(base) + int64(other)
	if total >= Inf || o.Limit > 0 && total > int64(o.Limit) {
		return Inf
	}
	return int32(total)
}

// scan offers the ways over one hub to all targets in its bucket.
func scan(row []uint32, entries []entry, weight uint32) {
	for _, e := range entries {
		row[e.target] = min(row[e.target], weight+e.weight)
	}
}

func (w *spreader) scanFull(entries []entry, weight uint32, first win) {
	for i, e := range entries {
		if sum := weight + e.weight; sum < w.row[e.target] {
			w.row[e.target] = sum
			w.wins[e.target] = win{first.top, first.entry + uint32(i)}
		}
	}
}

func (t *Tables) fullRow(w *spreader, start int, targets *Targets) {
	for i := range w.row {
		if t.Weight[start+i] == Inf {
			t.Ms[start+i], t.Cm[start+i] = 0, 0
			continue
		}
		up, down := w.search.tops[w.wins[i].top].extra, targets.extras[w.wins[i].entry]
		t.Ms[start+i], t.Cm[start+i] = int32(up.Ms+down.Ms), int32(up.Cm+down.Cm)
	}
}
