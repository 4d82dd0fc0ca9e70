package shift

import (
	"fmt"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
)

func employeeKind() seed.Kind {
	return seed.Structs[Employee]{
		Kind: seed.Kind{Name: "employee_profile", Table: "employee_profiles", Fields: []seed.Field{seed.Req("user", "@user"), seed.Opt("contractStartDate", "day"),
			seed.Opt("dateOfBirth", "day"), seed.Opt("addressStreet", "text"), seed.Opt("addressPostalCode", "text"), seed.Opt("addressLocality", "text"),
			seed.Opt("addressCountry", "text"), seed.Opt("salaryType", "hourly/monthly"), seed.Opt("salaryAmount", "text"), seed.Opt("weeklyContractedHours", "text")}},
		Fresh: func() Employee { return Employee{} },
		Stamp: func(r seed.Row, e *Employee) { e.ID, e.CreatedAt = r.ID, r.CreatedAt },
		Fill:  fillEmployee,
		Show: seed.Each(func(e Employee) map[string]any {
			return map[string]any{"id": e.ID, "user": seed.Rel("user", &e.UserID), "contractStartDate": e.ContractStart, "dateOfBirth": e.DateOfBirth,
				"addressStreet": e.Street, "addressPostalCode": e.PostalCode, "addressLocality": e.Locality, "addressCountry": e.Country, "salaryType": e.SalaryType,
				"salaryAmount": e.SalaryAmount.Text(), "weeklyContractedHours": e.WeeklyHours.Text(), "createdAt": e.CreatedAt, "updatedAt": e.UpdatedAt}
		}),
	}.Make()
}

func fillEmployee(_ *db.Tx, r seed.Row, e *Employee) error {
	seed.Given(r, "user", &e.UserID, r.Ref)
	for field, to := range map[string]*org.Text{"contractStartDate": &e.ContractStart, "dateOfBirth": &e.DateOfBirth, "addressStreet": &e.Street,
		"addressPostalCode": &e.PostalCode, "addressLocality": &e.Locality, "addressCountry": &e.Country, "salaryType": &e.SalaryType} {
		seed.GivenText(r, field, to)
	}
	for field, to := range map[string]**Hundredths{"salaryAmount": &e.SalaryAmount, "weeklyContractedHours": &e.WeeklyHours} {
		text := r.MaybeText(field)
		switch {
		case !r.Has(field):
		case text == nil:
			*to = nil
		default:
			n, ok := ParseHundredths(*text)
			if !ok {
				return fmt.Errorf("%s: %q is no number of two decimals: write 1800.00", field, *text)
			}
			*to = &n
		}
	}
	e.UpdatedAt = r.UpdatedAt
	return nil
}
