package osrm

import (
	"fmt"
	"slices"

	"pignon.coop/road"
)

func tooMany(n, limit int) *failure {
	return &failure{tooBig, fmt.Sprintf("Number of entries %d is higher than current maximum (%d)", n, limit)}
}

func (a *answering) answerRoute() *failure {
	if n := len(a.query.points); n > a.limits.Route {
		return tooMany(n, a.limits.Route)
	}
	if n := a.options.alternatives; n > a.limits.Alternatives {
		return &failure{tooBig, fmt.Sprintf("Number of alternatives %d is higher than current maximum (%d)", n, a.limits.Alternatives)}
	}
	if f := a.snap(); f != nil {
		return f
	}
	routes, err := a.routes()
	if err != nil {
		return failed(err)
	}
	waypoints := a.options.waypoints
	if waypoints == nil {
		waypoints = upTo(len(a.stops))
	}
	a.begin()
	a.key("routes")
	a.open('[')
	for _, route := range routes {
		r := drawnOf(route)
		r.merge(waypoints)
		a.route(r)
	}
	a.shut(']')
	a.waypoints("waypoints", waypoints, nil)
	a.shut('}')
	return nil
}

// routes finds the best route and, between two coordinates, the others that are asked for.
func (a *answering) routes() ([]road.Route, error) {
	if n := a.options.alternatives; n > 0 && len(a.stops) == 2 {
		return a.router.Alternatives(a.ctx, a.stops[0], a.stops[1], n, a.wanted())
	}
	route, err := a.router.Route(a.ctx, a.stops, a.wanted())
	return []road.Route{route}, err
}

// find finds the route through stops, with as much about it as the options need.
func (a *answering) find(stops []road.Stop) (*drawn, error) {
	route, err := a.router.Route(a.ctx, stops, a.wanted())
	if err != nil {
		return nil, err
	}
	return drawnOf(route), nil
}

func (a *answering) wanted() road.RouteOptions {
	o := a.options
	return road.RouteOptions{
		Way: o.steps || o.annotations != 0 || o.overview != without, Nodes: o.annotations&nodes != 0, Straight: o.straight == straightOn,
	}
}

func drawnOf(route road.Route) *drawn {
	r := &drawn{legs: make([]drawnLeg, len(route.Legs))}
	for i, leg := range route.Legs {
		r.legs[i] = drawnLeg{leg.Way, sums{float64(leg.Metres), float64(leg.Seconds), float64(leg.Weight)}}
		r.add(r.legs[i].sums)
	}
	return r
}

// merge joins the legs between stops that are no waypoints.
func (r *drawn) merge(waypoints []int) {
	if len(waypoints) == len(r.legs)+1 {
		return
	}
	var merged []drawnLeg
	for i, leg := range r.legs {
		if slices.Contains(waypoints, i) {
			merged = append(merged, leg)
			continue
		}
		last := &merged[len(merged)-1]
		last.way = last.way.Then(leg.way)
		last.add(leg.sums)
	}
	r.legs = merged
}
