package flow

import (
	"context"
	"pignon.coop/internal/org"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/order"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/span"
	"pignon.coop/internal/store"
)

// OfTasksIn are tasks that stand alone and shall be a delivery, of a store or of nobody (0).
type OfTasksIn struct {
	Tasks   []int64
	StoreID int64
}

// OfTasks makes a delivery of tasks that there are, and its order at the price of the store's list. Administrators may. A task or store that there is
// not is Invalid.
func (p Parcels) OfTasks(ctx context.Context, who authz.Actor, in OfTasksIn) (made delivery.Made, err error) {
	var points []geo.Point
	err = p.DB.Read(ctx, who, func(tx *db.Tx) (err error) {
		if err := who.Must(authz.Admin); err != nil {
			return err
		}
		points, err = in.points(tx)
		return err
	})
	if err != nil {
		return made, err
	}
	way, err := p.Planner().Route(ctx, points)
	if err != nil {
		return made, err
	}
	err = p.DB.Write(ctx, who, func(tx *db.Tx) (err error) {
		made, err = in.make(tx, routeOf(way), p.Words())
		return err
	})
	return made, err
}

func (in OfTasksIn) points(tx *db.Tx) ([]geo.Point, error) {
	var addresses []int64
	for _, id := range in.Tasks {
		t, err := delivery.LoadTask(tx, id)
		if err != nil {
			return nil, org.Named(err, "tasks", id)
		}
		addresses = append(addresses, t.AddressID)
	}
	return pointsOf(tx, addresses)
}

func (in OfTasksIn) make(tx *db.Tx, way delivery.Route, words *locale.Printer) (delivery.Made, error) {
	join := delivery.JoinTasksIn{Tasks: in.Tasks, Route: way}
	if in.StoreID != 0 {
		s, err := store.LoadStore(tx, in.StoreID)
		if err != nil {
			return delivery.Made{}, org.Named(err, "stores", in.StoreID)
		}
		join.StoreID, join.OrganizationID = &s.ID, &s.OrganizationID
	}
	made, err := delivery.JoinTasks(tx, join)
	if err != nil {
		return made, err
	}
	d, err := stored(tx, PriceStoredIn{DeliveryID: made.ID})
	if err != nil {
		return made, err
	}
	e := d.estimate()
	last := made.Tasks[len(made.Tasks)-1]
	o, err := order.CreateParcel(tx, order.CreateParcelIn{AddressID: last.AddressID, Window: span.Range{From: last.After, To: last.Before}, Lines: d.lines(words, e)})
	if err != nil {
		return made, err
	}
	if err := payment.Owe(tx, payment.OweIn{OrderID: o.ID, Total: o.Total, Code: payment.Card}); err != nil {
		return made, err
	}
	if err := pricing.Keep(tx, o.ID, e.Price, nil); err != nil {
		return made, err
	}
	return made, delivery.SellDelivery(tx, made.Delivery, o.ID)
}
