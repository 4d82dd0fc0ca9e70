package shift

import (
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Shift is a time in which some people are to work. Activity is the slug of what for.
type Shift struct {
	ID           int64        `db:"id"`
	Activity     string       `db:"activity"`
	StartsAt     span.Instant `db:"starts_at"`
	EndsAt       span.Instant `db:"ends_at"`
	Slots        int64        `db:"slots"`
	BreakMinutes int64        `db:"break_minutes"`
	Comment      org.Text     `db:"comment"`
	CreatedBy    *int64       `db:"created_by"`
	Version      int64        `db:"version"`
	CreatedAt    span.Instant `db:"created_at"`
	UpdatedAt    span.Instant `db:"updated_at"`
}

// Assignment puts somebody on a shift. The worked times are zero until somebody reports them.
type Assignment struct {
	ID            int64        `db:"id"`
	ShiftID       int64        `db:"shift_id"`
	UserID        int64        `db:"user_id"`
	CreatedAt     span.Instant `db:"created_at"`
	WorkedFrom    span.Instant `db:"worked_from"`
	WorkedTo      span.Instant `db:"worked_to"`
	WorkedBreak   int64        `db:"worked_break"` // minutes
	WorkedComment org.Text     `db:"worked_comment"`
	ReportedBy    *int64       `db:"reported_by"`
	ReportedAt    span.Instant `db:"reported_at"`
}

// Reported tells whether somebody said when the person really worked.
func (a Assignment) Reported() bool { return !a.WorkedFrom.IsZero() }

// Wait is a place on the waiting list of a shift.
type Wait struct {
	ID        int64        `db:"id"`
	ShiftID   int64        `db:"shift_id"`
	UserID    int64        `db:"user_id"`
	CreatedAt span.Instant `db:"created_at"`
}

// Sheet is a shift with its people, in the order in which they came, and the skills that it asks for.
type Sheet struct {
	Shift
	Assignments []Assignment
	Waits       []Wait
	Skills      []Skill
}

// assignment finds somebody's place on the shift, -1 when they have none.
func (s Sheet) assignment(userID int64) int {
	for i, a := range s.Assignments {
		if a.UserID == userID {
			return i
		}
	}
	return -1
}

func (s Sheet) wait(userID int64) int {
	for i, w := range s.Waits {
		if w.UserID == userID {
			return i
		}
	}
	return -1
}
