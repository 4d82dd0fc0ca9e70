package vroom

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"pignon.coop/internal/datatest"
	"pignon.coop/internal/geo"
	"pignon.coop/road"
	"pignon.coop/road/extract"
)

func post(t *testing.T, url, body string) (int, Answer) {
	t.Helper()
	response, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var a Answer
	if err := json.Unmarshal(raw, &a); err != nil {
		t.Fatalf("%v\n%s", err, raw)
	}
	if h := response.Header; !strings.HasPrefix(h.Get("Content-Type"), "application/json") || h.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("headers %v", h)
	}
	return response.StatusCode, a
}

func TestServer(t *testing.T) {
	t.Parallel()
	s := solver()
	s.Limits = Limits{Locations: 8, Vehicles: 3, Legs: 300}
	server := httptest.NewServer(NewServer(s, 20_000))
	t.Cleanup(server.Close)
	crowd, fleet, zoo := village(), village(), village()
	for i := range 5 {
		crowd["jobs"] = append(crowd["jobs"].([]any), object{"id": 100 + i, "location_index": 1})
		fleet["vehicles"] = append(fleet["vehicles"].([]any), object{"id": 100 + i, "start_index": 1})
	}
	item(zoo, "vehicles", 0)["speed_factor"], item(zoo, "vehicles", 1)["speed_factor"] = 0.5, 0.6
	zoo["vehicles"] = append(zoo["vehicles"].([]any), object{"id": 100, "start_index": 1})
	for i := range 2 {
		zoo["jobs"] = append(zoo["jobs"].([]any), object{"id": 100 + i, "location_index": 1})
	}
	far := village()
	onlyCoordinates(far)
	for name, tt := range map[string]struct {
		body   string
		status int
		code   Code
		want   string
	}{
		"fine":               {text(t, village()), 200, OK, ""},
		"no JSON":            {"{", 400, Input, "no JSON"},
		"no vehicles":        {`{"jobs":[]}`, 400, Input, "no vehicles"},
		"no map":             {text(t, far), 500, Routing, "--map"},
		"too many locations": {text(t, crowd), 413, TooLarge, "Too many locations (11) in query, maximum is set to 8"},
		"too many vehicles":  {text(t, fleet), 413, TooLarge, "Too many vehicles (7) in query, maximum is set to 3"},
		"too many kinds":     {text(t, zoo), 413, TooLarge, "different kinds"},
		"too long":           {strings.Repeat(" ", 30_000), 413, TooLarge, "20000 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, a := post(t, server.URL, tt.body)
			if status != tt.status || a.Code != tt.code || !strings.Contains(a.Error, tt.want) || (a.Code == OK) != (a.Summary != nil) {
				t.Errorf("%d %+v, want %d %d %q", status, a, tt.status, tt.code, tt.want)
			}
		})
	}
}

func TestServerTellsThatItIsAlive(t *testing.T) {
	t.Parallel()
	server := NewServer(solver(), 1000)
	for target, want := range map[string]int{
		"GET /health": 200, "OPTIONS /": 204, "GET /": 405, "PUT /": 405, "GET /elsewhere": 404,
	} {
		method, path, _ := strings.Cut(target, " ")
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequest(method, path, nil))
		if w.Code != want {
			t.Errorf("%s: %d, want %d", target, w.Code, want)
		}
	}
}

// TestStopEndsTheLine: who waits for another's search and gives up, or is given up by the server, does not wait on.
func TestStopEndsTheLine(t *testing.T) {
	t.Parallel()
	server := NewServer(solver(), 1<<20)
	server.turn <- struct{}{}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodPost, "/", strings.NewReader(text(t, village()))))
	if w.Code != 500 || !strings.Contains(w.Body.String(), "stopped") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// monaco makes streets of a real map.
func monaco(t *testing.T) *Streets {
	t.Helper()
	x, err := extract.ReadFile(t.Context(), datatest.Path(t, "osm/monaco-osrm.osm.pbf"), nil)
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
	slow := road.Bike()
	slow.Name, slow.TopSpeed = "slow", 5
	return NewStreets(graph, slow)
}

const monegasque = `{"vehicles": [{"id": 1, "profile": "cargo", "start": [7.4152, 43.7310], "end": [7.4152, 43.7310], "capacity": [2]},
 {"id": 2, "profile": "slow", "start": [7.4365, 43.7495], "costs": {"per_hour": 20, "per_km": 1}, "capacity": [9]}],
 "jobs": [{"id": 1, "location": [7.4250, 43.7400], "service": 120, "delivery": [1]}, {"id": 2, "location": [7.4205, 43.7345], "delivery": [1]}],
 "shipments": [{"pickup": {"id": 1, "location": [7.4288, 43.7402]}, "delivery": {"id": 2, "location": [7.4205, 43.7345]}, "amount": [1]}],
 "options": {"g": true}}`

func TestCoordinates(t *testing.T) {
	t.Parallel()
	s := solver()
	s.Streets = monaco(t)
	a := solve(t, s, monegasque)
	if a.Summary.Unassigned != 0 || *a.Summary.Distance < 1000 || a.Summary.ComputingTimes.Routing == nil {
		t.Errorf("%s", a.JSON())
	}
	for _, r := range *a.Routes {
		line, err := geo.DecodePolyline(r.Geometry)
		if err != nil || len(line) < 10 {
			t.Fatalf("%d points, %v", len(line), err)
		}
		length := 0.0
		for i := range line[1:] {
			length += geo.Distance(line[i], line[i+1])
		}
		if want := float64(*r.Distance); length < 0.95*want || length > 1.05*want {
			t.Errorf("the line of vehicle %d is %.0f m long, the route %.0f m", r.Vehicle, length, want)
		}
		if r.Steps[1].LocationIndex != nil {
			t.Errorf("a number that nobody gave: %+v", r.Steps[1])
		}
	}
	for body, want := range map[string]Code{
		strings.Replace(monegasque, "cargo", "camel", 1):                      Input,
		strings.Replace(monegasque, "7.4250", "9.0", 1):                       Routing,
		strings.Replace(monegasque, `"location": [7.4250, 43.7400], `, "", 1): Input,
	} {
		if a := s.Solve(t.Context(), []byte(body)); a.Code != want || a.Error == "" {
			t.Errorf("%+v", a)
		}
	}
}
