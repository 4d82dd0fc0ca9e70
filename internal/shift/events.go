package shift

import "pignon.coop/internal/span"

// Saved : a shift was made or changed.
type Saved struct {
	ShiftID int64 `json:"shiftId"`
}

// EventName names the fact in the journal.
func (Saved) EventName() string { return "shift.saved" }

// Deleted : a shift is gone.
type Deleted struct {
	ShiftID int64 `json:"shiftId"`
}

// EventName names the fact in the journal.
func (Deleted) EventName() string { return "shift.deleted" }

// Assigned : a dispatcher put somebody on a shift.
type Assigned struct {
	ShiftID   int64    `json:"shiftId"`
	CourierID int64    `json:"courierId"`
	Day       span.Day `json:"day"`
}

// EventName names the fact in the journal.
func (Assigned) EventName() string { return "shift.assigned" }

// Promoted : somebody who waited for a place has one.
type Promoted struct {
	ShiftID   int64    `json:"shiftId"`
	CourierID int64    `json:"courierId"`
	Day       span.Day `json:"day"`
}

// EventName names the fact in the journal.
func (Promoted) EventName() string { return "shift.promoted" }

// Planned : shifts of a week were given to somebody at once. Day is the Monday.
type Planned struct {
	CourierID int64    `json:"courierId"`
	Day       span.Day `json:"day"`
}

// EventName names the fact in the journal.
func (Planned) EventName() string { return "shift.planned" }

// WeekPublished : people may see a week and apply. Day is its Monday.
type WeekPublished struct {
	Day span.Day `json:"day"`
}

// EventName names the fact in the journal.
func (WeekPublished) EventName() string { return "week.published" }

// WeekCleared : all shifts of a week were deleted. Day is its Monday.
type WeekCleared struct {
	Day span.Day `json:"day"`
}

// EventName names the fact in the journal.
func (WeekCleared) EventName() string { return "week.cleared" }

// Reported : somebody said when a person really worked, or took it back.
type Reported struct {
	ShiftID   int64 `json:"shiftId"`
	CourierID int64 `json:"courierId"`
}

// EventName names the fact in the journal.
func (Reported) EventName() string { return "shift.reported" }

// HolidayApproved : somebody has time off, from this day on.
type HolidayApproved struct {
	CourierID int64    `json:"courierId"`
	Day       span.Day `json:"day"`
}

// EventName names the fact in the journal.
func (HolidayApproved) EventName() string { return "holiday.approved" }

// HolidayRejected : somebody does not get the time off that they asked for, from this day on.
type HolidayRejected struct {
	CourierID int64    `json:"courierId"`
	Day       span.Day `json:"day"`
}

// EventName names the fact in the journal.
func (HolidayRejected) EventName() string { return "holiday.rejected" }
