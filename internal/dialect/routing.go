package dialect

import (
	"context"
	"net/http"
	"strings"
	"time"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/web"
)

// A route's cost grows with its points, a round trip's with their cube.
const (
	mostRoutePoints = 100
	mostTripPoints  = 25
)

// routingEndpoints pass on what the routing engine says, in OSRM's shape. They are open to everybody, in maintenance too.
func (f *face) routingEndpoints() []web.Endpoint {
	often := web.Limit{Rate: &web.Rate{Every: 100 * time.Millisecond, Burst: 100}}
	return []web.Endpoint{
		{Pattern: "GET /api/routing/route/{coords}", Access: web.Public, Limit: often, Serve: f.routing(mostRoutePoints, func(ctx context.Context, at []geo.Point) ([]byte, error) {
			return f.house.Planner().RouteJSON(ctx, at)
		})},
		{Pattern: "GET /api/routing/trip/{coords}", Access: web.Public, Limit: often, Serve: f.routing(mostTripPoints, func(ctx context.Context, at []geo.Point) ([]byte, error) {
			return f.house.Planner().TripJSON(ctx, at)
		})},
	}
}

func (f *face) routing(most int, ask func(context.Context, []geo.Point) ([]byte, error)) func(*web.Call) error {
	return func(c *web.Call) error {
		points, err := pointsOf(c.Path("coords"), most)
		if err != nil {
			return err
		}
		answer, err := ask(c.R.Context(), points)
		if err != nil {
			return err
		}
		c.W.Header().Set("Content-Type", "application/json")
		c.W.WriteHeader(http.StatusOK)
		_, _ = c.W.Write(answer) // an error means that the caller went away
		return nil
	}
}

// pointsOf reads "lat,lng;lat,lng".
func pointsOf(text string, most int) ([]geo.Point, error) {
	parts := strings.Split(strings.Trim(text, "; "), ";")
	if len(parts) > most {
		return nil, fail.New(fail.Invalid, "routing.points.too_many", "limit", most)
	}
	points := make([]geo.Point, len(parts))
	for i, part := range parts {
		p, err := geo.Parse(part)
		if err != nil {
			return nil, fail.New(fail.Invalid, "request.place", "value", part)
		}
		points[i] = p
	}
	return points, nil
}
