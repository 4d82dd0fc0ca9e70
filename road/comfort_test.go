package road

import (
	"math"
	"testing"
)

func TestComfort(t *testing.T) {
	t.Parallel()
	p := Profile{
		Access: []string{"bicycle"}, Highways: map[string]float64{"primary": 10, "residential": 10, "cycleway": 10, "footway": 0}, DriveOn: "right",
		Push: map[string]float64{"footway": 4}, Walk: 4, Sheltered: []string{"track"}, MaxSpeedShare: 1,
		Factors: map[string]map[string]float64{
			"highway": {"primary": 2, "cycleway": 0.5}, "maxspeed": {"50": 1.5, "70": 3}, "lanes": {"4": 1.25},
			"cycleway": {"track": 0.75, "lane": 0.5}, "lit": {"no": 4}, "surface": {"sett": 1.5}, "mode": {"push": 1.2},
		},
	}
	for _, tt := range []struct {
		tags          string
		dark          bool
		forward, back float64
	}{
		{"highway=residential", false, 1, 1},
		{"highway=primary", false, 2, 2},
		{"highway=primary maxspeed=30", false, 2, 2},
		{"highway=primary maxspeed=50", false, 3, 3},
		{"highway=primary maxspeed=FR:urban", false, 3, 3},
		{"highway=primary maxspeed=80", false, 6, 6},
		{"highway=primary lanes=5", false, 2.5, 2.5},
		{"highway=primary cycleway:right=lane", false, 1, 2},
		{"highway=primary cycleway:right=track maxspeed=80 surface=sett", false, 1.125, 9},
		{"highway=primary oneway=no cycleway=opposite_lane", false, 2, 1},
		{"highway=primary cycleway:left=opposite_track", false, 2, 0.75},
		{"highway=residential lit=no", false, 1, 1},
		{"highway=residential lit=no", true, 4, 4},
		{"highway=residential lit=yes", true, 1, 1},
		{"highway=cycleway", false, 0.5, 0.5},
		{"highway=footway surface=sett", false, 1.2, 1.2},
	} {
		w := p.costOf(caseTags(tt.tags), When{Dark: tt.dark})
		if math.Abs(w.Forward.Factor-tt.forward) > 1e-9 || math.Abs(w.Backward.Factor-tt.back) > 1e-9 {
			t.Errorf("%s: %v and back %v, should be %v and %v", tt.tags, w.Forward.Factor, w.Backward.Factor, tt.forward, tt.back)
		}
	}
	p.DriveOn = "left"
	if w := p.costOf(caseTags("highway=primary cycleway:left=lane"), When{}); w.Forward.Factor != 1 || w.Backward.Factor != 2 {
		t.Errorf("driving on the left: %v", w)
	}
}

func TestTimedStreets(t *testing.T) {
	t.Parallel()
	bike := Bike()
	for tags, want := range map[string]bool{
		"highway=residential": false, "highway=residential maxspeed:forward=30": false, "highway=residential lit=no": true,
		"highway=residential access:conditional=no @ (Su)": true,
	} {
		if got := bike.costOf(caseTags(tags), When{}).Timed; got != want {
			t.Errorf("%s: %v", tags, got)
		}
	}
}

func TestTurning(t *testing.T) {
	t.Parallel()
	p := Profile{Turn: 6, TurnBias: 1.5, Across: 2, DriveOn: "right"}
	left := p
	left.DriveOn = "left"
	for _, tt := range []struct {
		profile     *Profile
		angle, want float64
	}{
		{&p, 0, 0}, {&p, 90, 4}, {&p, -90, 11}, {&p, 45, 1}, {&p, -30, 1}, {&p, 180, 16}, {&left, 90, 11}, {&left, -90, 4},
		{&Profile{Turn: 6, DriveOn: "right"}, 90, 60},
	} {
		if got := tt.profile.turnSeconds(tt.angle); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%v°: %v s, should be %v", tt.angle, got, tt.want)
		}
	}
	p.Crossing = map[string]float64{"primary": 8, "tertiary": 2}
	for _, tt := range []struct {
		own, heaviest string
		angle         float64
		want          uint32
	}{
		{"residential", "residential", 0, 0}, {"residential", "primary", 0, 8000}, {"residential", "primary", -90, 8000},
		{"residential", "primary", 90, 4000}, {"tertiary", "primary", 0, 8000}, {"primary", "tertiary", 0, 0},
		{"primary", "primary", -90, 0},
	} {
		heaviest := heavy{most: p.crossingOf(caseTags("highway=" + tt.heaviest)), edge: 1}
		waiting, side := heaviest.over(p.crossingOf(caseTags("highway="+tt.own)), 2), 0
		if p.isNear(tt.angle) {
			side = near
		}
		if got := waiting[side]; got != tt.want {
			t.Errorf("%s at %s, %v°: %v ms, should be %v", tt.own, tt.heaviest, tt.angle, got, tt.want)
		}
	}
}
