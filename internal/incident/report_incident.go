package incident

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// ReportIn is what went wrong. Priority 0 is medium, an empty Status open.
type ReportIn struct {
	TaskID      int64
	Title       string
	Status      Status
	Priority    int64
	Reason      string
	Description string
	Metadata    Notes
	Tags        []string
}

// Report keeps what went wrong with a task, and tells it in the task's history. Suggestions are completed first.
func Report(tx *db.Tx, in ReportIn) (Incident, error) {
	if err := mayReport(tx.Who()); err != nil {
		return Incident{}, err
	}
	return Raise(tx, in)
}

// Raise is Report of what the house itself notices, whoever set it off. It asks no policy.
func Raise(tx *db.Tx, in ReportIn) (Incident, error) {
	if in.TaskID == 0 {
		return Incident{}, fail.At("task", "value.missing")
	}
	task, err := delivery.LoadTask(tx, in.TaskID)
	if err != nil {
		return Incident{}, err
	}
	i := in.incident(tx)
	if err := i.check(); err != nil {
		return Incident{}, err
	}
	if err := complete(tx, task, i.Metadata.V); err != nil {
		return Incident{}, err
	}
	if i.ID, err = tx.ID("incidents"); err != nil {
		return Incident{}, err
	}
	if err := db.Insert(tx, "incidents", i); err != nil {
		return Incident{}, err
	}
	if err := delivery.TellIncident(tx, delivery.IncidentIn{TaskID: task.ID, IncidentID: i.ID, Reason: in.Reason, Notes: i.Title}); err != nil {
		return Incident{}, err
	}
	return i, tx.Emit(Reported{Fact: i.fact(), Status: i.Status})
}

func (in ReportIn) incident(tx *db.Tx) Incident {
	i := Incident{
		TaskID: in.TaskID, Title: in.Title, Status: in.Status, Priority: in.Priority, Reason: org.Text(in.Reason), Description: org.Text(in.Description),
		Metadata: db.JSON[Notes]{V: in.Metadata}, Tags: db.JSON[[]string]{V: in.Tags}, CreatedBy: author(tx.Who()), Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
	}
	if i.Status == "" {
		i.Status = Open
	}
	if i.Priority == 0 {
		i.Priority = Medium
	}
	return i
}

// author is the person who does something, nil for an integration.
func author(who authz.Actor) *int64 {
	if who.Kind != authz.Person {
		return nil
	}
	return &who.UserID
}
