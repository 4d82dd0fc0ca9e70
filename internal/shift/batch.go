package shift

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// BatchItem is one shift of many; fewer slots than one are one.
type BatchItem struct {
	Activity         string
	StartsAt, EndsAt span.Instant
	Slots            int64
}

// CreateShifts makes many shifts without people, all or none, and counts them.
func CreateShifts(tx *db.Tx, items []BatchItem) (int, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return 0, err
	}
	if len(items) == 0 {
		return 0, fail.At("shifts", "value.blank")
	}
	for _, i := range items {
		if i.Activity == "" || i.StartsAt.IsZero() || i.EndsAt.IsZero() {
			return 0, fail.New(fail.Invalid, "shift.batch.incomplete")
		}
		s := Shift{Activity: i.Activity, StartsAt: i.StartsAt, EndsAt: i.EndsAt, Slots: max(1, i.Slots), CreatedBy: person(tx), CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
		if err := s.check(tx); err != nil {
			return 0, err
		}
		if err := insertShift(tx, &s); err != nil {
			return 0, err
		}
		if err := tx.Emit(Saved{ShiftID: s.ID}); err != nil {
			return 0, err
		}
	}
	return len(items), nil
}
