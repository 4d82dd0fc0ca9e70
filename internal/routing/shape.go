package routing

import (
	"context"
	"encoding/json"
	"slices"

	"pignon.coop/internal/geo"
)

// rawRouter is an engine that speaks OSRM's JSON itself.
type rawRouter interface {
	raw(ctx context.Context, service string, points []geo.Point) ([]byte, error)
}

// The JSON of OSRM's HTTP API v1, as far as its clients read it.
type (
	shapedLeg struct {
		Steps    []struct{} `json:"steps"`
		Summary  string     `json:"summary"`
		Weight   int        `json:"weight"`
		Duration int        `json:"duration"`
		Distance int        `json:"distance"`
	}
	shapedRoute struct {
		Geometry   string      `json:"geometry"`
		Legs       []shapedLeg `json:"legs"`
		WeightName string      `json:"weight_name"`
		Weight     int         `json:"weight"`
		Duration   int         `json:"duration"`
		Distance   int         `json:"distance"`
	}
	shapedWaypoint struct {
		WaypointIndex *int       `json:"waypoint_index,omitempty"`
		TripsIndex    *int       `json:"trips_index,omitempty"`
		Hint          string     `json:"hint"`
		Distance      float64    `json:"distance"`
		Name          string     `json:"name"`
		Location      [2]float64 `json:"location"`
	}
)

// RouteJSON answers like OSRM's route service: the server's own answer where the engine is one, the same shape otherwise. Fewer
// than two points give a route without legs.
func (p *Planner) RouteJSON(ctx context.Context, points []geo.Point) ([]byte, error) {
	if body, ok := p.passOn(ctx, "route", points); ok {
		return body, nil
	}
	route, err := p.Route(ctx, points)
	if err != nil {
		return nil, err
	}
	return json.Marshal(map[string]any{"code": "Ok", "routes": []shapedRoute{shape(route)}, "waypoints": waypoints(points)})
}

// TripJSON answers like OSRM's trip service: a good order for a round trip through all points from the first back to it. Its cost
// rises with the cube of the number of points; callers bound that.
func (p *Planner) TripJSON(ctx context.Context, points []geo.Point) ([]byte, error) {
	if body, ok := p.passOn(ctx, "trip", points); ok {
		return body, nil
	}
	table, err := p.Table(ctx, points, points)
	if err != nil {
		return nil, err
	}
	order := roundTrip(table)
	tour := make([]geo.Point, 0, len(points)+1)
	stops := waypoints(points)
	for position, stop := range order {
		tour = append(tour, points[stop])
		stops[stop].WaypointIndex, stops[stop].TripsIndex = &position, new(int)
	}
	if len(tour) > 1 {
		tour = append(tour, tour[0])
	}
	route, err := p.Route(ctx, tour)
	if err != nil {
		return nil, err
	}
	return json.Marshal(map[string]any{"code": "Ok", "trips": []shapedRoute{shape(route)}, "waypoints": stops})
}

// passOn asks an engine that answers in OSRM's JSON itself; ok is false where there is none or it fails.
func (p *Planner) passOn(ctx context.Context, service string, points []geo.Point) (body []byte, ok bool) {
	engine, ok := p.router.(rawRouter)
	if !ok || len(points) < 2 {
		return nil, false
	}
	body, err := engine.raw(ctx, service, points)
	if err != nil {
		p.log.WarnContext(ctx, "no answer to pass on", "service", service, "points", len(points), "error", err)
		return nil, false
	}
	return body, true
}

func shape(r Route) shapedRoute {
	shaped := shapedRoute{
		Geometry: r.Polyline, Legs: []shapedLeg{}, WeightName: "duration", Weight: r.Seconds, Duration: r.Seconds, Distance: r.Metres,
	}
	for _, l := range r.Legs {
		leg := shapedLeg{Steps: []struct{}{}, Weight: l.Seconds, Duration: l.Seconds, Distance: l.Metres}
		shaped.Legs = append(shaped.Legs, leg)
	}
	return shaped
}

func waypoints(points []geo.Point) []shapedWaypoint {
	out := make([]shapedWaypoint, len(points))
	for i, p := range points {
		lat, lng := p.Degrees()
		out[i].Location = [2]float64{lng, lat}
	}
	return out
}

// roundTrip orders the places of a square table into a short closed tour that begins with the first: the nearest neighbour next,
// then 2-opt until nothing gets better. Equal tables give equal tours.
func roundTrip(m Matrix) []int {
	order := nearestNeighbours(m)
	for improved := true; improved; {
		improved = false
		for i := 1; i < len(order)-1; i++ {
			for j := i + 1; j < len(order); j++ {
				improved = improveBetween(m, order, i, j) || improved
			}
		}
	}
	return order
}

func nearestNeighbours(m Matrix) []int {
	if m.Rows == 0 {
		return nil
	}
	order, seen := []int{0}, make([]bool, m.Rows)
	seen[0] = true
	for len(order) < m.Rows {
		last, best := order[len(order)-1], -1
		for next := range m.Rows {
			if !seen[next] && (best < 0 || m.seconds(last, next) < m.seconds(last, best)) {
				best = next
			}
		}
		seen[best] = true
		order = append(order, best)
	}
	return order
}

func (m Matrix) seconds(from, to int) int { return m.Seconds[from*m.Columns+to] }

// improveBetween reverses a part of the tour if that makes it shorter, one-way streets included.
func improveBetween(m Matrix, order []int, i, j int) bool {
	before := m.stretch(order, i, j)
	slices.Reverse(order[i : j+1])
	if m.stretch(order, i, j) < before {
		return true
	}
	slices.Reverse(order[i : j+1])
	return false
}

// stretch is the time of a tour from the place before i to the place after j.
func (m Matrix) stretch(order []int, i, j int) int {
	sum := 0
	for k := i; k <= j+1; k++ {
		sum += m.seconds(order[k-1], order[k%len(order)])
	}
	return sum
}
