package shift

import (
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// CopyWeekIn names two weeks by any of their days.
type CopyWeekIn struct{ Source, Target span.Day }

// CopyWeek makes the shifts that overlap one week again in another, at the same times on the clock, with their people but those on an approved
// holiday. Breaks, comments, skills and waiting lists are not copied. Everybody who got a shift is told once.
func CopyWeek(tx *db.Tx, in CopyWeekIn) error {
	if err := mayPlan(tx.Who()); err != nil {
		return err
	}
	zone, err := zoneOf(tx)
	if err != nil {
		return err
	}
	source, target := Monday(in.Source), Monday(in.Target)
	sheets, err := sheetsIn(tx, weekIn(source, zone))
	if err != nil {
		return err
	}
	days := daysBetween(source, target)
	plan := planned{tx: tx, monday: target}
	for _, s := range sheets {
		n := Shift{Activity: s.Activity, StartsAt: later(s.StartsAt, days, zone), EndsAt: later(s.EndsAt, days, zone), Slots: s.Slots,
			CreatedBy: s.CreatedBy, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
		var people []int64
		for _, a := range s.Assignments {
			people = append(people, a.UserID)
		}
		if err := plan.add(n, people, span.DayOf(n.StartsAt.Time, zone), span.DayOf(n.EndsAt.Time, zone)); err != nil {
			return err
		}
	}
	return plan.tell()
}

func sheetsIn(tx *db.Tx, r span.Range) ([]Sheet, error) {
	list, err := shiftsTouching(tx, r)
	if err != nil {
		return nil, err
	}
	return sheetsOf(tx, list)
}

// planned is a week that is filled with shifts at once, and who got some.
type planned struct {
	tx     *db.Tx
	monday span.Day
	people []int64
	made   []int64
}

// add makes a shift with people, those left out who are on holiday on one of the days.
func (p *planned) add(s Shift, people []int64, days ...span.Day) error {
	if err := insertShift(p.tx, &s); err != nil {
		return err
	}
	p.made = append(p.made, s.ID)
	for _, id := range people {
		off, err := onHoliday(p.tx, id, days)
		if err != nil {
			return err
		}
		if off {
			continue
		}
		if err := addAssignment(p.tx, s.ID, id); err != nil {
			return err
		}
		if !slices.Contains(p.people, id) {
			p.people = append(p.people, id)
		}
	}
	return p.tx.Emit(Saved{ShiftID: s.ID})
}

// tell tells each person once.
func (p *planned) tell() error {
	for _, id := range p.people {
		if err := p.tx.Emit(Planned{CourierID: id, Day: p.monday}); err != nil {
			return err
		}
	}
	return nil
}
