package osrm_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"pignon.coop/road"
	"pignon.coop/road/extract"
	"pignon.coop/road/osrm"
)

// A hamlet: a square with a one-way side, a footpath that leads out of it, and a street apart.
const hamlet = `<osm>
 <node id="1" lat="0.000" lon="0.000"/><node id="2" lat="0.000" lon="0.002"/><node id="3" lat="0.002" lon="0.002"/>
 <node id="4" lat="0.002" lon="0.000"/><node id="5" lat="0.000" lon="0.004"/><node id="6" lat="0.01" lon="0.01"/><node id="7" lat="0.01" lon="0.012"/>
 <way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="name" v="Rue &quot;A&quot;"/></way>
 <way id="2"><nd ref="3"/><nd ref="4"/><tag k="highway" v="residential"/><tag k="name" v="Rue B"/><tag k="oneway" v="yes"/></way>
 <way id="3"><nd ref="4"/><nd ref="1"/><tag k="highway" v="residential"/></way>
 <way id="4"><nd ref="2"/><nd ref="5"/><tag k="highway" v="footway"/></way>
 <way id="5"><nd ref="6"/><nd ref="7"/><tag k="highway" v="residential"/></way>
</osm>`

func hamletServer(t testing.TB) *osrm.Server {
	t.Helper()
	x, err := extract.Read(t.Context(), strings.NewReader(hamlet))
	if err != nil {
		t.Fatal(err)
	}
	var section bytes.Buffer
	if err := road.Build(t.Context(), x, &section, road.BuildOptions{}); err != nil {
		t.Fatal(err)
	}
	graph, err := road.Open(section.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	metric, err := graph.Metric(t.Context(), road.Bike(), road.MetricOptions{})
	if err != nil {
		t.Fatal(err)
	}
	limits := osrm.Limits{Route: 8, Table: 8, Match: 8, Trip: 8, Nearest: 8, Alternatives: 2}
	server, err := osrm.New(osrm.Config{Routers: map[string]*road.Router{"bike": road.NewRouter(metric)}, Default: "bike", Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	return server
}

// FuzzServe checks that every request has a whole answer, with the status that belongs to its code.
func FuzzServe(f *testing.F) {
	for _, seed := range []string{
		"/route/v1/bike/0.001,0;0.002,0.001;0,0.001?steps=true&annotations=true&overview=full&language=fr&waypoints=0;2&continue_straight=true",
		"/route/v1/bike/0.0005,0.002;0.0015,0.002?alternatives=2&steps=true&geometries=geojson&approaches=curb;opposite&snapping=any",
		"/route/v1/bike/0.001,0;0.003,0?bearings=90,20;&radiuses=10;unlimited&hints=;AAAAAAAAAAAAAAAAAAAAAAAAAAA&steps=true",
		"/table/v1/bike/0.001,0;0.002,0.001;0.011,0.01?snapping=any&fallback_speed=3&fallback_coordinate=snapped&annotations=duration,distance",
		"/nearest/v1/bike/0.001,0.001?number=5", "/trip/v1/bike/0.001,0;0.002,0.001;0,0.001?roundtrip=false&source=first",
		"/match/v1/bike/0.0001,0;0.0011,0;0.002,0.0002;0.002,0.0012?timestamps=0;30;60;90&tidy=true&steps=true", "/tile/v1/bike/tile(16384,16383,15).mvt",
	} {
		f.Add(seed)
	}
	server := hamletServer(f)
	f.Fuzz(func(t *testing.T, target string) {
		path, query, _ := strings.Cut(target, "?")
		request := &http.Request{Method: http.MethodGet, URL: &url.URL{Path: path, RawQuery: query}, Header: make(http.Header)}
		recorder := httptest.NewRecorder()
		server.ServeHTTP(recorder, request)
		if recorder.Header().Get("Content-Type") == "application/x-protobuf" {
			return
		}
		var answer struct{ Code, Message string }
		if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
			t.Fatalf("%s: %v\n%s", target, err, recorder.Body)
		}
		if (recorder.Code == http.StatusOK) != (answer.Code == "Ok") || answer.Code != "Ok" && (recorder.Code != 400 || answer.Message == "") {
			t.Errorf("%s: %d %+v", target, recorder.Code, answer)
		}
	})
}

func TestFallbackSpeed(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(hamletServer(t))
	defer server.Close()
	target := "/table/v1/bike/0.001,0;0.011,0.01?snapping=any&annotations=duration,distance"
	bare := ask(t, server.URL, target)
	if bare.Durations[0][1] != nil || bare.Distances[1][0] != nil || *bare.Durations[0][0] != 0 || bare.FallbackSpeedCells != nil {
		t.Errorf("%+v", bare)
	}
	guessed := ask(t, server.URL, target+"&fallback_speed=10")
	if len(guessed.FallbackSpeedCells) != 2 || guessed.FallbackSpeedCells[0] != [2]int{0, 1} || !near(*guessed.Distances[0][1], 1572, 2) ||
		!near(*guessed.Durations[0][1], 157.2, 0.2) {
		t.Errorf("%+v", guessed)
	}
	if a := ask(t, server.URL, "/route/v1/bike/0.001,0;0.011,0.01?snapping=any"); a.Code != "NoRoute" || a.Message != "Impossible route between points" {
		t.Errorf("%+v", a)
	}
	if a := ask(t, server.URL, "/trip/v1/bike/0.001,0;0.011,0.01?snapping=any"); a.Code != "NoTrips" {
		t.Errorf("%+v", a)
	}
}
