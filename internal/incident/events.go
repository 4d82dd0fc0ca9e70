package incident

// Fact names the incident that an event is about, and its task.
type Fact struct {
	IncidentID int64 `json:"incidentId"`
	TaskID     int64 `json:"taskId"`
}

// The facts about incidents.
type (
	Reported struct {
		Fact
		Status Status `json:"status"`
	}
	Edited   struct{ Fact }
	Ended    struct{ Fact } // it was closed
	Reopened struct{ Fact }
	Acted    struct {
		Fact
		Act Act `json:"act"`
	}
)

// EventName names the fact in the journal.
func (Reported) EventName() string { return "incident.reported" }

// EventName names the fact in the journal.
func (Edited) EventName() string { return "incident.edited" }

// EventName names the fact in the journal.
func (Ended) EventName() string { return "incident.closed" }

// EventName names the fact in the journal.
func (Reopened) EventName() string { return "incident.reopened" }

// EventName names the fact in the journal.
func (Acted) EventName() string { return "incident.acted" }

func (i Incident) fact() Fact { return Fact{IncidentID: i.ID, TaskID: i.TaskID} }
