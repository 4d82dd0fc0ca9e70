package dialect

import (
	"encoding/json"
	"net/http"
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shift"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

func (f *face) employeeEndpoints() []web.Endpoint {
	admin := web.Needs(authz.Admin)
	return []web.Endpoint{
		{Pattern: "GET /api/employee_profiles", Access: admin, Serve: all(f, "EmployeeProfile", nil, f.employeeObject, shift.ListEmployees)},
		{Pattern: "POST /api/employee_profiles", Access: admin, Serve: f.saveEmployee(http.StatusCreated)},
		{Pattern: "GET /api/employee_profiles/{id}", Access: admin, Serve: afterwards(f, f.read, "EmployeeProfile", f.employeeObject, shift.ReadEmployee)},
		{Pattern: "PUT /api/employee_profiles/{id}", Access: admin, Serve: f.saveEmployee(http.StatusOK)},
		{Pattern: "DELETE /api/employee_profiles/{id}", Access: admin, Serve: f.removes(shift.DeleteEmployee)},
	}
}

func (f *face) employeeObject(e shift.Employee) *Object {
	zone := f.house.Words().Zone()
	midnight := func(day org.Text) any { return f.at(span.Day(day).In(zone).From.Time) }
	return Obj("@id", iri("employee_profiles", e.ID), "@type", "EmployeeProfile", "id", e.ID, "user", iri("users", e.UserID),
		"contractStartDate", midnight(e.ContractStart), "dateOfBirth", midnight(e.DateOfBirth), "addressStreet", e.Street, "addressPostalCode", e.PostalCode,
		"addressLocality", e.Locality, "addressCountry", e.Country, "salaryType", e.SalaryType, "salaryAmount", e.SalaryAmount.Text(),
		"weeklyContractedHours", e.WeeklyHours.Text(), "createdAt", f.at(e.CreatedAt.Time))
}

// cleared reads a text or a number as a text; null is the empty text, absent is nil.
func (b body) cleared(key string) (*string, error) {
	raw, ok := b[key]
	if !ok {
		return nil, nil
	}
	text := ""
	if b.isNull(key) || json.Unmarshal(raw, &text) == nil {
		return &text, nil
	}
	var number json.Number
	if err := json.Unmarshal(raw, &number); err != nil {
		return nil, fail.Wrap(err, fail.Invalid, "request.wrong_type", "field", key)
	}
	text = number.String()
	return &text, nil
}

func (f *face) saveEmployee(status int) func(*web.Call) error {
	return func(c *web.Call) error {
		b, err := bodyOf(c, false)
		if err != nil {
			return err
		}
		in, err := employeeIn(c, b)
		if err != nil {
			return err
		}
		e, err := worked(c, f.change, func(tx *db.Tx) (shift.Employee, error) { return shift.SaveEmployee(tx, in) })
		if err != nil {
			return err
		}
		return f.item(c, status, "EmployeeProfile", f.employeeObject(e))
	}
}

func employeeIn(c *web.Call, b body) (in shift.EmployeeIn, err error) {
	if in.ID, err = maybeID(c); err != nil {
		return in, err
	}
	if in.UserID, err = b.relation("user", "users"); err != nil {
		return in, err
	}
	for key, to := range map[string]**string{"contractStartDate": &in.ContractStart, "dateOfBirth": &in.DateOfBirth, "addressStreet": &in.Street,
		"addressPostalCode": &in.PostalCode, "addressLocality": &in.Locality, "addressCountry": &in.Country, "salaryType": &in.SalaryType,
		"salaryAmount": &in.SalaryAmount, "weeklyContractedHours": &in.WeeklyHours} {
		if *to, err = b.cleared(key); err != nil {
			return in, err
		}
	}
	for _, day := range []*string{in.ContractStart, in.DateOfBirth} {
		if day != nil {
			*day, _, _ = strings.Cut(*day, "T") // clients may send back the date-time that they were given
		}
	}
	return in, nil
}
