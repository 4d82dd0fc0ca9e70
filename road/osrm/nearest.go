package osrm

import "fmt"

func (a *answering) answerNearest() *failure {
	n := a.options.number
	if n > a.limits.Nearest {
		return &failure{tooBig, fmt.Sprintf("Number of results %d is higher than current maximum (%d)", n, a.limits.Nearest)}
	}
	near := a.router.Nearest(a.stop(0), n)
	if len(near) == 0 {
		return &failure{noSegment, "Could not find a matching segments for coordinate"}
	}
	a.begin()
	a.key("waypoints")
	a.open('[')
	for i := range near {
		a.open('{')
		a.waypoint(&near[i])
		between := a.router.Nodes(near[i])
		a.nodes(between[:])
		a.shut('}')
	}
	a.shut(']')
	a.shut('}')
	return nil
}
