package osrm

import (
	"slices"
	"testing"

	"pignon.coop/road"
)

func TestPolyline(t *testing.T) {
	t.Parallel()
	line := []road.Point{{Lat: 385000000, Lng: -1202000000}, {Lat: 407000000, Lng: -1209500000}, {Lat: 432520000, Lng: -1264530000}}
	text := string(appendPolyline(nil, line, fiveDecimals))
	if want := "_p~iF~ps|U_ulLnnqC_mqNvxq`@"; text != want {
		t.Errorf("%s, want %s", text, want)
	}
	for _, unit := range []int32{fiveDecimals, sixDecimals} {
		back, sound := decodePolyline(string(appendPolyline(nil, line, unit)), int64(unit))
		if !sound || !slices.Equal(back, line) {
			t.Errorf("unit %d: %v %v", unit, back, sound)
		}
	}
	for _, text := range []string{"_", "_p~iF", "_p~iF~ps|", "é", "~~~~~~~~~~~~", "_p~iF ~ps|U"} {
		if line, sound := decodePolyline(text, fiveDecimals); sound {
			t.Errorf("%q was taken for %v", text, line)
		}
	}
}

func FuzzPolyline(f *testing.F) {
	f.Add("_p~iF~ps|U_ulLnnqC_mqNvxq`@")
	f.Fuzz(func(t *testing.T, text string) {
		for _, unit := range []int32{fiveDecimals, sixDecimals} {
			line, sound := decodePolyline(text, int64(unit))
			if !sound {
				continue
			}
			again, sound := decodePolyline(string(appendPolyline(nil, line, unit)), int64(unit))
			if !sound || !slices.Equal(line, again) {
				t.Errorf("%q: %v, then %v %v", text, line, again, sound)
			}
		}
	})
}
