package road

import (
	"cmp"
	"errors"
	"slices"
	"testing"
)

// What is found near must be what a table says is nearest.
func TestNearestTargets(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		r := routed(t, built(t, randomTown(seed, 9, 0)), Bike())
		points := somewhere(r, seed, 14)
		from, to := points[:4], append(points[4:], points[0], Point{Lat: 1 << 29})
		targets, err := r.Targets(t.Context(), Stops(to...))
		if err != nil {
			t.Fatal(err)
		}
		for _, bound := range []Seconds{0, 60} {
			for _, p := range from {
				want := byRoute(t, r, p, to, bound)
				for _, k := range []int{0, 1, 3, len(to)} {
					got, err := targets.Nearest(Stop{Point: p}, k, bound)
					if err != nil {
						t.Fatal(err)
					}
					if len(got) != min(k, len(want)) {
						t.Fatalf("seed %d, %d nearest: %d found, %d there", seed, k, len(got), len(want))
					}
					for i, g := range got {
						if g.Weight != want[i] {
							t.Errorf("seed %d, %d nearest: number %d weighs %v, should weigh %v", seed, k, i, g.Weight, want[i])
						}
					}
				}
			}
		}
		if _, err := targets.Nearest(Stop{Point: Point{Lat: 1 << 29}}, 1, 0); !errors.Is(err, ErrNoRoad) {
			t.Errorf("from nowhere: %v", err)
		}
	}
}

// byRoute lists the weights of the ways to all places, one after the other.
func byRoute(t *testing.T, r *Router, from Point, to []Point, bound Seconds) (weights []Seconds) {
	t.Helper()
	for _, p := range to {
		route, err := r.Route(t.Context(), Stops(from, p), RouteOptions{})
		if err == nil && (bound == 0 || route.Weight <= bound) {
			weights = append(weights, route.Weight)
		}
	}
	slices.SortFunc(weights, func(a, b Seconds) int { return cmp.Compare(a, b) })
	return weights
}
