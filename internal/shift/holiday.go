package shift

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Holiday is a request for time off, from the first day to the last, both included.
type Holiday struct {
	ID         int64        `db:"id"`
	UserID     int64        `db:"user_id"`
	FirstDay   span.Day     `db:"first_day"`
	LastDay    span.Day     `db:"last_day"`
	State      HolidayState `db:"state"`
	Comment    org.Text     `db:"comment"`
	ActionedBy *int64       `db:"actioned_by"`
	ActionedAt span.Instant `db:"actioned_at"`
	CreatedAt  span.Instant `db:"created_at"`
	UpdatedAt  span.Instant `db:"updated_at"`
}

// HolidayIn is what somebody asks for.
type HolidayIn struct {
	FirstDay, LastDay span.Day
	Comment           string
}

// AskHoliday asks for time off for the caller.
func AskHoliday(tx *db.Tx, in HolidayIn) (h Holiday, err error) {
	if err := mayWork(tx.Who()); err != nil {
		return h, err
	}
	var wrong *fail.Error
	if in.FirstDay == "" {
		wrong = wrong.Add("startDate", "value.missing")
	}
	switch {
	case in.LastDay == "":
		wrong = wrong.Add("endDate", "value.missing")
	case in.LastDay < in.FirstDay:
		wrong = wrong.Add("endDate", "shift.ends_first")
	}
	if wrong != nil {
		return h, wrong
	}
	h = Holiday{UserID: tx.Who().UserID, FirstDay: in.FirstDay, LastDay: in.LastDay, State: HolidayFlow.Initial, Comment: org.Text(in.Comment),
		CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	if h.ID, err = tx.ID("holiday_requests"); err != nil {
		return h, err
	}
	return h, db.Insert(tx, "holiday_requests", h)
}

// DecideHoliday approves or rejects a request that is pending, and tells who made it. Shifts are left as they are.
func DecideHoliday(tx *db.Tx, id int64, verb HolidayVerb) (Holiday, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return Holiday{}, err
	}
	h, err := loadHoliday(tx, id)
	if err != nil {
		return h, err
	}
	if h.State, err = HolidayFlow.Next(h.State, verb); err != nil {
		return h, err
	}
	h.ActionedBy, h.ActionedAt, h.UpdatedAt = person(tx), tx.Now(), tx.Now()
	if err := db.Update(tx, "holiday_requests", h); err != nil {
		return h, err
	}
	if h.State == Approved {
		return h, tx.Emit(HolidayApproved{CourierID: h.UserID, Day: h.FirstDay})
	}
	return h, tx.Emit(HolidayRejected{CourierID: h.UserID, Day: h.FirstDay})
}

// HolidaysIn are the filters of the list: holidays that touch the days, in a state; empty: all.
type HolidaysIn struct {
	Days
	State HolidayState
}

// ListHolidays gives dispatchers the requests, by id.
func ListHolidays(tx *db.Tx, in HolidaysIn) ([]Holiday, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return nil, err
	}
	return holidays(tx, in)
}

// MyHolidays gives the caller's own requests, the newest first.
func MyHolidays(tx *db.Tx) ([]Holiday, error) {
	if err := mayWork(tx.Who()); err != nil {
		return nil, err
	}
	return holidaysOf(tx, tx.Who().UserID)
}

// ReadHoliday gives a request to who made it and to dispatchers.
func ReadHoliday(tx *db.Tx, id int64) (Holiday, error) {
	h, err := loadHoliday(tx, id)
	if err != nil {
		return h, err
	}
	return h, mayOwn(tx.Who(), h.UserID)
}

// DeleteHoliday takes a request away: dispatchers any, others their own while it is pending.
func DeleteHoliday(tx *db.Tx, id int64) error {
	h, err := ReadHoliday(tx, id)
	if err != nil {
		return err
	}
	if h.State != Pending {
		if err := mayPlan(tx.Who()); err != nil {
			return err
		}
	}
	return removeHoliday(tx, id)
}

// onHoliday tells whether somebody has time off on one of the days.
func onHoliday(tx *db.Tx, userID int64, days []span.Day) (bool, error) {
	for _, d := range days {
		if off, err := offOn(tx, userID, d); err != nil || off {
			return off, err
		}
	}
	return false, nil
}
