package delivery

import "pignon.coop/internal/span"

// Delivery is a row of tasks that belong together: something is taken at some and left at others.
type Delivery struct {
	ID        int64        `db:"id"`
	StoreID   *int64       `db:"store_id"`
	OrderID   *int64       `db:"order_id"`
	Distance  int64        `db:"distance"` // metres
	Duration  int64        `db:"duration"` // seconds
	Polyline  string       `db:"polyline"`
	Version   int64        `db:"version"`
	CreatedAt span.Instant `db:"created_at"`
	UpdatedAt span.Instant `db:"updated_at"`
}

// Route is the way along the stops: metres, seconds, and an encoded polyline of precision 5.
type Route struct {
	Distance int64
	Duration int64
	Polyline string
}

// link sets what follows from the order of a delivery's tasks: positions, with two tasks their types, and which must be done before which.
// The tasks must have ids. carrying tells whether a task carries packages of its own.
func link(tasks []*Task, carrying func(*Task) bool) {
	var pickups []*Task
	for i, t := range tasks {
		position := int64(i + 1)
		t.DeliveryPosition, t.PreviousID, t.NextID = &position, nil, nil
	}
	if len(tasks) == 2 {
		first, second := tasks[0], tasks[1]
		first.Type, second.Type = Pickup, Dropoff
		first.NextID, second.PreviousID = &second.ID, &first.ID
		return
	}
	for _, t := range tasks {
		if t.Type == Pickup {
			pickups = append(pickups, t)
		}
	}
	if len(pickups) != 1 || carrying(pickups[0]) {
		return
	}
	for _, t := range tasks {
		if t.Type == Dropoff {
			t.PreviousID = &pickups[0].ID
		}
	}
}
