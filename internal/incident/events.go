package incident

// Fact names the incident that an event is about, and its task.
type Fact struct {
	IncidentID int64 `json:"incidentId"`
	TaskID     int64 `json:"taskId"`
}

// The facts about incidents.
type (
	Reported struct{ Fact }
	Edited   struct{ Fact }
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
func (Acted) EventName() string { return "incident.acted" }

func (i Incident) fact() Fact { return Fact{IncidentID: i.ID, TaskID: i.TaskID} }
