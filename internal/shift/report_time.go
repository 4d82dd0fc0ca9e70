package shift

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// ReportTimeIn says when somebody really worked. UserID 0 is the caller; Clear takes the report back.
type ReportTimeIn struct {
	ShiftID, UserID  int64
	StartsAt, EndsAt span.Instant
	Break            int64 // minutes
	Comment          string
	Clear            bool
}

// ReportTime writes over what was reported of somebody on a shift. Only dispatchers report for others.
func ReportTime(tx *db.Tx, in ReportTimeIn) (Sheet, error) {
	if err := mayWork(tx.Who()); err != nil {
		return Sheet{}, err
	}
	s, err := loadSheet(tx, in.ShiftID)
	if err != nil {
		return s, err
	}
	if in.UserID == 0 {
		in.UserID = tx.Who().UserID
	}
	if err := mustExist(tx, []int64{in.UserID}); err != nil {
		return s, err
	}
	if err := mayOwn(tx.Who(), in.UserID); err != nil {
		return s, err
	}
	place := s.assignment(in.UserID)
	if place < 0 {
		return s, fail.New(fail.Conflict, "shift.report.not_on")
	}
	if err := in.check(); err != nil {
		return s, err
	}
	a := s.Assignments[place]
	a.WorkedFrom, a.WorkedTo, a.WorkedBreak, a.WorkedComment = in.StartsAt, in.EndsAt, in.Break, org.Text(in.Comment)
	a.ReportedBy, a.ReportedAt = person(tx), tx.Now()
	if in.Clear {
		a = Assignment{ID: a.ID, ShiftID: a.ShiftID, UserID: a.UserID, CreatedAt: a.CreatedAt}
	}
	if err := saveAssignment(tx, a); err != nil {
		return s, err
	}
	if err := tx.Emit(Reported{ShiftID: s.ID, CourierID: a.UserID}); err != nil {
		return s, err
	}
	return loadSheet(tx, s.ID)
}

func (in ReportTimeIn) check() error {
	var wrong *fail.Error
	switch {
	case in.Clear:
		return nil
	case in.StartsAt.IsZero():
		wrong = wrong.Add("startsAt", "value.missing")
	case in.EndsAt.IsZero():
		wrong = wrong.Add("endsAt", "value.missing")
	case !in.EndsAt.After(in.StartsAt.Time):
		wrong = wrong.Add("endsAt", "shift.ends_first")
	}
	if in.Break < 0 {
		wrong = wrong.Add("breakMinutes", "value.invalid")
	}
	return wrong.Or()
}
