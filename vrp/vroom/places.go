package vroom

import "pignon.coop/internal/geo"

// atlas numbers the places of a request: as the client's matrices do, or, without matrices, by their coordinates.
type atlas struct {
	size   int // of the client's matrices; 0 without
	points [][2]float64
	number map[[2]float64]int
}

func newAtlas(size int) *atlas {
	return &atlas{size: size, number: map[[2]float64]int{}}
}

// at is the number of a place. prefix begins the names of its keys, "start" as against "location".
func (a *atlas) at(name, prefix string, location []float64, index *uint32) (int, error) {
	if location != nil && len(location) != 2 {
		return 0, wrong("%s has a %s that is no array of two coordinates", name, prefix)
	}
	if a.size == 0 {
		if location == nil {
			return 0, wrong("%s has no %s: coordinates are needed where there are no matrices", name, prefix)
		}
		if !onEarth(location) {
			return 0, wrong("%s has a %s that is no longitude and latitude in degrees", name, prefix)
		}
		return a.numberOf([2]float64(location)), nil
	}
	switch {
	case index == nil:
		return 0, wrong("%s has no %s_index, which matrices ask for", name, prefix)
	case int(*index) >= a.size:
		return 0, wrong("%s has the %s_index %d: the matrices have %d places, numbered from 0", name, prefix, *index, a.size)
	}
	return int(*index), nil
}

func (a *atlas) numberOf(point [2]float64) int {
	n, known := a.number[point]
	if !known {
		n = len(a.points)
		a.number[point] = n
		a.points = append(a.points, point)
	}
	return n
}

// onEarth tells whether coordinates are degrees. With matrices they may be anything, as in benchmarks on a plane.
func onEarth(location []float64) bool { return geo.Valid(location[1], location[0]) }
