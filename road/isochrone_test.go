package road

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestIsochrone(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B---C---D
    |
    E>>>F   G`)
	r := w.router(t, Bike())
	// 100 m take 21.2 s; a right angle 3 s.
	for _, c := range []struct {
		from    string
		seconds Seconds
		want    string // metres of each street reached
	}{
		{"AB", 0, "AB 0"},
		{"A", 10, "AB 47"},
		{"A", 30, "AB 100, BC 42, BE 27"},
		{"A", 65, "AB 100, BC 100, BE 100, CD 100, EF 93"},
		{"A", 600, "AB 100, BC 100, BE 100, CD 100, EF 100"},
		{"D", 30, "BC 42, CD 100"},
		{"AB", 20, "AB 100, BC 44, BE 30"},
	} {
		got, err := r.Isochrone(t.Context(), Stop{Point: w.spot(c.from)}, c.seconds)
		if err != nil {
			t.Fatal(err)
		}
		if text := w.lengths(got[0].Streets); text != c.want {
			t.Errorf("%g s from %s: %s; want %s", float64(c.seconds), c.from, text, c.want)
		}
	}
}

// lengths tells how much of each street some lines cover.
func (w *town) lengths(lines [][]Point) string {
	var out []string
	for _, name := range []string{"AB", "BC", "BE", "CD", "EF"} {
		all := -1.0
		for _, line := range lines {
			middle := between(line[0], line[len(line)-1], 0.5)
			a, b := w.place[name[:1]], w.place[name[1:]]
			if metresBetween(a, middle)+metresBetween(middle, b) < metresBetween(a, b)+0.1 {
				all = max(all, 0) + lengthOf(line)
			}
		}
		if all >= 0 {
			out = append(out, fmt.Sprintf("%s %.0f", name, all))
		}
	}
	return strings.Join(out, ", ")
}

func TestIsochronesThatCannotBe(t *testing.T) {
	t.Parallel()
	w := draw(t, `A---B`)
	r := w.router(t, Bike())
	if got, err := r.Isochrone(t.Context(), Stop{Point: w.spot("A")}); err != nil || got != nil {
		t.Errorf("no times: %v, %v", got, err)
	}
	if _, err := r.Isochrone(t.Context(), Stop{Point: Point{Lat: 500000000}}, 60); !errors.Is(err, ErrNoRoad) {
		t.Errorf("far from any street: %v", err)
	}
	for _, seconds := range [][]Seconds{{-1}, {1e9}, make([]Seconds, maxIsochrones+1)} {
		if _, err := r.Isochrone(t.Context(), Stop{Point: w.spot("A")}, seconds...); err == nil {
			t.Errorf("%d times, the first %g s: no error", len(seconds), float64(seconds[0]))
		}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Isochrone(cancelled, Stop{Point: w.spot("A")}, 60); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestIsochronesOfMonaco holds areas and streets against the times of routes.
func TestIsochronesOfMonaco(t *testing.T) {
	t.Parallel()
	r := routed(t, built(t, readReal(t, "osm/monaco-osrm.osm.pbf")), Bike())
	for seed := range uint64(5) {
		places := somewhere(r, seed, 41)
		from := r.Nearest(Stop{Point: places[0]}, 1)[0]
		times := []Seconds{120, 300, 900}
		rings, err := r.Isochrone(t.Context(), Stop{Point: from.Point}, times...)
		if err != nil {
			t.Fatal(err)
		}
		for i, ring := range rings {
			if err := ringError(ring.Polygons); err != nil {
				t.Errorf("%g s from %v: %v", float64(ring.Seconds), from.Point, err)
			}
			for _, line := range ring.Streets {
				for _, p := range line {
					if !anyContains(ring.Polygons, p) {
						t.Fatalf("%g s from %v: the street at %v lies outside", float64(ring.Seconds), from.Point, p)
					}
					if i+1 < len(rings) && !anyContains(rings[i+1].Polygons, p) {
						t.Fatalf("what is reached in %g s is not in %g s", float64(times[i]), float64(times[i+1]))
					}
				}
			}
		}
		for _, place := range places[1:] {
			to := r.Nearest(Stop{Point: place}, 1)[0]
			route, err := r.Route(t.Context(), Stops(from.Point, to.Point), RouteOptions{})
			for _, ring := range rings {
				if err == nil && route.Seconds <= ring.Seconds && !anyContains(ring.Polygons, to.Point) {
					t.Errorf("%v is %.0f s from %v, and not within %.0f s", to.Point, route.Seconds, from.Point, ring.Seconds)
				}
			}
		}
	}
}

func anyContains(areas []Polygon, p Point) bool {
	for _, a := range areas {
		if a.Contains(p) {
			return true
		}
	}
	return false
}

func BenchmarkIsochrone(b *testing.B) {
	r := routed(b, hilly(b, readReal(b, "osm/milan-otp2015.osm.pbf"), nil), Bike())
	from := Stop{Point: somewhere(r, 0, 1)[0]}
	for _, seconds := range []Seconds{600, 3600} {
		b.Run(fmt.Sprint(float64(seconds)), func(b *testing.B) {
			for b.Loop() {
				if _, err := r.Isochrone(b.Context(), from, seconds); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
