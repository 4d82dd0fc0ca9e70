package shift

import (
	"slices"
	"strings"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// Pay is what the payroll needs to know of somebody's month. Hours are without breaks, to the hundredth.
type Pay struct {
	Username, Name            string
	Planned, Worked, Overtime float64
	HolidayDays               int
}

// Payroll sums up a month, written 2031-05, this one when it is empty: a line for each person with a shift that starts in it or an approved
// holiday, by user name.
func Payroll(tx *db.Tx, month string) (string, []Pay, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return "", nil, err
	}
	zone, err := zoneOf(tx)
	if err != nil {
		return "", nil, err
	}
	if month == "" {
		month = tx.Now().In(zone).Format("2006-01")
	}
	first, err := time.Parse("2006-01", month)
	if err != nil {
		return "", nil, fail.New(fail.Invalid, "request.date", "value", month)
	}
	days := Days{First: span.Day(first.Format(time.DateOnly)), Last: span.Day(first.AddDate(0, 1, -1).Format(time.DateOnly))}
	sums := map[int64]*Pay{}
	if err := sumShifts(tx, days, zone, sums); err != nil {
		return "", nil, err
	}
	if err := sumHolidays(tx, days, sums); err != nil {
		return "", nil, err
	}
	list, err := namedPays(tx, sums)
	return month, list, err
}

func payOf(sums map[int64]*Pay, userID int64) *Pay {
	if sums[userID] == nil {
		sums[userID] = &Pay{}
	}
	return sums[userID]
}

func sumShifts(tx *db.Tx, days Days, zone *time.Location, sums map[int64]*Pay) error {
	r := span.Range{From: days.First.In(zone).From, To: days.Last.In(zone).To}
	sheets, err := sheetsIn(tx, r)
	for _, s := range sheets {
		if !r.Contains(s.StartsAt.Time) {
			continue
		}
		for _, a := range s.Assignments {
			p := payOf(sums, a.UserID)
			p.Planned += s.plannedWork().net()
			p.Worked += s.worked(a).net()
		}
	}
	return err
}

func sumHolidays(tx *db.Tx, days Days, sums map[int64]*Pay) error {
	list, err := holidays(tx, HolidaysIn{Days: days, State: Approved})
	for _, h := range list {
		payOf(sums, h.UserID).HolidayDays += daysBetween(max(h.FirstDay, days.First), min(h.LastDay, days.Last)) + 1
	}
	return err
}

func namedPays(tx *db.Tx, sums map[int64]*Pay) ([]Pay, error) {
	var ids, customers []int64
	for id := range sums {
		ids = append(ids, id)
	}
	users, err := account.LoadUsers(tx, ids)
	if err != nil {
		return nil, err
	}
	for _, u := range users {
		customers = append(customers, u.CustomerID)
	}
	names, err := account.LoadCustomers(tx, customers)
	list := []Pay{}
	for id, p := range sums {
		p.Username, p.Name = users[id].Username, names[users[id].CustomerID].FullName()
		p.Overtime = hundredth(p.Worked - p.Planned)
		p.Planned, p.Worked = hundredth(p.Planned), hundredth(p.Worked)
		list = append(list, *p)
	}
	slices.SortFunc(list, func(a, b Pay) int { return strings.Compare(a.Username, b.Username) })
	return list, err
}
