package road

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pignon.coop/internal/datatest"
	"pignon.coop/road/extract"
)

func TestRouteMeasures(t *testing.T) {
	t.Parallel()
	w := draw(t, `A---B---C`)
	r := w.router(t, Bike())
	route, err := r.Route(t.Context(), Stops(w.spot("AB"), w.spot("BC"), w.spot("AB"), w.spot("AB")), RouteOptions{Line: true})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(float64(route.Metres)-200) > 0.5 || math.Abs(float64(route.Seconds)-200/17.0*3.6) > 0.1 {
		t.Errorf("%v m in %v s", route.Metres, route.Seconds)
	}
	if len(route.Legs) != 3 || len(route.Legs[0].Line) != 3 || len(route.Legs[2].Line) != 2 || len(route.Line) != 6 {
		t.Errorf("lines: %v", route)
	}
	if route.Legs[2].Metres != 0 || route.Legs[2].Seconds != 0 {
		t.Errorf("standing still: %v", route.Legs[2])
	}
	bare, err := r.Route(t.Context(), Stops(w.spot("AB"), w.spot("BC")), RouteOptions{})
	if err != nil || bare.Line != nil || bare.Metres != route.Legs[0].Metres {
		t.Errorf("without line: %v %v", bare, err)
	}
	if short, err := r.Route(t.Context(), Stops(w.spot("AB")), RouteOptions{}); err != nil || len(short.Legs) != 0 {
		t.Errorf("one point: %v %v", short, err)
	}
}

func TestTurningBackOnAOneWayStreet(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A>>>B
^   v
C<<<D`)
	r := w.router(t, Bike())
	behind := between(w.place["A"], w.place["B"], 0.25)
	route, err := r.Route(t.Context(), Stops(w.spot("AB"), behind), RouteOptions{})
	if err != nil || math.Abs(float64(route.Metres)-375) > 1 {
		t.Errorf("%v %v", route, err)
	}
	if ahead, err := r.Route(t.Context(), Stops(behind, w.spot("AB")), RouteOptions{}); err != nil || ahead.Metres > 26 {
		t.Errorf("%v %v", ahead, err)
	}
}

func TestSnapsToTheMainNetwork(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B---C
|   |   |
D---E---F

G---H`)
	r := w.router(t, Bike())
	near := r.Nearest(Stop{Point: w.spot("GH")}, 3)
	if len(near) != 3 || near[0].Point != w.spot("DE") || math.Abs(float64(near[0].Metres)-100) > 1 {
		t.Errorf("the island must not be offered: %+v", near)
	}
	if got := w.ride(t, r, "GH", "AB"); got != "EB" && got != "DA" {
		t.Errorf("from the island: %s", got)
	}
	far := Point{Lat: 500000, Lng: 500000}
	if near := r.Nearest(Stop{Point: far}, 1); len(near) != 0 {
		t.Errorf("too far: %+v", near)
	}
	if _, err := r.Route(t.Context(), Stops(w.spot("AB"), far), RouteOptions{}); !errors.Is(err, ErrNoRoad) {
		t.Errorf("too far: %v", err)
	}
	for _, p := range []Point{{Lat: 900000000, Lng: 1800000000}, {Lat: math.MinInt32, Lng: math.MaxInt32}} {
		if near := r.Nearest(Stop{Point: p}, 2); len(near) != 0 {
			t.Errorf("at the end of the world: %+v", near)
		}
	}
}

func TestNoRoute(t *testing.T) {
	t.Parallel()
	// Two networks, each large enough to be one of its own.
	x := randomTown(1, 40, 0)
	other := randomTown(2, 40, 1<<30)
	x.Nodes = append(x.Nodes, other.Nodes...)
	x.Ways = append(x.Ways, other.Ways...)
	r := routed(t, built(t, x), Bike())
	points := []Point{x.Nodes[40].Point, other.Nodes[40].Point}
	if _, err := r.Route(t.Context(), Stops(points...), RouteOptions{}); !errors.Is(err, ErrNoRoute) {
		t.Errorf("%v", err)
	}
	m, err := r.Table(t.Context(), Stops(points...), Stops(append(points, Point{Lat: 1 << 29})...))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		row, column int
		ok          bool
	}{{0, 0, true}, {0, 1, false}, {1, 1, true}, {1, 2, false}} {
		s, d, ok := m.At(tt.row, tt.column)
		if ok != tt.ok || !ok && (s != Unreachable || d != Unreachable) {
			t.Errorf("%d to %d: %v %v %v", tt.row, tt.column, s, d, ok)
		}
	}
}

func TestStopsWhenAsked(t *testing.T) {
	t.Parallel()
	x := randomTown(3, 60, 0)
	r := routed(t, built(t, x), Bike())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	points := []Point{x.Nodes[0].Point, x.Nodes[len(x.Nodes)-1].Point}
	if _, err := r.Table(ctx, Stops(points...), Stops(points...)); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// randomTown is a square of junctions with streets of all sorts between neighbours, and turn restrictions.
func randomTown(seed uint64, side int, east int32) *extract.Extract {
	random := rand.New(rand.NewPCG(seed, 7))
	x := &extract.Extract{}
	id := func(row, column int) int64 { return int64(row*side+column) + int64(east) + 1 }
	sorts := []extract.Tags{
		parseTags([]string{"highway=residential"}), parseTags([]string{"highway=residential", "oneway=yes"}),
		parseTags([]string{"highway=primary"}), parseTags([]string{"highway=footway"}), parseTags([]string{"highway=track", "surface=gravel"}),
		parseTags([]string{"highway=residential", "oneway=-1"}), parseTags([]string{"highway=service", "access=no"}),
	}
	street := func(a, b int64) {
		if random.IntN(10) == 0 {
			return
		}
		way := extract.Way{ID: int64(len(x.Ways)) + int64(east) + 1, Tags: sorts[random.IntN(len(sorts))], Nodes: []int64{a, b}}
		x.Ways = append(x.Ways, way)
		if len(x.Ways) > 1 && random.IntN(4) == 0 {
			before := x.Ways[len(x.Ways)-2]
			kind := []string{"no_left_turn", "only_straight_on"}[random.IntN(2)]
			x.Relations = append(x.Relations, extract.Relation{
				ID: way.ID, Tags: parseTags([]string{"type=restriction", "restriction=" + kind}),
				Members: []extract.Member{
					{Kind: extract.KindWay, ID: before.ID, Role: "from"}, {Kind: extract.KindNode, ID: a, Role: "via"},
					{Kind: extract.KindWay, ID: way.ID, Role: "to"},
				},
			})
		}
	}
	for row := range side {
		for column := range side {
			lat, lng := int32(row*gridStep+random.IntN(gridStep/2)), int32(column*gridStep+random.IntN(gridStep/2))
			x.Nodes = append(x.Nodes, extract.Node{ID: id(row, column), Point: Point{Lat: lat, Lng: lng + east}})
			if column > 0 {
				street(id(row, column), id(row, column-1))
			}
			if row > 0 {
				street(id(row, column), id(row-1, column))
			}
		}
	}
	return x
}

// slowest relaxes all turns again and again until nothing changes: an oracle that shares no code with searches but the prices.
func slowest(m *Metric, from, to Snap) (uint32, bool) {
	g := m.graph
	const never = math.MaxUint32
	best := make([]uint32, g.states())
	for s := range best {
		best[s] = never
	}
	result := uint32(never)
	for a := 2 * from.edge; a <= 2*from.edge+1; a++ {
		if !m.open(a) {
			continue
		}
		best[a] = m.arcs[a].Weight - m.part(a, g.ahead(a, from)).Weight
		if to.edge == from.edge && g.ahead(a, to) >= g.ahead(a, from) {
			result = min(result, m.part(a, g.ahead(a, to)).Weight-m.part(a, g.ahead(a, from)).Weight)
		}
	}
	for changed := true; changed; {
		changed = false
		for s := range state(g.states()) {
			if best[s] == never {
				continue
			}
			for t := g.turnFirst[s]; t < g.turnFirst[s+1]; t++ {
				a := g.arcOf(g.turnTo[t])
				if !m.turns[t].open() || !m.open(a) {
					continue
				}
				if a>>1 == to.edge {
					result = min(result, best[s]+m.turns[t].Weight+m.part(a, g.ahead(a, to)).Weight)
				}
				if w := best[s] + m.turns[t].Weight + m.arcs[a].Weight; w < best[g.turnTo[t]] {
					best[g.turnTo[t]], changed = w, true
				}
			}
		}
	}
	return result, result != never
}

func TestRoutesEqualTheOracleAndTheTable(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		x := randomTown(seed, 9, 0)
		r := routed(t, built(t, x), Bike())
		if r.m.graph.Edges() == 0 {
			continue
		}
		random := rand.New(rand.NewPCG(seed, 8))
		points := make([]Point, 6)
		for i := range points {
			points[i] = Point{Lat: random.Int32N(9 * gridStep), Lng: random.Int32N(9 * gridStep)}
		}
		compare(t, fmt.Sprint("seed ", seed), r, points, true)
	}
}

// compare asks for every pair by route, by table and, if wanted, by the oracle, and adds up each line.
func compare(t *testing.T, name string, r *Router, points []Point, oracle bool) {
	t.Helper()
	m, err := r.Table(t.Context(), Stops(points...), Stops(points...))
	if err != nil {
		t.Fatal(err)
	}
	narrow, err := r.Table(t.Context(), Stops(points...), Stops(points[:2]...))
	if err != nil {
		t.Fatal(err)
	}
	for i := range points {
		for j := range 2 {
			s, d, _ := m.At(i, j)
			if s2, d2, _ := narrow.At(i, j); s != s2 || d != d2 {
				t.Errorf("%s, %d to %d: forward %v s %v m, backward %v s %v m", name, i, j, s, d, s2, d2)
			}
		}
	}
	for i, from := range points {
		for j, to := range points {
			route, err := r.Route(t.Context(), Stops(from, to), RouteOptions{Line: true})
			seconds, metres, ok := m.At(i, j)
			if ok != (err == nil) || ok && (seconds != route.Seconds || math.Abs(float64(metres-route.Metres)) > 0.02) {
				t.Errorf("%s, %d to %d: table %v s %v m, route %v s %v m, %v", name, i, j, seconds, metres, route.Seconds, route.Metres, err)
			}
			if drawn := lengthOf(route.Line); math.Abs(drawn-float64(route.Metres)) > 0.5+drawn/1000 {
				t.Errorf("%s, %d to %d: the line is %v m long, the route %v m", name, i, j, drawn, route.Metres)
			}
			if !oracle {
				continue
			}
			a, b := r.Nearest(Stop{Point: from}, 1), r.Nearest(Stop{Point: to}, 1)
			if len(a) == 0 || len(b) == 0 {
				continue
			}
			weight, reached := slowest(r.m, a[0], b[0])
			if reached != ok || ok && math.Abs(float64(weight)/1000-float64(route.Weight)) > 1e-9 {
				t.Errorf("%s, %d to %d: oracle %v ms, route %v s", name, i, j, weight, route.Weight)
			}
		}
	}
}

func readReal(t testing.TB, name string) *extract.Extract {
	t.Helper()
	x, err := extract.ReadFile(context.Background(), datatest.Path(t, name), nil)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// somewhere picks places at random junctions of the main network, for comparisons and benchmarks.
func somewhere(r *Router, seed uint64, count int) []Point {
	random := rand.New(rand.NewPCG(seed, 9))
	points := make([]Point, 0, count)
	for len(points) < count {
		e := random.Uint32N(uint32(r.m.graph.Edges()))
		if r.m.usable(2 * e) {
			points = append(points, between(r.m.graph.points[r.m.graph.edges[e].From], r.m.graph.points[r.m.graph.edges[e].To], 0.5))
		}
	}
	return points
}

func TestRealExtracts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		junctions int
	}{{"osm/monaco-osrm.osm.pbf", 1000}, {"osm/andorra-valhalla2025.osm.pbf", 5000}} {
		r := routed(t, built(t, readReal(t, tt.name)), Bike())
		if r.m.graph.Junctions() < tt.junctions {
			t.Errorf("%s: %d junctions", tt.name, r.m.graph.Junctions())
		}
		compare(t, tt.name, r, somewhere(r, 1, 12), false)
	}
}

func TestOpenRefusesDamage(t *testing.T) {
	t.Parallel()
	var section bytes.Buffer
	if err := Build(t.Context(), randomTown(1, 4, 0), &section, BuildOptions{Profiles: []Profile{Bike()}}); err != nil {
		t.Fatal(err)
	}
	whole := section.Bytes()
	for name, data := range map[string][]byte{
		"empty": nil, "cut off": whole[:len(whole)-100], "foreign": bytes.Repeat([]byte("map"), 200), "header alone": whole[:headerSize],
	} {
		if _, err := Open(data); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	unaligned := append([]byte{0}, whole...)[1:]
	if g, err := Open(unaligned); err != nil || g.Edges() == 0 {
		t.Errorf("at an odd address: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	var section bytes.Buffer
	if err := Build(context.Background(), randomTown(5, 3, 0), &section, BuildOptions{Profiles: []Profile{Bike()}}); err != nil {
		f.Fatal(err)
	}
	f.Add(section.Bytes())
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := Open(data)
		if err != nil {
			return
		}
		m, err := g.Metric(context.Background(), Bike(), MetricOptions{At: When{Known: true}})
		if err != nil {
			return
		}
		tryOut(m)
		if m, err = g.Metric(context.Background(), Bike(), MetricOptions{}); err != nil {
			return
		}
		tryOut(m)
	})
}

// tryOut asks questions of all sorts, for those that a damaged graph would not survive.
func tryOut(m *Metric) {
	r := NewRouter(m)
	stops := Stops(Point{Lat: 100, Lng: 100}, Point{Lat: 2 * gridStep, Lng: gridStep})
	_, _ = r.Route(context.Background(), stops, RouteOptions{Line: true})
	_, _ = r.Table(context.Background(), stops, stops)
	_, _ = r.Isochrone(context.Background(), stops[0], 60)
}
