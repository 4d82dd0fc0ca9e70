package osrm

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"pignon.coop/road"
	"pignon.coop/road/guide"
)

// corner is a way along two streets: 100 m north along A, 200 m east along B.
func corner() drawnLeg {
	return drawnLeg{
		way: guide.Way{
			Line: []road.Point{{Lat: 10, Lng: 20}, {Lat: 5000, Lng: 20}, {Lat: 9000, Lng: 20}, {Lat: 9000, Lng: 18000}},
			Stretches: []guide.Stretch{
				{Name: "A", Mode: guide.Cycling, Metres: 100, Seconds: 20, Weight: 25, Arms: []guide.Arm{
					{Name: "A", Bearing: 180, Open: true}, {Name: "B", Bearing: 90, Open: true}, {Name: "A", Bearing: 0},
				}, On: 1},
				{Name: `B "b"`, Ref: "D 9", Mode: guide.Pushing, Classes: guide.InTunnel, From: 2, Metres: 200, Seconds: 40, Weight: 60},
			},
		},
		sums: sums{300, 60, 85},
	}
}

func drawRoute(t *testing.T, o options, legs ...drawnLeg) map[string]any {
	t.Helper()
	d := drawing{options: &o, weightName: "duration"}
	if o.language != "" {
		d.speaker, _ = guide.NewSpeaker(o.language)
	}
	r := &drawn{legs: legs}
	for _, l := range legs {
		r.add(l.sums)
	}
	d.route(r)
	var answer map[string]any
	if err := json.Unmarshal(d.b, &answer); err != nil {
		t.Fatalf("%v\n%s", err, d.b)
	}
	return answer
}

func TestRouteWithSteps(t *testing.T) {
	t.Parallel()
	o := defaults()
	o.steps, o.geometries, o.overview, o.language = true, geoJSON, full, "en"
	answer := drawRoute(t, o, corner())
	var want map[string]any
	if err := json.Unmarshal([]byte(`{
	 "geometry": {"type": "LineString", "coordinates": [[0.000002,0.000001],[0.000002,0.0005],[0.000002,0.0009],[0.0018,0.0009]]},
	 "weight_name": "duration", "distance": 300, "duration": 60, "weight": 85,
	 "legs": [{"summary": "A, B \"b\"", "distance": 300, "duration": 60, "weight": 85, "steps": [
	  {"geometry": {"type": "LineString", "coordinates": [[0.000002,0.000001],[0.000002,0.0005],[0.000002,0.0009]]},
	   "maneuver": {"type": "depart", "location": [0.000002,0.000001], "bearing_before": 0, "bearing_after": 0, "instruction": "Set off north along A"},
	   "mode": "cycling", "driving_side": "right", "name": "A", "distance": 100, "duration": 20, "weight": 25,
	   "intersections": [{"location": [0.000002,0.000001], "bearings": [0], "entry": [true], "out": 0}]},
	  {"geometry": {"type": "LineString", "coordinates": [[0.000002,0.0009],[0.0018,0.0009]]},
	   "maneuver": {"type": "turn", "modifier": "right", "location": [0.000002,0.0009], "bearing_before": 0, "bearing_after": 90,
	    "instruction": "Turn right into B \"b\", on foot"},
	   "mode": "pushing bike", "driving_side": "right", "name": "B \"b\"", "ref": "D 9", "distance": 200, "duration": 40, "weight": 60,
	   "intersections": [{"location": [0.000002,0.0009], "bearings": [0,90,180], "entry": [false,true,true], "in": 2, "out": 1, "classes": ["tunnel"]}]},
	  {"geometry": {"type": "LineString", "coordinates": [[0.0018,0.0009],[0.0018,0.0009]]},
	   "maneuver": {"type": "arrive", "location": [0.0018,0.0009], "bearing_before": 90, "bearing_after": 0, "instruction": "You are there"},
	   "mode": "pushing bike", "driving_side": "right", "name": "B \"b\"", "ref": "D 9", "distance": 0, "duration": 0, "weight": 0,
	   "intersections": [{"location": [0.0018,0.0009], "bearings": [270], "entry": [true], "in": 0, "classes": ["tunnel"]}]}
	 ]}]}`), &want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(answer, want) {
		got, _ := json.MarshalIndent(answer, "", " ")
		t.Errorf("%s", got)
	}
}

func TestSignsInSteps(t *testing.T) {
	t.Parallel()
	leg := corner()
	leg.way.Stretches[0].Signs = &guide.Signs{Lanes: guide.ReadLanes("left|through;right")}
	leg.way.Stretches[1].Signs = &guide.Signs{Destinations: "D 9: Lyon", Exits: "3", Pronunciation: "be"}
	o := defaults()
	o.steps, o.overview = true, without
	steps := drawRoute(t, o, leg)["legs"].([]any)[0].(map[string]any)["steps"].([]any)
	turn := steps[1].(map[string]any)
	if turn["destinations"] != "D 9: Lyon" || turn["exits"] != "3" || turn["pronunciation"] != "be" {
		t.Errorf("%v", turn)
	}
	lanes := turn["intersections"].([]any)[0].(map[string]any)["lanes"]
	want := []any{
		map[string]any{"valid": false, "indications": []any{"left"}},
		map[string]any{"valid": true, "indications": []any{"straight", "right"}},
	}
	if !reflect.DeepEqual(lanes, want) {
		t.Errorf("lanes %v", lanes)
	}
	first := steps[0].(map[string]any)
	for _, key := range []string{"destinations", "exits", "pronunciation"} {
		if _, there := first[key]; there {
			t.Errorf("%q where there are no signs", key)
		}
	}
}

func TestAnnotations(t *testing.T) {
	t.Parallel()
	o := defaults()
	o.annotations, o.overview = allAnnotations, without
	leg := corner()
	leg.way.Nodes = []int64{1, 12000000000, -3, 4}
	answer := drawRoute(t, o, leg)
	if _, there := answer["geometry"]; there {
		t.Error("a geometry that nobody asked for")
	}
	annotation := answer["legs"].([]any)[0].(map[string]any)["annotation"].(map[string]any)
	want := map[string]any{
		"distance": []any{55.5, 44.5, 200.0}, "duration": []any{11.1, 8.9, 40.0}, "weight": []any{13.9, 11.1, 60.0},
		"speed": []any{5.0, 5.0, 5.0}, "nodes": []any{1.0, 12e9, -3.0, 4.0},
		"datasources": []any{0.0, 0.0, 0.0}, "metadata": map[string]any{"datasource_names": []any{"profile"}},
	}
	if !reflect.DeepEqual(annotation, want) {
		t.Errorf("%v", annotation)
	}
}

func TestGeometryOfSeveralLegs(t *testing.T) {
	t.Parallel()
	first, second := corner(), corner()
	slices.Reverse(second.way.Line)
	for geometries, unit := range map[geometry]int64{polyline5: fiveDecimals, polyline6: sixDecimals} {
		o := defaults()
		o.geometries, o.overview = geometries, full
		text := drawRoute(t, o, first, second)["geometry"].(string)
		if line, sound := decodePolyline(text, unit); !sound || len(line) != 7 {
			t.Errorf("%q: %v", text, line)
		}
	}
	o := defaults()
	text := drawRoute(t, o, first)["geometry"].(string)
	if line, sound := decodePolyline(text, fiveDecimals); !sound || len(line) != 3 {
		t.Errorf("simplified: %v", line)
	}
}

func TestTableCells(t *testing.T) {
	t.Parallel()
	var w drawing
	grid(&w, 3, []road.Seconds{0, 12.34, -1, 99999.96, 123456.7, 0.05}, 1)
	if got := string(w.b); got != `[[0,12.3,null],[100000,123456.7,0.1]]` {
		t.Error(got)
	}
	w.b = w.b[:0]
	grid(&w, 2, []road.Metres{1.5, -1}, 2)
	if got := string(w.b); got != `[[3,null]]` {
		t.Error(got)
	}
	cells := make([]road.Seconds, 3*worthWriting)
	want := make([][]float64, len(cells)/100)
	for i := range cells {
		cells[i] = road.Seconds(i%777) / 10
		want[i/100] = append(want[i/100], float64(cells[i]))
	}
	w.b = w.b[:0]
	grid(&w, 100, cells, 1)
	var got [][]float64
	if err := json.Unmarshal(w.b, &got); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("a large table: %v", err)
	}
}

func TestSummaries(t *testing.T) {
	t.Parallel()
	step := func(name string, metres float64) guide.Step { return guide.Step{Name: name, Metres: metres} }
	for _, tt := range []struct {
		steps []guide.Step
		want  string
	}{
		{nil, ""}, {[]guide.Step{step("", 9)}, ""}, {[]guide.Step{step("A", 1), step("", 9)}, "A"},
		{[]guide.Step{step("A", 5), step("B", 1), step("C", 9)}, "A, C"}, {[]guide.Step{step("C", 9), step("B", 1), step("A", 5)}, "C, A"},
		{[]guide.Step{step("A", 5), step("A", 9)}, "A"},
	} {
		if got := summarise(tt.steps); got != tt.want {
			t.Errorf("%v: %q", tt.steps, got)
		}
	}
}
