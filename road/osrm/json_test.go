package osrm

import (
	"encoding/json"
	"math"
	"strconv"
	"testing"

	"pignon.coop/road"
)

func TestNumbers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		value float64
		want  string
	}{{0, "0"}, {0.04, "0"}, {0.05, "0.1"}, {12, "12"}, {12.34, "12.3"}, {-0.5, "-0.5"}, {1234567.89, "1234567.9"}} {
		if got := string(appendTenths(nil, tenths(tt.value))); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.value, got, tt.want)
		}
	}
	for _, tt := range []struct {
		e7   int32
		want string
	}{{0, "0"}, {10, "0.000001"}, {-10, "-0.000001"}, {91234567, "9.123457"}, {-1800000000, "-180"}, {425000000, "42.5"}, {5, "0.000001"}, {4, "0"}} {
		if got := string(appendMicro(nil, tt.e7)); got != tt.want {
			t.Errorf("%d: %s, want %s", tt.e7, got, tt.want)
		}
	}
}

func FuzzString(f *testing.F) {
	for _, s := range []string{"", "Rue de l'Église", "a\"b\\c\n\x00\x7f", "\xff\xc3", "\u2028�"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var got string
		if err := json.Unmarshal(appendString(nil, s), &got); err != nil {
			t.Fatal(err)
		}
		if want := string([]rune(s)); got != want {
			t.Errorf("%q became %q", want, got)
		}
	})
}

func FuzzNumbers(f *testing.F) {
	f.Add(int32(425061234), 0.25)
	f.Fuzz(func(t *testing.T, e7 int32, metres float64) {
		v, err := strconv.ParseFloat(string(appendMicro(nil, e7)), 64)
		if err != nil || math.Abs(v*1e7-float64(e7)) > 5.01 {
			t.Errorf("%d: %v %v", e7, v, err)
		}
		if !(math.Abs(metres) < 1e12) {
			return
		}
		v, err = strconv.ParseFloat(string(appendTenths(nil, tenths(metres))), 64)
		if err != nil || math.Abs(v-metres) > 0.0501 {
			t.Errorf("%v: %v %v", metres, v, err)
		}
	})
}

func TestCommas(t *testing.T) {
	t.Parallel()
	var w writer
	w.open('{')
	w.text("a", "b")
	w.key("list")
	w.open('[')
	w.whole(1)
	w.truth(true)
	w.null()
	w.place(road.Point{Lat: 10, Lng: -20})
	w.fine(0.1234567)
	w.open('{')
	w.shut('}')
	w.shut(']')
	w.shut('}')
	want := `{"a":"b","list":[1,true,null,[-0.000002,0.000001],0.123457,{}]}`
	if string(w.b) != want {
		t.Errorf("%s, want %s", w.b, want)
	}
}
