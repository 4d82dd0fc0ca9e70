package road

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pignon.coop/road/guide"
)

// TestWaysAreTheirRoutes checks on real streets that the stretches of a way add up to its leg, that they follow the same line, and
// that steps cover them.
func TestWaysAreTheirRoutes(t *testing.T) {
	t.Parallel()
	r := routed(t, built(t, readReal(t, "osm/monaco-osrm.osm.pbf")), Bike())
	points := somewhere(r, 11, 400)
	for i := range points[1:] {
		route, err := r.Route(t.Context(), Stops(points[i], points[i+1]), RouteOptions{Line: true, Way: true})
		if err != nil {
			t.Fatal(err)
		}
		checkWay(t, route.Legs[0])
	}
}

func checkWay(t *testing.T, leg Leg) {
	t.Helper()
	w := leg.Way
	if !slices.Equal(w.Line, leg.Line) {
		t.Errorf("the way goes along %v, the leg along %v", w.Line, leg.Line)
	}
	var sum guide.Stretch
	for i, s := range w.Stretches {
		sum.Metres, sum.Seconds, sum.Weight = sum.Metres+s.Metres, sum.Seconds+s.Seconds, sum.Weight+s.Weight
		if i+1 < len(w.Stretches) && (s.On >= len(s.Arms) || s.Back >= len(s.Arms) || !s.Arms[s.On].Open || w.Stretches[i+1].From < s.From) {
			t.Fatalf("stretch %d: %+v", i, s)
		}
	}
	if !same(sum.Metres, float64(leg.Metres)) || !same(sum.Seconds, float64(leg.Seconds)) || !same(sum.Weight, float64(leg.Weight)) {
		t.Errorf("stretches of %v m, %v s, %v; a leg of %v m, %v s, %v", sum.Metres, sum.Seconds, sum.Weight, leg.Metres, leg.Seconds, leg.Weight)
	}
	steps := guide.Steps(w)
	at, metres := 0, 0.0
	for _, s := range steps {
		if s.From != at || s.To < s.From {
			t.Fatalf("a step from %d to %d, after one that ends at %d", s.From, s.To, at)
		}
		at, metres = s.To, metres+s.Metres
	}
	if at != len(w.Line)-1 || !same(metres, float64(leg.Metres)) {
		t.Errorf("steps end at %d of %d, after %v m of %v", at, len(w.Line), metres, leg.Metres)
	}
}

func same(a, b float64) bool { return math.Abs(a-b) < 1e-6*max(1, a, b) }

// said lists what is said on the way between two places of a town, from the second step on.
func (w *town) said(t *testing.T, r *Router, from, to string) string {
	t.Helper()
	route, err := r.Route(t.Context(), Stops(w.spot(from), w.spot(to)), RouteOptions{Way: true})
	if err != nil {
		t.Fatal(err)
	}
	english, err := guide.NewSpeaker("en")
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, s := range guide.Steps(route.Legs[0].Way)[1:] {
		said = append(said, english.Say(s))
	}
	return strings.Join(said, "; ")
}

func TestSaysWhatToDoInATown(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B---C...D---E
|   |       |
F---G---H   I---J`,
		"AB name=High_Street", "BC name=High_Street", "CD name=High_Street", "DE name=High_Street", "BG name=Mill_Lane", "FG name=Low_Road",
		"GH name=Low_Road", "DI name=Bath_Road ref=B_12", "IJ ref=B_13", "HG oneway=yes")
	r := w.router(t, Bike())
	for _, tt := range []struct{ from, to, want string }{
		{"AB", "BC", "You are there"},
		{"AB", "BG", "Turn right into Mill_Lane; You are there"},
		{"GB", "BC", "At the end of the street, turn right into High_Street; You are there"},
		{"AB", "DI", "Get off and push along High_Street; Turn right into Bath_Road, and get on again; You are there"},
		{"BC", "IJ", "Get off and push along High_Street; Turn right into Bath_Road, and get on again; Turn left along B_13; You are there"},
	} {
		if got := w.said(t, r, tt.from, tt.to); got != tt.want {
			t.Errorf("%s to %s: %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestForbiddenTurnsAreNoEntries(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B---C
    |
    D`, "AB BD no_right_turn")
	r := w.router(t, Bike())
	route, err := r.Route(t.Context(), Stops(w.spot("AB"), w.spot("BC")), RouteOptions{Way: true})
	if err != nil {
		t.Fatal(err)
	}
	x := guide.Steps(route.Legs[0].Way)[0].Intersections[1]
	if !slices.Equal(x.Bearings, []int{90, 180, 270}) || !slices.Equal(x.Entry, []bool{true, false, false}) || x.In != 2 || x.Out != 0 {
		t.Errorf("%+v", x)
	}
}

func TestGoesStraightOnAtStops(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B---C
|       |
D---E---F`)
	r := w.router(t, Bike())
	stops := Stops(w.spot("AB"), w.spot("BC"), w.spot("AB"))
	free, err := r.Route(t.Context(), stops, RouteOptions{})
	if err != nil || math.Abs(float64(free.Metres)-200) > 1 {
		t.Errorf("%v %v", free, err)
	}
	straight, err := r.Route(t.Context(), stops, RouteOptions{Straight: true})
	if err != nil || math.Abs(float64(straight.Metres)-300) > 1 {
		t.Errorf("%v %v", straight, err)
	}
	end := draw(t, `A---B---C`)
	deadEnd, err := end.router(t, Bike()).Route(t.Context(), Stops(end.spot("AB"), end.spot("C"), end.spot("AB")), RouteOptions{Straight: true})
	if err != nil || len(deadEnd.Legs) != 2 {
		t.Errorf("%v %v", deadEnd, err)
	}
}

func TestSnapsAgainToAnEdge(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B---C
|   |   |
D>>>E---F

G---H`)
	r := w.router(t, Bike())
	stop := Stop{Point: w.spot("AB")}
	for _, near := range r.Nearest(stop, 5) {
		again, ok := r.On(stop, near.Edge())
		if !ok || again != near {
			t.Errorf("%+v became %+v", near, again)
		}
	}
	for _, edge := range []int{-1, 1000, r.Metric().Graph().Edges()} {
		if _, ok := r.On(stop, edge); ok {
			t.Errorf("edge %d", edge)
		}
	}
	island := Stop{Point: w.spot("GH"), Any: true}
	near := r.Nearest(island, 1)
	if len(near) != 1 || near[0].Metres != 0 {
		t.Fatalf("any street: %+v", near)
	}
	if _, ok := r.On(Stop{Point: island.Point}, near[0].Edge()); ok {
		t.Error("snapped to a street that leads nowhere")
	}
	wrongWay := Stop{Point: w.spot("DE"), Bearing: &Bearing{Degrees: 270, Tolerance: 20}}
	if near := r.Nearest(wrongWay, 1); len(near) == 1 && near[0].Metres == 0 {
		t.Errorf("against a one-way street: %+v", near)
	}
}

func TestSidesOfStreets(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B---C
|   |   |
D---E---F`)
	r := w.router(t, Bike())
	south := w.spot("BC")
	south.Lat -= 1000
	goes := func(stop Stop) string {
		route, err := r.Route(t.Context(), []Stop{{Point: w.spot("E")}, stop}, RouteOptions{Line: true})
		if err != nil {
			t.Fatal(err)
		}
		if line := route.Line; line[len(line)-2] == w.place["C"] {
			return "from C"
		}
		return "from B"
	}
	if got := goes(Stop{Point: south, Curb: true}); got != "from B" {
		t.Errorf("with the place on the right: %s", got)
	}
	if got := goes(Stop{Point: south, Across: true}); got != "from C" {
		t.Errorf("with the place on the left: %s", got)
	}
}

func TestLanesAndBends(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B>>>C
    |
    D`, "AB BD no_right_turn")
	r := w.router(t, Bike())
	low, high := w.spot("D"), w.spot("C")
	low.Lng = 0
	lanes, bends := 0, 0
	for lane := range r.Lanes(low, high) {
		lanes++
		if len(lane.Line) != 2 || lane.Seconds <= 0 || math.Abs(float64(lane.Metres)-100) > 1 {
			t.Errorf("%+v", lane)
		}
	}
	for bend := range r.Bends(low, high) {
		bends++
		if bend.Bearing%90 != 0 || bend.Angle%90 != 0 || bend.Angle == 180 {
			t.Errorf("%+v", bend)
		}
	}
	if lanes != 5 || bends != 3 { // AB to BC; DB to BA and BC
		t.Errorf("%d lanes, %d bends", lanes, bends)
	}
	for range r.Lanes(low, high) {
		break
	}
}
