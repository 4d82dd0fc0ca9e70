package osrm

import (
	"math"

	"pignon.coop/road"
)

func (a *answering) answerTrip() *failure {
	n := len(a.query.points)
	if n > a.limits.Trip {
		return tooMany(n, a.limits.Trip)
	}
	if f := a.snap(); f != nil {
		return f
	}
	o := a.options
	m, err := a.router.Table(a.ctx, a.stops, a.stops)
	if err != nil {
		return &failure{noTrips, "No trip visiting all destinations possible."}
	}
	order, found := road.Order(n, costsOf(m), road.Ends{Open: o.openEnded, First: o.firstSource, Last: o.lastTarget})
	if !found {
		return &failure{noTrips, "No trip visiting all destinations possible."}
	}
	stops := a.chosen(order)
	if !o.openEnded {
		stops = append(stops, stops[0])
	}
	r, err := a.find(stops)
	if err != nil {
		return failed(err)
	}
	a.begin()
	a.key("trips")
	a.open('[')
	a.route(r)
	a.shut(']')
	position := make([]int, n)
	for i, stop := range order {
		position[stop] = i
	}
	a.waypoints("waypoints", upTo(n), func(i int) {
		a.key("trips_index")
		a.whole(0)
		a.key("waypoint_index")
		a.whole(position[i])
	})
	a.shut('}')
	return nil
}

func costsOf(m road.Matrix) func(from, to int) float64 {
	return func(from, to int) float64 {
		seconds, _, found := m.At(from, to)
		if !found {
			return math.Inf(1)
		}
		return float64(seconds)
	}
}
