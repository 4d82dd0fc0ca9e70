package dispatch

import "pignon.coop/internal/span"

// TaskAssigned : a courier got a task. FromID is who had it before, 0 for nobody.
type TaskAssigned struct {
	TaskID    int64 `json:"taskId"`
	CourierID int64 `json:"courierId"`
	FromID    int64 `json:"fromId,omitempty"`
}

// EventName names the fact in the journal.
func (TaskAssigned) EventName() string { return "task.assigned" }

// TaskUnassigned : a courier no longer has a task.
type TaskUnassigned struct {
	TaskID    int64 `json:"taskId"`
	CourierID int64 `json:"courierId"`
}

// EventName names the fact in the journal.
func (TaskUnassigned) EventName() string { return "task.unassigned" }

// ListChanged : an edit changed a list, which is now at this version.
type ListChanged struct {
	ListID    int64    `json:"listId"`
	CourierID int64    `json:"courierId"`
	Day       span.Day `json:"day"`
	Version   int64    `json:"version"`
}

// EventName names the fact in the journal.
func (ListChanged) EventName() string { return "task_list.changed" }

// ListRouted : the way of a list along the streets is known. Nothing else changed.
type ListRouted struct {
	ListID    int64    `json:"listId"`
	CourierID int64    `json:"courierId"`
	Day       span.Day `json:"day"`
}

// EventName names the fact in the journal.
func (ListRouted) EventName() string { return "task_list.routed" }

// TourCreated : a tour was made.
type TourCreated struct {
	TourID int64 `json:"tourId"`
}

// EventName names the fact in the journal.
func (TourCreated) EventName() string { return "tour.created" }

// TourUpdated : a tour has another name, day or content.
type TourUpdated struct {
	TourID int64 `json:"tourId"`
}

// EventName names the fact in the journal.
func (TourUpdated) EventName() string { return "tour.updated" }

// TourDeleted : a tour was dissolved.
type TourDeleted struct {
	TourID int64 `json:"tourId"`
}

// EventName names the fact in the journal.
func (TourDeleted) EventName() string { return "tour.deleted" }

// DutyChanged : a courier went on or off duty.
type DutyChanged struct {
	CourierID int64 `json:"courierId"`
	On        bool  `json:"on"`
}

// EventName names the fact in the journal.
func (DutyChanged) EventName() string { return "duty.changed" }

// ReportKept : a courier's report could not be applied and waits for a dispatcher.
type ReportKept struct {
	ReportID  string `json:"reportId"`
	TaskID    int64  `json:"taskId"`
	CourierID int64  `json:"courierId"`
	Outcome   string `json:"outcome"`
}

// EventName names the fact in the journal.
func (ReportKept) EventName() string { return "report.kept" }

// ReportSeen : a dispatcher took note of a kept report.
type ReportSeen struct {
	ReportID string `json:"reportId"`
}

// EventName names the fact in the journal.
func (ReportSeen) EventName() string { return "report.seen" }

// TaskDispatched : tasks went to a courier by themselves, where the co-op wants that, and why: a code of a proposal's gift. RunnerUp is who
// would have had them next.
type TaskDispatched struct {
	Tasks     []int64  `json:"tasks"`
	CourierID int64    `json:"courierId"`
	Day       span.Day `json:"day"`
	Reason    string   `json:"reason"`
	RunnerUp  string   `json:"runnerUp,omitempty"`
}

// EventName names the fact in the journal.
func (TaskDispatched) EventName() string { return "task.dispatched" }

// StreetClosed : a dispatcher closed streets.
type StreetClosed struct {
	ClosureID int64 `json:"closureId"`
}

// EventName names the fact in the journal.
func (StreetClosed) EventName() string { return "street.closed" }

// StreetOpened : streets are open again, because a dispatcher said so or their time was over.
type StreetOpened struct {
	ClosureID int64 `json:"closureId"`
}

// EventName names the fact in the journal.
func (StreetOpened) EventName() string { return "street.opened" }
