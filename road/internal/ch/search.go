package ch

// search climbs the hierarchy from some seeds, by Dijkstra's algorithm, in one direction: forward along Up arcs, backward against
// Down arcs. Where it comes to the crown it joins labels instead. Its memory is used again.
type search struct {
	h           *Hierarchy
	climb, fall half // the arcs that lead on, and those that come down from above in the same direction
	labels      labels
	queue       queue
	base        int32  // the least weight of the seeds, which labels leave out
	edge        uint32 // the lowest rank of the crown
	core        core
	backward    bool
	trail       []piece // of trace

	tops []top // of run
}

// top is a node where the way to somewhere else may turn down, and what it takes to get there.
type top struct {
	rank, weight uint32
	extra        Extra
}

func newSearch(h *Hierarchy, backward bool) *search {
	s := &search{h: h, backward: backward, climb: h.up(), fall: h.down(), labels: newLabels(h.Nodes())}
	size := h.UpCrown.Size()
	s.edge = uint32(h.Nodes() - size)
	s.core = newCore(h, &h.UpCrown, &h.DownCrown, size)
	if backward {
		s.climb, s.fall = s.fall, s.climb
		s.core.crown, s.core.back = s.core.back, s.core.crown
	}
	return s
}

// begin forgets the search before and starts from seeds. Seeds at nodes that do not exist are left out.
func (s *search) begin(seeds []Seed) {
	s.labels.forget()
	s.queue = s.queue[:0]
	s.core.forget()
	s.base = least(seeds)
	for i, seed := range seeds {
		if int(seed.Node) < len(s.h.Rank) {
			s.improve(s.h.Rank[seed.Node], label{uint32(seed.Weight - s.base), seeded | uint32(i)})
		}
	}
}

func (s *search) improve(rank uint32, l label) {
	if l.weight >= s.labels.weight(rank) {
		return
	}
	s.labels.set(rank, l)
	s.queue.push(uint64(l.weight)<<32 | uint64(rank))
}

// next is the smallest weight that is not settled; Inf when all are.
func (s *search) next() uint32 {
	if len(s.queue) == 0 {
		return Inf
	}
	return uint32(s.queue[0] >> 32)
}

// settle takes the nearest node off the queue and climbs on from it. It returns false for a node that a way from above reaches
// sooner, or that was settled before, since no shortest way has its top there; and for one in the crown, whose tops the core knows.
func (s *search) settle() (rank, weight uint32, ok bool) {
	key := s.queue.pop()
	rank, weight = uint32(key), uint32(key>>32)
	if weight > s.labels.weight(rank) || s.stalled(rank, weight) {
		return rank, weight, false
	}
	if rank >= s.edge {
		s.core.enter(rank, weight)
		return rank, weight, false
	}
	for _, a := range s.climb.arcs[s.climb.first[rank]:s.climb.first[rank+1]] {
		s.improve(a.Head, label{weight + a.Weight, rank})
	}
	return rank, weight, true
}

// stalled tells whether a node is reached sooner from above (stall-on-demand).
func (s *search) stalled(rank, weight uint32) bool {
	known := s.labels
	for _, a := range s.fall.arcs[s.fall.first[rank]:s.fall.first[rank+1]] {
		if known.weight(a.Head)+a.Weight < weight {
			return true
		}
	}
	return false
}

// arcTo finds a rank's arc to a higher one.
func (p half) arcTo(rank, head uint32) (index uint32, ok bool) {
	for i := p.first[rank]; i < p.first[rank+1]; i++ {
		if p.arcs[i].Head == head {
			return i, true
		}
	}
	return 0, false
}

// run searches from seeds as far as labels stay below a limit, and leaves all tops in s.tops; their extras only if they are wanted.
func (s *search) run(seeds []Seed, limit uint32, extras bool) {
	s.begin(seeds)
	s.tops = s.tops[:0]
	for s.next() < limit {
		rank, weight, ok := s.settle()
		if !ok {
			continue
		}
		t := top{rank: rank, weight: weight}
		if extras {
			t.extra = s.extraOf(rank, seeds)
		}
		s.tops = append(s.tops, t)
	}
	if extras {
		for _, d := range s.core.doors {
			s.extraOf(d.rank, seeds)
		}
	}
	s.addCore(limit, extras)
}

// addCore adds the tops in the crown.
func (s *search) addCore(limit uint32, extras bool) {
	for _, hub := range s.core.touched {
		t := top{rank: s.core.top - uint32(hub), weight: uint32(s.core.best[hub] >> 32)}
		if t.weight >= limit || s.overtopped(t) {
			continue
		}
		if extras {
			door, place := s.core.way(hub)
			t.extra = s.labels.extra(door.rank).plus(s.core.crown.Extra[place])
		}
		s.tops = append(s.tops, t)
	}
}

// overtopped tells whether a node of the crown is reached as soon over an arc from above: then the ways over it that matter have a
// higher top.
func (s *search) overtopped(t top) bool {
	for _, a := range s.fall.arcs[s.fall.first[t.rank]:s.fall.first[t.rank+1]] {
		if uint32(s.core.best[s.core.top-a.Head]>>32)+a.Weight <= t.weight {
			return true
		}
	}
	return false
}

// extraOf works out and keeps what it takes to a node, besides weight: its seed's part and the arcs'. The node before must have been
// asked for already.
func (s *search) extraOf(rank uint32, seeds []Seed) Extra {
	before, sum := s.labels.before(rank), Extra{}
	if before >= seeded {
		seed := seeds[before-seeded]
		sum = Extra{uint32(seed.Ms), uint32(seed.Cm)}
	} else if i, ok := s.climb.arcTo(before, rank); ok {
		sum = s.labels.extra(before).plus(s.climb.extra[i])
	}
	s.labels.keep(rank, sum)
	return sum
}
