package delivery

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// Type says what is done at a stop.
type Type string

// The types.
const (
	Pickup  Type = "PICKUP"
	Dropoff Type = "DROPOFF"
)

// Task is one stop: somebody has to be at an address within a window.
type Task struct {
	ID               int64                   `db:"id"`
	Type             Type                    `db:"type"`
	Status           Status                  `db:"status"`
	AddressID        int64                   `db:"address_id"`
	After            span.Instant            `db:"after_at"`
	Before           span.Instant            `db:"before_at"`
	Comments         string                  `db:"comments"`
	Reference        *string                 `db:"reference"`
	Doorstep         bool                    `db:"doorstep"`
	Weight           *int64                  `db:"weight"` // grams
	Tags             db.JSON[[]string]       `db:"tags"`   // slugs
	Metadata         db.JSON[map[string]any] `db:"metadata"`
	Code             *string                 `db:"code"` // on the parcel, by somebody else: the metadata's "barcode"
	GroupID          *int64                  `db:"group_id"`
	OrganizationID   *int64                  `db:"organization_id"`
	DeliveryID       *int64                  `db:"delivery_id"`
	DeliveryPosition *int64                  `db:"delivery_position"` // from 1
	PreviousID       *int64                  `db:"previous_id"`
	NextID           *int64                  `db:"next_id"`
	EmittedCO2       int64                   `db:"emitted_co2"`        // grams
	TraveledDistance int64                   `db:"traveled_distance"`  // metres
	RecurrenceID     *int64                  `db:"recurrence_rule_id"` // the rule that it comes from
	Version          int64                   `db:"version"`
	CreatedAt        span.Instant            `db:"created_at"`
	UpdatedAt        span.Instant            `db:"updated_at"`
}

// window is how long before its end a task's window starts when nobody says.
const window = 15 * time.Minute

// check brings a task's window and lists into their stored form and names everything that is wrong with it.
func (t *Task) check() error {
	var wrong *fail.Error
	if t.Type != Pickup && t.Type != Dropoff {
		wrong = wrong.Add("type", "value.choice")
	}
	if t.AddressID == 0 {
		wrong = wrong.Add("address", "value.missing")
	}
	if t.After.IsZero() {
		t.After = t.Before.Add(-window)
	}
	switch {
	case t.Before.IsZero():
		wrong = wrong.Add("before", "value.blank")
	case !t.After.Before(t.Before.Time):
		wrong = wrong.Add("before", "task.window.reversed")
	}
	if t.Tags.V == nil {
		t.Tags.V = []string{}
	}
	if t.Metadata.V == nil {
		t.Metadata.V = map[string]any{}
	}
	t.Code = nil
	if code, ok := t.Metadata.V["barcode"].(string); ok && code != "" {
		t.Code = &code
	}
	return wrong.Or()
}

// Image is a photo that proves a task.
type Image struct {
	ID         int64        `db:"id"`
	TaskID     *int64       `db:"task_id"`
	Name       string       `db:"image_name"` // blob
	UploadedBy *int64       `db:"uploaded_by"`
	CreatedAt  span.Instant `db:"created_at"`
}

// Entry is one line of a task's history, as the API shows it.
type Entry struct {
	ID        int64                   `db:"id"`
	TaskID    int64                   `db:"task_id"`
	Name      string                  `db:"name"`
	Data      db.JSON[map[string]any] `db:"data"`
	Actor     string                  `db:"actor"`
	CreatedAt span.Instant            `db:"created_at"`
}

// Said is what somebody said of it: a note, empty for none.
func (e Entry) Said() string {
	notes, _ := e.Data.V["notes"].(string)
	return notes
}

// Group is a named set of tasks.
type Group struct {
	ID        int64             `db:"id"`
	Name      string            `db:"name"`
	Tags      db.JSON[[]string] `db:"tags"`
	CreatedAt span.Instant      `db:"created_at"`
	UpdatedAt span.Instant      `db:"updated_at"`
}
