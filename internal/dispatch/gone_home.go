package dispatch

import "pignon.coop/internal/delivery"

// GoneHome is why a task is left that is on the list of somebody who went home, and that nobody else can take.
const GoneHome = "gone_home"

// Holder is the list that a stop stands on while its courier is no longer at work.
type Holder struct {
	List, Version int64
	Username      string
}

// relieve makes free what couriers who went home have not begun, while others are at work. Tours, and deliveries of which something is
// under way or done, stay with whoever has them.
func (s Snapshot) relieve() Snapshot {
	working := false
	for _, r := range s.Riders {
		working = working || r.OnDuty
	}
	if !working {
		return s
	}
	riders := s.Riders
	s.Riders, s.Free = nil, append([]Stop{}, s.Free...)
	for _, r := range riders {
		if !r.WentHome {
			s.Riders = append(s.Riders, r)
			continue
		}
		s.Free = append(s.Free, r.unbegun()...)
	}
	return s
}

// unbegun lists the single tasks of a list that anybody can do, and marks from whom they come.
func (r Rider) unbegun() (stops []Stop) {
	begun := map[int64]bool{}
	for _, v := range r.Visits {
		begun[v.Delivery] = begun[v.Delivery] || v.Delivery != 0 && (v.Status != delivery.Todo || v.Item.Tour != 0)
	}
	for _, v := range r.Visits {
		if v.Status == delivery.Todo && v.Item.Tour == 0 && !begun[v.Delivery] {
			v.Holder = &Holder{List: r.ListID, Version: r.Version, Username: r.Username}
			stops = append(stops, v)
		}
	}
	return stops
}
