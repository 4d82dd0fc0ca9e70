package ch

// search climbs the hierarchy from some seeds, by Dijkstra's algorithm, in one direction: forward along Up arcs, backward against
// Down arcs. Its memory is used again.
type search struct {
	climb, fall half    // the arcs that lead on, and those that come down from above in the same direction
	labels      []label // by rank
	touched     []uint32
	queue       queue
	extras      []Extra // by rank, of settled nodes, for those who ask
	base        int32   // the least weight of the seeds, which labels leave out
}

// label says how a node is best reached: its weight, and the rank of the node before it or seeded|number of the seed.
type label struct{ weight, before uint32 }

// seeded marks the label of a seed's own node.
const seeded uint32 = 1 << 31

func newSearch(h *Hierarchy, backward bool) *search {
	up := half{h.UpFirst, h.Up, h.UpExtra, h.UpMiddle}
	down := half{h.DownFirst, h.Down, h.DownExtra, h.DownMiddle}
	s := &search{climb: up, fall: down, labels: make([]label, h.Nodes())}
	if backward {
		s.climb, s.fall = down, up
	}
	for i := range s.labels {
		s.labels[i].weight = Inf
	}
	return s
}

// begin forgets the search before and starts from seeds. Seeds at nodes that do not exist are left out.
func (s *search) begin(h *Hierarchy, seeds []Seed) {
	for _, rank := range s.touched {
		s.labels[rank].weight = Inf
	}
	s.touched, s.queue = s.touched[:0], s.queue[:0]
	s.base = least(seeds)
	for i, seed := range seeds {
		if int(seed.Node) < len(h.Rank) {
			s.improve(h.Rank[seed.Node], label{uint32(seed.Weight - s.base), seeded | uint32(i)})
		}
	}
}

func (s *search) improve(rank uint32, l label) {
	known := &s.labels[rank]
	if l.weight >= known.weight {
		return
	}
	if known.weight == Inf {
		s.touched = append(s.touched, rank)
	}
	*known = l
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
// sooner, or that was settled before: no shortest way has its top there.
func (s *search) settle() (rank, weight uint32, ok bool) {
	key := s.queue.pop()
	rank, weight = uint32(key), uint32(key>>32)
	if weight > s.labels[rank].weight || s.stalled(rank, weight) {
		return rank, weight, false
	}
	for _, a := range s.climb.arcs[s.climb.first[rank]:s.climb.first[rank+1]] {
		s.improve(a.Head, label{weight + a.Weight, rank})
	}
	return rank, weight, true
}

// stalled tells whether a node is reached sooner from above (stall-on-demand).
func (s *search) stalled(rank, weight uint32) bool {
	for _, a := range s.fall.arcs[s.fall.first[rank]:s.fall.first[rank+1]] {
		if s.labels[a.Head].weight+a.Weight < weight {
			return true
		}
	}
	return false
}

// origin walks back from a node to its seed and adds up what the arcs cost besides their weight.
func (s *search) origin(rank uint32) (seed int, extra Extra) {
	for {
		before := s.labels[rank].before
		if before >= seeded {
			return int(before - seeded), extra
		}
		i, ok := s.climb.arcTo(before, rank)
		if !ok {
			return 0, extra // only in a damaged hierarchy
		}
		extra.Ms += s.climb.extra[i].Ms
		extra.Cm += s.climb.extra[i].Cm
		rank = before
	}
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

// extraOf tells what it takes to a node that was just settled, besides weight: its seed's part and the arcs' parts. It must be
// asked for every node for which settle returned true, in that order.
func (s *search) extraOf(rank uint32, seeds []Seed) Extra {
	if s.extras == nil {
		s.extras = make([]Extra, len(s.labels))
	}
	var sum Extra
	before := s.labels[rank].before
	if before >= seeded {
		seed := seeds[before-seeded]
		sum = Extra{uint32(seed.Ms), uint32(seed.Cm)}
	} else if i, ok := s.climb.arcTo(before, rank); ok {
		sum = Extra{s.extras[before].Ms + s.climb.extra[i].Ms, s.extras[before].Cm + s.climb.extra[i].Cm}
	}
	s.extras[rank] = sum
	return sum
}
