package osrm

import (
	"errors"
	"slices"

	"pignon.coop/road"
)

func (a *answering) answerMatch() *failure {
	if len(a.query.points) > min(a.limits.Match, road.MaxFixes) {
		return &failure{tooBig, "Too many trace coordinates"}
	}
	o := a.options
	m, err := a.router.Match(a.ctx, a.fixes(), road.MatchOptions{RouteOptions: a.wanted(), Tidy: o.tidy, Whole: o.gapsIgnore})
	switch {
	case errors.Is(err, road.ErrNoRoad):
		return &failure{noSegment, "Could not find a matching segment for any coordinate."}
	case err != nil:
		return &failure{invalidValue, err.Error()}
	case len(m.Matchings) == 0:
		return &failure{noMatch, "Could not match the trace."}
	}
	fixes := fixesOf(m)
	a.begin()
	a.key("matchings")
	a.open('[')
	for i := range m.Matchings {
		a.matching(&m.Matchings[i], a.waypointsOf(fixes[i]))
	}
	a.shut(']')
	if !o.skipWaypoints {
		a.tracepoints(m, fixes)
	}
	a.shut('}')
	return nil
}

func (a *answering) fixes() []road.Fix {
	o := a.options
	fixes := make([]road.Fix, len(a.query.points))
	for i := range fixes {
		fixes[i].Point = a.query.points[i]
		if len(o.timestamps) > 0 {
			fixes[i].At = road.Seconds(o.timestamps[i])
		}
		if len(o.radiuses) > 0 && o.radiuses[i] > 0 {
			fixes[i].Accuracy = road.Metres(o.radiuses[i])
		}
	}
	return fixes
}

// fixesOf lists the numbers of the coordinates in each matching.
func fixesOf(m road.Match) [][]int {
	fixes := make([][]int, len(m.Matchings))
	for i, p := range m.Tracepoints {
		if p.OK {
			fixes[p.Matching] = append(fixes[p.Matching], i)
		}
	}
	return fixes
}

// waypointsOf lists the fixes of a matching, as positions in it, where the legs of the answer end.
func (a *answering) waypointsOf(fixes []int) []int {
	var waypoints []int
	for i, fix := range fixes {
		if w := a.options.waypoints; w == nil || i == 0 || i == len(fixes)-1 || slices.Contains(w, fix) {
			waypoints = append(waypoints, i)
		}
	}
	return waypoints
}

func (a *answering) matching(m *road.Matching, waypoints []int) {
	r := drawnOf(m.Route)
	r.merge(waypoints)
	a.open('{')
	a.key("confidence")
	a.fine(m.Confidence)
	a.routeMembers(r)
	a.shut('}')
}

// tracepoints says for each coordinate where it was, null where that is not known.
func (a *answering) tracepoints(m road.Match, fixes [][]int) {
	a.key("tracepoints")
	a.open('[')
	for i := range m.Tracepoints {
		p := &m.Tracepoints[i]
		if !p.OK {
			a.null()
			continue
		}
		a.open('{')
		a.waypoint(&p.Snap)
		a.key("matchings_index")
		a.whole(p.Matching)
		a.key("waypoint_index")
		if at := slices.Index(a.waypointsOf(fixes[p.Matching]), p.Waypoint); at >= 0 {
			a.whole(at)
		} else {
			a.null()
		}
		a.key("alternatives_count")
		a.whole(p.Alternatives)
		a.shut('}')
	}
	a.shut(']')
}
