package flow

import (
	"context"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// EditDropsIn says all drop-offs that a delivery shall have.
type EditDropsIn struct {
	DeliveryID int64
	Drops      []StopEdit
	Reprice    bool // at the price list of now, for dispatchers
}

// EditDrops changes the drop-offs of a delivery for those who manage it, as long as none of its stops has begun: Conflict delivery.edit.begun
// then. Its pick-ups stay where they are; their windows move with the drop-off that ends
// first, and end a ride before each at the latest.
func (p Parcels) EditDrops(ctx context.Context, who authz.Actor, in EditDropsIn) error {
	e, err := p.withDrops(ctx, who, in)
	if err != nil {
		return err
	}
	return p.carryOut(ctx, who, e)
}

// EstimateDrops says what a delivery would cost after EditDrops, by its store's price list of now, and keeps nothing.
func (p Parcels) EstimateDrops(ctx context.Context, who authz.Actor, in EditDropsIn) (Estimate, error) {
	e, err := p.withDrops(ctx, who, in)
	if err != nil {
		return Estimate{}, err
	}
	return p.Estimate(ctx, who, e.afterwards())
}

func (p Parcels) withDrops(ctx context.Context, who authz.Actor, in EditDropsIn) (*editing, error) {
	e := &editing{in: EditParcelIn{DeliveryID: in.DeliveryID, Whole: true, Unbegun: true, Recalculate: in.Reprice}}
	err := p.DB.Read(ctx, who, func(tx *db.Tx) error {
		if _, err := ManagedDelivery(tx, in.DeliveryID); err != nil {
			return err
		}
		tasks, err := delivery.TasksOf(tx, in.DeliveryID)
		if err != nil {
			return err
		}
		e.in.Stops, e.edits = append(pickupsFor(tasks, in.Drops), in.Drops...), nil
		return e.load(tx)
	})
	if err != nil {
		return nil, err
	}
	return e, e.fetchInTime(ctx, p)
}

// pickupsFor are the pick-ups of a delivery, in windows that move with the drop-off that ends first.
func pickupsFor(tasks []delivery.Task, drops []StopEdit) (stops []StopEdit) {
	var before, after []span.Instant
	for _, t := range tasks {
		if t.Type == delivery.Dropoff && t.Status != delivery.Cancelled {
			before = append(before, t.Before)
		}
	}
	for _, d := range drops {
		after = append(after, d.Before)
	}
	later := earliest(after).Sub(earliest(before).Time)
	for _, t := range tasks {
		if t.Type == delivery.Pickup && t.Status != delivery.Cancelled {
			stop := StopEdit{TaskID: t.ID, StopIn: StopIn{Type: delivery.Pickup, After: t.After, Before: t.Before}}
			if len(before) > 0 && !earliest(after).IsZero() {
				stop.After, stop.Before = t.After.Add(later), t.Before.Add(later)
			}
			stops = append(stops, stop)
		}
	}
	return stops
}

// earliest is the first of some instants; zero where there is none, or one is not known.
func earliest(list []span.Instant) (first span.Instant) {
	for i, at := range list {
		if i == 0 || at.Before(first.Time) {
			first = at
		}
	}
	return first
}

// fetchInTime ends the windows of pick-ups a ride before that of each drop-off, where they ended later.
func (e *editing) fetchInTime(ctx context.Context, p Parcels) error {
	for _, s := range e.edits {
		if s.Type != delivery.Pickup {
			continue
		}
		for _, drop := range e.edits {
			if drop.Type != delivery.Dropoff || drop.Before.IsZero() {
				continue
			}
			ride, err := p.Planner().Route(ctx, []geo.Point{s.place.Point(), drop.place.Point()})
			if err != nil {
				return err
			}
			s.Before = earliest([]span.Instant{s.Before, drop.Before.Add(-time.Duration(ride.Seconds) * time.Second)})
		}
		s.After = earliest([]span.Instant{s.After, s.Before.Add(-shortest)})
	}
	return nil
}

// begun refuses to change a delivery of which a stop has begun, where that was asked for.
func (in EditParcelIn) begun(tasks []delivery.Task) error {
	for _, t := range tasks {
		if in.Unbegun && t.Status != delivery.Todo && t.Status != delivery.Cancelled {
			return fail.New(fail.Conflict, "delivery.edit.begun")
		}
	}
	return nil
}

// afterwards is the delivery after a change that tells all of its stops, as it would be asked for today.
func (e *editing) afterwards() ParcelIn {
	in := ParcelIn{}
	if e.row.StoreID != nil {
		in.StoreID = *e.row.StoreID
	}
	for _, s := range e.edits {
		stop := s.StopIn
		stop.TimeSlot = "" // it was looked at already
		stop.Address = &org.AddressIn{StreetAddress: &s.place.StreetAddress, Position: &org.Position{Lat: s.place.Lat, Lng: s.place.Lng}}
		in.Stops = append(in.Stops, stop)
	}
	return in
}
