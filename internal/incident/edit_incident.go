package incident

import (
	"slices"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// EditIn changes what is set and leaves the rest.
type EditIn struct {
	ID          int64
	Title       *string
	Status      *Status
	Priority    *int64
	Reason      *org.Text
	Description *org.Text
	Metadata    *Notes
	Tags        *[]string
	More        Notes // notes that are added
}

// Edit changes an incident.
func Edit(tx *db.Tx, in EditIn) (Incident, error) {
	i, err := Load(tx, in.ID)
	if err != nil {
		return i, err
	}
	if err := MayView(tx, i); err != nil {
		return i, err
	}
	set(&i.Title, in.Title)
	set(&i.Status, in.Status)
	set(&i.Priority, in.Priority)
	set(&i.Reason, in.Reason)
	set(&i.Description, in.Description)
	set(&i.Metadata.V, in.Metadata)
	set(&i.Tags.V, in.Tags)
	i.Metadata.V = append(slices.Clone(i.Metadata.V), in.More...)
	if i.Title == "" {
		return i, fail.At("title", "value.blank")
	}
	if err := i.check(); err != nil {
		return i, err
	}
	if err := keep(tx, &i); err != nil {
		return i, err
	}
	return i, tx.Emit(Edited{i.fact()})
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

// CommentIn is something to say about an incident.
type CommentIn struct {
	ID      int64
	Comment string
}

// Comment adds what somebody has to say to an incident's history.
func Comment(tx *db.Tx, in CommentIn) error {
	i, err := Load(tx, in.ID)
	if err != nil {
		return err
	}
	if err := mayReport(tx.Who()); err != nil {
		return err
	}
	text := strings.TrimSpace(in.Comment)
	if text == "" {
		return fail.At("comment", "value.blank")
	}
	return remember(tx, i, Entry{Type: Commented, Message: org.Text(text)})
}

// DecideIn is what was decided about an incident, with what there is to say of it.
type DecideIn struct {
	ID       int64
	Act      Act
	Metadata *map[string]any
	Close    bool
}

// Decide writes down what was decided, for whoever does it. A suggestion is accepted once.
func Decide(tx *db.Tx, in DecideIn) error {
	i, err := LoadToDecide(tx, in.ID, in.Act)
	if err != nil {
		return err
	}
	if in.Act == Accepted {
		if err := notAccepted(tx, i.ID); err != nil {
			return err
		}
	}
	if in.Close && i.Status != Closed {
		i.Status = Closed
		if err := keep(tx, &i); err != nil {
			return err
		}
	}
	return remember(tx, i, Entry{Type: in.Act, Metadata: db.JSON[*map[string]any]{V: in.Metadata}})
}

// LoadToDecide reads an incident for who decides that about it.
func LoadToDecide(tx *db.Tx, id int64, act Act) (Incident, error) {
	i, err := Load(tx, id)
	if err != nil {
		return i, err
	}
	return i, mayDecide(tx, i, act)
}

// keep saves an incident, and tells when it was closed or opened again.
func keep(tx *db.Tx, i *Incident) error {
	before, err := Load(tx, i.ID)
	if err != nil {
		return err
	}
	if err := save(tx, i); err != nil || before.Status == i.Status {
		return err
	}
	if i.Status == Closed {
		return tx.Emit(Ended{i.fact()})
	}
	return tx.Emit(Reopened{i.fact()})
}

func remember(tx *db.Tx, i Incident, e Entry) (err error) {
	if e.ID, err = tx.ID("incident_events"); err != nil {
		return err
	}
	e.IncidentID, e.CreatedBy, e.CreatedAt = i.ID, author(tx.Who()), tx.Now()
	if err := db.Insert(tx, "incident_events", e); err != nil {
		return err
	}
	return tx.Emit(Acted{Fact: i.fact(), Act: e.Type})
}
