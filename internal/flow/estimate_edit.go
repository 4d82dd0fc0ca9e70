package flow

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/org"
)

// EstimateEdit says what a delivery that exists would cost after a change, whatever it was sold at, and keeps nothing. Who manages the delivery
// may ask. Errors are those of Edit and Estimate.
func (p Parcels) EstimateEdit(ctx context.Context, who authz.Actor, in EditParcelIn) (Estimate, error) {
	var after ParcelIn
	err := p.DB.Read(ctx, who, func(tx *db.Tx) (err error) {
		e := &editing{in: in}
		if err := e.load(tx); err != nil {
			return err
		}
		after, err = e.after(tx)
		return err
	})
	if err != nil {
		return Estimate{}, err
	}
	return p.Estimate(ctx, who, after)
}

// after is the delivery as it would be.
func (e *editing) after(tx *db.Tx) (in ParcelIn, err error) {
	in = ParcelIn{StoreNamed: e.in.StoreNamed, Supplements: e.in.Supplements}
	if e.row.StoreID != nil {
		in.StoreID = *e.row.StoreID
	}
	ids := make([]int64, len(e.tasks))
	for i, t := range e.tasks {
		ids[i] = t.ID
	}
	carried, err := delivery.ParcelsOf(tx, ids)
	if err != nil {
		return in, err
	}
	for _, t := range e.tasks {
		if edit := e.editOf(t.ID); !e.gone(t, edit) {
			in.Stops = append(in.Stops, stopAfter(t, edit, carried[t.ID]))
		}
	}
	for _, s := range e.edits {
		if s.task == nil {
			in.Stops = append(in.Stops, s.StopIn)
		}
	}
	return in, nil
}

// stopAfter is a task as a change would leave it.
func stopAfter(t delivery.Task, s *stopEditing, carried []delivery.Parcel) StopIn {
	stop := StopIn{Type: t.Type, Address: &org.AddressIn{ID: t.AddressID}, After: t.After, Before: t.Before, Doorstep: t.Doorstep, Weight: t.Weight}
	for _, p := range carried {
		stop.Packages = append(stop.Packages, PackagesIn{Name: p.Name, Quantity: p.Quantity})
	}
	if s == nil {
		return stop
	}
	if stop.Address.ID = s.place.ID; s.Address != nil && s.Address.Position != nil {
		street, name := s.place.StreetAddress, string(s.place.Name)
		stop.Address = &org.AddressIn{StreetAddress: &street, Name: &name, Position: &org.Position{Lat: s.place.Lat, Lng: s.place.Lng}}
	}
	if !s.After.IsZero() {
		stop.After = s.After
	}
	if !s.Before.IsZero() {
		stop.Before = s.Before
	}
	if s.Weight != nil {
		stop.Weight = s.Weight
	}
	if len(s.Packages) > 0 {
		stop.Packages = s.Packages
	}
	stop.TimeSlot, stop.Doorstep = s.TimeSlot, stop.Doorstep || s.Doorstep
	return stop
}
