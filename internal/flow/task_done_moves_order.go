package flow

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/order"
)

// TaskDoneMovesOrder tells an order that it was picked up or dropped off, with the last task of that kind. With its last drop-off done the order is fulfilled. A task that failed
// changes nothing: people decide.
func TaskDoneMovesOrder(tx *db.Tx, e delivery.TaskDone) error {
	if e.OrderID == 0 {
		return nil
	}
	o, err := order.LoadOrder(tx, e.OrderID)
	if err != nil || o.State == order.IsCart || o.State.Ended() {
		return err
	}
	tasks, err := delivery.TasksOf(tx, e.DeliveryID)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if t.Type == e.Type && t.Status.Open() {
			return nil
		}
	}
	if e.Type == delivery.Pickup {
		return order.RememberPicked(tx, o.ID)
	}
	if err := order.RememberDropped(tx, o.ID); err != nil {
		return err
	}
	_, err = order.Fulfill(tx.As(authz.System()), order.VerbIn{OrderID: o.ID})
	return err
}
