package road

import (
	"path/filepath"
	"sync"
	"testing"

	"pignon.coop/internal/datatest"
	"pignon.coop/road/internal/ch"
)

const smallReal = "osm/monaco-osmix2025.osm.pbf"

// realExtracts lists the extracts at hand: small ones, or all where tests may take long.
func realExtracts(t *testing.T) []string {
	t.Helper()
	if !datatest.Soak() {
		return []string{smallReal, "osm/rouen-gama.osm.gz", "osm/zurich-hb-osr2025.osm.pbf"}
	}
	folder := filepath.Dir(datatest.Path(t, smallReal))
	var names []string
	for _, pattern := range []string{"*.osm.pbf", "*.osm.gz"} {
		found, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			names = append(names, "osm/"+filepath.Base(path))
		}
	}
	return names
}

func TestQuickAnswersEqualPlainOnesOnRealExtracts(t *testing.T) {
	t.Parallel()
	for _, name := range realExtracts(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := built(t, readReal(t, name))
			for _, profile := range []string{"bike", "cargo"} {
				p, err := ProfileNamed(profile)
				if err != nil {
					t.Fatal(err)
				}
				r := routed(t, g, p)
				compareWithPlain(t, profile, r, 24)
				closures := closuresAt(somewhere(r, 5, 6))
				restricted, err := r.m.With(t.Context(), closures)
				if err != nil {
					t.Fatal(err)
				}
				compareWithPlain(t, profile+" with closures", NewRouter(restricted), 4)
				compareWithFresh(t, profile, restricted, closures)
			}
		})
	}
}

// compareWithPlain compares distances and a table with Dijkstra's answers, from some places to more.
func compareWithPlain(t *testing.T, name string, r *Router, sources int) {
	t.Helper()
	from := snapsAt(r, 11, sources)
	to := append(snapsAt(r, 12, 60), from...)
	for _, s := range from { // behind on the same street
		s.along /= 2
		to = append(to, s)
	}
	c := comparison{T: t, name: name, r: r, from: from, to: to}
	c.run()
	if c.others*50 > len(from)*len(to) {
		t.Errorf("%s: %d of %d pairs have other times or lengths than plainly: more than ways of equal weight explain", name, c.others, len(from)*len(to))
	}
}

type comparison struct {
	*testing.T
	name     string
	r        *Router
	from, to []Snap
	others   int // pairs whose time or length is that of another way, of equal weight
}

func (c *comparison) run() {
	c.Helper()
	matrix, err := c.r.Table(c.Context(), stopsAt(c.from), stopsAt(c.to))
	if err != nil {
		c.Fatal(err)
	}
	weights := c.weights()
	asker := c.r.askers.Get().(*asker)
	defer c.r.askers.Put(asker)
	for i, from := range c.from {
		plain, err := c.r.Plain(c.Context(), from, c.to)
		if err != nil {
			c.Fatal(err)
		}
		for j, want := range plain {
			to := c.to[j]
			cost, ok := asker.ask(from, to)
			s, d, joined := matrix.At(i, j)
			if reached := want.Weight >= 0; ok != reached || joined != reached {
				c.Errorf("%s, %d to %d: reached %v, by distance %v, by table %v", c.name, i, j, reached, ok, joined)
			}
			if !ok || !joined {
				continue
			}
			if got := secondsOf(cost.Weight); got != want.Weight {
				c.Errorf("%s, %d to %d: distance weighs %v, plainly %v", c.name, i, j, got, want.Weight)
			}
			if got := secondsOf(weights[i*len(c.to)+j]); got != want.Weight && !c.r.m.behind(from, to) {
				c.Errorf("%s, %d to %d: the table's weight is %v, plainly %v", c.name, i, j, got, want.Weight)
			}
			if (Leg{Seconds: s, Metres: d, Weight: want.Weight}).isOther(want) || secondsOf(cost.Ms) != want.Seconds {
				c.others++
			}
		}
	}
}

func (l Leg) isOther(want Leg) bool { return l.Seconds != want.Seconds || l.Metres != want.Metres }

// weights are those of the table, which a Matrix does not tell.
func (c *comparison) weights() []uint32 {
	c.Helper()
	tables := ch.NewTables(c.r.m.hierarchy)
	begin, end := make([][]ch.Seed, len(c.from)), make([][]ch.Seed, len(c.to))
	for i, s := range c.from {
		begin[i] = c.r.m.leave(s, nil)
	}
	for i, s := range c.to {
		end[i] = c.r.m.reach(s, nil)
	}
	if err := tables.Run(c.Context(), begin, end, ch.TableOptions{Workers: 2}); err != nil {
		c.Fatal(err)
	}
	weights := make([]uint32, len(tables.Weight))
	for i, w := range tables.Weight {
		weights[i] = uint32(w)
	}
	return weights
}

// compareWithFresh compares closures that were added to a metric with one that is made from scratch with them.
func compareWithFresh(t *testing.T, name string, added *Metric, closures []Closure) {
	t.Helper()
	fresh := added.graph.price(added.profile, When{})
	touched := newBitset(len(fresh.arcs))
	for _, c := range closures {
		for _, e := range added.graph.within(c) {
			fresh.impede(2*e, c.Factor, touched)
			fresh.impede(2*e+1, c.Factor, touched)
		}
	}
	if err := fresh.customize(t.Context()); err != nil {
		t.Fatal(err)
	}
	a, b := NewRouter(added), NewRouter(fresh)
	first, second := a.askers.Get().(*asker), b.askers.Get().(*asker)
	places := snapsAt(a, 13, 200)
	for i, from := range places {
		to := places[(i+1)%len(places)]
		got, ok := first.ask(from, to)
		want, reached := second.ask(from, to)
		if ok != reached || got.Weight != want.Weight {
			t.Errorf("%s, pair %d with closures: %v %v, from scratch %v %v", name, i, got, ok, want, reached)
		}
	}
}

// closuresAt are of all sorts: closed, unchanged and slow, on streets and on squares.
func closuresAt(points []Point) []Closure {
	var closures []Closure
	for i, p := range points {
		closures = append(closures, Closure{Points: []Point{p}, Radius: Metres(5 + 30*i), Factor: float64(i%3) * 1.5})
	}
	return closures
}

func snapsAt(r *Router, seed uint64, count int) []Snap {
	var snaps []Snap
	for _, p := range somewhere(r, seed, count) {
		snaps = append(snaps, r.Nearest(Stop{Point: p}, 1)...)
	}
	return snaps
}

func stopsAt(snaps []Snap) []Stop {
	stops := make([]Stop, len(snaps))
	for i := range snaps {
		stops[i] = Stop{Point: snaps[i].Point, Snap: &snaps[i]}
	}
	return stops
}

func TestManyAskAtOnce(t *testing.T) {
	t.Parallel()
	r := routed(t, built(t, readReal(t, smallReal)), Bike())
	places := somewhere(r, 4, 12)
	want, err := r.Table(t.Context(), Stops(places...), Stops(places...))
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for worker := range 6 {
		group.Go(func() { askAll(t, r, places, want, worker) })
	}
	group.Wait()
}

// askAll asks in all ways at once, beginning with another place in each worker.
func askAll(t *testing.T, r *Router, places []Point, want Matrix, worker int) {
	ctx := t.Context()
	stops := Stops(places...)
	if worker%3 == 0 {
		got, err := r.Table(ctx, stops, stops)
		if err != nil || got.Seconds[1] != want.Seconds[1] {
			t.Errorf("table: %v %v", got.Seconds[1], err)
		}
	}
	if worker%3 == 1 {
		if _, err := r.m.With(ctx, closuresAt(places[:2])); err != nil {
			t.Error(err)
		}
		if _, err := r.Isochrone(ctx, stops[worker], 300); err != nil {
			t.Error(err)
		}
	}
	for k := range len(places) * len(places) {
		i, j := (k/len(places)+worker)%len(places), k%len(places)
		route, err := r.Route(ctx, []Stop{stops[i], stops[j]}, RouteOptions{Line: true, Way: true})
		if s, _, ok := want.At(i, j); ok && (err != nil || route.Seconds != s) {
			t.Errorf("%d to %d: %v, %v in the table, %v", i, j, route.Seconds, s, err)
		}
	}
}
