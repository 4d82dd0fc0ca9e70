package online

// cursor is a courier on the way through stops: the state of a ride after some of them.
type cursor struct {
	t, at    int
	cost     float64
	load     int
	fetching int // the place at which the last stop fetched something, -1 for none
	service  int // how long that took
}

func (s *search) start(c int) cursor {
	courier := &s.p.Couriers[c]
	return cursor{t: max(courier.Free, s.p.Now), at: courier.Place, fetching: -1, load: s.aboard[c]}
}

// step rides on to a stop and notes in s.when when its service starts.
func (s *search) step(k *cursor, stop int32, off int) {
	v := &s.p.Stops[stop]
	pr := &s.p.Prices
	again := v.Kind == Pickup && k.fetching == v.Place
	if k.at >= 0 {
		ride := s.p.Travel(k.at, v.Place)
		k.t += ride
		k.cost += pr.Ride * float64(ride)
	}
	arrive := k.t
	if again {
		arrive -= k.service
	} else {
		arrive += v.Setup
	}
	start := max(arrive, v.After)
	if k.at >= 0 {
		k.cost += pr.Wait * float64(start-arrive)
	}
	s.charge(k, v, start, off)
	s.carry(k, v, again)
	s.when[stop] = start
	k.service = v.Service
	k.t, k.at = start+v.Service, v.Place
}

// charge adds what the instant of a stop costs.
func (s *search) charge(k *cursor, v *Stop, start, off int) {
	pr := &s.p.Prices
	if start > v.Wish {
		k.cost += pr.Eager * float64(start-v.Wish)
	}
	if start > v.Due {
		k.cost += pr.Late * float64(start-v.Due)
	}
	limit := v.Limit
	if v.Kind == Pickup {
		limit = min(limit, off)
	}
	if start > limit {
		k.cost += pr.Broken * float64(start-limit)
	}
	if v.From >= 0 {
		if aboard := start - s.when[v.From] - v.OnBoard; aboard > 0 {
			k.cost += pr.Cool * float64(aboard)
		}
	}
}

// carry keeps count of what is on board, and makes a ride dear that mixes or holds too much.
func (s *search) carry(k *cursor, v *Stop, again bool) {
	k.fetching = -1
	switch v.Kind {
	case Pickup:
		if k.load > 0 && s.p.OneShop && !again || s.p.Hold > 0 && k.load >= s.p.Hold {
			k.cost += s.p.Prices.Broken
		}
		k.load++
		k.fetching = v.Place
	case Drop:
		k.load = max(0, k.load-1)
	}
}
