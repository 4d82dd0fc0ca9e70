package delivery

import "pignon.coop/internal/span"

// Fact names the task that an event is about, and what it belongs to (0 when to nothing).
type Fact struct {
	TaskID     int64 `json:"taskId"`
	Type       Type  `json:"type"`
	DeliveryID int64 `json:"deliveryId,omitempty"`
	OrderID    int64 `json:"orderId,omitempty"`
	CourierID  int64 `json:"courierId,omitempty"` // who carries it at that moment
}

// DeliveryCreated : a delivery with its tasks was made.
type DeliveryCreated struct {
	DeliveryID int64 `json:"deliveryId"`
	OrderID    int64 `json:"orderId,omitempty"`
}

// The facts about one task.
type (
	TaskCreated   struct{ Fact }
	TaskUpdated   struct{ Fact }
	TaskStarted   struct{ Fact }
	TaskScanned   struct{ Fact }
	TaskCancelled struct{ Fact }
	TaskRestored  struct{ Fact }
	TaskDone      struct {
		Fact
		Notes string `json:"notes"`
	}
	TaskFailed struct {
		Fact
		Notes  string `json:"notes"`
		Reason string `json:"reason"`
	}
	TaskPhotographed struct {
		Fact
		Image string `json:"image"` // its name
	}
	TaskRescheduled struct {
		Fact
		After  span.Instant `json:"after"`
		Before span.Instant `json:"before"`
	}
	TaskIncidentReported struct {
		Fact
		Reason string `json:"reason"`
		Notes  string `json:"notes"`
	}
)

// EventName names the fact in the journal.
func (DeliveryCreated) EventName() string { return "delivery.created" }

// EventName names the fact in the journal.
func (TaskCreated) EventName() string { return "task.created" }

// EventName names the fact in the journal.
func (TaskUpdated) EventName() string { return "task.updated" }

// EventName names the fact in the journal.
func (TaskStarted) EventName() string { return "task.started" }

// EventName names the fact in the journal.
func (TaskScanned) EventName() string { return "task.scanned" }

// EventName names the fact in the journal.
func (TaskCancelled) EventName() string { return "task.cancelled" }

// EventName names the fact in the journal.
func (TaskRestored) EventName() string { return "task.restored" }

// EventName names the fact in the journal.
func (TaskDone) EventName() string { return "task.done" }

// EventName names the fact in the journal.
func (TaskFailed) EventName() string { return "task.failed" }

// EventName names the fact in the journal.
func (TaskPhotographed) EventName() string { return "task.photographed" }

// EventName names the fact in the journal.
func (TaskRescheduled) EventName() string { return "task.rescheduled" }

// EventName names the fact in the journal.
func (TaskIncidentReported) EventName() string { return "task.incident_reported" }
