package delivery

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// JoinTasksIn are tasks that stand alone and shall be a delivery, in this order.
type JoinTasksIn struct {
	Tasks          []int64
	StoreID        *int64
	OrganizationID *int64
	Route          Route
}

// JoinTasks makes a delivery of tasks that there are. It asks nobody's leave, as CreateDelivery. A task that belongs to a delivery already is
// Conflict.
func JoinTasks(tx *db.Tx, in JoinTasksIn) (Made, error) {
	if len(in.Tasks) < 2 {
		return Made{}, fail.At("items", "delivery.tasks.too_few")
	}
	rows, err := TasksByID(tx, in.Tasks)
	if err != nil {
		return Made{}, err
	}
	seen := map[int64]bool{}
	for _, t := range rows {
		if t.DeliveryID != nil || seen[t.ID] {
			return Made{}, fail.New(fail.Conflict, "delivery.tasks.taken", "id", t.ID)
		}
		seen[t.ID] = true
	}
	d, err := insertDelivery(tx, CreateDeliveryIn{StoreID: in.StoreID, Route: in.Route})
	if err != nil {
		return Made{}, err
	}
	tasks := make([]*Task, len(rows))
	for i := range rows {
		tasks[i] = &rows[i]
		tasks[i].DeliveryID = &d.ID
		if tasks[i].OrganizationID == nil {
			tasks[i].OrganizationID = in.OrganizationID
		}
	}
	if err := saveLinks(tx, tasks); err != nil {
		return Made{}, err
	}
	return Made{Delivery: d, Tasks: rows}, nil
}

// SellDelivery gives a delivery that was made without one its order.
func SellDelivery(tx *db.Tx, d Delivery, orderID int64) error {
	d.OrderID = &orderID
	if err := db.Update(tx, "deliveries", &d); err != nil {
		return err
	}
	return tx.Emit(DeliveryCreated{DeliveryID: d.ID, OrderID: orderID})
}
