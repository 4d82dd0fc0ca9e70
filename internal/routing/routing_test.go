package routing_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pignon.coop/internal/geo"
	"pignon.coop/internal/routing"
	"pignon.coop/road"
	"pignon.coop/road/extract"
)

var (
	louvre  = geo.At(48.8606, 2.3376)
	pigalle = geo.At(48.882, 2.3374)
	bercy   = geo.At(48.84, 2.379)
)

// server is an OSRM server that answers with a fixed body and notes what it is asked.
type server struct {
	mu     sync.Mutex
	status int
	body   string
	asked  []string
	url    string
}

func serve(t *testing.T, body string) *server {
	t.Helper()
	s := &server{status: http.StatusOK, body: body}
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.asked = append(s.asked, r.URL.String())
		w.WriteHeader(s.status)
		fmt.Fprint(w, s.body)
	}))
	t.Cleanup(h.Close)
	s.url = h.URL
	return s
}

func (s *server) answer(status int, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status, s.body = status, body
}

func (s *server) questions() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

const twoLegs = `{"code":"Ok","routes":[{"distance":2400.9,"duration":610.7,"geometry":"abc","legs":[
	{"distance":2400.9,"duration":610.7}]}],"waypoints":[]}`

func TestOSRMRoute(t *testing.T) {
	t.Parallel()
	s := serve(t, twoLegs)
	p := routing.NewPlanner(routing.PlannerIn{Router: routing.OSRM(routing.OSRMIn{URL: s.url + "/"}), Memo: 10})
	want := routing.Route{Metres: 2400, Seconds: 610, Polyline: "abc", Legs: []routing.Leg{{Metres: 2400, Seconds: 610}}}
	for range 2 {
		got, err := p.Route(t.Context(), []geo.Point{louvre, louvre})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	asked := "/route/v1/bicycle/2.3376,48.8606;2.3376,48.8606?overview=full&geometries=polyline&steps=false"
	if diff := cmp.Diff([]string{asked}, s.questions()); diff != "" {
		t.Error(diff)
	}
	if got, err := p.Route(t.Context(), []geo.Point{louvre}); err != nil || !cmp.Equal(got, routing.Route{}) {
		t.Errorf("one point: %+v %v", got, err)
	}
}

func TestOSRMTable(t *testing.T) {
	t.Parallel()
	s := serve(t, `{"code":"Ok","durations":[[0,12.5,null],[1,0,3],[4,5,0]],"distances":[[0,60,70],[8,0,8],[9,9,0]]}`)
	p := routing.NewPlanner(routing.PlannerIn{Router: routing.OSRM(routing.OSRMIn{URL: s.url})})
	m, err := p.Table(t.Context(), []geo.Point{louvre}, []geo.Point{pigalle, bercy})
	if err != nil {
		t.Fatal(err)
	}
	if metres, seconds := m.At(0, 0); metres != 60 || seconds != 12 {
		t.Errorf("%d m %d s", metres, seconds)
	}
	if metres, seconds := m.At(0, 1); metres != 3798 || seconds != 882 {
		t.Errorf("without a way, the straight line: %d m %d s", metres, seconds)
	}
	asked := "/table/v1/bicycle/2.3376,48.8606;2.3374,48.882;2.379,48.84?annotations=duration,distance"
	if diff := cmp.Diff([]string{asked}, s.questions()); diff != "" {
		t.Error(diff)
	}
}

func TestStraightLineInsteadOfNothing(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	var log bytes.Buffer
	p := routing.NewPlanner(routing.PlannerIn{
		Router: routing.OSRM(routing.OSRMIn{URL: s.url}), Log: slog.New(slog.NewTextHandler(&log, nil)), Memo: 10,
	})
	straight := routing.Leg{Metres: 2380, Seconds: 553, Polyline: geo.EncodePolyline([]geo.Point{louvre, pigalle})}
	want := routing.Route{
		Metres: straight.Metres, Seconds: straight.Seconds, Polyline: straight.Polyline, Legs: []routing.Leg{straight}, Estimated: true,
	}
	for name, answer := range map[string]string{
		"nothing": "", "no JSON": "<html>", "a refusal": `{"code":"NoRoute","message":"impossible"}`, "no route": `{"code":"Ok","routes":[]}`,
	} {
		s.answer(http.StatusOK, answer)
		log.Reset()
		got, err := p.Route(t.Context(), []geo.Point{louvre, pigalle})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if !strings.Contains(log.String(), "straight line") {
			t.Errorf("%s: not logged: %s", name, log.String())
		}
		m, err := p.Table(t.Context(), []geo.Point{louvre}, []geo.Point{pigalle})
		if metres, seconds := m.At(0, 0); err != nil || metres != 2380 || seconds != 553 {
			t.Errorf("%s: table: %d m %d s %v", name, metres, seconds, err)
		}
	}
	s.answer(http.StatusOK, twoLegs)
	if got, err := p.Route(t.Context(), []geo.Point{louvre, pigalle}); err != nil || got.Metres != 2400 {
		t.Errorf("an estimate must not be remembered: %+v %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Route(ctx, []geo.Point{louvre, bercy}); !errors.Is(err, context.Canceled) {
		t.Errorf("whoever asked has left: %v", err)
	}
}

func TestAroundAsksWithNothingOpen(t *testing.T) {
	t.Parallel()
	s := serve(t, twoLegs)
	p := routing.NewPlanner(routing.PlannerIn{Router: routing.OSRM(routing.OSRMIn{URL: s.url})})
	runs, asked := 0, 0
	err := p.Around(t.Context(), func(legs *routing.Legs) error {
		runs++
		asked = len(s.questions())
		legs.Wish(pigalle, bercy)
		a, err := legs.Route(louvre, pigalle)
		if err != nil {
			return fmt.Errorf("in a unit of work: %w", err)
		}
		b, err := legs.Route(pigalle, bercy)
		if err != nil {
			return err
		}
		if none, err := legs.Route(louvre); err != nil || none.Metres != 0 {
			t.Errorf("one point: %+v %v", none, err)
		}
		if a.Metres != 2400 || b.Metres != 2400 {
			t.Errorf("%+v %+v", a, b)
		}
		if len(s.questions()) != asked {
			t.Error("the network was used while the work ran")
		}
		return nil
	})
	if err != nil || runs != 2 || asked != 2 {
		t.Errorf("%d runs, %d questions, %v", runs, asked, err)
	}
}

func TestAroundGivesUp(t *testing.T) {
	t.Parallel()
	s := serve(t, twoLegs)
	p := routing.NewPlanner(routing.PlannerIn{Router: routing.OSRM(routing.OSRMIn{URL: s.url})})
	refused := errors.New("refused")
	if err := p.Around(t.Context(), func(*routing.Legs) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("the work's own error: %v", err)
	}
	lng := 0.0
	err := p.Around(t.Context(), func(legs *routing.Legs) error {
		lng += 0.1
		_, err := legs.Route(louvre, geo.At(48, lng))
		return err
	})
	if err == nil || errors.Is(err, routing.ErrWanted) {
		t.Errorf("always something new: %v", err)
	}
}

// streets is a small town around a square, with one street that leads away.
func streets(t *testing.T) *routing.Planner {
	t.Helper()
	town := `<osm>
	 <node id="1" lat="48.860" lon="2.330"/><node id="2" lat="48.860" lon="2.340"/>
	 <node id="3" lat="48.870" lon="2.340"/><node id="4" lat="48.870" lon="2.330"/>
	 <way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/><tag k="highway" v="residential"/></way></osm>`
	x, err := extract.Read(t.Context(), strings.NewReader(town))
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
	return routing.NewPlanner(routing.PlannerIn{Router: routing.Streets(road.NewRouter(metric)), Memo: 100})
}

func TestStreets(t *testing.T) {
	t.Parallel()
	p := streets(t)
	corners := []geo.Point{geo.At(48.86, 2.33), geo.At(48.87, 2.34), geo.At(48.86, 2.34), geo.At(48.87, 2.33)}
	route, err := p.Route(t.Context(), corners[:2])
	if err != nil || route.Estimated || route.Metres < 1800 || len(route.Legs) != 1 || route.Legs[0].Polyline != route.Polyline {
		t.Errorf("%+v %v", route, err)
	}
	same, err := p.Route(t.Context(), []geo.Point{corners[0], corners[0]})
	if err != nil || same.Metres != 0 || !strings.HasSuffix(same.Polyline, "??") || len(same.Polyline) < 5 {
		t.Errorf("equal points are a line of two: %+v %v", same, err)
	}
	far, err := p.Route(t.Context(), []geo.Point{corners[0], geo.At(42.5, 1.5)})
	if err != nil || !far.Estimated {
		t.Errorf("off the map: %+v %v", far, err)
	}
}

func TestShapes(t *testing.T) {
	t.Parallel()
	p := streets(t)
	corners := []geo.Point{geo.At(48.86, 2.33), geo.At(48.87, 2.34), geo.At(48.86, 2.34), geo.At(48.87, 2.33)}
	var answer struct {
		Code   string
		Routes []struct{ Distance, Duration float64 }
		Trips  []struct {
			Distance float64
			Legs     []struct{ Distance float64 }
		}
		Waypoints []struct {
			WaypointIndex *int `json:"waypoint_index"`
			Location      []float64
		}
	}
	body, err := p.RouteJSON(t.Context(), corners)
	if err != nil || json.Unmarshal(body, &answer) != nil {
		t.Fatal(err)
	}
	if answer.Code != "Ok" || len(answer.Routes) != 1 || answer.Routes[0].Distance < 4700 || answer.Waypoints[0].WaypointIndex != nil {
		t.Errorf("%s", body)
	}
	if body, err = p.TripJSON(t.Context(), corners); err != nil || json.Unmarshal(body, &answer) != nil {
		t.Fatal(err)
	}
	trip := answer.Trips[0]
	if len(trip.Legs) != 4 || trip.Distance > 3800 || answer.Waypoints[0].Location[1] != 48.86 {
		t.Errorf("once round the square: %s", body)
	}
	for i, want := range []int{0, 2, 1, 3} {
		if got := answer.Waypoints[i].WaypointIndex; got == nil || *got != want && *got != (4-want)%4 {
			t.Errorf("waypoint %d: %s", i, body)
		}
	}
	for _, few := range [][]geo.Point{nil, corners[:1]} {
		if _, err := p.TripJSON(t.Context(), few); err != nil {
			t.Errorf("%d points: %v", len(few), err)
		}
		if _, err := p.RouteJSON(t.Context(), few); err != nil {
			t.Errorf("%d points: %v", len(few), err)
		}
	}
}

func TestPassesTheServersAnswerOn(t *testing.T) {
	t.Parallel()
	own := `{"code":"Ok","trips":[],"ours":true}`
	s := serve(t, own)
	p := routing.NewPlanner(routing.PlannerIn{Router: routing.OSRM(routing.OSRMIn{URL: s.url})})
	if body, err := p.TripJSON(t.Context(), []geo.Point{louvre, bercy}); err != nil || string(body) != own {
		t.Errorf("%s %v", body, err)
	}
	s.answer(http.StatusBadGateway, "down")
	if body, err := p.RouteJSON(t.Context(), []geo.Point{louvre, bercy}); err != nil || !strings.Contains(string(body), `"code":"Ok"`) {
		t.Errorf("%s %v", body, err)
	}
	want := "/trip/v1/bicycle/2.3376,48.8606;2.379,48.84?overview=full&geometries=polyline&steps=false"
	if s.questions()[0] != want {
		t.Errorf("asked %s", s.questions()[0])
	}
}

// TestAroundRunsOnceOnStraightLines: they are no question to anybody.
func TestAroundRunsOnceOnStraightLines(t *testing.T) {
	t.Parallel()
	runs := 0
	err := routing.NewPlanner(routing.PlannerIn{}).Around(t.Context(), func(legs *routing.Legs) error {
		runs++
		way, err := legs.Route(louvre, pigalle)
		if err != nil || way.Metres == 0 {
			t.Errorf("%+v, %v", way, err)
		}
		return err
	})
	if err != nil || runs != 1 {
		t.Errorf("%d runs, %v", runs, err)
	}
}
