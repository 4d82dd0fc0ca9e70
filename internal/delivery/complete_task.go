package delivery

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// FinishIn says how a task ended.
type FinishIn struct {
	TaskID      int64
	Notes       string
	Reason      string // why it failed: a code; stands in for missing notes
	ContactName string // who was there; replaces the contact of the address
}

// CompleteTask ends a task well. Conflict when it has ended already, was cancelled, or the task before it has not ended.
func CompleteTask(tx *db.Tx, in FinishIn) (Task, error) {
	t, f, err := forFinish(tx, in.TaskID, Complete)
	if err == nil {
		err = in.nameContact(tx, t)
	}
	if err != nil {
		return Task{}, err
	}
	if err := move(tx, &t, Complete); err != nil {
		return Task{}, err
	}
	if err := remember(tx, t.ID, done, map[string]any{"notes": in.notes()}); err != nil {
		return Task{}, err
	}
	return t, tx.Emit(TaskDone{Fact: f, Notes: in.notes()})
}

// FailTask ends a task without success, under the same conditions as CompleteTask. A reason is kept as a reported incident too.
func FailTask(tx *db.Tx, in FinishIn) (Task, error) {
	t, f, err := forFinish(tx, in.TaskID, Fail)
	if err == nil {
		err = in.nameContact(tx, t)
	}
	if err != nil {
		return Task{}, err
	}
	if err := move(tx, &t, Fail); err != nil {
		return Task{}, err
	}
	if in.Reason != "" {
		if err := reportIncident(tx, f, in.Reason, in.notes()); err != nil {
			return Task{}, err
		}
	}
	if err := remember(tx, t.ID, failed, map[string]any{"notes": in.notes(), "reason": in.Reason}); err != nil {
		return Task{}, err
	}
	return t, tx.Emit(TaskFailed{Fact: f, Notes: in.notes(), Reason: in.Reason})
}

// ReportIncident adds to a task's history that something went wrong.
func ReportIncident(tx *db.Tx, in FinishIn) error {
	_, f, err := forWork(tx, in.TaskID)
	if err != nil {
		return err
	}
	return reportIncident(tx, f, in.Reason, in.Notes)
}

// IncidentIn names an incident that is kept by itself.
type IncidentIn struct {
	TaskID, IncidentID int64
	Reason, Notes      string
}

// TellIncident adds to a task's history that an incident was reported. Whoever keeps incidents asks who may.
func TellIncident(tx *db.Tx, in IncidentIn) error {
	t, err := LoadTask(tx, in.TaskID)
	if err != nil {
		return err
	}
	f, err := factOf(tx, t)
	if err != nil {
		return err
	}
	if err := remember(tx, t.ID, incidentReported, map[string]any{"reason": in.Reason, "notes": in.Notes, "incident_id": in.IncidentID}); err != nil {
		return err
	}
	return tx.Emit(TaskIncidentReported{Fact: f, Reason: in.Reason, Notes: in.Notes})
}

func reportIncident(tx *db.Tx, f Fact, reason, notes string) error {
	if err := remember(tx, f.TaskID, incidentReported, map[string]any{"reason": reason, "notes": notes}); err != nil {
		return err
	}
	return tx.Emit(TaskIncidentReported{Fact: f, Reason: reason, Notes: notes})
}

// nameContact keeps who was met at the address.
func (in FinishIn) nameContact(tx *db.Tx, t Task) error {
	if in.ContactName == "" {
		return nil
	}
	house := tx.As(authz.System()) // the courier may not edit addresses otherwise
	_, err := org.ChangeAddress(house, org.ChangeAddressIn{ID: t.AddressID, Fields: org.AddressIn{ContactName: &in.ContactName}})
	if fail.Is(err, fail.NotFound) { // the address was deleted meanwhile; the task still ends
		return nil
	}
	return err
}

func (in FinishIn) notes() string {
	if in.Notes == "" {
		return in.Reason
	}
	return in.Notes
}

func forFinish(tx *db.Tx, id int64, verb Verb) (Task, Fact, error) {
	t, f, err := forWork(tx, id)
	if err != nil {
		return t, f, err
	}
	switch {
	case t.Status.Completed():
		return t, f, fail.New(fail.Conflict, "task.finish.completed", "id", t.ID)
	case t.Status == Cancelled:
		return t, f, fail.New(fail.Conflict, "task.finish.cancelled", "id", t.ID)
	case t.PreviousID == nil:
		return t, f, nil
	}
	before, err := LoadTask(tx, *t.PreviousID)
	if err == nil && !before.Status.Completed() {
		err = fail.New(fail.Conflict, "task."+string(verb)+".previous_open", "id", t.ID, "previous", before.ID)
	}
	return t, f, err
}
