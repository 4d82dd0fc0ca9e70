package osrm

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"pignon.coop/road"
)

// snap finds the streets of all coordinates, and keeps them in the stops. Many are shared between the processors.
func (a *answering) snap() *failure {
	n := len(a.query.points)
	a.stops = make([]road.Stop, n)
	workers := max(1, min(runtime.GOMAXPROCS(0), n/worthSharing))
	lost := make([]int, workers) // the first coordinate of each without a street
	var group sync.WaitGroup
	for w := range workers - 1 {
		group.Go(func() { lost[w] = a.snapPart(w, workers) })
	}
	lost[workers-1] = a.snapPart(workers-1, workers)
	group.Wait()
	if first := slices.Min(lost); first < n {
		return &failure{noSegment, fmt.Sprintf("Could not find a matching segment for coordinate %d", first)}
	}
	return nil
}

// worthSharing is how many coordinates keep a processor busy long enough.
const worthSharing = 50

// snapPart snaps every so manyth coordinate, and returns the first that has no street; the number of coordinates where all have.
func (a *answering) snapPart(first, step int) int {
	for i := first; i < len(a.stops); i += step {
		if !a.snapOne(i) {
			return i
		}
	}
	return len(a.stops)
}

func (a *answering) snapOne(i int) bool {
	stop := a.stop(i)
	if hints := a.options.hints; len(hints) > 0 {
		if snap, found := a.recall(hints[i], stop); found {
			stop.Snap = &snap
			a.stops[i] = stop
			return true
		}
	}
	near := a.router.Nearest(stop, 1)
	if len(near) == 0 {
		return false
	}
	stop.Snap = &near[0]
	a.stops[i] = stop
	return true
}

// leastRadius stands for a radius of zero, which a stop would take for none, in metres.
const leastRadius = 0.1

// stop is a coordinate with what the options say about it.
func (a *answering) stop(i int) road.Stop {
	o := a.options
	stop := road.Stop{Point: a.query.points[i], Any: o.snapAny}
	if len(o.radiuses) > 0 && o.radiuses[i] >= 0 {
		stop.Radius = road.Metres(max(o.radiuses[i], leastRadius))
	}
	if len(o.bearings) > 0 && o.bearings[i] != nil {
		stop.Bearing = &road.Bearing{Degrees: float64(o.bearings[i].bearing), Tolerance: float64(o.bearings[i].spread)}
	}
	if len(o.approaches) > 0 {
		stop.Curb, stop.Across = o.approaches[i] == curb, o.approaches[i] == opposite
	}
	return stop
}

// hintSize is that of a hint in bytes: the street's number, the place asked for and the place found.
const hintSize = 20

func hintOf(s *road.Snap) string {
	var b [hintSize]byte
	for i, v := range [...]uint32{
		uint32(s.Edge()), uint32(s.Asked.Lat), uint32(s.Asked.Lng), uint32(s.Point.Lat), uint32(s.Point.Lng),
	} {
		binary.LittleEndian.PutUint32(b[4*i:], v)
	}
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// recall snaps to the street of a hint. A hint of another place or map is of no use, and does no harm.
func (a *answering) recall(hint string, stop road.Stop) (road.Snap, bool) {
	b, err := base64.RawURLEncoding.DecodeString(hint)
	if err != nil || len(b) != hintSize {
		return road.Snap{}, false
	}
	word := func(i int) int32 { return int32(binary.LittleEndian.Uint32(b[4*i:])) }
	if stop.Point != (road.Point{Lat: word(1), Lng: word(2)}) {
		return road.Snap{}, false
	}
	snap, found := a.router.On(stop, int(word(0)))
	return snap, found && snap.Point == road.Point{Lat: word(3), Lng: word(4)}
}

// waypoints writes a member with all stops of these numbers; the function adds to each.
func (a *answering) waypoints(key string, numbers []int, more func(i int)) {
	if a.options.skipWaypoints {
		return
	}
	a.key(key)
	a.open('[')
	for _, i := range numbers {
		a.open('{')
		a.waypoint(a.stops[i].Snap)
		if more != nil {
			more(i)
		}
		a.shut('}')
	}
	a.shut(']')
}

func (a *answering) waypoint(s *road.Snap) {
	if !a.options.hintless {
		a.text("hint", hintOf(s))
	}
	a.key("location")
	a.place(s.Point)
	a.text("name", s.Street)
	a.key("distance")
	a.fine(float64(s.Metres))
}

// upTo lists the numbers below n.
func upTo(n int) []int {
	numbers := make([]int, n)
	for i := range numbers {
		numbers[i] = i
	}
	return numbers
}
