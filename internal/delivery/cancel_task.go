package delivery

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// CancelTask takes a task out of the plan, whatever its state; who carries it does not change. A cancelled one stays as it is.
func CancelTask(tx *db.Tx, id int64) (Task, error) {
	t, f, err := forPlan(tx, id)
	if err != nil || t.Status == Cancelled {
		return t, err
	}
	if err := move(tx, &t, Cancel); err != nil {
		return Task{}, err
	}
	if err := remember(tx, t.ID, cancelled, nil); err != nil {
		return Task{}, err
	}
	return t, tx.Emit(TaskCancelled{f})
}

// RestoreTask puts a task back into the plan as one to be done. Who carries it does not change.
func RestoreTask(tx *db.Tx, id int64) (Task, error) {
	t, f, err := forPlan(tx, id)
	if err != nil {
		return t, err
	}
	if err := move(tx, &t, Restore); err != nil {
		return Task{}, err
	}
	if err := remember(tx, t.ID, restored, nil); err != nil {
		return Task{}, err
	}
	return t, tx.Emit(TaskRestored{f})
}

// RescheduleTask gives a task another window and puts it back into the plan. The caller takes it off its list first.
func RescheduleTask(tx *db.Tx, id int64, to span.Range) (Task, error) {
	t, f, err := forPlan(tx, id)
	if err != nil {
		return t, err
	}
	t.After, t.Before = to.From, to.To
	if t.After.IsZero() {
		return Task{}, fail.At("after", "value.blank")
	}
	if err := t.check(); err != nil {
		return Task{}, err
	}
	t.Metadata.V["rescheduled"] = true
	if err := move(tx, &t, Reschedule); err != nil {
		return Task{}, err
	}
	if err := remember(tx, t.ID, rescheduled, map[string]any{"rescheduled_after": to.From, "rescheduled_before": to.To}); err != nil {
		return Task{}, err
	}
	return t, tx.Emit(TaskRescheduled{Fact: f, After: to.From, Before: to.To})
}
