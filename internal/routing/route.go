package routing

import (
	"context"
	"math"

	"pignon.coop/internal/geo"
)

// Route is a way through points in their order. The polyline has precision 5. Estimated tells that it is a straight line because
// no engine knew the way.
type Route struct {
	Metres, Seconds int
	Polyline        string
	Legs            []Leg
	Estimated       bool
}

// Leg is the way from one point to the next. An OSRM server says nothing about a leg's polyline; it is "" then.
type Leg struct {
	Metres, Seconds int
	Polyline        string
}

// Matrix holds times and distances from each of Rows places to each of Columns places, row after row.
type Matrix struct {
	Rows, Columns   int
	Metres, Seconds []int
}

// unreachable stands in an engine's matrix for pairs that it knows no way between.
const unreachable = -1

func newMatrix(rows, columns int) Matrix {
	m := Matrix{Rows: rows, Columns: columns, Metres: make([]int, rows*columns), Seconds: make([]int, rows*columns)}
	for i := range m.Metres {
		m.Metres[i], m.Seconds[i] = unreachable, unreachable
	}
	return m
}

// At returns distance and time from one place to another.
func (m Matrix) At(row, column int) (metres, seconds int) {
	i := row*m.Columns + column
	return m.Metres[i], m.Seconds[i]
}

// Router is an engine. Route is asked with at least two points, equal ones included; it fails where there is no way. In a table, -1
// stands for no way.
type Router interface {
	Route(ctx context.Context, points []geo.Point) (Route, error)
	Table(ctx context.Context, from, to []geo.Point) (Matrix, error)
}

// straightSpeed is 15.5 km/h, in metres a second.
const straightSpeed = 15.5 / 3.6

// Straight returns the engine that knows no streets: straight lines at 15.5 km/h. It never fails.
func Straight() Router { return straight{} }

type straight struct{}

func (straight) Route(_ context.Context, points []geo.Point) (Route, error) {
	route := Route{Polyline: geo.EncodePolyline(points), Estimated: true}
	for i := 1; i < len(points); i++ {
		leg := straightLeg(points[i-1], points[i])
		route.Legs = append(route.Legs, leg)
		route.Metres += leg.Metres
		route.Seconds += leg.Seconds
	}
	return route, nil
}

func (straight) Table(_ context.Context, from, to []geo.Point) (Matrix, error) {
	m := newMatrix(len(from), len(to))
	m.fillStraight(from, to)
	return m, nil
}

// fillStraight puts the straight line wherever no way is known.
func (m Matrix) fillStraight(from, to []geo.Point) {
	for i, a := range from {
		for j, b := range to {
			if at := i*m.Columns + j; m.Seconds[at] < 0 || m.Metres[at] < 0 {
				leg := straightLeg(a, b)
				m.Metres[at], m.Seconds[at] = leg.Metres, leg.Seconds
			}
		}
	}
}

func straightLeg(a, b geo.Point) Leg {
	metres := geo.Distance(a, b)
	return Leg{
		Metres: int(math.Round(metres)), Seconds: int(math.Round(metres / straightSpeed)), Polyline: geo.EncodePolyline([]geo.Point{a, b}),
	}
}
