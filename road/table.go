package road

import (
	"context"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
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

// Table finds the quickest ways from each place to each other one, as Route would. Places with no street near them are unreachable.
// The cost is one search for each place in from, as far as the farthest place in to; the searches share the machine's processors.
func (r *Router) Table(ctx context.Context, from, to []Point) (Matrix, error) {
	m := Matrix{
		Rows: len(from), Columns: len(to),
		Seconds: make([]Seconds, len(from)*len(to)), Metres: make([]Metres, len(from)*len(to)),
	}
	for i := range m.Seconds {
		m.Seconds[i], m.Metres[i] = Unreachable, Unreachable
	}
	targets, columns := r.snapAll(to)
	sources, rows := r.snapAll(from)
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), len(sources)) {
		group.Go(func() error {
			s := r.spare.Get().(*search)
			defer r.spare.Put(s)
			s.aim(targets)
			defer s.forget()
			for i := next.Add(1) - 1; int(i) < len(sources); i = next.Add(1) - 1 {
				if err := s.run(ctx, sources[i], nil); err != nil {
					return err
				}
				m.fill(rows[i], columns, s.found)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return Matrix{}, err
	}
	return m, nil
}

// fill writes a row's arrivals; rows are written by several goroutines, each its own.
func (m Matrix) fill(row int, columns []int, found []arrival) {
	for j, end := range found {
		if at := row*m.Columns + columns[j]; end.ok {
			m.Seconds[at], m.Metres[at] = end.seconds(), end.metres()
		}
	}
}

// snapAll snaps the places that can be snapped; number tells which place each one was.
func (r *Router) snapAll(points []Point) (snaps []Snap, number []int) {
	for i, p := range points {
		if near := r.Nearest(p, 1); len(near) > 0 {
			snaps, number = append(snaps, near[0]), append(number, i)
		}
	}
	return snaps, number
}
