package road

import (
	"context"

	"pignon.coop/road/internal/ch"
)

// Plain finds what the best ways from a place to others cost by Dijkstra's algorithm, without the index: a thousand times slower than
// Table, whose answers it is there to check. Where no way leads, Metres, Seconds and Weight are Unreachable. It fails with the
// context's error only.
func (r *Router) Plain(ctx context.Context, from Snap, to []Snap) ([]Leg, error) {
	s := r.searches.Get().(*search)
	defer r.searches.Put(s)
	if err := s.everywhere(ctx, r.m.leave(from, nil)); err != nil {
		return nil, err
	}
	legs := make([]Leg, len(to))
	for i := range to {
		legs[i] = s.arrive(to[i])
	}
	for i := range to {
		if !r.m.behind(from, to[i]) {
			continue
		}
		seeds, _ := r.m.leaveRound(from, to[i], nil, nil)
		if err := s.everywhere(ctx, seeds); err != nil {
			return nil, err
		}
		legs[i] = s.arrive(to[i])
	}
	return legs, nil
}

// everywhere settles all states that can be reached.
func (s *search) everywhere(ctx context.Context, from []ch.Seed) error {
	return s.run(ctx, from, func(state, ch.Cost) bool { return true })
}

// arrive is the best way to a place among the settled states.
func (s *search) arrive(to Snap) Leg {
	leg := Leg{Metres: Unreachable, Seconds: Unreachable, Weight: Unreachable}
	best := uint32(ch.Inf)
	for _, seed := range s.m.reach(to, nil) {
		l := &s.labels[seed.Node]
		if l.round != s.round {
			continue
		}
		if weight := l.Weight - uint32(-seed.Weight); weight < best {
			best = weight
			leg = Leg{Metres: metresOf(l.Cm - uint32(-seed.Cm)), Seconds: secondsOf(l.Ms - uint32(-seed.Ms)), Weight: secondsOf(weight)}
		}
	}
	return leg
}
