package shift

import (
	"slices"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Template is a week of shifts that can be made again.
type Template struct {
	ID        int64                   `db:"id"`
	Name      string                  `db:"name"`
	Lines     db.JSON[[]TemplateLine] `db:"lines"`
	CreatedAt span.Instant            `db:"created_at"`
	UpdatedAt span.Instant            `db:"updated_at"`
}

// TemplateLine is one shift of a template: on which day of the week, 1 for Monday, from when to when on the clock.
type TemplateLine struct {
	Activity     string   `json:"activity"`
	DayOfWeek    int      `json:"dayOfWeek"`
	StartTime    string   `json:"startTime"`
	EndTime      string   `json:"endTime"`
	Slots        int64    `json:"slots"`
	BreakMinutes int64    `json:"breakMinutes"`
	Comment      org.Text `json:"comment"`
	Skills       []int64  `json:"requiredSkills"`
	Users        []int64  `json:"users"`
}

// HasPeople tells whether somebody is on a shift of the template.
func (t Template) HasPeople() bool {
	return slices.ContainsFunc(t.Lines.V, func(l TemplateLine) bool { return len(l.Users) > 0 })
}

// ListTemplates gives every template, by id.
func ListTemplates(tx *db.Tx) ([]Template, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return nil, err
	}
	return allTemplates(tx)
}

// SaveTemplateIn names a template and the week, by one of its days, that it is made of.
type SaveTemplateIn struct {
	Name string
	Week span.Day
}

// SaveTemplate keeps the shifts that overlap a week as a template.
func SaveTemplate(tx *db.Tx, in SaveTemplateIn) (t Template, err error) {
	if err := mayPlan(tx.Who()); err != nil {
		return t, err
	}
	if err := checkName("name", in.Name).Or(); err != nil {
		return t, err
	}
	zone, err := zoneOf(tx)
	if err != nil {
		return t, err
	}
	sheets, err := sheetsIn(tx, weekIn(Monday(in.Week), zone))
	if err != nil {
		return t, err
	}
	t = Template{Name: in.Name, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	t.Lines.V = []TemplateLine{}
	for _, s := range sheets {
		t.Lines.V = append(t.Lines.V, s.line(zone))
	}
	if t.ID, err = tx.ID("shift_templates"); err != nil {
		return t, err
	}
	return t, db.Insert(tx, "shift_templates", t)
}

const clockForm = "15:04"

func (s Sheet) line(zone *time.Location) TemplateLine {
	l := TemplateLine{Activity: s.Activity, DayOfWeek: isoDay(span.DayOf(s.StartsAt.Time, zone)), StartTime: s.StartsAt.In(zone).Format(clockForm),
		EndTime: s.EndsAt.In(zone).Format(clockForm), Slots: s.Slots, BreakMinutes: s.BreakMinutes, Comment: s.Comment, Skills: []int64{}, Users: []int64{}}
	for _, k := range s.Skills {
		l.Skills = append(l.Skills, k.ID)
	}
	for _, a := range s.Assignments {
		l.Users = append(l.Users, a.UserID)
	}
	return l
}

// DeleteTemplate takes a template away.
func DeleteTemplate(tx *db.Tx, id int64) error {
	if err := mayPlan(tx.Who()); err != nil {
		return err
	}
	if _, err := loadTemplate(tx, id); err != nil {
		return err
	}
	return removeTemplate(tx, id)
}

// ApplyTemplateIn names the week to be filled by one of its days; WithPeople puts the template's people on the shifts.
type ApplyTemplateIn struct {
	ID         int64
	Week       span.Day
	WithPeople bool
}

// ApplyTemplate makes the shifts of a template in a week and counts them. Who is on holiday is left out; everybody who got a shift is told once.
func ApplyTemplate(tx *db.Tx, in ApplyTemplateIn) (int, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return 0, err
	}
	t, err := loadTemplate(tx, in.ID)
	if err != nil {
		return 0, err
	}
	zone, err := zoneOf(tx)
	if err != nil {
		return 0, err
	}
	plan := planned{tx: tx, monday: Monday(in.Week)}
	for _, l := range t.Lines.V {
		if err := l.apply(&plan, zone, in.WithPeople); err != nil {
			return 0, err
		}
	}
	return len(t.Lines.V), plan.tell()
}

func (l TemplateLine) apply(plan *planned, zone *time.Location, withPeople bool) error {
	day := plan.monday.Plus(l.DayOfWeek - 1)
	from, to := clockOn(day, l.StartTime, zone), clockOn(day, l.EndTime, zone)
	if !to.After(from.Time) {
		to = clockOn(day.Plus(1), l.EndTime, zone) // a shift that ends after midnight
	}
	var people []int64
	if withPeople {
		known, err := account.LoadUsers(plan.tx, l.Users)
		if err != nil {
			return err
		}
		people = slices.DeleteFunc(slices.Clone(l.Users), func(id int64) bool { return known[id].ID == 0 })
	}
	s := Shift{Activity: l.Activity, StartsAt: from, EndsAt: to, Slots: l.Slots, BreakMinutes: l.BreakMinutes, Comment: l.Comment,
		CreatedBy: person(plan.tx), CreatedAt: plan.tx.Now(), UpdatedAt: plan.tx.Now()}
	if err := plan.add(s, people, day); err != nil {
		return err
	}
	skills, err := skillsByID(plan.tx, l.Skills) // those that were deleted meanwhile are no longer asked for
	if err != nil {
		return err
	}
	ids := make([]int64, len(skills))
	for i, k := range skills {
		ids[i] = k.ID
	}
	return setSkills(plan.tx, plan.made[len(plan.made)-1], ids)
}

// clockOn is the instant at which clocks show a time on a day.
func clockOn(d span.Day, clock string, zone *time.Location) span.Instant {
	t, _ := time.ParseInLocation(time.DateOnly+" "+clockForm, string(d)+" "+clock, zone) // both were written by us
	return span.At(t)
}

// TemplateSkills finds the skills that templates ask for and that are still there, by id.
func TemplateSkills(tx *db.Tx, list []Template) (map[int64]Skill, error) {
	var ids []int64
	for _, t := range list {
		for _, l := range t.Lines.V {
			ids = append(ids, l.Skills...)
		}
	}
	skills, err := skillsByID(tx, ids)
	found := map[int64]Skill{}
	for _, k := range skills {
		found[k.ID] = k
	}
	return found, err
}
