package road

import "math"

// Edge is the number of the snap's stretch of street, for On.
func (s Snap) Edge() int { return int(s.edge) }

// On snaps a stop to a certain stretch of street, as Nearest would if that were the nearest one. It is false where the stop's wishes
// or the profile do not admit that.
func (r *Router) On(stop Stop, edge int) (Snap, bool) {
	if edge < 0 || edge >= len(r.m.graph.edges) {
		return Snap{}, false
	}
	e := uint32(edge)
	s := snapper{graph: r.m.graph, m: r.m, stop: stop, p: stop.Point, k: 1, reach: maxSnap, scale: max(0.05, math.Cos(radians(stop.Point.Lat)))}
	if !s.admits(2*e) && !s.admits(2*e+1) {
		return Snap{}, false
	}
	snap := s.project(e)
	s.orient(&snap)
	if s.offer(snap); len(s.found) == 0 {
		return Snap{}, false
	}
	s.complete(&s.found[0])
	return s.found[0], true
}

// Nodes returns the nodes of the extract between which the snap lies, in the order in which the street is drawn.
func (r *Router) Nodes(s Snap) [2]int64 {
	return [2]int64{r.m.graph.nodeBehind(2*s.edge, s), r.m.graph.nodeBehind(2*s.edge+1, s)}
}
