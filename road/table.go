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
// The cost is one search for each place of the shorter list, as far as the farthest of the other; the searches share the machine's
// processors. Tables from many places to one are as cheap as from one to many.
func (r *Router) Table(ctx context.Context, from, to []Point) (Matrix, error) {
	m := Matrix{
		Rows: len(from), Columns: len(to),
		Seconds: make([]Seconds, len(from)*len(to)), Metres: make([]Metres, len(from)*len(to)),
	}
	for i := range m.Seconds {
		m.Seconds[i], m.Metres[i] = Unreachable, Unreachable
	}
	t := tabling{r: r, m: m, begin: r.snapAll(from), end: r.snapAll(to)}
	if len(t.end) < len(t.begin) {
		t.backward, t.begin, t.end = true, t.end, t.begin
	}
	group, ctx := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), len(t.begin)) {
		group.Go(func() error { return t.work(ctx) })
	}
	if err := group.Wait(); err != nil {
		return Matrix{}, err
	}
	return m, nil
}

// tabling is the work on one table, shared between goroutines.
type tabling struct {
	r          *Router
	m          Matrix
	begin, end []numbered // where the searches begin, and what they look for
	backward   bool       // begin holds the columns
	next       atomic.Int64
}

// numbered is a snapped place with its number in the list asked for.
type numbered struct {
	Snap
	number int
}

// work does the next search until none is left.
func (t *tabling) work(ctx context.Context) error {
	s := t.r.spare.Get().(*search)
	defer t.r.spare.Put(s)
	targets := make([]Snap, len(t.end))
	for i, end := range t.end {
		targets[i] = end.Snap
	}
	s.aim(targets)
	defer s.forget()
	s.backward = t.backward
	for i := t.next.Add(1); int(i) <= len(t.begin); i = t.next.Add(1) {
		begin := t.begin[i-1]
		if err := s.run(ctx, begin.Snap, nil); err != nil {
			return err
		}
		t.fill(begin.number, s.found)
	}
	return nil
}

// fill writes what one search has found: a row or, of a backward search, a column. No two goroutines write the same entry.
func (t *tabling) fill(number int, found []arrival) {
	for i, arrival := range found {
		row, column := number, t.end[i].number
		if t.backward {
			row, column = column, row
		}
		if at := row*t.m.Columns + column; arrival.ok {
			t.m.Seconds[at], t.m.Metres[at] = arrival.seconds(), arrival.metres()
		}
	}
}

// snapAll snaps the places that can be snapped.
func (r *Router) snapAll(points []Point) []numbered {
	var snaps []numbered
	for i, p := range points {
		if near := r.Nearest(p, 1); len(near) > 0 {
			snaps = append(snaps, numbered{near[0], i})
		}
	}
	return snaps
}
