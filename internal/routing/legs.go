package routing

import (
	"context"
	"errors"
	"slices"

	"pignon.coop/internal/geo"
)

// ErrWanted is what Legs.Route returns for a route that is not known yet. The work that asked must return it, wrapped or not.
var ErrWanted = errors.New("the route is not known yet")

// Legs answers questions about ways during Around, without any call to the outside. It is for one goroutine.
type Legs struct {
	planner *Planner
	known   map[string]Route
	wanted  map[string][]geo.Point
}

// Route returns the way through the points, or ErrWanted. Fewer than two points give an empty route.
func (l *Legs) Route(points ...geo.Point) (Route, error) {
	if len(points) < 2 {
		return Route{}, nil
	}
	if l.planner.router == Straight() {
		return l.planner.router.Route(context.Background(), points) // it asks nobody
	}
	key := memoKey(points)
	if route, ok := l.known[key]; ok {
		return route, nil
	}
	if route, ok := l.planner.memo.find(key); ok {
		l.known[key] = route
		return route, nil
	}
	if l.wanted == nil {
		l.wanted = make(map[string][]geo.Point)
	}
	l.wanted[key] = slices.Clone(points)
	return Route{}, ErrWanted
}

// Wish says that a route will be asked for. Work that needs many routes wishes for all before it asks for the first, and so runs
// twice only.
func (l *Legs) Wish(points ...geo.Point) {
	_, _ = l.Route(points...)
}
