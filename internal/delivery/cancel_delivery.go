package delivery

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// DeliveryCancelled says that all of a delivery was taken out of the plan at once.
type DeliveryCancelled struct {
	DeliveryID int64 `json:"deliveryId"`
}

// EventName names the fact in the journal.
func (DeliveryCancelled) EventName() string { return "delivery.cancelled" }

// CancelDelivery takes the tasks of a delivery out of the plan. It asks nobody's leave, as CreateDelivery. It is Conflict when a courier has one of
// them, or has been there already.
func CancelDelivery(tx *db.Tx, id int64) error {
	tasks, err := TasksOf(tx, id)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		courier, err := CourierOf(tx, t.ID)
		if err != nil {
			return err
		}
		if courier != 0 || t.Status.Completed() {
			return fail.New(fail.Conflict, "delivery.cancel.assigned")
		}
	}
	for _, t := range tasks {
		if _, err := CancelTask(tx.As(authz.System()), t.ID); err != nil {
			return err
		}
	}
	return tx.Emit(DeliveryCancelled{DeliveryID: id})
}
