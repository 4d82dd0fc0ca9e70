package flow

import (
	"maps"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// taskEdit is what changes on a task. What nobody said stays: nothing can be cleared so.
type taskEdit struct{ delivery.EditTaskIn }

func (s *stopEditing) edit(tx *db.Tx, old org.Address) (e taskEdit, err error) {
	e.TaskID = s.task.ID
	if s.Address != nil {
		id, err := moveStop(tx, old, *s.Address)
		if err != nil {
			return e, err
		}
		if id != old.ID {
			e.AddressID = &id
		}
	}
	if !s.After.IsZero() && !s.After.Equal(s.task.After.Time) {
		e.After = &s.After
	}
	if !s.Before.IsZero() && !s.Before.Equal(s.task.Before.Time) {
		e.Before = &s.Before
	}
	if (s.Comments != "" || s.Told) && s.Comments != s.task.Comments {
		e.Comments = &s.Comments
	}
	if s.Doorstep {
		e.Doorstep = &s.Doorstep
	}
	if s.Weight != nil || s.Told && s.task.Weight != nil {
		e.Weight = &s.Weight
	}
	if len(s.Tags) > 0 {
		e.Tags = &s.Tags
	}
	if len(s.Metadata) > 0 { // key by key
		all := maps.Clone(s.task.Metadata.V)
		if all == nil {
			all = map[string]any{}
		}
		maps.Copy(all, s.Metadata)
		e.Metadata = &all
	}
	return e, nil
}

// says tells whether there is anything to change.
func (e taskEdit) says() bool {
	return e.AddressID != nil || e.After != nil || e.Before != nil || e.Comments != nil || e.Doorstep != nil || e.Weight != nil || e.Tags != nil || e.Metadata != nil
}

// moveStop gives the id of a stop's address after a change: the same street is told anew in its row, another street is a new row with what the old
// one says of people, and an address that exists is pointed to.
func moveStop(tx *db.Tx, old org.Address, in org.AddressIn) (int64, error) {
	switch {
	case in.ID != 0 && in.ID != old.ID:
		return in.ID, nil
	case stays(in, old):
		in.AnyPhone = true
		if in.Guessed {
			in.Position = nil
		}
		in.ID = 0
		_, err := org.ChangeAddress(tx.As(authz.System()), org.ChangeAddressIn{ID: old.ID, Fields: in})
		if fail.Is(err, fail.NotFound) { // deleted from its book meanwhile; the stop still goes there
			return old.ID, nil
		}
		return old.ID, err
	}
	for _, field := range []struct {
		in  **string
		old org.Text
	}{{&in.Name, old.Name}, {&in.ContactName, old.ContactName}, {&in.Telephone, old.Telephone}, {&in.Description, old.Description}} {
		if text := string(field.old); *field.in == nil && text != "" {
			*field.in = &text
		}
	}
	in.ID, in.AnyPhone = 0, true
	a, err := org.PlaceAddress(tx, in)
	return a.ID, err
}
