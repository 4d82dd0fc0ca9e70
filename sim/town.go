// Package sim makes a co-op out of any map, and simulated people who bring it to life: they order, accept and ride through the same HTTP
// interface as everybody else.
package sim

import (
	"math/rand/v2"
	"slices"

	"pignon.coop/internal/geo"
	"pignon.coop/internal/place"
)

// Town is where a simulated co-op works: the densest quarter of a map, with real addresses around it.
type Town struct {
	Name    string
	Country string // two lower-case letters, "fr" where the map does not say
	Centre  geo.Point
	Houses  []place.Hit // distinct real addresses, the nearest to the centre first
}

// FindTown looks for the densest quarter between two corners of a map and for up to want addresses around it. It asks the index a few thousand
// times, which takes a fraction of a second.
func FindTown(x *place.Index, low, high geo.Point, want int) Town {
	t := Town{Country: "fr", Centre: densest(x, low, high)}
	t.Houses = around(x, t.Centre, want)
	for _, h := range t.Houses {
		if t.Name == "" {
			t.Name = h.City
		}
		if h.Country != "" {
			t.Country = lower(h.Country)
			break
		}
	}
	return t
}

const (
	cells   = 60 // of a side of the map
	nearby  = 80 // metres within which a hit counts
	spacing = 90 // metres between the points that are asked for an address
)

// densest gives the middle of the cell whose neighbourhood answers best.
func densest(x *place.Index, low, high geo.Point) geo.Point {
	middle := func(i, j int) geo.Point {
		return geo.Point{Lat: low.Lat + int32((int64(high.Lat)-int64(low.Lat))*int64(2*i+1)/(2*cells)), Lng: low.Lng + int32((int64(high.Lng)-int64(low.Lng))*int64(2*j+1)/(2*cells))}
	}
	var score [cells][cells]int
	for i := range cells {
		for j := range cells {
			score[i][j] = answers(x, middle(i, j))
		}
	}
	best, at := -1, geo.Point{}
	for i := range cells {
		for j := range cells {
			sum := 0
			for di := -1; di <= 1; di++ {
				for dj := -1; dj <= 1; dj++ {
					if a, b := i+di, j+dj; a >= 0 && b >= 0 && a < cells && b < cells {
						sum += score[a][b]
					}
				}
			}
			if sum > best {
				best, at = sum, middle(i, j)
			}
		}
	}
	return at
}

// answers counts, of a few points around one, those that have a street or a house near.
func answers(x *place.Index, p geo.Point) (n int) {
	for _, q := range ring(p, 250) {
		if h, ok := x.Reverse(q); ok && geo.Distance(h.Point, q) < nearby {
			n++
			if h.HouseNumber != "" {
				n += 3
			}
		}
	}
	return n
}

func ring(p geo.Point, metres float64) []geo.Point {
	step := int32(metres * 90) // a metre is about 90 ten-millionths of a degree of latitude
	return []geo.Point{p, {Lat: p.Lat + step, Lng: p.Lng}, {Lat: p.Lat - step, Lng: p.Lng}, {Lat: p.Lat, Lng: p.Lng + step}, {Lat: p.Lat, Lng: p.Lng - step}}
}

// around collects distinct addresses, house numbers before streets, the nearest first.
func around(x *place.Index, centre geo.Point, want int) []place.Hit {
	seen := map[string]bool{}
	var houses, streets []place.Hit
	for radius := 0; radius < 30 && len(houses) < want; radius++ {
		for _, p := range square(centre, radius) {
			h, ok := x.Reverse(p)
			if !ok || seen[h.Label()] || geo.Distance(h.Point, p) > nearby {
				continue
			}
			seen[h.Label()] = true
			if h.HouseNumber != "" {
				houses = append(houses, h)
			} else {
				streets = append(streets, h)
			}
		}
	}
	all := append(houses, streets...)
	return slices.Clip(all[:min(want, len(all))])
}

// square gives the points of a grid at a distance of so many steps from the centre.
func square(c geo.Point, radius int) (points []geo.Point) {
	const step = int32(spacing * 90) // a metre is about 90 ten-millionths of a degree of latitude
	for i := -radius; i <= radius; i++ {
		for j := -radius; j <= radius; j++ {
			if max(abs(i), abs(j)) == radius {
				points = append(points, geo.Point{Lat: c.Lat + int32(i)*step, Lng: c.Lng + int32(j)*step})
			}
		}
	}
	return points
}

func abs(n int) int { return max(n, -n) }

func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// pick chooses one of a list by a seeded source.
func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }
