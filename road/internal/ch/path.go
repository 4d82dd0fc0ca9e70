package ch

import "slices"

// piece is an arc to be unpacked, by its index: an Up arc that climbs from its lower end, or a Down arc that comes down to it.
type piece struct {
	arc, lower uint32
	climbs     bool
}

// trace walks back from a top to the seed and adds up what the way costs besides its weight. It leaves the arcs below the crown in
// s.trail, the highest one first.
func (s *search) trace(rank uint32) (seed int, extra Extra) {
	s.trail = s.trail[:0]
	if rank >= s.edge {
		door, place := s.core.way(uint16(s.core.top - rank))
		rank, extra = door.rank, s.core.crown.Extra[place]
	}
	for {
		before := s.labels.before(rank)
		if before >= seeded {
			return int(before - seeded), extra
		}
		arc, ok := s.climb.arcTo(before, rank)
		if !ok {
			return 0, extra // only in a damaged hierarchy
		}
		s.trail = append(s.trail, piece{arc, before, !s.backward})
		extra = extra.plus(s.climb.extra[arc])
		rank = before
	}
}

// traceCrown appends the arcs from the door to a top in the crown, the lowest one first.
func (s *search) traceCrown(pieces []piece, rank uint32) []piece {
	if rank < s.edge {
		return pieces
	}
	hub := uint16(s.core.top - rank)
	door, place := s.core.way(hub)
	for at := door.rank; at != rank; {
		arc, next, ok := s.toward(at, hub, s.core.crown.Weight[place])
		if !ok {
			break // only in a damaged hierarchy
		}
		pieces = append(pieces, piece{arc, at, !s.backward})
		at, place = s.climb.arcs[arc].Head, next
	}
	return pieces
}

// toward finds the arc by which a node of the crown reaches a top with a weight, and the place of the top in the next node's label.
func (s *search) toward(rank uint32, hub uint16, weight uint32) (arc, place uint32, ok bool) {
	crown := s.core.crown
	for arc := s.climb.first[rank]; arc < s.climb.first[rank+1]; arc++ {
		a := s.climb.arcs[arc]
		next := s.core.top - a.Head
		first := crown.First[next]
		i, found := slices.BinarySearch(crown.Hub[first:crown.First[next+1]], hub)
		if place = first + uint32(i); found && crown.Weight[place]+a.Weight == weight {
			return arc, place, true
		}
	}
	return 0, 0, false
}

// Path appends the edges of the last way that Run found to the buffer, first to last, and returns it. There are none when Run found
// no way and when both seeds are the same node.
func (q *Query) Path(buffer []uint32) []uint32 {
	if !q.found {
		return buffer
	}
	// A shortest way passes no node twice, but for edges of weight 0 that lead round: the limit ends only what a damaged hierarchy
	// makes endless.
	limit := len(buffer) + 4*q.h.Nodes() + 64
	q.stack = append(q.stack[:0], q.backward.trail...)
	slices.Reverse(q.stack)
	q.stack = q.backward.traceCrown(q.stack, q.top)
	half := len(q.stack)
	q.stack = q.forward.traceCrown(q.stack, q.top)
	slices.Reverse(q.stack[half:])
	q.stack = append(q.stack, q.forward.trail...)
	return q.unpack(buffer, limit)
}

// unpack appends the edges of the arcs on the stack, the topmost first.
func (q *Query) unpack(buffer []uint32, limit int) []uint32 {
	up, down := &q.forward.climb, &q.backward.climb
	for len(q.stack) > 0 && len(buffer) < limit {
		p := q.stack[len(q.stack)-1]
		q.stack = q.stack[:len(q.stack)-1]
		var middle, from, to uint32
		if p.climbs {
			middle, from, to = up.middle[p.arc], p.lower, up.arcs[p.arc].Head
		} else {
			middle, from, to = down.middle[p.arc], down.arcs[p.arc].Head, p.lower
		}
		if middle >= Original {
			buffer = append(buffer, middle-Original)
			continue
		}
		first, ok := down.arcTo(middle, from)
		second, too := up.arcTo(middle, to)
		if !ok || !too {
			break // only in a damaged hierarchy
		}
		q.stack = append(q.stack, piece{second, middle, true}, piece{first, middle, false})
	}
	return buffer
}
