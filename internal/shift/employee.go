package shift

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Employee is the file of somebody who works for the co-op.
type Employee struct {
	ID            int64        `db:"id"`
	UserID        int64        `db:"user_id"`
	ContractStart org.Text     `db:"contract_start"` // a day, as is the date of birth
	DateOfBirth   org.Text     `db:"date_of_birth"`
	Street        org.Text     `db:"street"`
	PostalCode    org.Text     `db:"postal_code"`
	Locality      org.Text     `db:"locality"`
	Country       org.Text     `db:"country"`
	SalaryType    org.Text     `db:"salary_type"`
	SalaryAmount  *Hundredths  `db:"salary_amount"`
	WeeklyHours   *Hundredths  `db:"weekly_hours"`
	CreatedAt     span.Instant `db:"created_at"`
	UpdatedAt     span.Instant `db:"updated_at"`
}

// Hundredths is a number with two decimals, written "1800.00".
type Hundredths int64

// String writes both decimals.
func (h Hundredths) String() string { return fmt.Sprintf("%d.%02d", h/100, h%100) }

// Text is the number as it is written, empty for none.
func (h *Hundredths) Text() org.Text {
	if h == nil {
		return ""
	}
	return org.Text(h.String())
}

var decimal = regexp.MustCompile(`^\d{1,9}(\.\d{1,2}0*)?$`)

// ParseHundredths reads a number of at most two decimals that is not negative.
func ParseHundredths(s string) (Hundredths, bool) {
	if !decimal.MatchString(s) {
		return 0, false
	}
	whole, part, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	return Hundredths(n), err == nil
}

// EmployeeIn is a new file (ID 0) or what changes of one. An empty text takes a value away.
type EmployeeIn struct {
	ID, UserID                                                        int64
	ContractStart, DateOfBirth, Street, PostalCode, Locality, Country *string
	SalaryType, SalaryAmount, WeeklyHours                             *string
}

// ListEmployees gives administrators every file, by id.
func ListEmployees(tx *db.Tx) ([]Employee, error) {
	if err := mayEmploy(tx.Who()); err != nil {
		return nil, err
	}
	return employees(tx)
}

// ReadEmployee gives administrators one file.
func ReadEmployee(tx *db.Tx, id int64) (Employee, error) {
	if err := mayEmploy(tx.Who()); err != nil {
		return Employee{}, err
	}
	return loadEmployee(tx, id)
}

// SaveEmployee makes or changes a file. Conflict: employee.exists, when the user has one.
func SaveEmployee(tx *db.Tx, in EmployeeIn) (e Employee, err error) {
	if err := mayEmploy(tx.Who()); err != nil {
		return e, err
	}
	e = Employee{CreatedAt: tx.Now()}
	if in.ID != 0 {
		if e, err = loadEmployee(tx, in.ID); err != nil {
			return e, err
		}
	}
	if in.UserID != 0 {
		e.UserID = in.UserID
	}
	if err := in.change(&e); err != nil {
		return e, err
	}
	if _, err := account.LoadUser(tx, e.UserID); err != nil {
		return e, org.UnknownRelation("users", e.UserID)
	}
	if taken, err := employed(tx, e); err != nil {
		return e, err
	} else if taken {
		return e, fail.New(fail.Conflict, "employee.exists")
	}
	e.UpdatedAt = tx.Now()
	if in.ID != 0 {
		return e, db.Update(tx, "employee_profiles", e)
	}
	if e.ID, err = tx.ID("employee_profiles"); err != nil {
		return e, err
	}
	return e, db.Insert(tx, "employee_profiles", e)
}

func (in EmployeeIn) change(e *Employee) error {
	var wrong *fail.Error
	if e.UserID == 0 {
		wrong = wrong.Add("user", "value.missing")
	}
	for _, f := range []struct {
		name string
		from *string
		to   *org.Text
		fits func(string) bool
	}{
		{"contractStartDate", in.ContractStart, &e.ContractStart, isDay}, {"dateOfBirth", in.DateOfBirth, &e.DateOfBirth, isDay},
		{"addressStreet", in.Street, &e.Street, isShort}, {"addressPostalCode", in.PostalCode, &e.PostalCode, isShort},
		{"addressLocality", in.Locality, &e.Locality, isShort}, {"addressCountry", in.Country, &e.Country, isShort},
		{"salaryType", in.SalaryType, &e.SalaryType, func(s string) bool { return s == "hourly" || s == "monthly" }},
	} {
		switch {
		case f.from == nil:
		case *f.from != "" && !f.fits(*f.from):
			wrong = wrong.Add(f.name, "value.invalid")
		default:
			*f.to = org.Text(*f.from)
		}
	}
	wrong = changeNumber(wrong, "salaryAmount", in.SalaryAmount, &e.SalaryAmount)
	wrong = changeNumber(wrong, "weeklyContractedHours", in.WeeklyHours, &e.WeeklyHours)
	return wrong.Or()
}

func changeNumber(wrong *fail.Error, name string, from *string, to **Hundredths) *fail.Error {
	if from == nil {
		return wrong
	}
	if *to = nil; *from == "" {
		return wrong
	}
	n, ok := ParseHundredths(*from)
	if !ok {
		return wrong.Add(name, "value.invalid")
	}
	*to = &n
	return wrong
}

func isDay(s string) bool {
	_, err := span.ParseDay(s)
	return err == nil
}

func isShort(s string) bool { return checkName("", s) == nil }

// DeleteEmployee takes a file away.
func DeleteEmployee(tx *db.Tx, id int64) error {
	if _, err := ReadEmployee(tx, id); err != nil {
		return err
	}
	return removeEmployee(tx, id)
}
