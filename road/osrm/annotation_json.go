package osrm

import (
	"math"

	"pignon.coop/road"
)

// segment is the way from one point of a line to the next.
type segment struct{ metres, seconds, weight float64 }

// segments spreads what stretches measure over the points of a leg's line, by length.
func segments(l *drawnLeg) []segment {
	w := &l.way
	all := make([]segment, max(0, len(w.Line)-1))
	for i := range all {
		all[i].metres = metresBetween(w.Line[i], w.Line[i+1])
	}
	for i, s := range w.Stretches {
		end := len(all)
		if i+1 < len(w.Stretches) {
			end = w.Stretches[i+1].From
		}
		part := all[s.From:end]
		drawnMetres := 0.0
		for _, one := range part {
			drawnMetres += one.metres
		}
		for i := range part {
			share := 1 / float64(len(part))
			if drawnMetres > 0 {
				share = part[i].metres / drawnMetres
			}
			part[i] = segment{metres: s.Metres * share, seconds: s.Seconds * share, weight: s.Weight * share}
		}
	}
	return all
}

const metresPerE7 = 6371008.8 * math.Pi / 180 / 1e7

// metresBetween is the distance of two points near each other.
func metresBetween(a, b road.Point) float64 {
	north := float64(b.Lat) - float64(a.Lat)
	east := (float64(b.Lng) - float64(a.Lng)) * math.Cos(float64(a.Lat)/1e7*math.Pi/180)
	return math.Hypot(north, east) * metresPerE7
}

func (d *drawing) annotation(l *drawnLeg) {
	all := segments(l)
	d.key("annotation")
	d.open('{')
	d.measure(all, "distance", distances, func(s segment) float64 { return s.metres })
	d.measure(all, "duration", durations, func(s segment) float64 { return s.seconds })
	d.measure(all, "weight", weights, func(s segment) float64 { return s.weight })
	d.measure(all, "speed", speeds, func(s segment) float64 {
		if s.seconds <= 0 {
			return 0
		}
		return s.metres / s.seconds
	})
	d.measure(all, "datasources", datasources, func(segment) float64 { return 0 })
	if d.options.annotations&nodes != 0 {
		d.nodes(l.way.Nodes)
	}
	if d.options.annotations&datasources != 0 {
		d.key("metadata")
		d.open('{')
		d.key("datasource_names")
		d.open('[')
		d.item("profile")
		d.shut(']')
		d.shut('}')
	}
	d.shut('}')
}

// nodes writes a list of OpenStreetMap nodes.
func (d *drawing) nodes(ids []int64) {
	d.key("nodes")
	d.open('[')
	for _, id := range ids {
		d.whole(int(id))
	}
	d.shut(']')
}

// measure writes a list with a number for each segment, if it is asked for.
func (d *drawing) measure(all []segment, name string, which annotation, of func(segment) float64) {
	if d.options.annotations&which == 0 {
		return
	}
	d.key(name)
	d.open('[')
	for _, s := range all {
		d.tenth(of(s))
	}
	d.shut(']')
}
