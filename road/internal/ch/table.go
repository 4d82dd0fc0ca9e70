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

// Reach is Run for targets that are prepared already. What they were not prepared for, Full or a higher Limit, it cannot give.
func (t *Tables) Reach(ctx context.Context, from [][]Seed, targets *Targets, o TableOptions) error {
	size := len(from) * targets.count
	t.Weight = resized(t.Weight, size)
	t.Ms, t.Cm = t.Ms[:0], t.Cm[:0]
	if o.Full = o.Full && targets.full; o.Full {
		t.Ms, t.Cm = resized(t.Ms, size), resized(t.Cm, size)
	}
	for len(t.workers) < crew(o.Workers, len(from)) {
		t.workers = append(t.workers, &spreader{search: newSearch(t.h, false)})
	}
	share(o.Workers, len(from), func(worker, i int) {
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
	wins   []uint64 // target -> the same in the upper 32 bits, and the entry by which it came about; instead of row in full tables
	place  []uint32 // rank -> its position among the tops
}

// row fills a row of the table.
func (t *Tables) row(w *spreader, number int, seeds []Seed, targets *Targets, o TableOptions) {
	base, start := least(seeds), number*targets.count
	w.search.run(seeds, o.limit(base+targets.lowest), o.Full)
	if o.Full {
		w.reachFull(targets)
		t.fullRow(w, start, base, targets, o)
		return
	}
	w.row = targets.reach(w.search.tops, w.row)
	weights := t.Weight[start : start+targets.count]
	for i, sum := range w.row {
		weights[i] = o.total(sum, base, targets.bases[i])
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

// reach works out the least sums of labels to all targets, in the row's memory.
func (t *Targets) reach(tops []top, row []uint32) []uint32 {
	row = resized(row, t.count)
	for i := range row {
		row[i] = Inf
	}
	for _, top := range tops {
		b := t.buckets[top.rank]
		for _, e := range t.entries[b.first:b.end] {
			row[e.target] = min(row[e.target], top.weight+e.weight)
		}
	}
	return row
}

// reachFull works out the least sums of labels to all targets, and how they come about.
func (w *spreader) reachFull(t *Targets) {
	w.wins, w.place = resized(w.wins, t.count), resized(w.place, t.h.Nodes())
	for i := range w.wins {
		w.wins[i] = unknown
	}
	for i, top := range w.search.tops {
		w.place[top.rank] = uint32(i)
		b := t.buckets[top.rank]
		for k, e := range t.entries[b.first:b.end] {
			w.wins[e.target] = min(w.wins[e.target], uint64(top.weight+e.weight)<<32|uint64(b.first+uint32(k)))
		}
	}
}

// fullRow fills a row of the table with all that it takes.
func (t *Tables) fullRow(w *spreader, start int, base int32, targets *Targets, o TableOptions) {
	end := start + targets.count
	weights, ms, cm := t.Weight[start:end], t.Ms[start:end], t.Cm[start:end]
	for i, win := range w.wins {
		weight, sum := o.total(uint32(win>>32), base, targets.bases[i]), Extra{}
		if weight != Inf {
			down := targets.rests[uint32(win)]
			sum = w.search.tops[w.place[down.rank]].extra.plus(down.extra)
		}
		weights[i], ms[i], cm[i] = weight, int32(sum.Ms), int32(sum.Cm)
	}
}
