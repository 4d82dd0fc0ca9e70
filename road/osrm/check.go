package osrm

import (
	"fmt"
	"slices"

	"pignon.coop/road"
)

// check tells which options do not fit each other or the coordinates.
func (r *request) check() *failure {
	if r.service == "tile" {
		return r.checkTile()
	}
	for _, check := range []func() string{r.checkCounts, r.checkSizes, r.checkDirections, r.checkIndexes, r.checkTable} {
		if wrong := check(); wrong != "" {
			return &failure{invalidOptions, wrong}
		}
	}
	if slices.ContainsFunc(r.points, func(p road.Point) bool { return p.Lat == outside }) {
		return &failure{invalidValue, "Invalid coordinate value."}
	}
	if !slices.IsSorted(r.options.timestamps) {
		return &failure{invalidValue, "Timestamps need to be monotonically increasing."}
	}
	if r.format == "flatbuffers" {
		return &failure{notImplemented, "Answers come as JSON only."}
	}
	return nil
}

func (r *request) checkTile() *failure {
	t := r.tile
	// Below zoom 12 a tile would hold a city's streets at once.
	if t.zoom < 12 || t.zoom > 22 || t.x >= 1<<t.zoom || t.y >= 1<<t.zoom {
		return &failure{invalidOptions, "Invalid tile: x and y must be below two to the power of z, and z from 12 to 22."}
	}
	return nil
}

func (r *request) checkCounts() string {
	switch n := len(r.points); {
	case r.service == "nearest" && n != 1:
		return "Only one input coordinate is supported"
	case r.service == "nearest" && r.options.number < 1:
		return "Number of results needs to be at least one."
	case (r.service == "route" || r.service == "match" || r.service == "table") && n < 2:
		return "Number of coordinates needs to be at least two."
	case n < 1:
		return "Number of coordinates needs to be at least one."
	}
	return ""
}

func (r *request) checkSizes() string {
	o := &r.options
	for _, list := range []struct {
		name string
		size int
	}{
		{"hints", len(o.hints)}, {"bearings", len(o.bearings)}, {"radiuses", len(o.radiuses)}, {"approaches", len(o.approaches)},
		{"timestamps", len(o.timestamps)},
	} {
		if list.size > 0 && list.size != len(r.points) {
			return fmt.Sprintf("Number of elements in %s size %d does not match coordinate size %d", list.name, list.size, len(r.points))
		}
	}
	return ""
}

func (r *request) checkDirections() string {
	for _, d := range r.options.bearings {
		if d != nil && (d.bearing > 360 || d.spread > 180) {
			return "Bearings need to be from 0 to 360 degrees, their ranges from 0 to 180."
		}
	}
	return ""
}

func (r *request) checkIndexes() string {
	o := &r.options
	for _, list := range [][]int{o.sources, o.destinations, o.waypoints} {
		if list != nil && len(list) == 0 || slices.ContainsFunc(list, func(i int) bool { return i >= len(r.points) }) {
			return fmt.Sprintf("Indices need to be below the number of coordinates, %d.", len(r.points))
		}
	}
	if w := o.waypoints; w != nil {
		if !slices.IsSorted(w) || w[0] != 0 || w[len(w)-1] != len(r.points)-1 || len(w) < 2 {
			return "Waypoints need to be in order and to contain the first and the last coordinate."
		}
	}
	return ""
}

func (r *request) checkTable() string {
	switch o := &r.options; {
	case o.fallbackSpeed < 0:
		return "fallback_speed must be > 0"
	case o.scale < 0:
		return "scale_factor must be > 0"
	}
	return ""
}
