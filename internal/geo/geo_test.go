package geo_test

import (
	"math"
	"testing"

	"pignon.coop/internal/geo"
)

func TestPolylineOfTheFormatsOwnExample(t *testing.T) {
	t.Parallel()
	line := []geo.Point{geo.At(38.5, -120.2), geo.At(40.7, -120.95), geo.At(43.252, -126.453)}
	s := geo.EncodePolyline(line)
	if s != "_p~iF~ps|U_ulLnnqC_mqNvxq`@" {
		t.Fatalf("got %q", s)
	}
	back, err := geo.DecodePolyline(s)
	if err != nil || len(back) != 3 || back[2] != line[2] {
		t.Fatalf("got %v, %v", back, err)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	if p, err := geo.Parse("48.857498,2.335402"); err != nil || p != (geo.Point{Lat: 488574980, Lng: 23354020}) {
		t.Fatalf("got %v, %v", p, err)
	}
	for _, bad := range []string{"", "1", "91,0", "a,b", "NaN,0", "0,181"} {
		if _, err := geo.Parse(bad); err == nil {
			t.Errorf("%q was taken for a place", bad)
		}
	}
}

func TestDistance(t *testing.T) {
	t.Parallel()
	paris, london := geo.At(48.8566, 2.3522), geo.At(51.5074, -0.1278)
	if d := geo.Distance(paris, london); math.Abs(d-343556) > 500 {
		t.Fatalf("Paris to London is %v m", d)
	}
}

func FuzzDecodePolyline(f *testing.F) {
	f.Add("_p~iF~ps|U_ulLnnqC_mqNvxq`@")
	f.Fuzz(func(t *testing.T, s string) {
		line, err := geo.DecodePolyline(s)
		if err == nil && len(line) > len(s) {
			t.Fatal("more points than letters")
		}
	})
}
