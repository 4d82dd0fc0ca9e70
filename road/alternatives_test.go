package road

import (
	"slices"
	"testing"
)

func TestAlternativesInATown(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B---C---D---E
|       |       |
F---G---H---I---J
|       |       |
K---L---M---N---O`, "CH highway=steps")
	r := w.router(t, Bike())
	routes, err := r.Alternatives(t.Context(), Stop{Point: w.spot("AF")}, Stop{Point: w.spot("EJ")}, 3, RouteOptions{Line: true})
	if err != nil || len(routes) < 2 {
		t.Fatalf("%d routes, %v", len(routes), err)
	}
	for i, route := range routes[1:] {
		if route.Weight < routes[0].Weight || float64(route.Weight) > stretchOf*float64(routes[0].Weight) || slices.Equal(route.Line, routes[i].Line) {
			t.Errorf("%v beside %v", route, routes[0])
		}
	}
	if alone, err := r.Alternatives(t.Context(), Stop{Point: w.spot("AF")}, Stop{Point: w.spot("EJ")}, 0, RouteOptions{}); err != nil || len(alone) != 1 {
		t.Errorf("%v %v", alone, err)
	}
}

func TestAlternativesOnRealStreets(t *testing.T) {
	t.Parallel()
	r := routed(t, built(t, readReal(t, "osm/monaco-osrm.osm.pbf")), Bike())
	points := somewhere(r, 21, 200)
	with := 0
	for i := range points[1:] {
		routes, err := r.Alternatives(t.Context(), Stop{Point: points[i]}, Stop{Point: points[i+1]}, 2, RouteOptions{Way: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(routes) > 1 {
			with++
		}
		for _, route := range routes {
			checkAlternative(t, route, routes[0])
		}
	}
	if with < len(points)/10 {
		t.Errorf("only %d of %d pairs have alternatives", with, len(points))
	}
}

func checkAlternative(t *testing.T, route, best Route) {
	t.Helper()
	leg := route.Legs[0]
	metres, weight := 0.0, 0.0
	for _, s := range leg.Way.Stretches {
		metres, weight = metres+s.Metres, weight+s.Weight
	}
	if !same(metres, float64(leg.Metres)) || !same(weight, float64(leg.Weight)) {
		t.Errorf("stretches of %v m and %v, a leg of %v m and %v", metres, weight, leg.Metres, leg.Weight)
	}
	if ratio := float64(route.Weight) / float64(best.Weight); ratio < 1 || ratio > stretchOf {
		t.Errorf("%v times as costly as the best", ratio)
	}
	line := leg.Way.Line
	if line[0] != best.Stops[0].Point || line[len(line)-1] != best.Stops[1].Point {
		t.Errorf("from %v to %v", line[0], line[len(line)-1])
	}
}
