package dispatch

import (
	"slices"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/span"
)

// Snapshot is what a proposal is made from: immutable, with the versions that ApplyPlan compares later.
type Snapshot struct {
	Day    span.Day
	Now    time.Time
	Points []geo.Point // every place, by the numbers that Stop.Place and Rider.Place use
	Riders []Rider
	Free   []Stop // what nobody has yet, by id
	Demand []int  // places where something was or is to be picked up that day
}

// Rider is a courier who can take tasks that day.
type Rider struct {
	CourierID int64
	Username  string
	OnDuty    bool
	WentHome  bool  // was on duty that day and no longer is
	ListID    int64 // 0 for none
	Version   int64 // of the list, 0 for none
	Items     []Item
	Visits    []Stop // the tasks of the items in order
	Fixed     int    // so many items at the front are past or under way and stay
	Place     int    // where the rider is, -1 when unknown
}

// Stop is a task as a proposal sees it.
type Stop struct {
	Task     int64
	Item     Item // on whose place in the list it stands
	Type     delivery.Type
	Status   delivery.Status
	Delivery int64 // 0 for none
	Rank     int64 // in the delivery
	Place    int
	After    time.Time
	Before   time.Time
	Meal     bool    // hot: short time on board
	Holder   *Holder // from whose list it is to go, nil for a task that nobody has or that stays
}

// TakeSnapshot reads what a proposal for a day is made from. Riders are the couriers on duty, when the day is today, and those who have a
// list that day.
func TakeSnapshot(tx *db.Tx, day span.Day) (Snapshot, error) {
	b, err := LoadBoard(tx, day)
	if err != nil {
		return Snapshot{}, err
	}
	zone, err := zoneOf(tx)
	if err != nil {
		return Snapshot{}, err
	}
	s := Snapshot{Day: day, Now: tx.Now().Time}
	today := span.DayOf(s.Now, zone) == day
	home, err := wentHome(tx, day.In(zone).From)
	if err != nil {
		return Snapshot{}, err
	}
	stops := s.stopsOf(b.Tasks)
	for _, c := range b.Couriers {
		list, has := listOf(b.Lists, c.User.ID)
		if !has && !(today && c.OnDuty) {
			continue
		}
		rider := s.rider(c, list, b.Stops, stops)
		rider.WentHome = today && slices.Contains(home, c.User.ID)
		s.Riders = append(s.Riders, rider)
	}
	for _, t := range b.Tasks {
		if t.Type == delivery.Pickup {
			s.Demand = append(s.Demand, stops[t.ID].Place)
		}
		if t.CourierID == nil && t.Status == delivery.Todo && !inTour(b.Stops, t.ID) {
			s.Free = append(s.Free, stops[t.ID])
		}
	}
	slices.SortFunc(s.Free, func(a, b Stop) int { return int(a.Task - b.Task) })
	return s, nil
}

func listOf(lists []ListView, courier int64) (ListView, bool) {
	for _, l := range lists {
		if l.CourierID == courier {
			return l, true
		}
	}
	return ListView{}, false
}

func inTour(stops map[int64][]int64, task int64) bool {
	for _, tasks := range stops {
		if slices.Contains(tasks, task) {
			return true
		}
	}
	return false
}

// place gives a point its number.
func (s *Snapshot) place(p geo.Point) int {
	if at := slices.Index(s.Points, p); at >= 0 {
		return at
	}
	s.Points = append(s.Points, p)
	return len(s.Points) - 1
}

func (s *Snapshot) stopsOf(tasks []delivery.Sheet) map[int64]Stop {
	stops := map[int64]Stop{}
	for _, t := range tasks {
		stop := Stop{
			Task: t.ID, Item: Item{Task: t.ID}, Type: t.Type, Status: t.Status, Place: s.place(geo.At(t.Place.Lat, t.Place.Lng)),
			After: t.After.Time, Before: t.Before.Time, Meal: t.OrderID != nil && t.StoreID == nil,
		}
		if t.DeliveryID != nil {
			stop.Delivery = *t.DeliveryID
		}
		if t.DeliveryPosition != nil {
			stop.Rank = *t.DeliveryPosition
		}
		stops[t.ID] = stop
	}
	return stops
}

func (s *Snapshot) rider(c Courier, list ListView, tours map[int64][]int64, stops map[int64]Stop) Rider {
	r := Rider{CourierID: c.User.ID, Username: c.User.Username, OnDuty: c.OnDuty, ListID: list.ID, Version: list.Version, Items: list.Items, Place: -1}
	for n, i := range list.Items {
		tasks := []int64{i.Task}
		if i.Tour != 0 {
			tasks = tours[i.Tour]
		}
		for _, id := range tasks {
			stop := stops[id]
			stop.Item = i
			r.Visits = append(r.Visits, stop)
			if stop.Status != delivery.Todo && stop.Status != delivery.Cancelled {
				r.Fixed = n + 1
				r.Place = stop.Place
			}
		}
	}
	if c.Position != nil {
		r.Place = s.place(c.Position.point())
	}
	return r
}
