package road

import (
	"context"
	"slices"

	"pignon.coop/road/internal/ch"
)

const (
	// stretchOf bounds how much worse than the best way another one may be, and sharedOf how much of it it may share.
	stretchOf = 1.25
	sharedOf  = 0.7
	// naturalOf is the share of the best way for which a detour must be the best way itself wherever one looks.
	naturalOf = 0.2
	// mostTried bounds the work.
	mostTried = 40
)

// Alternatives finds the best route from one stop to another and up to count others that riders might like as well: not much worse,
// different for a good part, and without detours for their own sake. The best one comes first. It fails as Route does.
func (r *Router) Alternatives(ctx context.Context, from, to Stop, count int, options RouteOptions) ([]Route, error) {
	best, err := r.Route(ctx, []Stop{from, to}, options)
	if err != nil || count <= 0 {
		return []Route{best}, err
	}
	routes := []Route{best}
	asker := r.askers.Get().(*asker)
	defer r.askers.Put(asker)
	for _, w := range asker.others(best.Stops[0], best.Stops[1], count) {
		other := Route{Stops: best.Stops}
		other.add(r.m.legOf(w.cost, w.arcs(r.m.graph), best.Stops[0], best.Stops[1], options))
		routes = append(routes, other)
	}
	return routes, nil
}

// ride is a way as the states that it passes and the turns between them.
type ride struct {
	cost   ch.Cost
	states []state
	turns  []uint32
	via    int // position in states
}

func (w *ride) arcs(g *Graph) []arc {
	arcs := make([]arc, len(w.states))
	for i, s := range w.states {
		arcs[i] = g.arcOf(s)
	}
	return arcs
}

// others finds good ways beside the best: each is the best over some node that the searches from both ends see (Abraham, Delling,
// Goldberg and Werneck, "Alternative routes in road networks", 2013).
func (q *asker) others(from, to Snap, count int) []*ride {
	if _, ok := q.ask(from, to); !ok || q.m.behind(from, to) {
		return nil
	}
	start, end := slices.Clone(q.from), slices.Clone(q.to)
	best := q.ride(start)
	weight := float64(best.cost.Weight)
	taken, found := []*ride{best}, []*ride(nil)
	vias := q.query.Vias(start, end, int32(min(stretchOf*weight, heaviest)), nil)
	for tried := 0; len(vias) > 0 && tried < mostTried && len(found) < count; vias = vias[1:] {
		if q.passes(taken, vias[0].Node) {
			continue
		}
		tried++
		if w := q.over(start, end, vias[0].Node); w != nil && q.differs(w, taken) && q.natural(w, naturalOf*weight) {
			taken, found = append(taken, w), append(found, w)
		}
	}
	return found
}

// passes tells whether one of some ways leads along a state's arc.
func (q *asker) passes(ways []*ride, via state) bool {
	a := q.m.graph.arcOf(via)
	for _, w := range ways {
		if slices.ContainsFunc(w.states, func(s state) bool { return q.m.graph.arcOf(s) == a }) {
			return true
		}
	}
	return false
}

// ride describes the way of the query's last answer.
func (q *asker) ride(from []ch.Seed) *ride {
	r := q.result
	w := &ride{cost: ch.Cost{Weight: uint32(r.Weight), Ms: uint32(r.Ms), Cm: uint32(r.Cm)}}
	w.states = append(w.states, from[r.FromSeed].Node)
	w.turns = q.query.Path(nil)
	for _, t := range w.turns {
		w.states = append(w.states, q.m.graph.turnTo[t])
	}
	return w
}

// over is the best way over a state; nil where it rides some street twice.
func (q *asker) over(from, to []ch.Seed, via state) *ride {
	var ok bool
	middle := []ch.Seed{{Node: via}}
	if q.result, ok = q.query.Run(from, middle); !ok {
		return nil
	}
	w := q.ride(from)
	w.via = len(w.states) - 1
	if q.result, ok = q.query.Run(middle, to); !ok {
		return nil
	}
	rest := q.ride(middle)
	w.cost = sum(w.cost, rest.cost)
	w.states = append(w.states, rest.states[1:]...)
	w.turns = append(w.turns, rest.turns...)
	edges := make([]uint32, len(w.states))
	for i, s := range w.states {
		edges[i] = q.m.graph.arcOf(s) >> 1
	}
	slices.Sort(edges)
	if len(slices.Compact(edges)) < len(w.states) {
		return nil
	}
	return w
}

// differs tells whether a way shares less than a good part with each of some others.
func (q *asker) differs(w *ride, others []*ride) bool {
	g := q.m.graph
	for _, other := range others {
		known := make(map[arc]bool, len(other.states))
		for _, s := range other.states {
			known[g.arcOf(s)] = true
		}
		shared := 0.0
		for _, s := range w.states {
			if a := g.arcOf(s); known[a] {
				shared += float64(g.edges[a>>1].Centimetre)
			}
		}
		if shared > sharedOf*float64(min(w.cost.Cm, other.cost.Cm)) {
			return false
		}
	}
	return true
}

// natural tells whether the part of a way around its via, so much weight to either side, is the best way itself.
func (q *asker) natural(w *ride, weight float64) bool {
	g, low, high := q.m.graph, w.via, w.via
	part := uint32(0)
	for before := uint32(0); low > 0 && float64(before) < weight; low-- {
		step := q.m.step(w.turns[low-1], g.arcOf(w.states[low])).Weight
		before, part = before+step, part+step
	}
	for after := uint32(0); high < len(w.states)-1 && float64(after) < weight; high++ {
		step := q.m.step(w.turns[high], g.arcOf(w.states[high+1])).Weight
		after, part = after+step, part+step
	}
	best, ok := q.query.Run([]ch.Seed{{Node: w.states[low]}}, []ch.Seed{{Node: w.states[high]}})
	return ok && uint32(best.Weight) >= part
}
