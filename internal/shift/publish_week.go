package shift

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// PublishWeek lets people see the week of a day and apply to its shifts. It cannot be taken back. Conflict: shift.week.published_already.
func PublishWeek(tx *db.Tx, day span.Day) error {
	if err := mayPlan(tx.Who()); err != nil {
		return err
	}
	monday := Monday(day)
	if ok, err := isPublished(tx, monday); err != nil {
		return err
	} else if ok {
		return fail.New(fail.Conflict, "shift.week.published_already")
	}
	if err := insertWeek(tx, PublishedWeek{Monday: monday, PublishedBy: person(tx), CreatedAt: tx.Now()}); err != nil {
		return err
	}
	return tx.Emit(WeekPublished{Day: monday})
}

// ClearWeek deletes the shifts that overlap the week of a day, and counts them. A published week is not cleared: shift.week.published.
func ClearWeek(tx *db.Tx, day span.Day) (int, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return 0, err
	}
	weeks, zone, err := publishedIn(tx)
	if err != nil {
		return 0, err
	}
	monday := Monday(day)
	if weeks[monday] {
		return 0, fail.New(fail.Conflict, "shift.week.published")
	}
	list, err := shiftsTouching(tx, weekIn(monday, zone))
	if err != nil {
		return 0, err
	}
	for _, s := range list {
		if err := removeShift(tx, s.ID); err != nil {
			return 0, err
		}
	}
	return len(list), tx.Emit(WeekCleared{Day: monday})
}
