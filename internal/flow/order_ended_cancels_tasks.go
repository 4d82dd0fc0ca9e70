package flow

import (
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/order"
)

// OrderCancelledCancelsTasks takes the tasks of a cancelled order out of the plan.
func OrderCancelledCancelsTasks(tx *db.Tx, e order.Cancelled) error {
	return cancelTasks(tx, e.OrderID)
}

// OrderRefusedCancelsTasks takes the tasks of a refused order out of the plan.
func OrderRefusedCancelsTasks(tx *db.Tx, e order.Refused) error { return cancelTasks(tx, e.OrderID) }

func cancelTasks(tx *db.Tx, orderID int64) error {
	return eachTask(tx, orderID, func(house *db.Tx, t delivery.Task) error {
		if t.Status == delivery.Cancelled {
			return nil
		}
		_, err := delivery.CancelTask(house, t.ID)
		return err
	})
}

// OrderRestoredRestoresTasks puts the tasks of a restored order back into the plan; what had been done stays done.
func OrderRestoredRestoresTasks(tx *db.Tx, e order.Restored) error {
	return eachTask(tx, e.OrderID, func(house *db.Tx, t delivery.Task) error {
		if t.Status != delivery.Cancelled {
			return nil
		}
		history, err := delivery.History(house, t.ID)
		if err != nil {
			return err
		}
		if _, err := delivery.RestoreTask(house, t.ID); err != nil || !hadBeenDone(history) {
			return err
		}
		_, err = delivery.CompleteTask(house, delivery.FinishIn{TaskID: t.ID})
		return err
	})
}

// hadBeenDone tells whether a task stood done when it was cancelled.
func hadBeenDone(history []delivery.Entry) (done bool) {
	for _, e := range history {
		switch e.Name {
		case "task:done":
			done = true
		case "task:failed", "task:restored", "task:rescheduled":
			done = false
		}
	}
	return done
}

// OrderDelayedShiftsTasks moves the windows of the tasks that are still to be ridden to.
func OrderDelayedShiftsTasks(tx *db.Tx, e order.Delayed) error {
	by := time.Duration(e.Minutes) * time.Minute
	return eachTask(tx, e.OrderID, func(house *db.Tx, t delivery.Task) error {
		if !t.Status.Open() {
			return nil
		}
		after, before := t.After.Add(by), t.Before.Add(by)
		_, err := delivery.EditTask(house, delivery.EditTaskIn{TaskID: t.ID, After: &after, Before: &before})
		return err
	})
}

// AllTasksCancelledCancelsOrder cancels an order of which nothing is left to be ridden.
func AllTasksCancelledCancelsOrder(tx *db.Tx, e delivery.TaskCancelled) error {
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
		if t.Status != delivery.Cancelled {
			return nil
		}
	}
	_, err = order.Cancel(tx.As(authz.System()), order.ReasonIn{VerbIn: order.VerbIn{OrderID: o.ID}})
	return err
}

// eachTask does something, as the house, with each task of an order's delivery, in its order.
func eachTask(tx *db.Tx, orderID int64, do func(*db.Tx, delivery.Task) error) error {
	d, ok, err := delivery.DeliveryOfOrder(tx, orderID)
	if err != nil || !ok {
		return err
	}
	tasks, err := delivery.TasksOf(tx, d.ID)
	for _, t := range tasks {
		if err := do(tx.As(authz.System()), t); err != nil {
			return err
		}
	}
	return err
}
