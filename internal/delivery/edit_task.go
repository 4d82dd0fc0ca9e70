package delivery

import (
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// EditTaskIn changes what is set and leaves the rest.
type EditTaskIn struct {
	TaskID    int64
	Version   *int64 // the version that the caller saw; nil does not ask
	Type      *Type
	AddressID *int64
	After     *span.Instant
	Before    *span.Instant
	Comments  *string
	Doorstep  *bool
	Weight    **int64
	Tags      *[]string
	Metadata  *map[string]any // replaces the stored map
	Packages  []Named         // how many of these kinds there shall be; others stay
}

// EditTask changes a task for a dispatcher or the courier who carries it. The type of a task that is linked to others is fixed.
func EditTask(tx *db.Tx, in EditTaskIn) (Task, error) {
	t, f, err := forWork(tx, in.TaskID)
	if err != nil {
		return Task{}, err
	}
	if in.Version != nil && *in.Version != t.Version {
		return Task{}, fail.New(fail.Stale, "row.stale")
	}
	if in.Type != nil && *in.Type != t.Type && (t.PreviousID != nil || t.NextID != nil) {
		return Task{}, fail.At("type", "task.type.linked", "code", nil)
	}
	in.change(&t)
	if err := t.check(); err != nil {
		return Task{}, err
	}
	if err := saveTask(tx, &t); err != nil {
		return Task{}, err
	}
	if err := in.repack(tx, t); err != nil {
		return Task{}, err
	}
	if err := remember(tx, t.ID, updated, nil); err != nil {
		return Task{}, err
	}
	return t, tx.Emit(TaskUpdated{f})
}

// repack counts packages anew, unless the same edit makes the task a pick-up: then they are those of its drop-offs.
func (in EditTaskIn) repack(tx *db.Tx, t Task) error {
	if len(in.Packages) == 0 || in.Type != nil && t.Type == Pickup {
		return nil
	}
	counted, err := packagesCalled(tx, t.DeliveryID, in.Packages)
	if err != nil {
		return err
	}
	have, err := packedIn(tx, t.ID)
	if err != nil {
		return err
	}
	for _, p := range have {
		if !slices.ContainsFunc(counted, func(c Packed) bool { return c.PackageID == p.PackageID }) {
			counted = append(counted, p)
		}
	}
	return setPackages(tx, t.ID, counted)
}

func (in EditTaskIn) change(t *Task) {
	set(&t.Type, in.Type)
	set(&t.AddressID, in.AddressID)
	set(&t.After, in.After)
	set(&t.Before, in.Before)
	set(&t.Comments, in.Comments)
	set(&t.Doorstep, in.Doorstep)
	set(&t.Weight, in.Weight)
	set(&t.Tags.V, in.Tags)
	set(&t.Metadata.V, in.Metadata)
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

// NoteTask appends what somebody has to say to a task's comments, under their name. An empty note changes nothing.
func NoteTask(tx *db.Tx, id int64, note string) (Task, error) {
	t, _, err := forWork(tx, id)
	if err != nil || note == "" {
		return t, err
	}
	text := tx.Who().Username + ": " + note
	if t.Comments != "" {
		text = t.Comments + "\n\n" + text
	}
	return EditTask(tx, EditTaskIn{TaskID: id, Comments: &text})
}

// DuplicateTask makes a new, free task with the same stop: type, address, window, comments, tags and weight.
func DuplicateTask(tx *db.Tx, id int64) (Task, error) {
	t, _, err := forPlan(tx, id)
	if err != nil {
		return Task{}, err
	}
	twin := Task{
		Type: t.Type, Status: Todo, AddressID: t.AddressID, After: t.After, Before: t.Before, Comments: t.Comments, Tags: t.Tags, Weight: t.Weight,
	}
	if err := twin.check(); err != nil {
		return Task{}, err
	}
	if err := insertTask(tx, &twin, 0); err != nil {
		return Task{}, err
	}
	packed, err := packedIn(tx, id)
	if err != nil {
		return Task{}, err
	}
	if err := setPackages(tx, twin.ID, packed); err != nil {
		return Task{}, err
	}
	return twin, announce(tx, twin)
}
