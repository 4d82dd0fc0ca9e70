package osrm_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb/encoding/mvt"

	"pignon.coop/internal/datatest"
	"pignon.coop/road"
	"pignon.coop/road/extract"
	"pignon.coop/road/osrm"
)

const monaco = "osm/monaco-osrm.osm.pbf"

// Places in Monaco.
const (
	pasteur = "7.4152,43.7310"
	moulins = "7.4250,43.7400"
	larvoto = "7.4365,43.7495"
)

// maps holds a router for each extract that a test has asked for.
type maps struct {
	mu      sync.Mutex
	routers map[string]*road.Router
}

// shared keeps the tests from building one map many times.
var shared = maps{routers: make(map[string]*road.Router)}

// router builds a map, with an index for the bike where it is to be measured.
func (m *maps) router(t testing.TB, name string, ready ...road.Profile) *road.Router {
	t.Helper()
	path := datatest.Path(t, name)
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.routers[name]; r != nil {
		return r
	}
	ctx := context.Background()
	x, err := extract.ReadFile(ctx, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	var section bytes.Buffer
	if err := road.Build(ctx, x, &section, road.BuildOptions{Profiles: ready}); err != nil {
		t.Fatal(err)
	}
	graph, err := road.Open(section.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	metric, err := graph.Metric(ctx, road.Bike(), road.MetricOptions{})
	if err != nil {
		t.Fatal(err)
	}
	m.routers[name] = road.NewRouter(metric)
	return m.routers[name]
}

func serve(t testing.TB, name string, limits osrm.Limits) string {
	t.Helper()
	server, err := osrm.New(osrm.Config{Routers: map[string]*road.Router{"bike": shared.router(t, name)}, Default: "bike", Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	listening := httptest.NewServer(server)
	t.Cleanup(listening.Close)
	return listening.URL
}

type waypoint struct {
	Hint     string
	Name     string
	Distance float64
	Location [2]float64
	Nodes    []int64

	TripsIndex        *int `json:"trips_index"`
	MatchingsIndex    *int `json:"matchings_index"`
	WaypointIndex     *int `json:"waypoint_index"`
	AlternativesCount *int `json:"alternatives_count"`
}

type route struct {
	Distance, Duration, Weight, Confidence float64
	WeightName                             string `json:"weight_name"`
	Geometry                               any
	Legs                                   []struct {
		Distance, Duration, Weight float64
		Summary                    string
		Steps                      []struct {
			Distance, Duration, Weight float64
			Geometry                   any
			Mode, Name                 string
			Maneuver                   struct {
				Type, Modifier, Instruction string
			}
			Intersections []struct{ Classes []string }
		}
		Annotation *struct {
			Duration, Distance, Speed, Weight []float64
			Nodes                             []int64
		}
	}
}

type answer struct {
	Code, Message              string
	Waypoints                  []waypoint
	Sources, Destinations      []waypoint
	Tracepoints                []*waypoint
	Routes, Trips, Matchings   []route
	Durations, Distances       [][]*float64
	FallbackSpeedCells         [][2]int `json:"fallback_speed_cells"`
	status                     int
	contentType, allowedOrigin string
}

func ask(t testing.TB, url, target string) answer {
	t.Helper()
	response, err := http.Get(url + target)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	h := response.Header
	a := answer{status: response.StatusCode, contentType: h.Get("Content-Type"), allowedOrigin: h.Get("Access-Control-Allow-Origin")}
	if err := json.Unmarshal(body, &a); err != nil {
		t.Fatalf("%s: %v\n%s", target, err, body)
	}
	if a.contentType != "application/json; charset=UTF-8" || a.allowedOrigin != "*" || (a.status == 200) != (a.Code == "Ok") {
		t.Errorf("%s: %+v", target, a)
	}
	return a
}

func TestRoute(t *testing.T) {
	t.Parallel()
	url := serve(t, monaco, osrm.DefaultLimits())
	places := pasteur + ";" + moulins + ";" + larvoto
	a := ask(t, url, "/route/v1/driving/"+places+"?steps=true&annotations=true&overview=full&geometries=geojson&language=fr")
	if a.Code != "Ok" || len(a.Routes) != 1 || len(a.Routes[0].Legs) != 2 || len(a.Waypoints) != 3 {
		t.Fatalf("%+v", a)
	}
	r := a.Routes[0]
	total := 0.0
	for _, leg := range r.Legs {
		inSteps, inSegments := 0.0, 0.0
		for _, s := range leg.Steps {
			inSteps += s.Duration
			if s.Maneuver.Instruction == "" {
				t.Errorf("nothing said of %+v", s)
			}
		}
		for _, d := range leg.Annotation.Duration {
			inSegments += d
		}
		if !near(inSteps, leg.Duration, 3) || !near(inSegments, leg.Duration, 8) || leg.Summary == "" {
			t.Errorf("leg of %v s: steps %v, annotation %v, %q", leg.Duration, inSteps, inSegments, leg.Summary)
		}
		total += leg.Duration
	}
	if !near(total, r.Duration, 0.2) || r.Distance < 2000 || r.Distance > 9000 {
		t.Errorf("%v %v %v", total, r.Duration, r.Distance)
	}
	merged := ask(t, url, "/route/v1/driving/"+places+"?waypoints=0;2&steps=true")
	if len(merged.Routes[0].Legs) != 1 || len(merged.Waypoints) != 2 || !near(merged.Routes[0].Duration, r.Duration, 0.2) {
		t.Errorf("merged: %+v", merged)
	}
	straight := ask(t, url, "/route/v1/driving/"+places+"?continue_straight=true&overview=false")
	if straight.Routes[0].Weight < r.Weight-0.2 || straight.Routes[0].Geometry != nil {
		t.Errorf("straight: %+v", straight.Routes[0])
	}
}

func TestAlternatives(t *testing.T) {
	t.Parallel()
	url := serve(t, monaco, osrm.DefaultLimits())
	a := ask(t, url, "/route/v1/bike/"+pasteur+";"+larvoto+"?alternatives=3&steps=true")
	if len(a.Routes) < 2 || len(a.Routes) > 4 || len(a.Waypoints) != 2 {
		t.Fatalf("%d routes", len(a.Routes))
	}
	for _, r := range a.Routes[1:] {
		if r.Weight < a.Routes[0].Weight || r.Geometry == a.Routes[0].Geometry || len(r.Legs[0].Steps) < 2 {
			t.Errorf("%+v", r)
		}
	}
}

func near(a, b, by float64) bool { return a-b <= by && b-a <= by }

func TestSnapping(t *testing.T) {
	t.Parallel()
	url := serve(t, monaco, osrm.DefaultLimits())
	first := ask(t, url, "/nearest/v1/bike/"+pasteur+"?number=5")
	if len(first.Waypoints) != 5 || first.Waypoints[0].Distance > first.Waypoints[4].Distance {
		t.Fatalf("%+v", first)
	}
	hint := first.Waypoints[4].Hint
	a := ask(t, url, "/route/v1/bike/"+pasteur+";"+larvoto+"?hints="+hint+";&overview=false")
	if a.Waypoints[0].Location != first.Waypoints[4].Location {
		t.Errorf("a hint of no use: %v, want %v", a.Waypoints[0], first.Waypoints[4])
	}
	for _, useless := range []string{"abc", hint[:20], "AAAA" + hint[4:], strings.Repeat("_", len(hint))} {
		if a := ask(t, url, "/route/v1/bike/"+pasteur+";"+larvoto+"?hints="+useless+";&overview=false"); a.Waypoints[0].Location != first.Waypoints[0].Location {
			t.Errorf("hint %s led to %v", useless, a.Waypoints[0])
		}
	}
	if a := ask(t, url, "/nearest/v1/bike/"+moulins+"?radiuses=5"); a.Code != "NoSegment" || a.status != 400 {
		t.Errorf("too far: %+v", a)
	}
	if a := ask(t, url, "/nearest/v1/bike/"+pasteur+"?generate_hints=false"); a.Waypoints[0].Hint != "" {
		t.Errorf("a hint that nobody wants: %+v", a)
	}
	if a := ask(t, url, "/route/v1/bike/"+pasteur+";"+larvoto+"?skip_waypoints=true"); a.Code != "Ok" || a.Waypoints != nil {
		t.Errorf("%+v", a)
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	url := serve(t, monaco, osrm.DefaultLimits())
	places := pasteur + ";" + moulins + ";" + larvoto
	a := ask(t, url, "/table/v1/bike/"+places+"?annotations=duration,distance")
	if len(a.Durations) != 3 || len(a.Distances[2]) != 3 || *a.Durations[1][1] != 0 || len(a.Sources) != 3 {
		t.Fatalf("%+v", a)
	}
	part := ask(t, url, "/table/v1/bike/"+places+"?sources=2&destinations=1;0&scale_factor=2")
	if len(part.Durations) != 1 || !near(*part.Durations[0][0], 2**a.Durations[2][1], 0.11) || part.Distances != nil || len(part.Destinations) != 2 {
		t.Errorf("%+v", part)
	}
	r := ask(t, url, "/route/v1/bike/"+pasteur+";"+larvoto+"?overview=false").Routes[0]
	if *a.Durations[0][2] != r.Duration || *a.Distances[0][2] != r.Distance {
		t.Errorf("the table says %v, the route %v", *a.Durations[0][2], r.Duration)
	}
}

func TestTrip(t *testing.T) {
	t.Parallel()
	url := serve(t, monaco, osrm.DefaultLimits())
	a := ask(t, url, "/trip/v1/bike/"+larvoto+";"+moulins+";"+pasteur+"?roundtrip=false&source=first&destination=last&steps=true")
	if len(a.Trips) != 1 || len(a.Trips[0].Legs) != 2 || *a.Waypoints[0].WaypointIndex != 0 || *a.Waypoints[2].WaypointIndex != 2 || *a.Waypoints[1].TripsIndex != 0 {
		t.Errorf("%+v", a)
	}
	if a := ask(t, url, "/trip/v1/bike/"+larvoto+";"+moulins+";"+pasteur); len(a.Trips[0].Legs) != 3 {
		t.Errorf("%+v", a)
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	url := serve(t, monaco, osrm.DefaultLimits())
	r := ask(t, url, "/route/v1/bike/"+pasteur+";"+moulins+"?geometries=geojson&overview=full").Routes[0]
	var trace, times []string
	for i, p := range r.Geometry.(map[string]any)["coordinates"].([]any) {
		if i%4 == 0 {
			place := p.([]any)
			trace = append(trace, fmt.Sprintf("%.5f,%.5f", place[0].(float64)+2e-5, place[1].(float64)))
			times = append(times, fmt.Sprint(1700000000+10*i))
		}
	}
	trace = append(trace, "8,43")
	times = append(times, "1700009999")
	a := ask(t, url, "/match/v1/bike/"+strings.Join(trace, ";")+"?timestamps="+strings.Join(times, ";"))
	if len(a.Matchings) == 0 || len(a.Tracepoints) != len(trace) || a.Tracepoints[len(trace)-1] != nil || a.Tracepoints[0] == nil {
		t.Fatalf("%+v", a)
	}
	distance := 0.0
	for _, m := range a.Matchings {
		if distance += m.Distance; m.Confidence <= 0 || m.Confidence > 1 {
			t.Errorf("%+v", m)
		}
	}
	if !near(distance, r.Distance, r.Distance/5) || *a.Tracepoints[0].MatchingsIndex != 0 || *a.Tracepoints[0].WaypointIndex != 0 {
		t.Errorf("matched %v m of %v", distance, r.Distance)
	}
	last := fmt.Sprint(len(trace) - 1)
	b := ask(t, url, "/match/v1/bike/"+strings.Join(trace, ";")+"?waypoints=0;"+last+"&gaps=ignore&overview=false")
	for _, m := range b.Matchings {
		if len(m.Legs) != 1 {
			t.Errorf("%d legs", len(m.Legs))
		}
	}
}

func TestTile(t *testing.T) {
	t.Parallel()
	url := serve(t, monaco, osrm.DefaultLimits())
	response, err := http.Get(url + "/tile/v1/bike/tile(17059,11949,15).mvt")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.Header.Get("Content-Type") != "application/x-protobuf" {
		t.Fatalf("%v %v", err, response.Header)
	}
	layers, err := mvt.Unmarshal(body)
	if err != nil || len(layers) != 2 {
		t.Fatalf("%v %v", layers, err)
	}
	for _, layer := range layers {
		if len(layer.Features) < 50 {
			t.Errorf("%s: %d features", layer.Name, len(layer.Features))
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	url := serve(t, monaco, osrm.Limits{Route: 2, Table: 2, Match: 2, Trip: 2, Nearest: 2, Alternatives: 1})
	three := pasteur + ";" + moulins + ";" + larvoto
	for _, tt := range []struct{ target, code, message string }{
		{"/route/v1/bike/" + three, "TooBig", "Number of entries 3 is higher than current maximum (2)"},
		{"/route/v1/bike/" + pasteur + ";" + moulins + "?alternatives=2", "TooBig", ""},
		{"/table/v1/bike/" + three, "TooBig", "Too many table coordinates"},
		{"/trip/v1/bike/" + three, "TooBig", "Number of entries 3 is higher than current maximum (2)"},
		{"/match/v1/bike/" + three, "TooBig", "Too many trace coordinates"},
		{"/nearest/v1/bike/" + pasteur + "?number=3", "TooBig", "Number of results 3 is higher than current maximum (2)"},
		{"/route/v1/bike/" + pasteur + ";0,0", "NoSegment", "Could not find a matching segment for coordinate 1"},
		{"/route/v1/bike/" + pasteur + ";" + moulins + "?exclude=ferry,toll", "InvalidValue", "Exclude flag combination is not supported."},
		{"/match/v1/bike/0,0;0,1", "NoSegment", "Could not find a matching segment for any coordinate."},
		{"/match/v1/bike/0,0;" + pasteur, "NoMatch", ""},
		{"/match/v1/bike/" + pasteur + ";" + moulins + "?timestamps=2;1", "InvalidValue", ""},
		{"/route/v1/bike/" + pasteur + ";" + moulins + "?steps=%zz", "InvalidUrl", ""},
		{"/", "InvalidUrl", ""},
	} {
		if a := ask(t, url, tt.target); a.Code != tt.code || a.Message == "" || tt.message != "" && a.Message != tt.message {
			t.Errorf("%s: %s, %s", tt.target, a.Code, a.Message)
		}
	}
	response, err := http.Post(url+"/route/v1/bike/"+three, "text/plain", nil)
	if err != nil || response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("%v %v", response, err)
	}
	if _, err := osrm.New(osrm.Config{Default: "bike"}); err == nil {
		t.Error("a server without a router")
	}
}
