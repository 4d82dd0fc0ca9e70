package osrm

import (
	"math"

	"pignon.coop/road"
)

func (a *answering) answerTable() *failure {
	o := a.options
	sources, destinations := o.sources, o.destinations
	if sources == nil {
		sources = upTo(len(a.query.points))
	}
	if destinations == nil {
		destinations = upTo(len(a.query.points))
	}
	if limit := a.limits.Table; len(sources)*len(destinations) > limit*limit {
		return &failure{tooBig, "Too many table coordinates"}
	}
	if f := a.snap(); f != nil {
		return f
	}
	m, err := a.router.Table(a.ctx, a.chosen(sources), a.chosen(destinations))
	if err != nil {
		return &failure{noTable, "No table found"}
	}
	a.begin()
	guessed := a.guess(&m, sources, destinations)
	if o.measures&durations != 0 {
		a.key("durations")
		grid(a.drawing, m.Columns, m.Seconds, o.scale)
	}
	if o.measures&distances != 0 {
		a.key("distances")
		grid(a.drawing, m.Columns, m.Metres, 1)
	}
	if len(guessed) > 0 {
		a.guessedCells(guessed, m.Columns)
	}
	a.waypoints("sources", sources, nil)
	a.waypoints("destinations", destinations, nil)
	a.shut('}')
	return nil
}

func (a *answering) chosen(numbers []int) []road.Stop {
	stops := make([]road.Stop, len(numbers))
	for i, n := range numbers {
		stops[i] = a.stops[n]
	}
	return stops
}

// guess fills in what no way joins as the crow flies, where a speed for that is given, and returns the cells.
func (a *answering) guess(m *road.Matrix, sources, destinations []int) []int {
	speed := a.options.fallbackSpeed
	if speed <= 0 {
		return nil
	}
	var guessed []int
	for cell := range m.Seconds {
		if m.Seconds[cell] >= 0 {
			continue
		}
		metres := crow(a.spot(sources[cell/m.Columns]), a.spot(destinations[cell%m.Columns]))
		m.Seconds[cell], m.Metres[cell] = road.Seconds(metres/speed), road.Metres(metres)
		guessed = append(guessed, cell)
	}
	return guessed
}

// spot is the place from which crows fly.
func (a *answering) spot(i int) road.Point {
	if a.options.fallbackSnapped {
		return a.stops[i].Snap.Point
	}
	return a.query.points[i]
}

// crow is the distance of two points that may be far apart, in metres.
func crow(p, q road.Point) float64 {
	radians := func(e7 int32) float64 { return float64(e7) / 1e7 * math.Pi / 180 }
	a, b := radians(p.Lat), radians(q.Lat)
	north, east := math.Sin((b-a)/2), math.Sin((radians(q.Lng)-radians(p.Lng))/2)
	return 2 * 6371008.8 * math.Asin(math.Sqrt(min(1, north*north+math.Cos(a)*math.Cos(b)*east*east)))
}

func (a *answering) guessedCells(guessed []int, columns int) {
	a.key("fallback_speed_cells")
	a.open('[')
	for _, cell := range guessed {
		a.open('[')
		a.whole(cell / columns)
		a.whole(cell % columns)
		a.shut(']')
	}
	a.shut(']')
}
