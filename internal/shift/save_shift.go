package shift

import (
	"slices"
	"unicode/utf8"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

const (
	longestActivity = 64
	longestComment  = 65535
)

// SaveShiftIn is a new shift (ID 0) or what changes of one. Skills and Users replace all, those who stay keep what was reported of them.
type SaveShiftIn struct {
	ID       int64
	Activity *string
	StartsAt *span.Instant
	EndsAt   *span.Instant
	Slots    *int64
	Break    *int64
	Comment  *string // empty takes it away
	Skills   *[]int64
	Users    *[]int64
	Version  int64 // that the change was made from: Stale row.stale when the shift changed since; 0: whatever it is
}

// SaveShift makes or changes a shift. Who is newly on it is told.
func SaveShift(tx *db.Tx, in SaveShiftIn) (Sheet, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return Sheet{}, err
	}
	s := Sheet{Shift: Shift{Slots: 1, CreatedBy: person(tx), CreatedAt: tx.Now()}}
	if in.ID != 0 {
		var err error
		if s, err = loadSheet(tx, in.ID); err != nil {
			return s, err
		}
		if in.Version != 0 && in.Version != s.Version {
			return s, fail.New(fail.Stale, "row.stale")
		}
	}
	in.change(&s.Shift)
	if err := s.check(tx); err != nil {
		return s, err
	}
	s.UpdatedAt = tx.Now()
	err := saveShift(tx, s.Shift)
	if in.ID == 0 {
		err = insertShift(tx, &s.Shift)
	}
	if err != nil {
		return s, err
	}
	if err := in.people(tx, s); err != nil {
		return s, err
	}
	if err := tx.Emit(Saved{ShiftID: s.ID}); err != nil {
		return s, err
	}
	return loadSheet(tx, s.ID)
}

// person is who acts, nil when it is nobody with an account.
func person(tx *db.Tx) *int64 {
	if id := tx.Who().UserID; id != 0 {
		return &id
	}
	return nil
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func (in SaveShiftIn) change(s *Shift) {
	set(&s.Activity, in.Activity)
	set(&s.StartsAt, in.StartsAt)
	set(&s.EndsAt, in.EndsAt)
	set(&s.Slots, in.Slots)
	set(&s.BreakMinutes, in.Break)
	if in.Comment != nil {
		s.Comment = org.Text(*in.Comment)
	}
}

func (s Shift) check(tx *db.Tx) error {
	var wrong *fail.Error
	switch {
	case s.Activity == "":
		wrong = wrong.Add("activity", "value.blank")
	case len(s.Activity) > longestActivity:
		wrong = wrong.Add("activity", "value.too_long")
	}
	switch {
	case s.StartsAt.IsZero():
		wrong = wrong.Add("startsAt", "value.missing")
	case s.EndsAt.IsZero():
		wrong = wrong.Add("endsAt", "value.missing")
	case !s.EndsAt.After(s.StartsAt.Time):
		wrong = wrong.Add("endsAt", "shift.ends_first")
	}
	if s.Slots < 1 {
		wrong = wrong.Add("slots", "value.invalid")
	}
	if s.BreakMinutes < 0 {
		wrong = wrong.Add("breakMinutes", "value.invalid")
	}
	if utf8.RuneCountInString(string(s.Comment)) > longestComment {
		wrong = wrong.Add("comment", "value.too_long")
	}
	if wrong != nil {
		return wrong
	}
	return knownActivity(tx, s.Activity)
}

func knownActivity(tx *db.Tx, slug string) error {
	if ok, err := activityExists(tx, slug); err != nil || ok {
		return err
	}
	return fail.New(fail.Invalid, "shift.activity.unknown", "slug", slug)
}

// people makes the skills and the assignments of a shift exactly those given.
func (in SaveShiftIn) people(tx *db.Tx, s Sheet) error {
	if in.Skills != nil {
		if err := mustBeSkills(tx, *in.Skills); err != nil {
			return err
		}
		if err := setSkills(tx, s.ID, *in.Skills); err != nil {
			return err
		}
	}
	if in.Users == nil {
		return nil
	}
	if err := mustExist(tx, *in.Users); err != nil {
		return err
	}
	for _, a := range s.Assignments {
		if !slices.Contains(*in.Users, a.UserID) {
			if err := removeAssignment(tx, a.ID); err != nil {
				return err
			}
		}
	}
	day, err := dayOf(tx, s.StartsAt)
	for _, id := range *in.Users {
		if s.assignment(id) >= 0 || err != nil {
			continue
		}
		s.Assignments = append(s.Assignments, Assignment{UserID: id}) // once, however often they are named
		if err = addAssignment(tx, s.ID, id); err == nil {
			err = tx.Emit(Assigned{ShiftID: s.ID, CourierID: id, Day: day})
		}
	}
	return err
}

func mustBeSkills(tx *db.Tx, ids []int64) error {
	known, err := skillsByID(tx, ids)
	for _, id := range ids {
		if err == nil && !slices.ContainsFunc(known, func(s Skill) bool { return s.ID == id }) {
			return org.UnknownRelation("skills", id)
		}
	}
	return err
}

// DeleteShift takes a shift away, with its people and what was reported.
func DeleteShift(tx *db.Tx, id int64) error {
	if _, err := ReadShift(tx, id); err != nil {
		return err
	}
	if err := removeShift(tx, id); err != nil {
		return err
	}
	return tx.Emit(Deleted{ShiftID: id})
}
