package shift

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
)

func availabilityKind() seed.Kind {
	return seed.Structs[Availability]{
		Kind: seed.Kind{Name: "availability_rule", Table: "availability_rules", Fields: []seed.Field{seed.Req("user", "@user"), seed.Req("type", "available/unavailable"),
			seed.Req("dayOfWeek", "int"), seed.Req("startTime", "time"), seed.Req("endTime", "time"), seed.Opt("comment", "text")}},
		Fresh: func() Availability { return Availability{} },
		Stamp: func(r seed.Row, a *Availability) { a.ID, a.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, a *Availability) error {
			seed.Given(r, "user", &a.UserID, r.Ref)
			seed.Given(r, "type", &a.Type, r.Text)
			seed.Given(r, "dayOfWeek", &a.DayOfWeek, r.Int)
			seed.Given(r, "startTime", &a.StartTime, r.Text)
			seed.Given(r, "endTime", &a.EndTime, r.Text)
			seed.GivenText(r, "comment", &a.Comment)
			a.UpdatedAt = r.UpdatedAt
			return nil
		},
		Show: seed.Each(func(a Availability) map[string]any {
			return map[string]any{"id": a.ID, "user": seed.Rel("user", &a.UserID), "type": a.Type, "dayOfWeek": a.DayOfWeek, "startTime": a.StartTime,
				"endTime": a.EndTime, "comment": a.Comment, "createdAt": a.CreatedAt, "updatedAt": a.UpdatedAt}
		}),
	}.Make()
}
