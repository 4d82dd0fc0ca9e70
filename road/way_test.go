package road

import (
	"math"
	"testing"

	"pignon.coop/road/guide"
)

// The stretches of a way add up to the leg, and each begins where the one before ends.
func TestWaysAddUp(t *testing.T) {
	t.Parallel()
	r := routed(t, built(t, readReal(t, "osm/monaco-osrm.osm.pbf")), Bike())
	points := somewhere(r, 3, 60)
	for i := range points[1:] {
		route, err := r.Route(t.Context(), Stops(points[i], points[i+1]), RouteOptions{Line: true, Way: true})
		if err != nil {
			continue
		}
		leg := route.Legs[0]
		metres, seconds, weight := 0.0, 0.0, 0.0
		for j, s := range leg.Way.Stretches {
			metres, seconds, weight = metres+s.Metres, seconds+s.Seconds, weight+s.Weight
			if end := j == len(leg.Way.Stretches)-1; !end && s.From > leg.Way.Stretches[j+1].From || s.From >= len(leg.Line) || end != (len(s.Arms) == 0) {
				t.Fatalf("route %d, stretch %d begins at %d and has %d arms", i, j, s.From, len(s.Arms))
			}
		}
		if math.Abs(metres-float64(leg.Metres)) > 0.01 || math.Abs(seconds-float64(leg.Seconds)) > 0.01 || math.Abs(weight-float64(leg.Weight)) > 0.01 {
			t.Errorf("route %d: %v m, %v s, %v in stretches; %v m, %v s, %v in the leg", i, metres, seconds, weight, leg.Metres, leg.Seconds, leg.Weight)
		}
		if steps := guide.Steps(leg.Way); len(steps) < 2 || steps[len(steps)-1].Manoeuvre.Kind != guide.Arrive {
			t.Errorf("route %d: steps %v", i, steps)
		}
	}
}
