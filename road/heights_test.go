package road

import (
	"bytes"
	"math"
	"testing"

	"pignon.coop/internal/datatest"
	"pignon.coop/road/elevation"
	"pignon.coop/road/extract"
)

// hilly builds a graph over a terrain.
func hilly(t testing.TB, x *extract.Extract, terrain elevation.Terrain) *Graph {
	t.Helper()
	var section bytes.Buffer
	if err := Build(t.Context(), x, &section, BuildOptions{Terrain: terrain}); err != nil {
		t.Fatal(err)
	}
	g, err := Open(section.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestHillsOfATown(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B---C---D---E---F
|                   |
G---H---I---J---K---L`)
	// A hill of 40 m between C and D, steep at its sides; GL lies in the plain.
	hill := func(lat, lng float64) (float64, bool) {
		x := lng * 1e7 / gridStep
		if lat < -0.5*gridStep/1e7 || x < 1 || x > 4 {
			return 100, true
		}
		return 100 + 40*min(1, min(x-1, 4-x)), true
	}
	g := hilly(t, w.x, hill)
	r := routed(t, g, Bike())
	flat := w.router(t, Bike())
	over, err := r.Route(t.Context(), Stops(w.spot("AB"), w.spot("EF")), RouteOptions{Climb: true})
	if err != nil {
		t.Fatal(err)
	}
	level, err := flat.Route(t.Context(), Stops(w.spot("AB"), w.spot("EF")), RouteOptions{Climb: true})
	if err != nil {
		t.Fatal(err)
	}
	if level.Climb != (Climb{}) || math.Abs(float64(level.Metres)-400) > 1 {
		t.Errorf("in the plain: %+v over %.0f m", level.Climb, level.Metres)
	}
	if got := w.ride(t, r, "AB", "EF"); got != "AGHIJKLF" {
		t.Errorf("the way round the hill is quicker; it led by %s", got)
	}
	if over.Climb.Up > 4 || over.Seconds <= level.Seconds {
		t.Errorf("round the hill: %+v in %.0f s, straight on in the plain %.0f s", over.Climb, over.Seconds, level.Seconds)
	}
	up, err := r.Route(t.Context(), Stops(w.spot("B"), w.spot("C")), RouteOptions{Climb: true})
	if err != nil {
		t.Fatal(err)
	}
	if up.Climb.Up < 25 || up.Climb.Up > 40 || up.Climb.Down > 1 || up.Seconds < 60 {
		t.Errorf("up the hill: %+v in %.0f s", up.Climb, up.Seconds)
	}
}

// TestHillsOfAndorra holds ways through a mountain country against physics.
func TestHillsOfAndorra(t *testing.T) {
	t.Parallel()
	heights, err := elevation.Open(datatest.Path(t, "elevation"))
	if err != nil {
		t.Fatal(err)
	}
	r := routed(t, hilly(t, readReal(t, "osm/andorra-valhalla2025.osm.pbf"), heights.At), Bike())
	power := Bike().Power
	for name, ends := range map[string][2]Point{
		"Andorra la Vella, Pas de la Casa": {{Lat: 425063000, Lng: 15218000}, {Lat: 425425000, Lng: 17336000}},
		"Sant Julià, Ordino":               {{Lat: 424637000, Lng: 14913000}, {Lat: 425562000, Lng: 15332000}},
	} {
		there, err := r.Route(t.Context(), Stops(ends[0], ends[1]), RouteOptions{Climb: true})
		if err != nil {
			t.Fatal(err)
		}
		back, err := r.Route(t.Context(), Stops(ends[1], ends[0]), RouteOptions{Climb: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %.1f km, %.0f min, %+v; back %.0f min, %+v",
			name, there.Metres/1000, there.Seconds/60, there.Climb, back.Seconds/60, back.Climb)
		a, _ := heights.At(degreesOf(there.Stops[0].Point))
		b, _ := heights.At(degreesOf(there.Stops[1].Point))
		if net := float64(there.Climb.Up - there.Climb.Down); math.Abs(net-(b-a)) > 15 {
			t.Errorf("%s: %.0f m higher by the way, %.0f m by the ground", name, net, b-a)
		}
		if least := power.Mass * gravity * (b - a) / 3600; there.Climb.Energy.Rider < least {
			t.Errorf("%s: %.0f Wh for lifting what takes %.0f Wh", name, there.Climb.Energy.Rider, least)
		}
		if back.Seconds > there.Seconds*3/4 || back.Climb.Energy.Rider > there.Climb.Energy.Rider/2 {
			t.Errorf("%s: %.0f min up, %.0f min down; %+v", name, there.Seconds/60, back.Seconds/60, back.Climb.Energy)
		}
	}
}

func degreesOf(p Point) (lat, lng float64) { return float64(p.Lat) / 1e7, float64(p.Lng) / 1e7 }
