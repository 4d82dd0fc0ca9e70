package api

import "pignon.coop/internal/span"

// CourierDay is everything that the courier's phone needs for a day without network.
type CourierDay struct {
	Day            span.Day        `json:"day"`
	Seq            int64           `json:"seq" doc:"Position in the journal that this picture shows"`
	OnDuty         bool            `json:"onDuty"`
	Version        int64           `json:"version" doc:"The list's version, 0 when there is none"`
	Tasks          []Task          `json:"tasks" doc:"In the order of the ride, tours unfolded, cancelled ones left out; telephone numbers of stops finished for two hours are left out"`
	Distance       int64           `json:"distance" doc:"Metres"`
	Duration       int64           `json:"duration" doc:"Seconds"`
	Polyline       string          `json:"polyline"`
	FailureReasons []FailureReason `json:"failureReasons" doc:"What can be chosen when a task fails"`
}

// FailureReason is a choice for a task that failed.
type FailureReason struct {
	Code        string `json:"code"`
	Description string `json:"description" doc:"In the caller's language"`
}

// Duty switches a courier's duty on or off. Positions are taken only on duty.
type Duty struct {
	On bool `json:"on"`
}

// ReportIn is what a courier did, as the phone queued it.
type ReportIn struct {
	ID          string       `json:"id" minLength:"8" maxLength:"64" doc:"Chosen by the phone, once per tap: the idempotency key"`
	Task        int64        `json:"task"`
	Kind        string       `json:"kind" enum:"start,done,failed,note"`
	TappedAt    span.Instant `json:"tappedAt" doc:"When it was tapped, by the phone's clock"`
	Notes       string       `json:"notes,omitempty" maxLength:"2000"`
	Reason      string       `json:"reason,omitempty" maxLength:"64" doc:"Code of the failure reason"`
	ContactName string       `json:"contactName,omitempty" maxLength:"200" doc:"Who took it"`
}

// ReportOut tells what became of a report. A report is answered with 200 whatever its outcome: it is kept, and the phone must forget it.
type ReportOut struct {
	ID      string `json:"id"`
	Outcome string `json:"outcome" doc:"applied; repeated: the task was in that state already; otherwise the code of the refusal, a translation key under error."`
	Task    *Task  `json:"task" doc:"As it is now; null when it is no longer the caller's"`
}

// FixesIn is a batch of positions.
type FixesIn struct {
	Positions []Position `json:"positions" maxItems:"1000"`
}

// FixesOut tells how many positions of a batch were kept.
type FixesOut struct {
	Kept int `json:"kept"`
}
