package elevation

import (
	"math"
	"math/rand/v2"
	"testing"

	"pignon.coop/internal/datatest"
	"pignon.coop/road/extract"
)

// street makes a straight street eastwards from a place, with a point every so many metres, and its line.
func street(n *Network, fromX, y, step float64, points int, carried bool) []int32 {
	line := Line{Carried: carried}
	for i := range points {
		line.Points = append(line.Points, int32(len(n.Points)))
		n.Points = append(n.Points, at(fromX+float64(i)*step, y))
	}
	n.Lines = append(n.Lines, line)
	return line.Points
}

// at is a place some metres east and north of 0, 0.
func at(x, y float64) extract.Point {
	const perE7 = 6371008.8 * math.Pi / 180 / 1e7
	return extract.Point{Lat: int32(math.Round(y / perE7)), Lng: int32(math.Round(x / perE7))}
}

// across makes a terrain of a height that depends on the metres eastwards.
func across(height func(x float64) float64) Terrain {
	return func(_, lng float64) (float64, bool) {
		h := height(lng * 6371008.8 * math.Pi / 180)
		return h, !math.IsNaN(h)
	}
}

func wantHeights(t *testing.T, heights []int32, points []int32, within float64, want func(i int) float64) {
	t.Helper()
	for i, p := range points {
		if got := float64(heights[p]) / 100; math.Abs(got-want(i)) > within {
			t.Errorf("point %d: %.2f m, want %.2f", i, got, want(i))
		}
	}
}

func TestSlopesStayAndNoiseGoes(t *testing.T) {
	t.Parallel()
	var n Network
	points := street(&n, 0, 0, 10, 101, false)
	even := Heights(across(func(x float64) float64 { return 0.08 * x }), n)
	wantHeights(t, even, points, 0.25, func(i int) float64 { return 0.8 * float64(i) })

	random := rand.New(rand.NewPCG(1, 2))
	rough := Heights(across(func(x float64) float64 { return 0.08*x + 3*random.NormFloat64() }), n)
	wantHeights(t, rough, points[5:96], 3, func(i int) float64 { return 0.8 * float64(i+5) })
	climb := 0.0
	for i := range points[1:] {
		climb += max(0, float64(rough[i+1]-rough[i])/100)
	}
	if climb > 95 { // of 80 m; the rough ground climbs more than 200
		t.Errorf("the smoothed street climbs %.0f m", climb)
	}
}

func TestBridgesAndTunnelsLeaveTheGround(t *testing.T) {
	t.Parallel()
	// A gorge between 200 and 300 m, a hill between 500 and 700 m. Each is crossed by two lines that meet in the middle.
	ground := across(func(x float64) float64 {
		switch {
		case x > 201 && x < 299:
			return 40
		case x > 501 && x < 699:
			return 400
		}
		return 100 + x/20
	})
	var n Network
	points := street(&n, 0, 0, 10, 101, false)
	n.Lines = []Line{
		{Points: points[:21]}, {Points: points[20:26], Carried: true}, {Points: points[25:31], Carried: true}, {Points: points[30:51]},
		{Points: points[50:61], Carried: true}, {Points: points[60:71], Carried: true}, {Points: points[70:]},
	}
	// Stairs lead up to the bridge from the bottom of the gorge.
	stairs := street(&n, 230, -20, 0, 1, false)
	n.Lines = append(n.Lines, Line{Points: []int32{stairs[0], points[23]}})
	heights := Heights(ground, n)
	wantHeights(t, heights, points, 3.5, func(i int) float64 { return 100 + float64(i)/2 })
}

func TestPlacesWithoutHeights(t *testing.T) {
	t.Parallel()
	var n Network
	joined := street(&n, 0, 0, 20, 51, false)
	street(&n, 5000, 0, 20, 5, false) // beyond the terrain
	n.Points = append(n.Points, at(9000, 0))
	heights := Heights(across(func(x float64) float64 {
		if x > 1100 || x > 300 && x < 500 {
			return math.NaN()
		}
		return x / 10
	}), n)
	wantHeights(t, heights, joined, 0.5, func(i int) float64 { return 2 * float64(i) })
	for _, h := range heights[51:] {
		if h != Unknown {
			t.Errorf("height %d where nothing is known", h)
		}
	}
	if got := Heights(across(func(float64) float64 { return 0 }), Network{}); len(got) != 0 {
		t.Errorf("an empty network has heights %v", got)
	}
}

func TestABridgeOnItsOwn(t *testing.T) {
	t.Parallel()
	var n Network
	pier := street(&n, 0, 0, 20, 5, true)
	heights := Heights(across(func(float64) float64 { return 7 }), n)
	wantHeights(t, heights, pier, 0.01, func(int) float64 { return 7 })
	odd := Heights(across(func(float64) float64 { return 7 }), Network{Points: n.Points[:2], Lines: []Line{{}, {Points: []int32{0}}, {Points: []int32{1, 1}}}})
	if odd[0] != 700 || odd[1] != 700 {
		t.Errorf("points without neighbours: %v", odd)
	}
}

func TestCarried(t *testing.T) {
	t.Parallel()
	for key, values := range map[string]map[string]bool{
		"bridge": {"": false, "yes": true, "viaduct": true, "no": false},
		"tunnel": {"yes": true, "no": false, "building_passage": false, "avalanche_protector": true},
	} {
		for value, want := range values {
			if got := Carried(extract.Tags{{Key: key, Value: value}}); got != want {
				t.Errorf("%s=%s: %v", key, value, got)
			}
		}
	}
}

// drivable leaves out what climbs as it likes.
func drivable(highway string) bool {
	switch highway {
	case "", "path", "steps", "footway", "track", "pedestrian", "bridleway", "via_ferrata", "corridor":
		return false
	}
	return true
}

// andorra reads all streets of Andorra as a network.
func andorra(t testing.TB) Network {
	t.Helper()
	x, err := extract.ReadFile(t.Context(), datatest.Path(t, "osm/andorra-valhalla2025.osm.pbf"), nil)
	if err != nil {
		t.Fatal(err)
	}
	var n Network
	numbers := map[int64]int32{}
	for i := range x.Ways {
		w := &x.Ways[i]
		if !drivable(w.Tags.Value("highway")) {
			continue
		}
		line := Line{Carried: Carried(w.Tags)}
		for _, id := range w.Nodes {
			place, ok := x.Node(id)
			if !ok {
				continue
			}
			if _, ok := numbers[id]; !ok {
				numbers[id] = int32(len(n.Points))
				n.Points = append(n.Points, place)
			}
			line.Points = append(line.Points, numbers[id])
		}
		n.Lines = append(n.Lines, line)
	}
	return n
}

// TestStreetsOfAndorra holds the heights of a mountain country against what streets can be.
func TestStreetsOfAndorra(t *testing.T) {
	t.Parallel()
	n := andorra(t)
	s, err := Open(datatest.Path(t, "elevation"))
	if err != nil {
		t.Fatal(err)
	}
	raw := make([]int32, len(n.Points))
	for i, p := range n.Points {
		h, _ := s.At(float64(p.Lat)/1e7, float64(p.Lng)/1e7)
		raw[i] = int32(100 * h)
	}
	before, after := steepShare(n, raw), steepShare(n, Heights(s.At, n))
	t.Logf("steeper than 25%%: %.1f%% of the streets, %.1f%% before smoothing", 100*after, 100*before)
	if after > 0.02 || after > before/3 {
		t.Error("too much of it")
	}
}

// steepShare tells how much of a network is steeper than a car climbs.
func steepShare(n Network, heights []int32) float64 {
	all, steep := 0.0, 0.0
	for _, line := range n.Lines {
		for i := 1; i < len(line.Points); i++ {
			a, b := line.Points[i-1], line.Points[i]
			length := metres(n.Points[a], n.Points[b])
			all += length
			if math.Abs(float64(heights[a]-heights[b])) > 25*length {
				steep += length
			}
		}
	}
	return steep / all
}

func BenchmarkHeights(b *testing.B) {
	n := andorra(b)
	s, err := Open(datatest.Path(b, "elevation"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		Heights(s.At, n)
	}
}
