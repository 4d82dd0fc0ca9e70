package delivery

import (
	"pignon.coop/internal/db"
)

// The names of history entries, as the API spells them.
const (
	created          = "task:created"
	updated          = "task:updated"
	started          = "task:started"
	scanned          = "task:scanned"
	done             = "task:done"
	failed           = "task:failed"
	cancelled        = "task:cancelled"
	restored         = "task:restored"
	rescheduled      = "task:rescheduled"
	incidentReported = "task:incident-reported"
	assigned         = "task:assigned"
	unassigned       = "task:unassigned"
)

// The contract keeps these at most once in a task's history.
var once = map[string]bool{created: true, updated: true, done: true, failed: true}

// remember adds a line to a task's history.
func remember(tx *db.Tx, task int64, name string, data map[string]any) error {
	if once[name] {
		known, err := remembered(tx, task, name)
		if err != nil || known {
			return err
		}
	}
	id, err := tx.ID("task_events")
	if err != nil {
		return err
	}
	if data == nil {
		data = map[string]any{}
	}
	return db.Insert(tx, "task_events", Entry{
		ID: id, TaskID: task, Name: name, Data: db.JSON[map[string]any]{V: data}, Actor: tx.Who().Name(), CreatedAt: tx.Now(),
	})
}

// Assigned adds to a task's history that a courier got it. The assignment itself is the task list's.
func Assigned(tx *db.Tx, task int64, username string) error {
	if err := remember(tx, task, assigned, map[string]any{"username": username}); err != nil {
		return err
	}
	return remember(tx, task, updated, nil)
}

// Unassigned adds to a task's history that a courier no longer has it.
func Unassigned(tx *db.Tx, task int64, username string) error {
	if err := remember(tx, task, unassigned, map[string]any{"username": username}); err != nil {
		return err
	}
	return remember(tx, task, updated, nil)
}

// factOf says of a task what its events carry.
func factOf(tx *db.Tx, t Task) (Fact, error) {
	f := Fact{TaskID: t.ID, Type: t.Type}
	var err error
	if f.CourierID, err = CourierOf(tx, t.ID); err != nil || t.DeliveryID == nil {
		return f, err
	}
	f.DeliveryID = *t.DeliveryID
	f.OrderID, err = orderOf(tx, f.DeliveryID)
	return f, err
}
