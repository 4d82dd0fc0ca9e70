package routing

import (
	"context"
	"math"

	"pignon.coop/internal/geo"
	"pignon.coop/road"
)

// Streets returns the engine over the street graph of a co-op's own map.
func Streets(r *road.Router) Router { return streets{r} }

type streets struct{ road *road.Router }

func (s streets) Route(ctx context.Context, points []geo.Point) (Route, error) {
	found, err := s.road.Route(ctx, stops(points), road.RouteOptions{Line: true})
	if err != nil {
		return Route{}, err
	}
	route := Route{Polyline: geo.EncodePolyline(geoPoints(found.Line))}
	for _, l := range found.Legs {
		leg := Leg{Metres: whole(l.Metres), Seconds: whole(l.Seconds), Polyline: geo.EncodePolyline(geoPoints(l.Line))}
		route.Legs = append(route.Legs, leg)
	}
	route.Metres, route.Seconds = whole(found.Metres), whole(found.Seconds)
	return route, nil
}

func (s streets) Table(ctx context.Context, from, to []geo.Point) (Matrix, error) {
	found, err := s.road.Table(ctx, stops(from), stops(to))
	if err != nil {
		return Matrix{}, err
	}
	m := newMatrix(len(from), len(to))
	for i := range found.Seconds {
		m.Metres[i], m.Seconds[i] = whole(found.Metres[i]), whole(found.Seconds[i])
	}
	return m, nil
}

func whole[T ~float64](v T) int { return int(math.Round(float64(v))) }

func stops(points []geo.Point) []road.Stop {
	out := make([]road.Stop, len(points))
	for i, p := range points {
		out[i].Point = road.Point(p)
	}
	return out
}

func geoPoints(points []road.Point) []geo.Point {
	out := make([]geo.Point, len(points))
	for i, p := range points {
		out[i] = geo.Point(p)
	}
	return out
}
