package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"pignon.coop/road"
	"pignon.coop/road/extract"
)

// seed makes every run ask the same questions.
const seed = 2026

// innerCity is how far from the middle of Milan places are taken, in metres.
const innerCity = 6000

// places picks places on streets at random, near the middle of the town if within is not 0. They lie halfway between two nodes, so
// that there is no doubt about which street is the nearest.
func places(x *extract.Extract, count int, within float64) []road.Point {
	nodes := halfway(x)
	if within > 0 {
		middle := middleOf(nodes)
		nodes = slices.DeleteFunc(nodes, func(p extract.Point) bool { return metres(middle, p) > within })
	}
	random := rand.New(rand.NewPCG(seed, uint64(count)))
	points := make([]road.Point, count)
	for i := range points {
		points[i] = nodes[random.IntN(len(nodes))]
	}
	return points
}

// halfway lists the middles between the nodes of streets, in the six decimals that OSRM's interface has.
func halfway(x *extract.Extract) (middles []extract.Point) {
	for i := range x.Ways {
		w := &x.Ways[i]
		if !ridden(w) {
			continue
		}
		line := x.Line(w)
		for k := 1; k < len(line); k++ {
			a, b := line[k-1], line[k]
			middles = append(middles, extract.Point{Lat: (a.Lat + (b.Lat-a.Lat)/2) / 10 * 10, Lng: (a.Lng + (b.Lng-a.Lng)/2) / 10 * 10})
		}
	}
	return middles
}

// middleOf is the median of both coordinates, which streets that lead far out do not move.
func middleOf(points []extract.Point) extract.Point {
	lats, lngs := make([]int32, len(points)), make([]int32, len(points))
	for i, p := range points {
		lats[i], lngs[i] = p.Lat, p.Lng
	}
	slices.Sort(lats)
	slices.Sort(lngs)
	return extract.Point{Lat: lats[len(lats)/2], Lng: lngs[len(lngs)/2]}
}

func metres(a, b extract.Point) float64 {
	north := float64(a.Lat) - float64(b.Lat)
	east := (float64(a.Lng) - float64(b.Lng)) * math.Cos(float64(a.Lat)/1e7*math.Pi/180)
	return math.Hypot(north, east) * 6371008.8 * math.Pi / 180 / 1e7
}

// snapped keeps the first so many places that have a street within reach, and finds it.
func snapped(r *road.Router, points []road.Point, most int) (kept []road.Point, snaps []road.Snap) {
	for _, p := range points {
		if near := r.Nearest(road.Stop{Point: p}, 1); len(near) > 0 && len(kept) < most {
			kept, snaps = append(kept, p), append(snaps, near[0])
		}
	}
	return kept, snaps
}

// at makes stops of snapped places, so that no time is spent looking for streets.
func at(snaps []road.Snap) []road.Stop {
	stops := make([]road.Stop, len(snaps))
	for i := range snaps {
		stops[i] = road.Stop{Point: snaps[i].Point, Snap: &snaps[i]}
	}
	return stops
}
