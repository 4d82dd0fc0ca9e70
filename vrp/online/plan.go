package online

// plan tells what the search has come to.
func (s *search) plan(explain bool) Plan {
	out := Plan{Rides: make([]Ride, len(s.routes)), Cost: s.total()}
	for c := range s.routes {
		out.Rides[c] = Ride{Visits: s.visits(c), Cost: s.routes[c].cost}
	}
	for t, c := range s.home {
		if c < 0 {
			out.Left = append(out.Left, Left{Task: t, Reason: s.against(t)})
		}
	}
	if explain {
		out.Whys = s.whys()
	}
	return out
}

func (s *search) visits(c int) []Visited {
	stops := s.routes[c].stops
	out := make([]Visited, len(stops))
	k := s.start(c)
	for i, stop := range stops {
		v := &out[i]
		v.Stop = int(stop)
		was := k
		s.step(&k, stop, s.p.Couriers[c].Off)
		v.Start = s.when[stop]
		v.Leave, v.Arrive = s.leaving(was, v.Start, &s.p.Stops[stop])
	}
	return out
}

// leaving is when to set out for a stop at the latest, and when that arrives. What shares the service before it takes neither.
func (s *search) leaving(from cursor, start int, v *Stop) (leave, arrive int) {
	if v.Kind == Pickup && from.fetching == v.Place {
		return start, start
	}
	ride := 0
	if from.at != Unknown {
		ride = s.p.Travel(from.at, v.Place)
	}
	return max(from.t, start-v.Setup-ride), max(from.t+ride, start-v.Setup)
}
