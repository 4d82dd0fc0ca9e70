package guide

import (
	"reflect"
	"testing"
)

func TestReadLanes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]Arrows{
		"":                          nil,
		"none|none":                 nil,
		"left":                      {{Left}},
		"left|through;right|":       {{Left}, {Straight, Right}, {NoArrow}},
		"reverse; sharp_left|other": {{UTurn, SharpLeft}, {NoArrow}},
		"slight_left|merge_to_left|slight_right;sharp_right": {{SlightLeft}, {NoArrow}, {SlightRight, SharpRight}},
		"left|||||||||||||||||":                              nil,
	} {
		if got := ReadLanes(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestLanesThatLeadOn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lanes string
		angle int
		want  []bool
	}{
		{"left|through|through;right", 0, []bool{false, true, true}},
		{"left|through|through;right", 88, []bool{false, false, true}},
		{"left|through|through;right", -100, []bool{true, false, false}},
		{"slight_left|left|through", -50, []bool{true, false, false}},
		{"reverse;left|through", 180, []bool{true, false}},
		{"left|none", 0, []bool{false, true}},
		{"left|through", 100, nil}, // about another junction
		{"", 0, nil},
	} {
		s := Stretch{Signs: &Signs{Lanes: ReadLanes(tt.lanes)}}
		var got []bool
		for _, lane := range s.lanesAt(tt.angle) {
			got = append(got, lane.Valid)
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%q at %d: %v, want %v", tt.lanes, tt.angle, got, tt.want)
		}
	}
	if (&Stretch{}).lanesAt(0) != nil {
		t.Error("lanes where there are no signs")
	}
}
