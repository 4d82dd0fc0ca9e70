package flow

import (
	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/span"
)

// Leg is how far a delivery is.
type Leg string

// The legs.
const (
	Planned     Leg = "planned"
	OnTheWay    Leg = "on_the_way" // everything was picked up, and something is still to be brought
	Delivered   Leg = "delivered"  // something was brought, and nothing is left to be
	NotHandedIn Leg = "failed"     // the courier was there for nothing
	CalledOff   Leg = "cancelled"
)

// FollowedDelivery is what whoever waits for a delivery may know of it: how far it is and when, whose first name brings it, and where they are
// between pick-up and drop-off alone. Expected is the window of the last drop-off.
type FollowedDelivery struct {
	ID              int64
	Leg             Leg
	Expected        span.Range
	Picked, Dropped span.Instant // Dropped also when nothing could be handed in
	Courier         string
	Place           *geo.Point
}

// Over tells whether nothing more will happen.
func (f FollowedDelivery) Over() bool { return f.Leg != Planned && f.Leg != OnTheWay }

// FollowDelivery shows a delivery to whoever holds its link: nobody is asked who they are. A day after its end it is NotFound.
func FollowDelivery(tx *db.Tx, id int64) (FollowedDelivery, error) {
	d, err := delivery.LoadDelivery(tx, id)
	if err != nil {
		return FollowedDelivery{}, err
	}
	tasks, err := delivery.TasksOf(tx, d.ID)
	if err != nil {
		return FollowedDelivery{}, err
	}
	f := FollowedDelivery{ID: d.ID, Leg: legOf(tasks)}
	end, err := f.times(tx, tasks)
	if err != nil {
		return f, err
	}
	if f.Over() && !tx.Now().Before(end.Add(followLife).Time) {
		return FollowedDelivery{}, fail.New(fail.NotFound, "row.not_found")
	}
	if f.Leg == OnTheWay {
		err = f.findCourier(tx, tasks)
	}
	return f, err
}

// legOf sums up the tasks. Cancelled ones count for nothing beside others.
func legOf(tasks []delivery.Task) Leg {
	var waiting, open, done, stops int
	for _, t := range tasks {
		switch {
		case t.Status == delivery.Cancelled:
			continue
		case t.Type == delivery.Pickup && t.Status != delivery.Done:
			waiting++
		case t.Type == delivery.Dropoff && t.Status.Open():
			open++
		case t.Type == delivery.Dropoff && t.Status == delivery.Done:
			done++
		}
		stops++
	}
	switch {
	case stops == 0:
		return CalledOff
	case open > 0 && waiting == 0:
		return OnTheWay
	case open > 0:
		return Planned
	case done > 0:
		return Delivered
	}
	return NotHandedIn
}

// times reads when the last pick-up and the last drop-off were ended, and when the delivery was last touched.
func (f *FollowedDelivery) times(tx *db.Tx, tasks []delivery.Task) (end span.Instant, err error) {
	for _, t := range tasks {
		if end.Before(t.UpdatedAt.Time) {
			end = t.UpdatedAt
		}
		if t.Type == delivery.Dropoff && t.Status != delivery.Cancelled {
			f.Expected = span.Range{From: t.After, To: t.Before}
		}
		if !t.Status.Completed() {
			continue
		}
		at, err := endedAt(tx, t)
		if err != nil {
			return end, err
		}
		latest := &f.Dropped
		if t.Type == delivery.Pickup {
			latest = &f.Picked
		}
		if latest.Before(at.Time) {
			*latest = at
		}
	}
	if !f.Over() {
		f.Dropped = span.Instant{}
	}
	if f.Leg == Planned {
		f.Picked = span.Instant{}
	}
	if !f.Dropped.IsZero() {
		end = f.Dropped
	}
	return end, nil
}

// endedAt is when somebody was there: by the task's history, or else when it was last touched.
func endedAt(tx *db.Tx, t delivery.Task) (span.Instant, error) {
	history, err := delivery.History(tx, t.ID)
	at := t.UpdatedAt
	for _, e := range history {
		if e.Name == "task:done" || e.Name == "task:failed" {
			at = e.CreatedAt
		}
	}
	return at, err
}

// findCourier tells who brings what is still to be brought, and where they are since they picked it up.
func (f *FollowedDelivery) findCourier(tx *db.Tx, tasks []delivery.Task) error {
	id := int64(0)
	for _, t := range tasks {
		if t.Type != delivery.Dropoff || !t.Status.Open() {
			continue
		}
		courier, err := delivery.CourierOf(tx, t.ID)
		if err != nil {
			return err
		}
		id = courier
	}
	if id == 0 {
		return nil
	}
	var err error
	if f.Courier, err = firstName(tx, id); err != nil {
		return err
	}
	f.Place, err = placeSince(tx, id, f.Picked)
	return err
}

// firstName is what a courier is called by those who wait, "" when that is not known.
func firstName(tx *db.Tx, userID int64) (string, error) {
	u, err := account.LoadUser(tx, userID)
	if err != nil {
		return "", err
	}
	customer, err := account.LoadCustomer(tx, u.CustomerID)
	if err != nil && !fail.Is(err, fail.NotFound) {
		return "", err
	}
	return string(customer.GivenName), nil
}

// placeSince is where a courier is, nil when they told nothing since an instant.
func placeSince(tx *db.Tx, courier int64, since span.Instant) (*geo.Point, error) {
	fix, ok, err := dispatch.PositionOf(tx, courier)
	if err != nil || !ok || fix.At.Before(since.Time) {
		return nil, err
	}
	place := geo.At(fix.Lat, fix.Lng)
	return &place, nil
}
