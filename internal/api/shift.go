package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/shift"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// Shift is a time in which some people are to work.
type Shift struct {
	ID       int64         `json:"id"`
	Version  int64         `json:"version"`
	Activity string        `json:"activity" doc:"Slug"`
	Label    string        `json:"label" doc:"Of the activity"`
	Color    string        `json:"color,omitempty"`
	From     span.Instant  `json:"from"`
	To       span.Instant  `json:"to"`
	Places   int64         `json:"places"`
	Break    int64         `json:"break" doc:"Minutes"`
	Comment  string        `json:"comment"`
	Skills   []ShiftSkill  `json:"skills" doc:"That it asks for"`
	People   []ShiftPerson `json:"people" doc:"In the order in which they came"`
	Waiting  []ShiftPerson `json:"waiting" doc:"In their order"`
	Mine     string        `json:"mine" enum:"no,on,waiting" doc:"Where the caller stands"`
	Can      []string      `json:"can" enum:"take,wait,give_back,report"`
}

// ShiftSkill is something that people have learnt.
type ShiftSkill struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// ShiftPerson is somebody on a shift.
type ShiftPerson struct {
	ID     int64   `json:"id"`
	Name   string  `json:"name"`
	Worked *Worked `json:"worked,omitempty" doc:"When they really worked; missing until somebody tells"`
}

// Worked is when somebody really worked.
type Worked struct {
	From    span.Instant `json:"from"`
	To      span.Instant `json:"to"`
	Break   int64        `json:"break" doc:"Minutes"`
	Comment string       `json:"comment"`
}

// ShiftActivity is what people work at.
type ShiftActivity struct {
	Slug  string `json:"slug"`
	Label string `json:"label"`
	Color string `json:"color,omitempty"`
}

// shiftBook writes shifts for one caller.
type shiftBook struct {
	who        authz.Actor
	activities map[string]shift.Activity
	users      map[int64]account.User
	mine       []shift.Skill
	published  bool
}

func openShiftBook(tx *db.Tx, lists ...[]shift.Sheet) (b shiftBook, err error) {
	b = shiftBook{who: tx.Who(), activities: map[string]shift.Activity{}}
	all, err := shift.ListActivities(tx)
	if err != nil {
		return b, err
	}
	for _, a := range all {
		b.activities[a.Slug] = a
	}
	var ids []int64
	for _, s := range slices.Concat(lists...) {
		for _, a := range s.Assignments {
			ids = append(ids, a.UserID)
		}
		for _, w := range s.Waits {
			ids = append(ids, w.UserID)
		}
	}
	slices.Sort(ids)
	if b.users, err = account.LoadUsers(tx, slices.Compact(ids)); err != nil {
		return b, err
	}
	skills, err := shift.SkillsOf(tx, []int64{b.who.UserID})
	b.mine = skills[b.who.UserID]
	return b, err
}

func (b shiftBook) all(list []shift.Sheet) []Shift {
	out := make([]Shift, len(list))
	for i, s := range list {
		out[i] = b.one(s)
	}
	return out
}

func (b shiftBook) one(s shift.Sheet) Shift {
	label := b.activities[s.Activity]
	out := Shift{ID: s.ID, Version: s.Version, Activity: s.Activity, Label: label.Label, Color: string(label.Color), From: s.StartsAt, To: s.EndsAt, Places: s.Slots,
		Break: s.BreakMinutes, Comment: string(s.Comment), Skills: []ShiftSkill{}, People: []ShiftPerson{}, Waiting: []ShiftPerson{}, Mine: "no", Can: []string{}}
	if out.Label == "" {
		out.Label = s.Activity
	}
	for _, k := range s.Skills {
		out.Skills = append(out.Skills, ShiftSkill{k.ID, k.Name})
	}
	for _, a := range s.Assignments {
		p := ShiftPerson{ID: a.UserID, Name: b.users[a.UserID].Username}
		own := a.UserID == b.who.UserID
		if a.Reported() && (own || b.who.Is(authz.Dispatcher)) {
			p.Worked = &Worked{a.WorkedFrom, a.WorkedTo, a.WorkedBreak, string(a.WorkedComment)}
		}
		if own {
			out.Mine = "on"
		}
		out.People = append(out.People, p)
	}
	for _, w := range s.Waits {
		if w.UserID == b.who.UserID {
			out.Mine = "waiting"
		}
		out.Waiting = append(out.Waiting, ShiftPerson{ID: w.UserID, Name: b.users[w.UserID].Username})
	}
	out.Can = b.can(s, out.Mine)
	return out
}

// can: what couriers do with a shift. Whether they still may is judged when they do it.
func (b shiftBook) can(s shift.Sheet, mine string) []string {
	lacks := slices.ContainsFunc(s.Skills, func(k shift.Skill) bool {
		return !slices.ContainsFunc(b.mine, func(have shift.Skill) bool { return have.ID == k.ID })
	})
	switch {
	case mine == "on":
		return []string{"give_back", "report"}
	case mine == "waiting":
		return []string{"give_back"}
	case !b.published || lacks:
		return []string{}
	case int64(len(s.Assignments)) < s.Slots:
		return []string{"take"}
	}
	return []string{"wait"}
}

// ShiftWeek is a week as planners see it.
type ShiftWeek struct {
	Monday     span.Day        `json:"monday"`
	Published  bool            `json:"published"`
	Shifts     []Shift         `json:"shifts" doc:"By start"`
	Team       []TeamMember    `json:"team" doc:"Who can be put on a shift, by name"`
	Activities []ShiftActivity `json:"activities"`
	Skills     []ShiftSkill    `json:"skills"`
	TimeOff    []TimeOff       `json:"timeOff" doc:"Of this week, and all that wait for a decision"`
	Limits     []BrokenLimit   `json:"limits" doc:"Of labour law that the week is beyond"`
}

// TeamMember is somebody who can be put on a shift.
type TeamMember struct {
	ID     int64   `json:"id"`
	Name   string  `json:"name"`
	Skills []int64 `json:"skills"`
}

// BrokenLimit is a limit of labour law that somebody's week is beyond.
type BrokenLimit struct {
	Name   string  `json:"name"`
	Rule   string  `json:"rule"`
	Actual float64 `json:"actual"`
	Limit  float64 `json:"limit"`
	Day    string  `json:"day" doc:"Empty where it is about the whole week"`
}

type weekIn struct {
	Day span.Day `path:"day" doc:"Any day of the week"`
}

type shiftBody struct {
	Version  int64        `json:"version,omitempty" doc:"That the change was made from"`
	Activity string       `json:"activity" maxLength:"64"`
	From     span.Instant `json:"from"`
	To       span.Instant `json:"to"`
	Places   int64        `json:"places" minimum:"1" maximum:"500"`
	Break    int64        `json:"break" minimum:"0" maximum:"1440"`
	Comment  string       `json:"comment" maxLength:"2000"`
	Skills   []int64      `json:"skills"`
	People   []int64      `json:"people"`
}

func (b shiftBody) in(id int64) shift.SaveShiftIn {
	return shift.SaveShiftIn{ID: id, Version: b.Version, Activity: &b.Activity, StartsAt: &b.From, EndsAt: &b.To, Slots: &b.Places, Break: &b.Break, Comment: &b.Comment,
		Skills: &b.Skills, Users: &b.People}
}

func (f *face) shiftRoutes() {
	planner := web.Needs(authz.Dispatcher)
	op := func(method, path, summary string, status int) huma.Operation {
		return huma.Operation{Method: method, Path: path, Tags: []string{"shifts"}, Summary: summary, DefaultStatus: status}
	}
	register(f, planner, op(http.MethodGet, "/v1/weeks/{day}", "A week of shifts, for planners", 200), f.shiftWeek)
	register(f, planner, op(http.MethodPost, "/v1/weeks/{day}/publish", "Open a week to the team, and tell them", 204), f.withWeek(shift.PublishWeek))
	register(f, planner, op(http.MethodPost, "/v1/weeks/{day}/clear", "Delete the shifts of a week that is not published", 204), f.withWeek(ignored(shift.ClearWeek)))
	register(f, planner, op(http.MethodPost, "/v1/weeks/{day}/lists", "Make the task lists of those who work in a week", 204), f.withWeek(ignored(shift.SyncDispatch)))
	register(f, planner, op(http.MethodPost, "/v1/weeks/{day}/copy", "Copy the shifts of the week before into this one", 204), f.withWeek(func(tx *db.Tx, day span.Day) error {
		return shift.CopyWeek(tx, shift.CopyWeekIn{Source: day.Plus(-7), Target: day})
	}))
	register(f, planner, op(http.MethodPost, "/v1/shifts", "Make a shift", http.StatusCreated), func(ctx context.Context, who authz.Actor, in *struct{ Body shiftBody }) (*answer[Shift], error) {
		return f.shiftAfter(ctx, who, func(tx *db.Tx) (shift.Sheet, error) { return shift.SaveShift(tx, in.Body.in(0)) })
	})
	register(f, planner, op(http.MethodPut, "/v1/shifts/{id}", "Change a shift", 200), func(ctx context.Context, who authz.Actor, in *struct {
		PathID
		Body shiftBody
	}) (*answer[Shift], error) {
		return f.shiftAfter(ctx, who, func(tx *db.Tx) (shift.Sheet, error) { return shift.SaveShift(tx, in.Body.in(in.ID)) })
	})
	register(f, planner, op(http.MethodDelete, "/v1/shifts/{id}", "Delete a shift", 204), f.removes(shift.DeleteShift))
	for _, verb := range []shift.HolidayVerb{shift.Approve, shift.Reject} {
		register(f, planner, op(http.MethodPost, "/v1/time-off/{id}/"+string(verb), "Decide about time off", 204), f.removes(func(tx *db.Tx, id int64) error {
			_, err := shift.DecideHoliday(tx, id, verb)
			return err
		}))
	}
}

func ignored(do func(*db.Tx, span.Day) (int, error)) func(*db.Tx, span.Day) error {
	return func(tx *db.Tx, day span.Day) error {
		_, err := do(tx, day)
		return err
	}
}

// withWeek does something with a week that has no answer.
func (f *face) withWeek(do func(*db.Tx, span.Day) error) func(context.Context, authz.Actor, *weekIn) (*struct{}, error) {
	return func(ctx context.Context, who authz.Actor, in *weekIn) (*struct{}, error) {
		day, err := f.day(string(in.Day))
		if err != nil {
			return nil, err
		}
		return nil, f.change(ctx, who, func(tx *db.Tx) error { return do(tx, shift.Monday(day)) })
	}
}

// removes does something with a thing of the path that has no answer.
func (f *face) removes(do func(*db.Tx, int64) error) func(context.Context, authz.Actor, *PathID) (*struct{}, error) {
	return func(ctx context.Context, who authz.Actor, in *PathID) (*struct{}, error) {
		return nil, f.change(ctx, who, func(tx *db.Tx) error { return do(tx, in.ID) })
	}
}

// shiftAfter answers with a shift after something was done with it.
func (f *face) shiftAfter(ctx context.Context, who authz.Actor, do func(*db.Tx) (shift.Sheet, error)) (*answer[Shift], error) {
	out := &answer[Shift]{}
	return out, f.change(ctx, who, func(tx *db.Tx) error {
		s, err := do(tx)
		if err != nil {
			return err
		}
		b, err := openShiftBook(tx, []shift.Sheet{s})
		if err != nil {
			return err
		}
		b.published, err = shift.Published(tx, span.DayOf(s.StartsAt.Time, f.house.Zone()))
		out.Body = b.one(s)
		return err
	})
}

func (f *face) shiftWeek(ctx context.Context, who authz.Actor, in *weekIn) (*answer[ShiftWeek], error) {
	day, err := f.day(string(in.Day))
	if err != nil {
		return nil, err
	}
	out := &answer[ShiftWeek]{}
	return out, f.read(ctx, who, func(tx *db.Tx) error { return planWeek(tx, shift.Monday(day), &out.Body) })
}

func planWeek(tx *db.Tx, monday span.Day, out *ShiftWeek) (err error) {
	days := shift.Days{First: monday, Last: monday.Plus(6)}
	*out = ShiftWeek{Monday: monday, Team: []TeamMember{}, Activities: []ShiftActivity{}, Skills: []ShiftSkill{}, Limits: []BrokenLimit{}}
	list, err := shift.ListShifts(tx, days)
	if err != nil {
		return err
	}
	slices.SortStableFunc(list, func(a, b shift.Sheet) int { return a.StartsAt.Compare(b.StartsAt.Time) })
	book, err := openShiftBook(tx, list)
	if err != nil {
		return err
	}
	out.Shifts = book.all(list)
	if out.Published, err = shift.Published(tx, monday); err != nil {
		return err
	}
	if err := out.fillTeam(tx); err != nil {
		return err
	}
	if out.TimeOff, err = timeOffIn(tx, days); err != nil {
		return err
	}
	law, err := shift.CheckWeek(tx, monday)
	for _, v := range law.Violations {
		at, _ := v.Extra["date"].(span.Day)
		out.Limits = append(out.Limits, BrokenLimit{v.Username, v.Rule, v.Actual, v.Limit, string(at)})
	}
	return err
}

// fillTeam writes who can be planned, at what, and what they can.
func (w *ShiftWeek) fillTeam(tx *db.Tx) error {
	team, err := shift.Team(tx)
	if err != nil {
		return err
	}
	for _, m := range team {
		skills := []int64{}
		for _, k := range m.Skills {
			skills = append(skills, k.ID)
		}
		w.Team = append(w.Team, TeamMember{m.ID, m.Username, skills})
	}
	activities, err := shift.ListActivities(tx)
	if err != nil {
		return err
	}
	for _, a := range activities {
		w.Activities = append(w.Activities, ShiftActivity{a.Slug, a.Label, string(a.Color)})
	}
	skills, err := shift.ListSkills(tx)
	for _, k := range skills {
		w.Skills = append(w.Skills, ShiftSkill{k.ID, k.Name})
	}
	return err
}
