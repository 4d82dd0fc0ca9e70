package road

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// recorded rides along a line at a speed in metres per second and notes a fix every so many seconds, off by normal noise of sigma
// metres along each axis.
func recorded(line []Point, speed, every, sigma float64, random *rand.Rand) []Fix {
	var trace []Fix
	t := 0.0
	for i := 1; i < len(line); i++ {
		length := metresBetween(line[i-1], line[i])
		for ; t*speed <= length; t += every {
			x, y := sigma*random.NormFloat64(), sigma*random.NormFloat64()
			p := planeAt(along(line[i-1], line[i], t*speed, length)).point(x, y)
			at := Seconds(every * float64(len(trace)))
			trace = append(trace, Fix{Point: p, At: at, Accuracy: Metres(accuracySigmas * sigma)})
		}
		t -= length / speed
	}
	return trace
}

// covered tells which share of a line lies within a few metres of another.
func covered(line, other []Point) float64 {
	near, all := 0, 0
	for i := 1; i < len(line); i++ {
		steps := math.Ceil(metresBetween(line[i-1], line[i]) / 25)
		for step := 0.0; step < steps; step++ {
			all++
			if off(between(line[i-1], line[i], step/steps), other) < 3 {
				near++
			}
		}
	}
	return float64(near) / float64(max(all, 1))
}

// off is how far a place lies from a line in metres.
func off(p Point, line []Point) float64 {
	s := snapper{p: p, scale: math.Cos(radians(p.Lat))}
	least := math.Inf(1)
	for i := 1; i < len(line); i++ {
		_, _, square := s.toLine(line[i-1 : i+1])
		least = min(least, math.Sqrt(square)*metresPerE7)
	}
	return least
}

func TestMatchRecoversStreets(t *testing.T) {
	t.Parallel()
	r := routed(t, built(t, readReal(t, "osm/monaco-osrm.osm.pbf")), Bike())
	for _, c := range []struct {
		every, sigma float64
		want         float64
	}{{1, 4, 0.97}, {5, 6, 0.95}, {15, 6, 0.95}, {5, 12, 0.9}} {
		found, wrong, confidence := 0.0, 0.0, 0.0
		const rides = 5
		for seed := range uint64(rides) {
			places := somewhere(r, seed, 2)
			route, err := r.Route(t.Context(), Stops(places...), RouteOptions{Line: true})
			if err != nil {
				t.Fatal(err)
			}
			trace := recorded(route.Line, 5, c.every, c.sigma, rand.New(rand.NewPCG(seed, 7)))
			match, err := r.Match(t.Context(), trace, MatchOptions{RouteOptions: RouteOptions{Line: true}})
			if err != nil {
				t.Fatal(err)
			}
			var line []Point
			for _, m := range match.Matchings {
				line = append(line, m.Line...)
				confidence += m.Confidence / float64(len(match.Matchings)) / rides
			}
			found += covered(route.Line, line) / rides
			wrong += (1 - covered(line, route.Line)) / rides
			checkMatch(t, trace, match)
		}
		t.Logf("every %g s, off by %g m: %.1f%% of the streets found, %.1f%% of the match elsewhere, confidence %.2f",
			c.every, c.sigma, 100*found, 100*wrong, confidence)
		if found < c.want || wrong > 1.2*(1-c.want) {
			t.Errorf("want %.0f%% of the streets", 100*c.want)
		}
	}
}

// checkMatch holds a match against what must be true of any.
func checkMatch(t *testing.T, trace []Fix, match Match) {
	t.Helper()
	if len(match.Tracepoints) != len(trace) {
		t.Fatalf("%d tracepoints for %d fixes", len(match.Tracepoints), len(trace))
	}
	waypoints := make([]int, len(match.Matchings))
	last := 0
	for i, p := range match.Tracepoints {
		if !p.OK {
			continue
		}
		if p.Matching < last || p.Waypoint != waypoints[p.Matching] {
			t.Fatalf("fix %d is waypoint %d of matching %d", i, p.Waypoint, p.Matching)
		}
		last = p.Matching
		waypoints[p.Matching]++
	}
	for i, m := range match.Matchings {
		if len(m.Legs) != waypoints[i]-1 || len(m.Stops) != waypoints[i] || len(m.Legs) < 1 || !(m.Confidence >= 0 && m.Confidence <= 1) {
			t.Fatalf("matching %d: %d legs, %d waypoints, confidence %g", i, len(m.Legs), waypoints[i], m.Confidence)
		}
		if drawn := lengthOf(m.Line); math.Abs(drawn-float64(m.Metres)) > 1+0.01*drawn {
			t.Errorf("matching %d is %.1f m long and drawn with %.1f m", i, m.Metres, drawn)
		}
	}
}

// passing tells which junctions the matchings pass.
func (w *town) passing(match Match) string {
	var all []string
	for _, m := range match.Matchings {
		passed := ""
		for _, p := range m.Line {
			for name, place := range w.place {
				if place == p && !strings.HasSuffix(passed, name) {
					passed += name
				}
			}
		}
		all = append(all, passed)
	}
	return strings.Join(all, " ")
}

func TestMatchInTown(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B---C---D---E
|   |   |   |   |
F---G---H---I---J
|   |   |   |   |
K---L---M>>>N---O`)
	r := w.router(t, Bike())
	// A trace is written as a fix for each pair of junctions, in the middle between them, 20 s apart; "." is silence for 100 s.
	for _, c := range []struct {
		name, trace, want string
	}{
		{"straight on", "AB BC CD DE", "BCD"},
		{"round a corner", "AB BG GH HM", "BGH"},
		{"one block round", "AB BC CH HG GB AB", "BCHGB"},
		{"at junctions", "A B G L", "ABGL"},
		{"turning round in a street", "AB BC CD CD BC AB", "BCB"},
		{"along a one-way street", "LM MN NO", "MN"},
		{"silence", "AB BC . HI IJ", "B I"},
		{"one fix after silence", "AB BC . HI", "B"},
	} {
		trace := w.trace(c.trace)
		match, err := r.Match(t.Context(), trace, MatchOptions{RouteOptions: RouteOptions{Line: true}})
		if err != nil {
			t.Fatal(err)
		}
		checkMatch(t, trace, match)
		if got := w.passing(match); got != c.want {
			t.Errorf("%s: %s, want %s; %+v", c.name, got, c.want, match.Tracepoints)
		}
	}
}

func (w *town) trace(text string) []Fix {
	var trace []Fix
	at := Seconds(1000)
	for _, name := range strings.Fields(text) {
		if at += 20; name == "." {
			at += 100
			continue
		}
		trace = append(trace, Fix{Point: w.spot(name), At: at, Accuracy: 6})
	}
	return trace
}

func TestOddTraces(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B---C---D---E---F---G---H---I---J---K---L---M---N---O---P---Q---R---S---T---U---V---W---X---Y---Z`)
	r := w.router(t, Bike())
	far := Point{Lat: 100000000, Lng: 100000000}
	same := Fix{Point: w.spot("AB"), At: 5}
	timeless := func(names ...string) (trace []Fix) {
		for _, name := range names {
			trace = append(trace, Fix{Point: w.spot(name)})
		}
		return trace
	}
	for _, c := range []struct {
		name  string
		trace []Fix
		want  string // for each fix its matching, - for none
	}{
		{"empty", nil, ""},
		{"a single fix", []Fix{same}, "-"},
		{"the same fix again", []Fix{same, same, same}, "000"},
		{"two times the same moment", []Fix{same, {Point: w.spot("B"), At: 5}, {Point: w.spot("BC"), At: 20}}, "000"},
		{"nowhere between", []Fix{same, {Point: far, At: 6}, {Point: w.spot("B"), At: 15}}, "0-0"},
		{"teleport", w.trace("AB B BC UV V VW"), "000111"},
		{"teleport without times", timeless("AB", "B", "BC", "YZ", "Y", "X"), "000111"},
		{"no times", timeless("AB", "BC", "CD", "DE"), "0000"},
		{"teleport of one", w.trace("AB BC CD DE UV"), "0000-"},
		{"there and back", w.trace("AB UV AB UV AB UV"), "0-0-0-"},
	} {
		match, err := r.Match(t.Context(), c.trace, MatchOptions{RouteOptions: RouteOptions{Line: true}})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		checkMatch(t, c.trace, match)
		got := ""
		for _, p := range match.Tracepoints {
			if p.OK {
				got += fmt.Sprint(p.Matching)
			} else {
				got += "-"
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if _, err := r.Match(t.Context(), []Fix{{Point: far, At: 1}, {Point: far, At: 2}}, MatchOptions{}); !errors.Is(err, ErrNoRoad) {
		t.Errorf("nowhere: %v", err)
	}
}

// TestTracesOfChance throws fixes onto random towns with restrictions and one-way streets: whatever comes out must hold together.
func TestTracesOfChance(t *testing.T) {
	t.Parallel()
	legs := 0
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 11))
		r := routed(t, hilly(t, randomTown(seed, 5, 0), nil), Bike())
		somewhere := func() int32 { return random.Int32N(6*gridStep) - gridStep/2 }
		var trace []Fix
		for range random.IntN(30) {
			fix := Fix{Point: Point{Lat: somewhere(), Lng: somewhere()}, At: Seconds(40 * len(trace)), Accuracy: Metres(random.IntN(60))}
			if len(trace) > 0 && random.IntN(3) == 0 {
				fix.Point = trace[len(trace)-1].Point
			}
			trace = append(trace, fix)
		}
		options := MatchOptions{RouteOptions: RouteOptions{Line: true, Way: true}, Tidy: seed%2 == 0, Whole: seed%3 == 0}
		match, err := r.Match(t.Context(), trace, options)
		if errors.Is(err, ErrNoRoad) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		checkMatch(t, trace, match)
		for _, m := range match.Matchings {
			legs += len(m.Legs)
		}
	}
	if legs < 300 {
		t.Errorf("only %d legs in all", legs)
	}
}

func TestTidyAndWholeTraces(t *testing.T) {
	t.Parallel()
	w := draw(t, `A---B---C---D`)
	r := w.router(t, Bike())
	trace := w.trace("AB AB AB B . C CD CD")
	for _, c := range []struct {
		options MatchOptions
		want    string
	}{
		{MatchOptions{RouteOptions: RouteOptions{Line: true}}, "4 fixes, 3 fixes"},
		{MatchOptions{Whole: true}, "7 fixes"},
		{MatchOptions{Whole: true, Tidy: true}, "5 fixes"},
	} {
		match, err := r.Match(t.Context(), trace, c.options)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range match.Matchings {
			got = append(got, fmt.Sprintf("%d fixes", len(m.Legs)+1))
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%+v: %v, want %s", c.options, got, c.want)
		}
	}
}

func TestMatchIsSureWhereStreetsAreFarApart(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B---C
|   |   |
D---E---F`)
	r := w.router(t, Bike())
	confidence := func(trace []Fix) float64 {
		match, err := r.Match(t.Context(), trace, MatchOptions{RouteOptions: RouteOptions{Line: true}})
		if err != nil || len(match.Matchings) != 1 {
			t.Fatalf("%v, %d matchings", err, len(match.Matchings))
		}
		return match.Matchings[0].Confidence
	}
	sure := confidence(w.trace("AB B BC"))
	// Half-way between two streets.
	p := func(x float64) Point { return Point{Lat: -gridStep / 2, Lng: int32(x * gridStep)} }
	torn := confidence([]Fix{{Point: p(0.3), At: 1, Accuracy: 40}, {Point: p(0.5), At: 11, Accuracy: 40}, {Point: p(0.7), At: 21, Accuracy: 40}})
	if sure < 0.9 || torn > 0.7 {
		t.Errorf("on a street: %.2f, between two: %.2f", sure, torn)
	}
}

func TestTracesThatAreRefused(t *testing.T) {
	t.Parallel()
	w := draw(t, `A---B`)
	r := w.router(t, Bike())
	p := w.spot("A")
	for name, trace := range map[string][]Fix{
		"back in time":       {{Point: p, At: 5}, {Point: p, At: 4}},
		"no number":          {{Point: p, At: Seconds(math.NaN())}},
		"negative accuracy":  {{Point: p, Accuracy: -1}},
		"too many fixes":     make([]Fix, MaxFixes+1),
		"accuracy no number": {{Point: p, Accuracy: Metres(math.NaN())}},
	} {
		if _, err := r.Match(t.Context(), trace, MatchOptions{RouteOptions: RouteOptions{Line: true}}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Match(cancelled, w.trace("A AB B"), MatchOptions{RouteOptions: RouteOptions{Line: true}}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func BenchmarkMatch(b *testing.B) {
	r := routed(b, built(b, readReal(b, "osm/monaco-osrm.osm.pbf")), Bike())
	places := somewhere(r, 3, 2)
	route, err := r.Route(b.Context(), Stops(places...), RouteOptions{Line: true})
	if err != nil {
		b.Fatal(err)
	}
	trace := recorded(route.Line, 5, 5, 6, rand.New(rand.NewPCG(1, 7)))
	for b.Loop() {
		if _, err := r.Match(b.Context(), trace, MatchOptions{RouteOptions: RouteOptions{Line: true}}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(trace)), "µs/fix")
}
