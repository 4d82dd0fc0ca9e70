package vroom

import (
	"context"
	"math"
	"sync"

	"pignon.coop/internal/geo"
	"pignon.coop/road"
)

// Streets give times, distances and lines from the streets of a map, for the profiles that are part of the program and for others that
// it was made with. They are safe for concurrent use.
type Streets struct {
	graph   *road.Graph
	own     map[string]road.Profile
	mu      sync.Mutex
	routers map[string]*road.Router
}

// NewStreets makes streets of a graph. Profiles given here go before those of the program of the same name.
func NewStreets(g *road.Graph, own ...road.Profile) *Streets {
	s := &Streets{graph: g, own: map[string]road.Profile{}, routers: map[string]*road.Router{}}
	for _, p := range own {
		s.own[p.Name] = p
	}
	return s
}

// router is the one of a profile; it is made when it is asked for first.
func (s *Streets) router(ctx context.Context, name string) (*road.Router, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.routers[name]; r != nil {
		return r, nil
	}
	profile, own := s.own[name]
	if !own {
		var err error
		if profile, err = road.ProfileNamed(name); err != nil {
			return nil, wrong("%v", err)
		}
	}
	metric, err := s.graph.Metric(ctx, profile, road.MetricOptions{Lasting: true})
	if err != nil {
		return nil, err
	}
	s.routers[name] = road.NewRouter(metric)
	return s.routers[name], nil
}

// table finds the ways between all places.
func (s *Streets) table(ctx context.Context, profile string, places [][2]float64) (*tables, error) {
	router, err := s.router(ctx, profile)
	if err != nil {
		return nil, err
	}
	stops := stopsOf(places)
	m, err := router.Table(ctx, stops, stops)
	if err != nil {
		return nil, err
	}
	n := len(places)
	t := &tables{places: n, durations: make([]int32, n*n), distances: make([]int32, n*n)}
	lost := make([]int, n)
	for i := range t.durations {
		seconds, metres, ok := m.At(i/n, i%n)
		if !ok {
			lost[i/n]++
			lost[i%n]++
			continue
		}
		t.durations[i], t.distances[i] = int32(math.Round(float64(seconds))), int32(math.Round(float64(metres)))
	}
	if worst := mostOf(lost); lost[worst] > 0 {
		return nil, &Failure{Routing, "Unfound route(s) from location [" + degrees(places[worst]) + "] with the profile " + profile}
	}
	return t, nil
}

func mostOf(counts []int) int {
	most := 0
	for i, c := range counts {
		if c > counts[most] {
			most = i
		}
	}
	return most
}

func degrees(lonLat [2]float64) string {
	p := geo.At(lonLat[1], lonLat[0])
	return geo.Point{Lat: p.Lng, Lng: p.Lat}.String()
}

func stopsOf(places [][2]float64) []road.Stop {
	stops := make([]road.Stop, len(places))
	for i, p := range places {
		stops[i].Point = road.Point(geo.At(p[1], p[0]))
	}
	return stops
}

// line draws the way through places, encoded with five decimals, and measures it.
func (s *Streets) line(ctx context.Context, profile string, places [][2]float64) (string, float64, error) {
	router, err := s.router(ctx, profile)
	if err != nil {
		return "", 0, err
	}
	route, err := router.Route(ctx, stopsOf(places), road.RouteOptions{Line: true})
	if err != nil {
		return "", 0, &Failure{Routing, err.Error()}
	}
	line := make([]geo.Point, len(route.Line))
	for i, p := range route.Line {
		line[i] = geo.Point(p)
	}
	return geo.EncodePolyline(line), float64(route.Metres), nil
}
