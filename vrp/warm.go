package vrp

import "fmt"

// warm starts from a given solution: what is in its tours keeps vehicle and order as far as the problem still allows it, the rest is
// put in where it costs least. Stops that exist no more have to be left out of it by the caller.
func (s *searcher) warm(from *Solution) error {
	for i := range from.Tours {
		t := &from.Tours[i]
		if t.Vehicle < 0 || t.Vehicle >= len(s.routes) {
			return fmt.Errorf("the solution to start from has a tour of vehicle %d: there are %d", t.Vehicle, len(s.routes))
		}
		for _, visit := range t.Visits {
			if !s.m.known(visit.Ref) {
				return fmt.Errorf("the solution to start from serves %+v: the problem has no such stop", visit.Ref)
			}
		}
	}
	for i := range from.Tours {
		t := &from.Tours[i]
		s.adopt(int32(t.Vehicle), s.m.sequence(t.Visits))
	}
	open := s.missing[:0]
	for _, u := range s.missing {
		n := s.m.unitNode[u]
		if s.routeOf[max(n, s.m.mate[n])] >= 0 {
			s.owing -= s.m.penalty[u]
			continue
		}
		open = append(open, u)
	}
	s.missing = open
	return nil
}

// known tells whether the problem has such a stop (or whether it is a break).
func (m *model) known(ref Ref) bool {
	switch ref.Kind {
	case JobStop:
		return ref.Index >= 0 && ref.Index < len(m.problem.Jobs)
	case PickupStop, DropStop:
		return ref.Index >= 0 && ref.Index < len(m.problem.Shipments)
	}
	return ref.Kind == BreakStop
}

func (m *model) sequence(visits []Visit) []int32 {
	var nodes []int32
	for _, visit := range visits {
		if visit.Kind != BreakStop {
			nodes = append(nodes, m.nodeOf(visit.Ref))
		}
	}
	return nodes
}

// adopt gives a vehicle the longest beginning of a sequence that it may drive, complete shipments only.
func (s *searcher) adopt(v int32, nodes []int32) {
	nodes = s.adoptable(v, nodes)
	for n := len(nodes); n > 0; n-- {
		part := s.m.complete(nodes[:n], s.m.vehicles[v].locked)
		if len(part) == 0 || s.stage.play(v, part).why != Fits {
			continue
		}
		lock := s.routes[v].lock
		s.fill(v, part)
		s.routes[v].lock = lock
		if !s.routes[v].bad {
			return
		}
		s.fill(v, s.m.vehicles[v].locked)
		s.routes[v].lock = lock
	}
}

// adoptable is the locked beginning of a vehicle, followed by what it may serve of a sequence and nobody else has.
func (s *searcher) adoptable(v int32, nodes []int32) []int32 {
	out := append([]int32(nil), s.m.vehicles[v].locked...)
	seen := map[int32]bool{}
	for _, n := range out {
		seen[n] = true
	}
	for _, n := range nodes {
		u := s.m.unitOf[n]
		home := s.home(u)
		if seen[n] || s.routeOf[n] >= 0 || home >= 0 && home != v {
			continue
		}
		if s.m.fit != nil && s.m.fit[int(u)*len(s.routes)+int(v)] == forbidden {
			continue
		}
		if s.m.isDrop[n] && !seen[s.m.mate[n]] {
			continue
		}
		seen[n] = true
		out = append(out, n)
	}
	return out
}

// complete leaves out pick-ups whose drop-off is missing, unless they are locked.
func (m *model) complete(nodes, locked []int32) []int32 {
	in := map[int32]bool{}
	for _, n := range nodes {
		in[n] = true
	}
	var out []int32
	for i, n := range nodes {
		if i < len(locked) || m.mate[n] < 0 || in[m.mate[n]] {
			out = append(out, n)
		}
	}
	return out
}
