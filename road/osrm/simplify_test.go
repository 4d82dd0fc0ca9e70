package osrm

import (
	"math"
	"slices"
	"testing"

	"pignon.coop/road"
)

func TestSimplify(t *testing.T) {
	t.Parallel()
	line := []road.Point{{}, {Lat: 5, Lng: 100000}, {Lat: 0, Lng: 200000}, {Lat: 100000, Lng: 200000}, {Lat: 100000, Lng: 200000}}
	want := []road.Point{{}, {Lng: 200000}, {Lat: 100000, Lng: 200000}}
	got := simplify(line)
	if !slices.Equal(got[:3], want) || got[len(got)-1] != line[4] {
		t.Errorf("%v", got)
	}
	still := []road.Point{{Lat: 1}, {Lat: 1}, {Lat: 1}}
	if got := simplify(still); len(got) != 2 {
		t.Errorf("%v", got)
	}
	spiral := make([]road.Point, 100000)
	for i := range spiral {
		angle, radius := float64(i)/1000, float64(i)
		spiral[i] = road.Point{Lat: int32(radius * math.Sin(angle)), Lng: int32(radius * math.Cos(angle))}
	}
	if got := simplify(spiral); len(got) > 3000 || len(got) < 300 {
		t.Errorf("%d points", len(got))
	}
}
