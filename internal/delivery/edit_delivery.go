package delivery

import "pignon.coop/internal/db"

// DeliveryEdited says that a delivery was changed as a whole: its stops, what they carry, or its way.
type DeliveryEdited struct {
	DeliveryID int64 `json:"deliveryId"`
	OrderID    int64 `json:"orderId,omitempty"`
}

// EventName names the fact in the journal.
func (DeliveryEdited) EventName() string { return "delivery.edited" }

// AddStop appends a stop to a delivery, for whoever may change it. What follows from the order of its stops is set anew.
func AddStop(tx *db.Tx, deliveryID int64, in CreateTaskIn) (Task, error) {
	rows, err := TasksOf(tx, deliveryID)
	if err != nil {
		return Task{}, err
	}
	t := in.task()
	t.DeliveryID = &deliveryID
	if err := t.check(); err != nil {
		return t, err
	}
	if err := insertTask(tx, &t, 0); err != nil {
		return t, err
	}
	if err := setPackages(tx, t.ID, in.Packages); err != nil {
		return t, err
	}
	tasks := make([]*Task, 0, len(rows)+1)
	for i := range rows {
		tasks = append(tasks, &rows[i])
	}
	if err := saveLinks(tx, append(tasks, &t)); err != nil {
		return t, err
	}
	return t, announce(tx, t)
}

// CarryJust makes a task carry just these packages. Those that stay keep their place.
func CarryJust(tx *db.Tx, taskID int64, packed []Packed) error {
	return setPackages(tx, taskID, packed)
}
