package road

import "context"

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
// The cost is one search for each place in from, as far as the farthest place in to.
func (r *Router) Table(ctx context.Context, from, to []Point) (Matrix, error) {
	m := Matrix{
		Rows: len(from), Columns: len(to),
		Seconds: make([]Seconds, len(from)*len(to)), Metres: make([]Metres, len(from)*len(to)),
	}
	for i := range m.Seconds {
		m.Seconds[i], m.Metres[i] = Unreachable, Unreachable
	}
	s := r.spare.Get().(*search)
	defer r.spare.Put(s)
	targets, columns := r.snapAll(to)
	s.aim(targets)
	defer s.forget()
	sources, rows := r.snapAll(from)
	for i, source := range sources {
		if err := s.run(ctx, source, nil); err != nil {
			return Matrix{}, err
		}
		for j, end := range s.found {
			if at := rows[i]*m.Columns + columns[j]; end.ok {
				m.Seconds[at], m.Metres[at] = end.seconds(), end.metres()
			}
		}
	}
	return m, nil
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
