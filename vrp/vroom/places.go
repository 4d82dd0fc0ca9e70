package vroom

import "pignon.coop/internal/geo"

// atlas numbers the places of a request: as the client's matrices do, or, without matrices, by their coordinates.
type atlas struct {
	size   int // of the client's matrices; 0 without
	points [][2]float64
	known  []bool // whether there are coordinates
	number map[[2]float64]int
}

func newAtlas(size int) *atlas {
	return &atlas{size: size, points: make([][2]float64, size), known: make([]bool, size), number: map[[2]float64]int{}}
}

// at is the number of a place. prefix begins the names of its keys, "start" as against "location".
func (a *atlas) at(name, prefix string, location []float64, index *uint32) (int, error) {
	point, err := pointOf(name, prefix, location)
	if err != nil {
		return 0, err
	}
	if a.size == 0 {
		if location == nil {
			return 0, wrong("%s has no %s: coordinates are needed where there are no matrices", name, prefix)
		}
		return a.numberOf(point), nil
	}
	switch {
	case index == nil:
		return 0, wrong("%s has no %s_index, which matrices ask for", name, prefix)
	case int(*index) >= a.size:
		return 0, wrong("%s has the %s_index %d: the matrices have %d places, numbered from 0", name, prefix, *index, a.size)
	}
	if location != nil {
		a.points[*index], a.known[*index] = point, true
	}
	return int(*index), nil
}

func (a *atlas) numberOf(point [2]float64) int {
	n, known := a.number[point]
	if !known {
		n = len(a.points)
		a.number[point] = n
		a.points, a.known = append(a.points, point), append(a.known, true)
	}
	return n
}

func pointOf(name, prefix string, location []float64) ([2]float64, error) {
	if location == nil {
		return [2]float64{}, nil
	}
	if len(location) != 2 || !geo.Valid(location[1], location[0]) {
		return [2]float64{}, wrong("%s has a %s that is no array of longitude and latitude in degrees", name, prefix)
	}
	return [2]float64{location[0], location[1]}, nil
}
