package osrm

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pignon.coop/road"
)

func TestReadsAddresses(t *testing.T) {
	t.Parallel()
	two := []road.Point{{Lat: 455000000, Lng: 91000000}, {Lat: 456000000, Lng: -92000000}}
	for _, target := range []string{
		"/route/v1/bike/9.1,45.5;-9.2,45.6",
		"/route/v1/bike/9.1,45.5;-9.2,45.6.json",
		"/route/v1/bike/9.1000001,45.5;-9.2,45.6?steps=false",
		"/table/v1/car.lua/+91e-1,45.50;-9.2,4.56E1.json?sources=all&destinations=all",
		"/trip/v1/a-b_c:d~e/polyline(_d~tG_{uv@_pR~djnB)",
		"/match/v1/b/polyline6(_sjvuA_uigP_gjE~xgml@).json",
	} {
		if strings.Contains(target, "polyline(") {
			target = strings.Replace(target, "_d~tG_{uv@_pR~djnB", string(appendPolyline(nil, two, fiveDecimals)), 1)
		}
		if strings.Contains(target, "polyline6(") {
			target = strings.Replace(target, "_sjvuA_uigP_gjE~xgml@", string(appendPolyline(nil, two, sixDecimals)), 1)
		}
		r, f := parse(target)
		if f != nil || !slices.Equal(r.points, two) {
			t.Errorf("%s: %v %v", target, r, f)
		}
	}
	if r, f := parse("/tile/v1/bike/tile(4300,2900,13).mvt"); f != nil || r.tile != (tileNumber{4300, 2900, 13}) || r.format != "mvt" {
		t.Errorf("%v %v", r, f)
	}
}

func TestReadsOptions(t *testing.T) {
	t.Parallel()
	set := func(change func(*options)) options {
		o := defaults()
		change(&o)
		return o
	}
	for _, tt := range []struct {
		service, query string
		want           options
	}{
		{"route", "", defaults()},
		{"route", "steps=true&alternatives=true&geometries=geojson&overview=full", set(func(o *options) {
			o.steps, o.alternatives, o.geometries, o.overview = true, 1, geoJSON, full
		})},
		{"route", "alternatives=3&geometries=polyline6&overview=false&continue_straight=false", set(func(o *options) {
			o.alternatives, o.geometries, o.overview, o.straight = 3, polyline6, without, freely
		})},
		{"route", "annotations=true", set(func(o *options) { o.annotations = allAnnotations })},
		{"route", "annotations=duration,nodes&waypoints=0;1&alternatives=false", set(func(o *options) {
			o.annotations, o.waypoints = durations|nodes, []int{0, 1}
		})},
		{"route", "hints=;abc-_=&radiuses=;unlimited&bearings=;270,5&approaches=curb;", set(func(o *options) {
			o.hints, o.radiuses, o.bearings = []string{"", "abc-_="}, []float64{-1, -1}, []*direction{nil, {270, 5}}
			o.approaches = []approach{curb, unrestricted}
		})},
		{"route", "radiuses=5.1;0&bearings=30;&snapping=any&skip_waypoints=true&generate_hints=false&exclude=toll,ferry", set(func(o *options) {
			o.radiuses, o.bearings, o.snapAny = []float64{5.1, 0}, []*direction{{30, 10}, nil}, true
			o.skipWaypoints, o.hintless, o.exclude = true, true, []string{"toll", "ferry"}
		})},
		{"table", "sources=0&destinations=1;0&annotations=distance,duration&fallback_speed=5.5&fallback_coordinate=snapped&scale_factor=2", set(func(o *options) {
			o.sources, o.destinations, o.measures, o.fallbackSpeed, o.fallbackSnapped, o.scale = []int{0}, []int{1, 0}, durations|distances, 5.5, true, 2
		})},
		{"match", "timestamps=1;5&gaps=ignore&tidy=true&steps=true", set(func(o *options) {
			o.timestamps, o.gapsIgnore, o.tidy, o.steps = []int{1, 5}, true, true, true
		})},
		{"trip", "roundtrip=false&source=first&destination=last", set(func(o *options) {
			o.openEnded, o.firstSource, o.lastTarget = true, true, true
		})},
	} {
		target := "/" + tt.service + "/v1/bike/1,2;3,4"
		if tt.query != "" {
			target += "?" + tt.query
		}
		r, f := parse(target)
		if f != nil || !reflect.DeepEqual(r.options, tt.want) {
			t.Errorf("%s: %+v %v", target, r, f)
		}
	}
	if r, f := parse("/nearest/v1/bike/1,2?number=7"); f != nil || r.options.number != 7 {
		t.Errorf("%v %v", r, f)
	}
}

func TestSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ target, want string }{
		{"", "InvalidUrl: URL string malformed close to position 0: \"\""},
		{"/", "InvalidUrl: "},
		{"/route/v1", "InvalidUrl: URL string malformed close to position 9: \"/v1\""},
		{"/route/v1/bike", "InvalidUrl: "},
		{"/route/v1/bike/", "InvalidUrl: "},
		{"/route/x1/bike/1,2;3,4", "InvalidUrl: "},
		{"/drive/v1/bike/1,2;3,4", "InvalidService: Service drive not found!"},
		{"/route/v2/bike/1,2;3,4", "InvalidVersion: "},
		{"/route/v1/bike/1,2;3", "InvalidQuery: Query string malformed close to position 20"},
		{"/route/v1/bike/1,2;3,4;", "InvalidQuery: "},
		{"/route/v1/bike/1,2;3,4.xml", "InvalidQuery: Query string malformed close to position 22"},
		{"/route/v1/bike/1,2;3,4?", "InvalidQuery: Query string malformed close to position 23"},
		{"/route/v1/bike/1,2;3,4?stops=1", "InvalidQuery: Query string malformed close to position 23"},
		{"/route/v1/bike/1,2;3,4?steps=maybe", "InvalidQuery: Query string malformed close to position 29"},
		{"/route/v1/bike/1,2;3,4?number=2", "InvalidQuery: "},
		{"/route/v1/bike/1,2;3,4?radiuses=-1;2", "InvalidQuery: "},
		{"/route/v1/bike/1,2;3,4?alternatives=99999999999", "InvalidQuery: "},
		{"/route/v1/bike/polyline(_p~iF)", "InvalidQuery: "},
		{"/route/v1/bike/1,2", "InvalidOptions: Number of coordinates needs to be at least two."},
		{"/route/v1/bike/1,2;3,4?radiuses=1", "InvalidOptions: Number of elements in radiuses size 1 does not match coordinate size 2"},
		{"/route/v1/bike/1,2;3,4?bearings=361,1;", "InvalidOptions: "},
		{"/route/v1/bike/1,2;3,4?waypoints=1;0", "InvalidOptions: "},
		{"/route/v1/bike/1,2;3,4?waypoints=0", "InvalidOptions: "},
		{"/table/v1/bike/1,2;3,4?sources=2", "InvalidOptions: "},
		{"/table/v1/bike/1,2;3,4?fallback_speed=0", "InvalidOptions: fallback_speed must be > 0"},
		{"/table/v1/bike/1,2;3,4?scale_factor=-1", "InvalidOptions: scale_factor must be > 0"},
		{"/nearest/v1/bike/1,2;3,4", "InvalidOptions: Only one input coordinate is supported"},
		{"/nearest/v1/bike/1,2?number=0", "InvalidOptions: "},
		{"/match/v1/bike/1,2;3,4?timestamps=5;1", "InvalidValue: "},
		{"/route/v1/bike/1,2;181,4", "InvalidValue: Invalid coordinate value."},
		{"/route/v1/bike/1,2;3,-91", "InvalidValue: Invalid coordinate value."},
		{"/route/v1/bike/1,2;3,4.flatbuffers", "NotImplemented: "},
		{"/tile/v1/bike/tile(1,1,3).mvt", "InvalidOptions: "},
		{"/tile/v1/bike/1,2", "InvalidQuery: "},
	} {
		_, f := parse(tt.target)
		if f == nil || !strings.HasPrefix(f.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.target, f, tt.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"/route/v1/bike/9.1,45.5;9.2,45.6?steps=true&annotations=duration,speed&alternatives=3&overview=false&waypoints=0;1",
		"/table/v1/bike/polyline(_p~iF~ps|U_ulLnnqC).json?sources=0&destinations=1&annotations=distance&fallback_speed=3.5",
		"/nearest/v1/bike/9.1,45.5?number=3&bearings=30,20&radiuses=10;&hints=;&approaches=curb&exclude=ferry",
		"/match/v1/bike/9.1,45.5;9.2,45.6?timestamps=1;2&gaps=split&tidy=true", "/trip/v1/bike/1,2;3,4?roundtrip=false&source=first",
		"/tile/v1/bike/tile(4300,2900,13).mvt",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, target string) {
		r, failed := parse(target)
		if failed != nil {
			return
		}
		if r.service != "tile" && len(r.points) == 0 {
			t.Errorf("%q: no coordinates", target)
		}
		for _, p := range r.points {
			if p.Lat < -900000000 || p.Lat > 900000000 || p.Lng < -1800000000 || p.Lng > 1800000000 {
				t.Errorf("%q: %v", target, p)
			}
		}
	})
}
