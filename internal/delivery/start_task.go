package delivery

import "pignon.coop/internal/db"

// StartTask sets off to a task. One that is not waiting any more stays as it is, which is no error: phones send it twice.
func StartTask(tx *db.Tx, id int64) (Task, error) {
	t, f, err := forWork(tx, id)
	if err != nil || !Flow.May(t.Status, Start) {
		return t, err
	}
	if err := move(tx, &t, Start); err != nil {
		return Task{}, err
	}
	if err := remember(tx, t.ID, started, nil); err != nil {
		return Task{}, err
	}
	return t, tx.Emit(TaskStarted{f})
}

// forWork loads a task for somebody who works on it.
func forWork(tx *db.Tx, id int64) (Task, Fact, error) {
	t, err := LoadTask(tx, id)
	if err != nil {
		return Task{}, Fact{}, err
	}
	f, err := factOf(tx, t)
	if err != nil {
		return Task{}, Fact{}, err
	}
	return t, f, mayWork(tx.Who(), f.CourierID)
}

// forPlan loads a task for somebody who plans.
func forPlan(tx *db.Tx, id int64) (Task, Fact, error) {
	t, err := LoadTask(tx, id)
	if err != nil {
		return Task{}, Fact{}, err
	}
	if err := mayPlan(tx.Who()); err != nil {
		return Task{}, Fact{}, err
	}
	f, err := factOf(tx, t)
	return t, f, err
}

// move is the one writer of a task's status.
func move(tx *db.Tx, t *Task, verb Verb) (err error) {
	if t.Status, err = Flow.Next(t.Status, verb); err != nil {
		return err
	}
	return saveTask(tx, t)
}
