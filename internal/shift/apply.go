package shift

import (
	"slices"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// Apply puts the caller on a shift of a published week, on its waiting list when it is full. Refused: shift.week.not_published,
// shift.skills.missing, shift.apply.already.
func Apply(tx *db.Tx, id int64) (Sheet, error) {
	s, err := appliedTo(tx, id)
	if err != nil {
		return s, err
	}
	me := tx.Who().UserID
	if err := mayJoin(tx, s); err != nil {
		return s, err
	}
	add := addAssignment
	if int64(len(s.Assignments)) >= s.Slots {
		add = addWait
	}
	if err := add(tx, id, me); err != nil {
		return s, err
	}
	if err := tx.Emit(Saved{ShiftID: id}); err != nil {
		return s, err
	}
	return loadSheet(tx, id)
}

// appliedTo loads a shift whose people change. Others who come at the same time wait, and planners who looked at it before are told.
func appliedTo(tx *db.Tx, id int64) (Sheet, error) {
	if err := mayWork(tx.Who()); err != nil {
		return Sheet{}, err
	}
	if err := touchShift(tx, id); err != nil {
		return Sheet{}, err
	}
	return loadSheet(tx, id)
}

func mayJoin(tx *db.Tx, s Sheet) error {
	me := tx.Who().UserID
	day, err := dayOf(tx, s.StartsAt)
	if err != nil {
		return err
	}
	if ok, err := isPublished(tx, Monday(day)); err != nil {
		return err
	} else if !ok {
		return fail.New(fail.Conflict, "shift.week.not_published")
	}
	mine, err := SkillsOf(tx, []int64{me})
	if err != nil {
		return err
	}
	var missing []string
	for _, need := range s.Skills {
		if !slices.ContainsFunc(mine[me], func(have Skill) bool { return have.ID == need.ID }) {
			missing = append(missing, need.Name)
		}
	}
	switch {
	case len(missing) > 0:
		return fail.New(fail.Conflict, "shift.skills.missing", "skills", strings.Join(missing, ", "))
	case s.assignment(me) >= 0 || s.wait(me) >= 0:
		return fail.New(fail.Conflict, "shift.apply.already")
	}
	return nil
}

// Unapply takes the caller off a shift or its waiting list. The first who waited gets the place that falls free.
func Unapply(tx *db.Tx, id int64) (Sheet, error) {
	s, err := appliedTo(tx, id)
	if err != nil {
		return s, err
	}
	me := tx.Who().UserID
	waits, place := s.wait(me), s.assignment(me)
	switch {
	case waits >= 0:
		err = removeWait(tx, s.Waits[waits].ID)
	case place >= 0:
		if err = removeAssignment(tx, s.Assignments[place].ID); err == nil {
			err = promote(tx, s)
		}
	default:
		return s, fail.New(fail.Conflict, "shift.unapply.not_on")
	}
	if err != nil {
		return s, err
	}
	if err := tx.Emit(Saved{ShiftID: id}); err != nil {
		return s, err
	}
	return loadSheet(tx, id)
}

func promote(tx *db.Tx, s Sheet) error {
	if len(s.Waits) == 0 {
		return nil
	}
	first := s.Waits[0]
	if err := removeWait(tx, first.ID); err != nil {
		return err
	}
	if err := addAssignment(tx, s.ID, first.UserID); err != nil {
		return err
	}
	day, err := dayOf(tx, s.StartsAt)
	if err != nil {
		return err
	}
	return tx.Emit(Promoted{ShiftID: s.ID, CourierID: first.UserID, Day: day})
}
