package app_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pignon.coop/internal/app"
	"pignon.coop/internal/citymap"
	"pignon.coop/internal/datatest"
	"pignon.coop/internal/geo"
)

// monaco is a co-op with a courier and two drops, a kilometre apart.
const monaco = `{"settings":{"latlng":"43.7396,7.4272","timezone":"Europe/Monaco"},"rows":[
	{"kind":"user","ref":"dan","username":"dan","email":"dan@example.org","roles":["ROLE_DISPATCHER"]},
	{"kind":"user","ref":"cal","username":"cal","email":"cal@example.org","roles":["ROLE_COURIER"]},
	{"kind":"address","ref":"west","streetAddress":"Condamine","geo":{"latitude":43.7335,"longitude":7.4195}},
	{"kind":"address","ref":"east","streetAddress":"Monte-Carlo","geo":{"latitude":43.7405,"longitude":7.4285}},
	{"kind":"task","type":"DROPOFF","address":"@west","before":"2026-11-24 14:00"},
	{"kind":"task","type":"DROPOFF","address":"@east","before":"2026-11-24 15:00"}]}`

// TestWaysLeadRoundClosedStreets closes a street of a real town in the middle of a courier's way, which then goes round it, as everybody's does,
// and goes back when the street is open again: because somebody says so, or because its time is over.
func TestWaysLeadRoundClosedStreets(t *testing.T) {
	t.Parallel()
	h := newHouseIn(t, "osm/monaco-osmix2025.osm.pbf")
	h.call("", "POST", "/_dev/reset", json.RawMessage(monaco), 200)
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": "2026-11-24T11:00:00+01:00"}, 200)
	dan := h.token("@dan")
	ways := func() [2][]geo.Point {
		t.Helper()
		h.drain()
		list := h.call(dan, "GET", "/api/task_lists/1", nil, 200)
		route := h.call("", "GET", "/api/routing/route/43.7335,7.4195;43.7405,7.4285", nil, 200)
		return [2][]geo.Point{h.line(list["polyline"]), h.line(at(route, "routes 0 geometry"))}
	}
	h.call(dan, "PUT", "/api/task_lists/set_items/2026-11-24/cal", json.RawMessage(`{"items":["/api/tasks/1","/api/tasks/2"]}`), 200)
	before := ways()
	for _, way := range before {
		if len(way) < 10 {
			t.Fatalf("no way through streets: %v", way)
		}
	}
	middle := before[0][len(before[0])/2]
	lat, lng := middle.Degrees()
	shut := func(until string) (id any) {
		t.Helper()
		id = h.call(dan, "POST", "/v1/dispatch/closures", json.RawMessage(fmt.Sprintf(`{"lat":%v,"lng":%v,"radius":20%s}`, lat, lng, until)), 201)["id"]
		for n, way := range ways() {
			if slices.Equal(way, before[n]) || nearest(way, middle) < 20 || nearest(before[n], middle) >= 20 {
				t.Errorf("way %d, closed: %.0f m from the middle of it, before %.0f m", n, nearest(way, middle), nearest(before[n], middle))
			}
		}
		return id
	}
	reopened := func(why string) {
		t.Helper()
		for n, way := range ways() {
			if !slices.Equal(way, before[n]) {
				t.Errorf("way %d, %s: %v, before %v", n, why, way, before[n])
			}
		}
	}
	h.call(dan, "DELETE", fmt.Sprintf("/v1/dispatch/closures/%v", shut("")), nil, 204)
	reopened("opened again")
	shut(`,"until":"2026-11-24T12:00:00+01:00"`)
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": "2026-11-24T12:00:01+01:00"}, 200)
	reopened("its time being over")
}

// newHouseIn is a house with the streets of an extract.
func newHouseIn(t *testing.T, extract string) *house {
	t.Helper()
	target := filepath.Join(t.TempDir(), "city.pignon")
	in := citymap.ImportIn{Extract: datatest.Path(t, extract), Map: target, Builders: app.Builders(app.MapOptions{}), Built: time.Unix(1700000000, 0)}
	if err := citymap.Import(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	return newHouseWith(t, target)
}

// line reads an encoded polyline.
func (h *house) line(encoded any) []geo.Point {
	h.t.Helper()
	text, _ := encoded.(string)
	line, err := geo.DecodePolyline(text)
	if err != nil {
		h.t.Fatal(err)
	}
	return line
}

// nearest is how near the corners of a line come to a point, in metres.
func nearest(line []geo.Point, p geo.Point) float64 {
	least := geo.Distance(line[0], p)
	for _, q := range line {
		least = min(least, geo.Distance(q, p))
	}
	return least
}

// TestClosuresWithoutEffectSaySo : without a map, or where an outside router finds the ways, the answer and the board tell that nobody avoids the street.
func TestClosuresWithoutEffectSaySo(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, extract, url string
		want               bool
	}{
		{"no map", "", "", false},
		{"our own map", "osm/monaco-osmix2025.osm.pbf", "", true},
		{"an outside router", "osm/monaco-osmix2025.osm.pbf", "http://127.0.0.1:9", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			if tt.extract != "" {
				h = newHouseIn(t, tt.extract)
			}
			h.call("", "POST", "/_dev/reset", json.RawMessage(fmt.Sprintf(`{"settings":{"routing_url":%q},"rows":[
				{"kind":"user","ref":"dan","username":"dan","email":"dan@example.org","roles":["ROLE_DISPATCHER"]}]}`, tt.url)), 200)
			dan := h.token("@dan")
			made := h.call(dan, "POST", "/v1/dispatch/closures", json.RawMessage(`{"lat":43.7396,"lng":7.4272,"radius":20}`), 201)
			board := h.call(dan, "GET", "/v1/dispatch/board", nil, 200)
			if shown := at(board, "closures 0 avoided"); made["avoided"] != tt.want || shown != tt.want {
				t.Errorf("avoided: %v in the answer, %v on the board, want %v", made["avoided"], shown, tt.want)
			}
		})
	}
}
