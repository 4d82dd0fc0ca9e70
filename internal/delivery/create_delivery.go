package delivery

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// CreateDeliveryIn is a delivery to be made: for one pick-up and one drop-off, or several stops in the order in which they are ridden.
type CreateDeliveryIn struct {
	OrderID        *int64
	StoreID        *int64
	OrganizationID *int64 // whose tasks they are
	Stops          []CreateTaskIn
	Route          Route
}

// Made is a delivery with its tasks in order.
type Made struct {
	Delivery
	Tasks []Task
}

// CreateDelivery makes a delivery and its tasks. It asks nobody's leave: who may order a delivery is the rule of whoever calls it. Of two
// tasks the first becomes the pick-up and the second the drop-off. An order has at most one delivery (Conflict).
func CreateDelivery(tx *db.Tx, in CreateDeliveryIn) (Made, error) {
	if len(in.Stops) < 2 {
		return Made{}, fail.At("items", "delivery.tasks.too_few")
	}
	d, err := insertDelivery(tx, in)
	if err != nil {
		return Made{}, err
	}
	tasks, err := insertStops(tx, d.ID, in)
	if err != nil {
		return Made{}, err
	}
	made := Made{Delivery: d}
	for _, t := range tasks {
		made.Tasks = append(made.Tasks, *t)
		if err := announce(tx, *t); err != nil {
			return Made{}, err
		}
	}
	return made, tx.Emit(DeliveryCreated{DeliveryID: d.ID, OrderID: valueOf(in.OrderID)})
}

func insertDelivery(tx *db.Tx, in CreateDeliveryIn) (Delivery, error) {
	if in.OrderID != nil {
		if _, ok, err := DeliveryOfOrder(tx, *in.OrderID); err != nil || ok {
			return Delivery{}, orConflict(err)
		}
	}
	id, err := tx.ID("task_collections")
	if err != nil {
		return Delivery{}, err
	}
	d := Delivery{
		ID: id, StoreID: in.StoreID, OrderID: in.OrderID, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
		Distance: in.Route.Distance, Duration: in.Route.Duration, Polyline: in.Route.Polyline,
	}
	return d, db.Insert(tx, "deliveries", d)
}

func orConflict(err error) error {
	if err != nil {
		return err
	}
	return fail.New(fail.Conflict, "delivery.order.has_one")
}

// insertStops writes the tasks, of a pair the drop-off first: so number them the clients.
func insertStops(tx *db.Tx, delivery int64, in CreateDeliveryIn) ([]*Task, error) {
	tasks := make([]*Task, len(in.Stops))
	for i, stop := range in.Stops {
		if stop.OrganizationID == nil {
			stop.OrganizationID = in.OrganizationID
		}
		t := stop.task()
		t.DeliveryID = &delivery
		if err := t.check(); err != nil {
			return nil, err
		}
		tasks[i] = &t
	}
	order := append([]*Task{}, tasks...)
	if len(order) == 2 {
		order[0], order[1] = order[1], order[0]
	}
	for _, t := range order {
		if err := insertTask(tx, t, 0); err != nil {
			return nil, err
		}
	}
	for i, t := range tasks {
		if err := setPackages(tx, t.ID, in.Stops[i].Packages); err != nil {
			return nil, err
		}
	}
	return tasks, saveLinks(tx, tasks)
}

func saveLinks(tx *db.Tx, tasks []*Task) error {
	loaded, err := loadedTasks(tx, tasks)
	if err != nil {
		return err
	}
	link(tasks, loaded)
	for _, t := range tasks {
		if err := db.Update(tx, "tasks", t); err != nil {
			return err
		}
	}
	return nil
}

func valueOf(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}
