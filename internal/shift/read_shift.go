package shift

import (
	"slices"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// ReadShift gives dispatchers one shift.
func ReadShift(tx *db.Tx, id int64) (Sheet, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return Sheet{}, err
	}
	return loadSheet(tx, id)
}

// Days is from the first day to the last, both included. Empty: open.
type Days struct{ First, Last span.Day }

// in gives the instants of the days, zero where they are open.
func (d Days) in(tx *db.Tx) (span.Range, error) {
	zone, err := zoneOf(tx)
	return span.Range{From: d.First.In(zone).From, To: d.Last.In(zone).To}, err
}

// orThisWeek fills what is open: from this Monday, for seven days.
func (d Days) orThisWeek(tx *db.Tx) (Days, error) {
	today, err := dayOf(tx, tx.Now())
	if d.First == "" {
		d.First = Monday(today)
	}
	if d.Last == "" {
		d.Last = d.First.Plus(6)
	}
	return d, err
}

// ListShifts gives dispatchers the shifts that overlap the days, by id.
func ListShifts(tx *db.Tx, days Days) ([]Sheet, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return nil, err
	}
	r, err := days.in(tx)
	if err != nil {
		return nil, err
	}
	list, err := shiftsTouching(tx, r)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b Shift) int { return int(a.ID - b.ID) })
	return sheetsOf(tx, list)
}

// MyShifts gives the caller's shifts that overlap the days, this week's by default, by start; those of weeks that are not published too.
func MyShifts(tx *db.Tx, days Days) ([]Sheet, error) {
	return inDays(tx, days, func(r span.Range) ([]Shift, error) { return shiftsOf(tx, tx.Who().UserID, r) })
}

// OpenShifts gives the shifts of published weeks that overlap the days, this week's by default, by start; full ones too.
func OpenShifts(tx *db.Tx, days Days) ([]Sheet, error) {
	return inDays(tx, days, func(r span.Range) ([]Shift, error) {
		list, err := shiftsTouching(tx, r)
		if err != nil {
			return nil, err
		}
		weeks, zone, err := publishedIn(tx)
		return slices.DeleteFunc(list, func(s Shift) bool { return !weeks[Monday(span.DayOf(s.StartsAt.Time, zone))] }), err
	})
}

func inDays(tx *db.Tx, days Days, read func(span.Range) ([]Shift, error)) ([]Sheet, error) {
	if err := mayWork(tx.Who()); err != nil {
		return nil, err
	}
	days, err := days.orThisWeek(tx)
	if err != nil {
		return nil, err
	}
	r, err := days.in(tx)
	if err != nil {
		return nil, err
	}
	list, err := read(r)
	if err != nil {
		return nil, err
	}
	return sheetsOf(tx, list)
}

// Published tells whether the week of a day is one that couriers can apply in.
func Published(tx *db.Tx, day span.Day) (bool, error) { return isPublished(tx, Monday(day)) }

// Member is somebody who can be put on a shift.
type Member struct {
	account.User
	Skills []Skill
}

// Team gives dispatchers everybody who can be put on a shift, by name.
func Team(tx *db.Tx) ([]Member, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return nil, err
	}
	users, err := teamUsers(tx)
	if err != nil {
		return nil, err
	}
	users = slices.DeleteFunc(users, func(u account.User) bool { return !u.Actor().Is(authz.Courier) })
	ids := make([]int64, len(users))
	for i, u := range users {
		ids[i] = u.ID
	}
	skills, err := SkillsOf(tx, ids)
	team := make([]Member, len(users))
	for i, u := range users {
		team[i] = Member{User: u, Skills: skills[u.ID]}
	}
	return team, err
}
