package delivery

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// CreateTaskIn is a stop to be made. Type defaults to drop-off, After to a quarter of an hour before Before.
type CreateTaskIn struct {
	Type           Type
	AddressID      int64
	After          span.Instant
	Before         span.Instant
	Comments       string
	Reference      *string
	Doorstep       bool
	Weight         *int64 // grams; a pick-up has none of its own
	Packages       []Packed
	Called         []Named // packages by name, those of a pick-up are left out
	Tags           []string
	Metadata       map[string]any
	GroupID        *int64
	OrganizationID *int64
}

// CreateTask makes a task that stands alone. The organization must not know its reference yet.
func CreateTask(tx *db.Tx, in CreateTaskIn) (Task, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return Task{}, err
	}
	t := in.task()
	if err := t.check(); err != nil {
		return Task{}, err
	}
	if err := insertTask(tx, &t, 0); err != nil {
		return Task{}, err
	}
	if err := setPackages(tx, t.ID, in.Packages); err != nil {
		return Task{}, err
	}
	if err := (EditTaskIn{Type: &t.Type, Packages: in.Called}).repack(tx, t); err != nil {
		return Task{}, err
	}
	return t, announce(tx, t)
}

func (in CreateTaskIn) task() Task {
	t := Task{
		Type: in.Type, Status: Todo, AddressID: in.AddressID, After: in.After, Before: in.Before, Comments: in.Comments, Reference: in.Reference,
		Doorstep: in.Doorstep, Weight: in.Weight, Tags: db.JSON[[]string]{V: in.Tags}, Metadata: db.JSON[map[string]any]{V: in.Metadata},
		GroupID: in.GroupID, OrganizationID: in.OrganizationID,
	}
	if t.Type == "" {
		t.Type = Dropoff
	}
	if t.Type == Pickup {
		t.Weight = nil
	}
	return t
}

// insertTask gives a checked task its id, the next one when id is 0, and writes it.
func insertTask(tx *db.Tx, t *Task, id int64) (err error) {
	taken, err := referenceTaken(tx, *t)
	if err != nil {
		return err
	}
	if taken {
		return fail.At("ref", "value.taken", "value", *t.Reference)
	}
	t.ID = id
	if id == 0 {
		if t.ID, err = tx.ID("tasks"); err != nil {
			return err
		}
	}
	t.Version = 1
	if t.CreatedAt.IsZero() {
		t.CreatedAt = tx.Now()
	}
	if t.UpdatedAt.IsZero() {
		t.UpdatedAt = tx.Now()
	}
	return db.Insert(tx, "tasks", *t)
}

func announce(tx *db.Tx, t Task) error {
	if err := remember(tx, t.ID, created, nil); err != nil {
		return err
	}
	f, err := factOf(tx, t)
	if err != nil {
		return err
	}
	return tx.Emit(TaskCreated{f})
}
