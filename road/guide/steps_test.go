package guide

import (
	"math"
	"slices"
	"testing"
)

func TestSteps(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		way  []string
		want string
	}{
		{"a street without a junction", []string{"A"}, ""},
		{"a bend", []string{"A", "> 80", "A"}, ""},
		{"a bend past a driveway", []string{"A", "> 50 | -90 *lane", "A"}, ""},
		{"straight across", []string{"A", "> 0 | 90 B, -90 B", "A"}, ""},
		{"straight across into another name", []string{"A", "> 0 | 90 B, -90 B", "C"}, "new name straight: C"},
		{"straight across where nothing has a name", []string{"-", "> 5 | 90, -90", "-"}, ""},
		{"into a street without a name", []string{"A", "> 0 | 90 B, -90 B", "-"}, ""},
		{"to the right", []string{"A", "> 90 | 0 A, -90 B", "B"}, "turn right: B"},
		{"sharply to the left", []string{"A", "> -140 | 0 A, 90 B", "C"}, "turn sharp left: C"},
		{"a side street on the same side of a bend", []string{"A", "> -60 | 0 B, 90 B", "A"}, "continue left: A"},
		{"the street's name turns off", []string{"A", "> 0 | 90 A, -90 C", "B"}, "new name straight: B"},
		{"where the street bends away", []string{"A", "> 0 | 40 A", "B"}, "fork slight left: B"},
		{"a fork", []string{"A", "> 20 | -20 B", "C"}, "fork slight right: C"},
		{"a fork in three", []string{"A", "> 0 | -35 B, 35 D", "C"}, "new name straight: C"},
		{"a fork in three, narrow", []string{"A", "> 0 | -20 B, 20 D", "C"}, "fork straight: C"},
		{"a path beside", []string{"A", "> 0 | 15 *path", "A"}, ""},
		{"the end of a street", []string{"A", "> 90 | -90 B", "B"}, "end of road right: B"},
		{"the end of a street whose other side is closed", []string{"A", "> 90 | !-90 B", "B"}, "new name right: B"},
		{"where straight on is forbidden", []string{"A", "> 90 | !0 A", "B"}, "turn right: B"},
		{"back", []string{"A", "> 180", "A"}, "continue uturn: A"},
		{"pushing", []string{"A", "> 0", "A | walk"}, "notification straight: A"},
		{"pushing round a corner", []string{"A", "> 90 | -90 B, 0 A", "B | walk"}, "turn right: B"},
		{"a few pushed metres", []string{"A", "> 0", "A | walk 5 m", "> 0", "A"}, ""},
		{"a ferry", []string{"A", "> 0", "Bac | ferry", "> 0", "B"}, "notification straight: Bac; notification straight: B"},
		{"across a wide road", []string{"A", "> 0 | 90 B", "- | 8 m", "> 0 | -90 B", "A"}, ""},
		{"back along a road with two carriageways", []string{"A", "> -90 | 0 A, 90 B", "B | 8 m", "> -90 | 0 B, 90 A", "A"}, "continue uturn: A"},
		{"a staggered crossing", []string{"A", "> 90 | -90 B", "B | 8 m", "> -90 | 0 B", "A"}, ""},
		{"a staggered crossing that is far", []string{"A", "> 90 | -90 B", "B | 80 m", "> -90 | 0 B", "A"}, "end of road right: B; turn left: A"},
		{"a turn at once", []string{"A | 2 m", "> 90 | 0 A, -90 C", "B"}, ""},
		{"a turn just before the end", []string{"A", "> 90 | 0 A, -90 C", "B | 2 m"}, ""},
		{"two turns to the left", []string{"A", "> -45 | 0 A", "- | 8 m", "> -45 | 45 D", "C"}, "turn left: C"},
	} {
		if got := told(Steps(tell(t, tt.way...))); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestRoundabouts(t *testing.T) {
	t.Parallel()
	ring := func(metres, name string) []string {
		return []string{"A", "> 45 | !-45 *circle", name + " | circle " + metres, "> -30 | 30 B", name + " | circle " + metres, "> -60 | 30 C", name + " | circle " + metres}
	}
	for _, tt := range []struct {
		name string
		way  []string
		want string
	}{
		{"second exit", append(ring("40", "-"), "> 30 | -60 *circle", "D"), "roundabout straight 3: D; exit roundabout straight 3: D"},
		{"one in three exits", append(ring("40", "-")[:3], "> 30 | -60 *circle", "D"), "roundabout right 1: D; exit roundabout right 1: D"},
		{"small", append(ring("4", "-"), "> -30 | -60 *circle", "D"), "roundabout turn left 3: D"},
		{"with a name", append(ring("40", "Place R"), "> 30 | -60 *circle", "D"), "rotary straight 3: D; exit rotary straight 3: D"},
		{"ending in it", ring("40", "-"), "roundabout right"},
		{"beginning in it", []string{"- | circle", "> 30 | -60 *circle", "D"}, "exit roundabout slight right: D"},
	} {
		steps := Steps(tell(t, tt.way...))
		if got := told(steps); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if tt.name == "with a name" && (steps[1].Rotary != "Place R" || steps[2].Rotary != "Place R") {
			t.Errorf("%s: %+v", tt.name, steps)
		}
	}
}

func TestStepsCoverTheWay(t *testing.T) {
	t.Parallel()
	w := tell(t, "A", "> 0 | 90 B, !-90 B", "A | 40 m", "> 90 | 0 A, -90 C", "C | 60 m")
	w.Asked = w.Line[3]
	w.Asked.Lat += 1000
	steps := Steps(w)
	if len(steps) != 3 {
		t.Fatalf("%+v", steps)
	}
	depart, turn, arrive := steps[0], steps[1], steps[2]
	if depart.Metres != 140 || turn.Metres != 60 || arrive.Metres != 0 || math.Abs(depart.Seconds-28) > 1e-9 {
		t.Errorf("lengths: %v %v %v", depart, turn, arrive)
	}
	if depart.From != 0 || depart.To != 2 || turn.From != 2 || turn.To != 3 || arrive.From != 3 || arrive.To != 3 {
		t.Errorf("lines: %v %v %v", depart, turn, arrive)
	}
	if m := turn.Manoeuvre; m.Before != 0 || m.After != 90 || m.At != w.Line[2] {
		t.Errorf("bearings: %+v", m)
	}
	if m := depart.Manoeuvre; m.Before != 0 || m.After != 0 {
		t.Errorf("departure: %+v", m)
	}
	if m := arrive.Manoeuvre; m.Before != 90 || m.After != 0 || m.Modifier != Left {
		t.Errorf("arrival: %+v", m)
	}
	passed := depart.Intersections[1]
	if len(depart.Intersections) != 2 || !slices.Equal(passed.Bearings, []int{0, 90, 180, 270}) ||
		!slices.Equal(passed.Entry, []bool{true, true, true, false}) || passed.In != 2 || passed.Out != 0 {
		t.Errorf("passed: %+v", depart.Intersections)
	}
	if first, last := depart.Intersections[0], arrive.Intersections[0]; first.In != -1 || first.Out != 0 || last.In != 0 || last.Out != -1 {
		t.Errorf("ends: %+v %+v", first, last)
	}
}

func TestNothingToRide(t *testing.T) {
	t.Parallel()
	if steps := Steps(Way{}); steps != nil {
		t.Errorf("%v", steps)
	}
	still := Way{Line: []Point{{Lat: 1}, {Lat: 1}}, Stretches: []Stretch{{Name: "A"}}}
	if steps := Steps(still); len(steps) != 2 || steps[0].To != 1 || steps[1].Manoeuvre.Kind != Arrive {
		t.Errorf("%+v", steps)
	}
}

func TestAngles(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		from, to, want int
		modifier       Modifier
	}{
		{0, 0, 0, Straight}, {350, 10, 20, Straight}, {10, 340, -30, SlightLeft}, {90, 0, -90, Left}, {0, 130, 130, SharpRight},
		{0, 180, 180, UTurn}, {180, 0, 180, UTurn}, {1, 359, -2, Straight}, {270, 45, 135, SharpRight},
	} {
		if got := deviation(tt.from, tt.to); got != tt.want || modifierOf(got) != tt.modifier {
			t.Errorf("%d to %d: %d %s", tt.from, tt.to, got, modifierOf(got))
		}
	}
}
