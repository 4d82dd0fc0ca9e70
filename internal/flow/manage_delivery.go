package flow

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/store"
)

// ManagedDelivery reads a delivery for those who may look at it and change it: dispatchers, and whoever may act for its store.
func ManagedDelivery(tx *db.Tx, id int64) (delivery.Delivery, error) {
	d, err := delivery.LoadDelivery(tx, id)
	if err != nil {
		return d, err
	}
	if d.StoreID != nil {
		return d, store.MayView(tx, *d.StoreID)
	}
	if tx.Who().Kind == authz.App {
		return d, fail.New(fail.Forbidden, "auth.forbidden")
	}
	return d, tx.Who().Must(authz.Dispatcher)
}

// CancelDelivery takes a delivery back, as long as no courier has any of it. Its order ends with it.
func CancelDelivery(tx *db.Tx, id int64) error {
	if _, err := ManagedDelivery(tx, id); err != nil {
		return err
	}
	return delivery.CancelDelivery(tx, id)
}

// FinishStopIn names an end of a delivery that is done, with what there is to say of it.
type FinishStopIn struct {
	DeliveryID int64
	End        delivery.Type
	Notes      string
}

// StopFinished says that somebody who manages a delivery, no courier, told its first pick-up or last drop-off done.
type StopFinished struct {
	DeliveryID int64 `json:"deliveryId"`
	TaskID     int64 `json:"taskId"`
}

// EventName names the fact in the journal.
func (StopFinished) EventName() string { return "delivery.stop_finished" }

// FinishStop marks the first pick-up or the last drop-off of a delivery as done, for those who manage it.
func FinishStop(tx *db.Tx, in FinishStopIn) error {
	d, err := ManagedDelivery(tx, in.DeliveryID)
	if err != nil {
		return err
	}
	tasks, err := delivery.TasksOf(tx, d.ID)
	if err != nil {
		return err
	}
	task := endOf(tasks, in.End)
	if task == 0 {
		return fail.New(fail.NotFound, "row.not_found")
	}
	if _, err := delivery.CompleteTask(tx.As(authz.System()), delivery.FinishIn{TaskID: task, Notes: in.Notes}); err != nil {
		return err
	}
	return tx.Emit(StopFinished{DeliveryID: d.ID, TaskID: task})
}

// endOf is the first pick-up or the last drop-off, 0 where there is none.
func endOf(tasks []delivery.Task, end delivery.Type) (id int64) {
	for _, t := range tasks {
		if t.Type == end && (id == 0 || end == delivery.Dropoff) {
			id = t.ID
		}
	}
	return id
}
