package flow

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/order"
	"pignon.coop/internal/pricing"
)

// CancelStop takes a task out of the plan; dispatchers may. What is left of a delivery that is sold by itself costs what its rules say then, with
// what was charged by hand; a price that somebody fixed stays.
func (p Parcels) CancelStop(ctx context.Context, who authz.Actor, id int64) error {
	var rest EditParcelIn
	err := p.DB.Read(ctx, who, func(tx *db.Tx) (err error) {
		rest, err = withoutStop(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	if rest.DeliveryID != 0 {
		return p.Edit(ctx, who, rest)
	}
	return p.DB.Write(ctx, who, func(tx *db.Tx) error {
		_, err := delivery.CancelTask(tx, id)
		return err
	})
}

// withoutStop is the change of a delivery that takes a task out of it, the zero change where no price follows from that.
func withoutStop(tx *db.Tx, id int64) (in EditParcelIn, err error) {
	t, err := delivery.LoadTask(tx, id)
	if err != nil {
		return in, err
	}
	if err := tx.Who().Must(authz.Dispatcher); err != nil || t.DeliveryID == nil || t.Status == delivery.Cancelled {
		return in, err
	}
	d, err := delivery.LoadDelivery(tx, *t.DeliveryID)
	if err != nil || d.OrderID == nil {
		return in, err
	}
	o, err := order.LoadOrder(tx, *d.OrderID)
	if err != nil || o.RestaurantID != nil || o.HubID != nil || o.State == order.IsCart || o.State.Ended() || o.ArbitraryPrice != "" {
		return in, err
	}
	if last, err := lastStop(tx, t); err != nil || last {
		return in, err
	}
	kept, _, err := pricing.KeptOf(tx, o.ID)
	return EditParcelIn{
		DeliveryID: d.ID, Recalculate: true, Supplements: kept.Supplements.V, Stops: []StopEdit{{TaskID: t.ID, Status: delivery.Cancelled}},
	}, err
}

// lastStop tells whether a task is the only one of its delivery that was not cancelled.
func lastStop(tx *db.Tx, t delivery.Task) (bool, error) {
	tasks, err := delivery.TasksOf(tx, *t.DeliveryID)
	for _, o := range tasks {
		if o.ID != t.ID && o.Status != delivery.Cancelled {
			return false, err
		}
	}
	return true, err
}
