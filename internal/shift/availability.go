package shift

import (
	"regexp"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Availability says when in an ordinary week somebody can work or cannot. Nothing is refused for it.
type Availability struct {
	ID        int64        `db:"id"`
	UserID    int64        `db:"user_id"`
	Type      string       `db:"type"`
	DayOfWeek int64        `db:"day_of_week"` // 1 is Monday
	StartTime string       `db:"start_time"`
	EndTime   string       `db:"end_time"`
	Comment   org.Text     `db:"comment"`
	CreatedAt span.Instant `db:"created_at"`
	UpdatedAt span.Instant `db:"updated_at"`
}

// AvailabilityIn is a new rule (ID 0) or all that a rule says from now on. UserID, of a new one, counts for dispatchers alone.
type AvailabilityIn struct {
	ID, UserID         int64
	Type               string
	DayOfWeek          int64
	StartTime, EndTime string
	Comment            string
}

var clockTime = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)

func (in AvailabilityIn) check() error {
	var wrong *fail.Error
	if in.Type != "available" && in.Type != "unavailable" {
		wrong = wrong.Add("type", "value.choice")
	}
	if in.DayOfWeek < 1 || in.DayOfWeek > 7 {
		wrong = wrong.Add("dayOfWeek", "value.invalid")
	}
	if !clockTime.MatchString(in.StartTime) {
		wrong = wrong.Add("startTime", "value.invalid")
	}
	switch {
	case !clockTime.MatchString(in.EndTime):
		wrong = wrong.Add("endTime", "value.invalid")
	case in.EndTime <= in.StartTime:
		wrong = wrong.Add("endTime", "shift.ends_first")
	}
	return wrong.Or()
}

// SaveAvailability makes a rule or writes one over.
func SaveAvailability(tx *db.Tx, in AvailabilityIn) (a Availability, err error) {
	if err := mayWork(tx.Who()); err != nil {
		return a, err
	}
	a = Availability{UserID: tx.Who().UserID, CreatedAt: tx.Now()}
	if in.UserID != 0 && mayPlan(tx.Who()) == nil {
		a.UserID = in.UserID
		if _, err := account.LoadUser(tx, in.UserID); err != nil {
			return a, org.UnknownRelation("users", in.UserID)
		}
	}
	if in.ID != 0 {
		if a, err = ReadAvailability(tx, in.ID); err != nil {
			return a, err
		}
	}
	if err := in.check(); err != nil {
		return a, err
	}
	a.Type, a.DayOfWeek, a.StartTime, a.EndTime, a.Comment, a.UpdatedAt = in.Type, in.DayOfWeek, in.StartTime, in.EndTime, org.Text(in.Comment), tx.Now()
	if in.ID != 0 {
		return a, db.Update(tx, "availability_rules", a)
	}
	if a.ID, err = tx.ID("availability_rules"); err != nil {
		return a, err
	}
	return a, db.Insert(tx, "availability_rules", a)
}

// ReadAvailability gives a rule to whom it is about and to dispatchers.
func ReadAvailability(tx *db.Tx, id int64) (Availability, error) {
	a, err := loadAvailability(tx, id)
	if err != nil {
		return a, err
	}
	return a, mayOwn(tx.Who(), a.UserID)
}

// DeleteAvailability takes a rule away.
func DeleteAvailability(tx *db.Tx, id int64) error {
	if _, err := ReadAvailability(tx, id); err != nil {
		return err
	}
	return removeAvailability(tx, id)
}

// ListAvailabilities gives dispatchers the rules of somebody, of everybody for 0, by id.
func ListAvailabilities(tx *db.Tx, userID int64) ([]Availability, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return nil, err
	}
	return availabilities(tx, userID)
}

// MyAvailabilities gives the caller's own rules in the order of the week.
func MyAvailabilities(tx *db.Tx) ([]Availability, error) {
	if err := mayWork(tx.Who()); err != nil {
		return nil, err
	}
	return availabilitiesOf(tx, tx.Who().UserID)
}
