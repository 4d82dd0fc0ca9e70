package incident

import (
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Status tells whether somebody still has to look after an incident.
type Status string

// The statuses.
const (
	Open   Status = "OPEN"
	Closed Status = "CLOSED"
)

// The priorities.
const (
	High   int64 = 1
	Medium int64 = 2
	Low    int64 = 3
)

// Notes are what clients keep with an incident; a note with the key `suggestion` proposes a change of the delivery.
type Notes []map[string]any

// Incident is something that went wrong with a task.
type Incident struct {
	ID          int64             `db:"id"`
	TaskID      int64             `db:"task_id"`
	Title       string            `db:"title"`
	Status      Status            `db:"status"`
	Priority    int64             `db:"priority"`
	Reason      org.Text          `db:"reason"` // a code
	Description org.Text          `db:"description"`
	Metadata    db.JSON[Notes]    `db:"metadata"`
	Tags        db.JSON[[]string] `db:"tags"`
	CreatedBy   *int64            `db:"created_by"`
	Version     int64             `db:"version"`
	CreatedAt   span.Instant      `db:"created_at"`
	UpdatedAt   span.Instant      `db:"updated_at"`
}

// Act is what was said or decided about an incident.
type Act string

// The acts, as clients name them.
const (
	Commented   Act = "commented"
	Rescheduled Act = "rescheduled"
	PriceDiffed Act = "applied_price_diff"
	Cancelled   Act = "cancelled"
	Accepted    Act = "accepted_suggestion"
	Rejected    Act = "rejected_suggestion"
	Transported Act = "transporter_reported"
)

// Entry is one line of an incident's history.
type Entry struct {
	ID         int64                    `db:"id"`
	IncidentID int64                    `db:"incident_id"`
	Type       Act                      `db:"type"`
	Message    org.Text                 `db:"message"`
	Metadata   db.JSON[*map[string]any] `db:"metadata"`
	CreatedBy  *int64                   `db:"created_by"`
	CreatedAt  span.Instant             `db:"created_at"`
}

// Image is a photo of what went wrong.
type Image struct {
	ID         int64        `db:"id"`
	IncidentID *int64       `db:"incident_id"`
	Name       string       `db:"image_name"` // blob
	UploadedBy *int64       `db:"uploaded_by"`
	CreatedAt  span.Instant `db:"created_at"`
}

const longest = 255

// check names everything that is wrong with an incident.
func (i *Incident) check() error {
	var wrong *fail.Error
	if len(i.Title) > longest {
		wrong = wrong.Add("title", "value.too_long", "limit", longest)
	}
	if i.Status != Open && i.Status != Closed {
		wrong = wrong.Add("status", "value.choice")
	}
	if i.Priority < High || i.Priority > Low {
		wrong = wrong.Add("priority", "value.choice")
	}
	if i.Metadata.V == nil {
		i.Metadata.V = Notes{}
	}
	if i.Tags.V == nil {
		i.Tags.V = []string{}
	}
	return wrong.Or()
}

// Suggestion is the first change of the delivery that an incident proposes; ok is false when it proposes none.
func (n Notes) Suggestion() (suggestion map[string]any, ok bool) {
	at := slices.IndexFunc(n, func(note map[string]any) bool { return note["suggestion"] != nil })
	if at < 0 {
		return nil, false
	}
	suggestion, ok = n[at]["suggestion"].(map[string]any)
	return suggestion, ok
}
