package road

import (
	"context"
	"runtime"
	"sync"

	"pignon.coop/road/internal/ch"
)

// Unreachable stands in a Matrix, as time and as distance, for pairs that no way joins.
const Unreachable = -1

// Matrix holds times and distances from each of Rows places to each of Columns places, row after row.
type Matrix struct {
	Rows, Columns int
	Seconds       []Seconds
	Metres        []Metres
}

// At returns the time and the distance from one place to another; ok is false, and both are Unreachable, where no way joins them.
func (m Matrix) At(row, column int) (s Seconds, d Metres, ok bool) {
	i := row*m.Columns + column
	return m.Seconds[i], m.Metres[i], m.Seconds[i] >= 0
}

// Table finds the best ways from each stop to each other one, as Route would. Stops with no street near them are unreachable. The
// work is shared between the machine's processors. It fails with the context's error only.
func (r *Router) Table(ctx context.Context, from, to []Stop) (Matrix, error) {
	begin, end := r.snapAll(from), r.snapAll(to)
	m := Matrix{Rows: len(from), Columns: len(to), Seconds: make([]Seconds, len(from)*len(to)), Metres: make([]Metres, len(from)*len(to))}
	for i := range m.Seconds {
		m.Seconds[i], m.Metres[i] = Unreachable, Unreachable
	}
	tables := r.tables.Get().(*ch.Tables)
	defer r.tables.Put(tables)
	options := ch.TableOptions{Workers: runtime.GOMAXPROCS(0), Full: true}
	if err := tables.Run(ctx, r.seedsOf(begin, r.m.leave), r.seedsOf(end, r.m.reach), options); err != nil {
		return Matrix{}, err
	}
	r.fill(&m, tables, begin, end)
	return m, nil
}

// fill copies a table into a matrix, some rows on each processor.
func (r *Router) fill(m *Matrix, tables *ch.Tables, begin, end []numbered) {
	workers := max(1, min(runtime.GOMAXPROCS(0), len(begin)*len(end)/10000))
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			asker := r.askers.Get().(*asker)
			defer r.askers.Put(asker)
			for i := w; i < len(begin); i += workers {
				r.fillRow(m, tables, asker, i, begin, end)
			}
		})
	}
	group.Wait()
}

func (r *Router) fillRow(m *Matrix, tables *ch.Tables, asker *asker, i int, begin, end []numbered) {
	from, row := &begin[i], i*len(end)
	for j := range end {
		to, at := &end[j], row+j
		cost := ch.Cost{Weight: uint32(tables.Weight[at]), Ms: uint32(tables.Ms[at]), Cm: uint32(tables.Cm[at])}
		if from.edge == to.edge && r.m.behind(from.Snap, to.Snap) {
			cost, _ = asker.ask(from.Snap, to.Snap)
		}
		if at = from.number*m.Columns + to.number; cost.Weight < ch.Inf {
			m.Seconds[at], m.Metres[at] = secondsOf(cost.Ms), metresOf(cost.Cm)
		}
	}
}

// numbered is a snapped place with its number in the list asked for.
type numbered struct {
	Snap
	number int
}

// snapAll snaps the stops that can be snapped.
func (r *Router) snapAll(stops []Stop) []numbered {
	snaps := make([]numbered, 0, len(stops))
	for i, stop := range stops {
		if near := r.Nearest(stop, 1); len(near) > 0 {
			snaps = append(snaps, numbered{near[0], i})
		}
	}
	return snaps
}

func (r *Router) seedsOf(places []numbered, seeds func(Snap, []ch.Seed) []ch.Seed) [][]ch.Seed {
	all := make([][]ch.Seed, len(places))
	for i, p := range places {
		all[i] = seeds(p.Snap, nil)
	}
	return all
}
