package basemap

import (
	"slices"

	"github.com/paulmach/orb"
	"pignon.coop/road/extract"
)

// frame is the box worth drawing. An extract keeps ways whole, so a ferry line may reach a hundred kilometres out to sea: the frame
// holds nearly all nodes and a margin, but not the stragglers.
func frame(x *extract.Extract) extract.Bounds {
	lats, lngs := make([]int32, len(x.Nodes)), make([]int32, len(x.Nodes))
	for i, n := range x.Nodes {
		lats[i], lngs[i] = n.Lat, n.Lng
	}
	south, north := core(lats, x.Bounds.Min.Lat, x.Bounds.Max.Lat)
	west, east := core(lngs, x.Bounds.Min.Lng, x.Bounds.Max.Lng)
	return extract.Bounds{Min: extract.Point{Lat: south, Lng: west}, Max: extract.Point{Lat: north, Lng: east}}
}

// core is the range of all but one value in two hundred at either end, widened by a tenth and by two kilometres.
func core(values []int32, least, most int32) (low, high int32) {
	if len(values) == 0 {
		return least, most
	}
	const margin = 200_000
	slices.Sort(values)
	low, high = values[len(values)/200], values[len(values)-1-len(values)/200]
	widen := (high-low)/10 + margin
	return max(low-widen, least), min(high+widen, most)
}

// widened is a box with the margin around it that the sea fills.
func widened(b orb.Bound) orb.Bound {
	return orb.Bound{Min: orb.Point{b.Min[0] - seaMargin, b.Min[1] - seaMargin}, Max: orb.Point{b.Max[0] + seaMargin, b.Max[1] + seaMargin}}
}

// worldFrame is the widened frame in world coordinates, beyond which no tile is made.
func worldFrame(f extract.Bounds) orb.Bound {
	b := widened(orb.Bound{Min: lngLat(f.Min), Max: lngLat(f.Max)})
	low, high := worldOf(b.Min[0], b.Max[1]), worldOf(b.Max[0], b.Min[1])
	return orb.Bound{Min: low, Max: high}
}
