package shift

import (
	"encoding/json"
	"fmt"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/span"
)

// SeedKinds are the kinds of rows of this module.
func SeedKinds() []seed.Kind {
	return []seed.Kind{activityKind(), skillKind(), shiftKind(), weekKind(), templateKind(), holidayKind(), availabilityKind(), employeeKind()}
}

func activityKind() seed.Kind {
	return seed.Structs[Activity]{
		Kind:  seed.Kind{Name: "shift_activity", Table: "shift_activities", Fields: []seed.Field{seed.Req("slug", "text"), seed.Req("label", "text"), seed.Opt("color", "text")}},
		Fresh: func() Activity { return Activity{} },
		Stamp: func(r seed.Row, a *Activity) { a.ID, a.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, a *Activity) error {
			seed.Given(r, "slug", &a.Slug, r.Text)
			seed.Given(r, "label", &a.Label, r.Text)
			seed.GivenText(r, "color", &a.Color)
			a.UpdatedAt = r.UpdatedAt
			return nil
		},
		Show: seed.Each(func(a Activity) map[string]any {
			return map[string]any{"id": a.ID, "slug": a.Slug, "label": a.Label, "color": a.Color, "createdAt": a.CreatedAt, "updatedAt": a.UpdatedAt}
		}),
	}.Make()
}

func skillKind() seed.Kind {
	return seed.Structs[Skill]{
		Kind:  seed.Kind{Name: "skill", Table: "skills", Fields: []seed.Field{seed.Req("name", "text"), seed.Opt("users", "[@user]")}},
		Fresh: func() Skill { return Skill{} },
		Stamp: func(r seed.Row, s *Skill) { s.ID, s.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, s *Skill) error {
			seed.Given(r, "name", &s.Name, r.Text)
			s.UpdatedAt = r.UpdatedAt
			return nil
		},
		After: func(tx *db.Tx, r seed.Row, s Skill) error {
			if !r.Has("users") {
				return nil
			}
			return setSkillUsers(tx, s.ID, r.Refs("users"))
		},
		Show: func(tx *db.Tx, list []Skill) ([]map[string]any, error) {
			all, err := skilled(tx, list)
			rows := make([]map[string]any, len(all))
			for i, s := range all {
				rows[i] = map[string]any{"id": s.ID, "name": s.Name, "users": seed.Rels("user", s.Users), "createdAt": s.CreatedAt, "updatedAt": s.UpdatedAt}
			}
			return rows, err
		},
	}.Make()
}

func shiftKind() seed.Kind {
	return seed.Structs[Shift]{
		Kind: seed.Kind{Name: "shift", Table: "shifts", Fields: []seed.Field{seed.Req("activity", "text"), seed.Req("startsAt", "instant"), seed.Req("endsAt", "instant"),
			seed.Opt("slots", "int"), seed.Opt("breakMinutes", "int"), seed.Opt("comment", "text"), seed.Opt("requiredSkills", "[@skill]"), seed.Opt("users", "[@user]"),
			seed.Opt("waitlist", "[@user]"), seed.Opt("adjustments", "json")}},
		Fresh: func() Shift { return Shift{Slots: 1, Version: 1} },
		Stamp: func(r seed.Row, s *Shift) { s.ID, s.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, s *Shift) error {
			seed.Given(r, "activity", &s.Activity, r.Text)
			seed.Given(r, "startsAt", &s.StartsAt, r.Instant)
			seed.Given(r, "endsAt", &s.EndsAt, r.Instant)
			seed.Given(r, "slots", &s.Slots, func(f string) int64 { return r.IntOr(f, 1) })
			seed.Given(r, "breakMinutes", &s.BreakMinutes, r.Int)
			seed.GivenText(r, "comment", &s.Comment)
			s.UpdatedAt = r.UpdatedAt
			return nil
		},
		After: seedPeople,
		Show: func(tx *db.Tx, list []Shift) ([]map[string]any, error) {
			sheets, err := sheetsOf(tx, list)
			rows := make([]map[string]any, len(sheets))
			for i, s := range sheets {
				rows[i] = s.seeded()
			}
			return rows, err
		},
	}.Make()
}

// seedPeople writes who is on a shift, who waits, and what was reported.
func seedPeople(tx *db.Tx, r seed.Row, s Shift) error {
	if r.Has("requiredSkills") {
		if err := setSkills(tx, s.ID, r.Refs("requiredSkills")); err != nil {
			return err
		}
	}
	for field, write := range map[string]struct {
		wipe func(*db.Tx, int64) error
		add  func(*db.Tx, int64, int64) error
	}{"users": {removeAssignments, addAssignment}, "waitlist": {removeWaits, addWait}} {
		if !r.Has(field) {
			continue
		}
		if err := write.wipe(tx, s.ID); err != nil {
			return err
		}
		for _, id := range r.Refs(field) {
			if err := write.add(tx, s.ID, id); err != nil {
				return err
			}
		}
	}
	return seedReports(tx, r, s)
}

type seedReport struct {
	User         string   `json:"user"`
	StartsAt     string   `json:"startsAt"`
	EndsAt       string   `json:"endsAt"`
	BreakMinutes int64    `json:"breakMinutes"`
	Comment      org.Text `json:"comment"`
	ReportedBy   string   `json:"reportedBy"`
}

func seedReports(tx *db.Tx, r seed.Row, s Shift) error {
	var reports []seedReport
	if raw := r.JSON("adjustments"); raw != nil {
		if err := json.Unmarshal(raw, &reports); err != nil {
			return fmt.Errorf("adjustments: %w", err)
		}
	}
	sheet, err := loadSheet(tx, s.ID)
	for _, report := range reports {
		if err != nil {
			return err
		}
		err = report.write(tx, r.Env.Zone, sheet)
	}
	return err
}

func (p seedReport) write(tx *db.Tx, zone *time.Location, s Sheet) error {
	user, err := seed.Inner(tx, p.User, "user")
	if err != nil {
		return err
	}
	place := s.assignment(user)
	if place < 0 {
		return fmt.Errorf("adjustments: %s is not on the shift", p.User)
	}
	a := s.Assignments[place]
	if p.ReportedBy != "" {
		by, err := seed.Inner(tx, p.ReportedBy, "user")
		if err != nil {
			return err
		}
		a.ReportedBy = &by
	}
	for text, to := range map[string]*span.Instant{p.StartsAt: &a.WorkedFrom, p.EndsAt: &a.WorkedTo} {
		if *to, err = seedInstant(text, zone); err != nil {
			return err
		}
	}
	a.WorkedBreak, a.WorkedComment, a.ReportedAt = p.BreakMinutes, p.Comment, tx.Now()
	return saveAssignment(tx, a)
}

func seedInstant(text string, zone *time.Location) (span.Instant, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return span.At(t), nil
		}
	}
	return span.Instant{}, fmt.Errorf("%q is no instant: write 2031-05-06T13:45:00+02:00 or 2031-05-06 13:45", text)
}

func (s Sheet) seeded() map[string]any {
	users, waits, skills, reports := []int64{}, []int64{}, []int64{}, []map[string]any{}
	for _, a := range s.Assignments {
		users = append(users, a.UserID)
		if a.Reported() {
			reports = append(reports, map[string]any{"user": seed.Rel("user", &a.UserID), "startsAt": a.WorkedFrom, "endsAt": a.WorkedTo,
				"breakMinutes": a.WorkedBreak, "comment": a.WorkedComment, "reportedBy": seed.Rel("user", a.ReportedBy)})
		}
	}
	for _, w := range s.Waits {
		waits = append(waits, w.UserID)
	}
	for _, k := range s.Skills {
		skills = append(skills, k.ID)
	}
	return map[string]any{"id": s.ID, "activity": s.Activity, "startsAt": s.StartsAt, "endsAt": s.EndsAt, "slots": s.Slots, "breakMinutes": s.BreakMinutes,
		"comment": s.Comment, "requiredSkills": seed.Rels("skill", skills), "users": seed.Rels("user", users), "waitlist": seed.Rels("user", waits),
		"adjustments": reports, "createdAt": s.CreatedAt, "updatedAt": s.UpdatedAt}
}

func weekKind() seed.Kind {
	return seed.Structs[PublishedWeek]{
		Kind:  seed.Kind{Name: "published_week", Table: "published_weeks", Constant: true, Fields: []seed.Field{seed.Req("week", "day"), seed.Opt("publishedBy", "@user")}},
		Fresh: func() PublishedWeek { return PublishedWeek{} },
		Stamp: func(r seed.Row, w *PublishedWeek) { w.ID, w.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, w *PublishedWeek) error {
			seed.Given(r, "week", &w.Monday, func(f string) span.Day { return Monday(span.Day(r.Text(f))) })
			seed.Given(r, "publishedBy", &w.PublishedBy, r.MaybeRef)
			return nil
		},
		Show: seed.Each(func(w PublishedWeek) map[string]any {
			return map[string]any{"id": w.ID, "week": w.Monday, "publishedBy": seed.Rel("user", w.PublishedBy), "createdAt": w.CreatedAt}
		}),
	}.Make()
}

func holidayKind() seed.Kind {
	return seed.Structs[Holiday]{
		Kind: seed.Kind{Name: "holiday_request", Table: "holiday_requests", Fields: []seed.Field{seed.Req("user", "@user"), seed.Req("startDate", "day"), seed.Req("endDate", "day"),
			seed.Opt("status", "pending/approved/rejected"), seed.Opt("comment", "text"), seed.Opt("actionedBy", "@user"), seed.Opt("actionedAt", "instant")}},
		Fresh: func() Holiday { return Holiday{State: HolidayFlow.Initial} },
		Stamp: func(r seed.Row, h *Holiday) { h.ID, h.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, h *Holiday) error {
			seed.Given(r, "user", &h.UserID, r.Ref)
			seed.Given(r, "startDate", &h.FirstDay, func(f string) span.Day { return span.Day(r.Text(f)) })
			seed.Given(r, "endDate", &h.LastDay, func(f string) span.Day { return span.Day(r.Text(f)) })
			seed.Given(r, "status", &h.State, func(f string) HolidayState { return HolidayState(r.TextOr(f, string(Pending))) })
			seed.GivenText(r, "comment", &h.Comment)
			seed.Given(r, "actionedBy", &h.ActionedBy, r.MaybeRef)
			seed.Given(r, "actionedAt", &h.ActionedAt, r.Instant)
			h.UpdatedAt = r.UpdatedAt
			return nil
		},
		Show: seed.Each(func(h Holiday) map[string]any {
			return map[string]any{"id": h.ID, "user": seed.Rel("user", &h.UserID), "startDate": h.FirstDay, "endDate": h.LastDay, "status": h.State,
				"comment": h.Comment, "actionedBy": seed.Rel("user", h.ActionedBy), "actionedAt": h.ActionedAt, "createdAt": h.CreatedAt, "updatedAt": h.UpdatedAt}
		}),
	}.Make()
}
