package road

import (
	"slices"
	"testing"

	"pignon.coop/road/extract"
)

// The nodes of a way are those of the extract at its points; at the ends they are the ones between which it begins and ends.
func TestNodesOfWays(t *testing.T) {
	t.Parallel()
	x := readReal(t, "osm/monaco-osrm.osm.pbf")
	next := neighbours(x)
	r := routed(t, built(t, x), Bike())
	points := somewhere(r, 5, 80)
	for i := range points[1:] {
		route, err := r.Route(t.Context(), Stops(points[i], points[i+1]), RouteOptions{Way: true, Nodes: true})
		if err != nil {
			continue
		}
		way := route.Legs[0].Way
		if len(way.Nodes) != len(way.Line) {
			t.Fatalf("route %d: %d nodes at %d points", i, len(way.Nodes), len(way.Line))
		}
		for k, node := range way.Nodes {
			if p, ok := x.Node(node); !ok || p != way.Line[k] && k > 0 && k < len(way.Nodes)-1 {
				t.Errorf("route %d: node %d of %d lies at %v, the way at %v", i, k, node, p, way.Line[k])
			}
			if k > 0 && !slices.Contains(next[way.Nodes[k-1]], node) {
				t.Errorf("route %d: no street joins node %d to node %d", i, way.Nodes[k-1], node)
			}
		}
		for _, stop := range route.Stops {
			if ends := r.Nodes(stop); !slices.Contains(next[ends[0]], ends[1]) {
				t.Errorf("route %d: a stop lies between %v", i, ends)
			}
		}
	}
}

// neighbours lists the nodes that ways join to each node.
func neighbours(x *extract.Extract) map[int64][]int64 {
	next := make(map[int64][]int64)
	for _, w := range x.Ways {
		for k := 1; k < len(w.Nodes); k++ {
			a, b := w.Nodes[k-1], w.Nodes[k]
			next[a], next[b] = append(next[a], b), append(next[b], a)
		}
	}
	return next
}
