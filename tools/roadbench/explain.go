package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"

	"pignon.coop/road"
	"pignon.coop/road/extract"
	"pignon.coop/road/guide"
)

func isNoWay(err error) bool {
	return errors.Is(err, road.ErrNoRoute) || errors.Is(err, road.ErrNoRoad)
}

// segment is a straight piece of street, in the direction of travel.
type segment struct{ from, to road.Point }

// streets finds the tags of what a way passes.
type streets struct {
	ways  map[segment]extract.Tags // both directions
	nodes map[road.Point]extract.Tags
}

func newStreets(x *extract.Extract) *streets {
	s := &streets{ways: make(map[segment]extract.Tags), nodes: make(map[road.Point]extract.Tags)}
	for i := range x.Ways {
		w := &x.Ways[i]
		if !w.Tags.Has("highway") && w.Tags.Value("route") != "ferry" {
			continue
		}
		line := x.Line(w)
		for k := 1; k < len(line); k++ {
			s.ways[segment{line[k-1], line[k]}] = w.Tags
			s.ways[segment{line[k], line[k-1]}] = w.Tags
		}
	}
	for _, n := range x.Tagged {
		if n.Tags.Has("barrier") || n.Tags.Value("highway") == "traffic_signals" {
			s.nodes[n.Point] = n.Tags
		}
	}
	return s
}

// lanesOf lists the segments that a profile may use, in the direction in which it may.
func lanesOf(r *road.Router, box extract.Bounds) map[segment]bool {
	may := make(map[segment]bool)
	for lane := range r.Lanes(box.Min, box.Max) {
		for i := 1; i < len(lane.Line); i++ {
			may[segment{lane.Line[i-1], lane.Line[i]}] = true
		}
	}
	return may
}

// parts are the seconds of a way by what one does where.
type parts map[string]float64

// split tells what the seconds of a way go into.
func (s *streets) split(route road.Route) parts {
	p := make(parts)
	way := route.Legs[0].Way
	for i, stretch := range way.Stretches {
		p[s.nameOf(way, i)] += stretch.Seconds
		p["turns and crossings"] -= stretch.Seconds
	}
	p["turns and crossings"] += float64(route.Seconds)
	return p
}

// nameOf says what one does on a stretch.
func (s *streets) nameOf(way guide.Way, i int) string {
	end := len(way.Line) - 1
	if i+1 < len(way.Stretches) {
		end = way.Stretches[i+1].From
	}
	for k := way.Stretches[i].From; k < end; k++ {
		if tags, ok := s.ways[segment{way.Line[k], way.Line[k+1]}]; ok {
			return string(way.Stretches[i].Mode) + " on " + looksOf(tags)
		}
	}
	return "ends"
}

// looksOf names what of a street's tags matters to speed.
func looksOf(tags extract.Tags) string {
	looks := []string{cmp.Or(tags.Value("highway"), "ferry")}
	for _, key := range []string{"surface", "smoothness", "tracktype"} {
		if v := tags.Value(key); v != "" && v != "asphalt" && v != "paved" {
			looks = append(looks, v)
		}
	}
	return strings.Join(looks, " ")
}

// tell writes the pairs that differ most, and why.
func (c *comparison) tell(w io.Writer) {
	largest := slices.DeleteFunc(slices.Clone(c.pairs), func(p pairing) bool { return !p.differs() })
	slices.SortFunc(largest, func(a, b pairing) int { return cmp.Compare(b.surprise(), a.surprise()) })
	fmt.Fprintf(w, "\n%s: %d pairs differ by a quarter and by a minute or 200 m; why, by pairs:\n", c.name, len(largest))
	causes := make(map[string]int)
	for _, p := range largest {
		causes[c.cause(p)]++
	}
	for _, cause := range slices.SortedFunc(maps.Keys(causes), func(a, b string) int { return cmp.Compare(causes[b], causes[a]) }) {
		fmt.Fprintf(w, "%6d  %s\n", causes[cause], cause)
	}
	for _, p := range largest[:min(tellLargest, len(largest))] {
		fmt.Fprintf(w, "%.5f,%.5f to %.5f,%.5f: %.0f / %.0f s, %.0f / %.0f m\n", degrees(p.from.Lat), degrees(p.from.Lng), degrees(p.to.Lat), degrees(p.to.Lng),
			float64(p.ours.Seconds), float64(p.theirs.Seconds), float64(p.ours.Metres), float64(p.theirs.Metres))
		for _, reason := range c.reasons(p) {
			fmt.Fprintln(w, "   ", reason)
		}
	}
}

func degrees(e7 int32) float64 { return float64(e7) / 1e7 }

// differs tells whether a pair is worth an explanation.
func (p pairing) differs() bool {
	apart := math.Abs(float64(p.ours.Seconds-p.theirs.Seconds)) > 60 || math.Abs(float64(p.ours.Metres-p.theirs.Metres)) > 200
	return apart && p.surprise() > math.Log(1.25)
}

// cause is the rule that explains most of a difference: what one profile may use and the other not.
func (c *comparison) cause(p pairing) string {
	for i := range p.ours.Stops {
		if metres(p.ours.Stops[i].Point, p.theirs.Stops[i].Point) > 20 {
			return "the nearest street is another one"
		}
	}
	longest, metres := "", 0.0
	for name, length := range c.only(p.theirs.Line, c.mayOurs) {
		if length > metres {
			longest, metres = "theirs only: "+name, length
		}
	}
	for name, length := range c.only(p.ours.Line, c.mayTheirs) {
		if length > metres {
			longest, metres = "ours only: "+name, length
		}
	}
	switch {
	case longest != "":
		return longest
	case len(c.forbiddenTurns(p.theirs)) > 0:
		return "theirs only: a turn that is forbidden"
	}
	return "speeds, waiting and comfort"
}

// only adds up the streets of a way that a profile may not use, by what stands in its way.
func (c *comparison) only(line []road.Point, may map[segment]bool) map[string]float64 {
	lengths := make(map[string]float64)
	for i := 1; i < len(line); i++ {
		s := segment{line[i-1], line[i]}
		tags, ok := c.streets.ways[s]
		if !ok || may[s] {
			continue
		}
		name := "highway=" + tags.Value("highway")
		switch {
		case may[segment{s.to, s.from}]:
			name = "against a one-way street"
		case tags.Value("bicycle") == "no":
			name = "bicycle=no"
		case tags.Has("access"):
			name = "access=" + tags.Value("access")
		}
		lengths[name] += metres(s.from, s.to)
	}
	return lengths
}

// forbiddenTurns lists the turns of their way that ours may not take: going round takes much longer.
func (c *comparison) forbiddenTurns(theirs road.Route) (found []string) {
	way := theirs.Legs[0].Way
	for i := 1; i < len(way.Stretches); i++ {
		at := way.Stretches[i].From
		if at < 1 || at+1 >= len(way.Line) {
			continue
		}
		before, corner, after := way.Line[at-1], way.Line[at], way.Line[at+1]
		from, to := heading(before, corner), heading(corner, after)
		direct := (metres(before, corner) + metres(corner, after)) / 2
		route, err := c.ours.Route(context.Background(), []road.Stop{from, to}, road.RouteOptions{})
		if err == nil && float64(route.Metres) > direct+20 {
			found = append(found, fmt.Sprintf("turn at %.5f,%.5f (%s): ours goes round by %.0f m", degrees(corner.Lat), degrees(corner.Lng),
				signsOf(c.streets.nodes[corner]), float64(route.Metres)))
		}
	}
	return found
}

// heading is the middle of a straight piece of street, to be passed in its direction.
func heading(a, b road.Point) road.Stop {
	east := (float64(b.Lng) - float64(a.Lng)) * math.Cos(degrees(a.Lat)*math.Pi/180)
	bearing := math.Atan2(east, float64(b.Lat)-float64(a.Lat)) * 180 / math.Pi
	middle := road.Point{Lat: a.Lat + (b.Lat-a.Lat)/2, Lng: a.Lng + (b.Lng-a.Lng)/2}
	return road.Stop{Point: middle, Any: true, Bearing: &road.Bearing{Degrees: bearing, Tolerance: 30}}
}

// reasons lists what tells both ways apart: streets that only one profile may use, turns, other streets' ends, and where the time goes.
func (c *comparison) reasons(p pairing) []string {
	all := append(c.closed("theirs only", p.theirs.Line, c.mayOurs), c.closed("ours only", p.ours.Line, c.mayTheirs)...)
	for i := range p.ours.Stops {
		if a, b := p.ours.Stops[i].Point, p.theirs.Stops[i].Point; metres(a, b) > 20 {
			all = append(all, fmt.Sprintf("end %d lies elsewhere: %.0f m apart", i+1, metres(a, b)))
		}
	}
	all = append(all, c.forbiddenTurns(p.theirs)...)
	ours, theirs := c.streets.split(p.ours), c.streets.split(p.theirs)
	for name, seconds := range theirs {
		ours[name] -= seconds
	}
	names := slices.SortedFunc(maps.Keys(ours), func(a, b string) int { return cmp.Compare(math.Abs(ours[b]), math.Abs(ours[a])) })
	var shares []string
	for _, name := range names[:min(5, len(names))] {
		shares = append(shares, fmt.Sprintf("%s %+.0f s", name, ours[name]))
	}
	return append(all, strings.Join(shares, ", "))
}

// closed names the streets of a way that a profile may not use, by the tags that may be why.
func (c *comparison) closed(to string, line []road.Point, may map[segment]bool) []string {
	lengths := make(map[string]float64)
	for i := 1; i < len(line); i++ {
		s := segment{line[i-1], line[i]}
		if tags, ok := c.streets.ways[s]; ok && !may[s] {
			lengths[signsOf(tags)] += metres(s.from, s.to)
		}
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(lengths)) {
		all = append(all, fmt.Sprintf("%s: %s, %.0f m", to, name, lengths[name]))
	}
	return all
}

// signsOf lists the tags that permit or forbid.
func signsOf(tags extract.Tags) string {
	var signs []string
	for _, t := range tags {
		switch key, _, _ := strings.Cut(t.Key, ":"); key {
		case "highway", "access", "vehicle", "bicycle", "foot", "oneway", "junction", "barrier", "route", "cycleway", "service", "sidewalk", "motor_vehicle",
			"width", "maxwidth", "tunnel":
			signs = append(signs, t.Key+"="+t.Value)
		}
	}
	return strings.Join(signs, " ")
}
