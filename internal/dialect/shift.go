package dialect

import (
	"net/http"
	"slices"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/shift"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

func (f *face) shiftEndpoints() []web.Endpoint {
	dispatcher, courier := web.Needs(authz.Dispatcher), web.Needs(authz.Courier)
	return []web.Endpoint{
		{Pattern: "GET /api/shifts", Access: dispatcher, Serve: f.shiftList(shift.ListShifts)},
		{Pattern: "POST /api/shifts", Access: dispatcher, Serve: f.saveShift(http.StatusCreated)},
		{Pattern: "GET /api/shifts/{id}", Access: dispatcher, Serve: f.shiftSheets().done(f.read, shift.ReadShift)},
		{Pattern: "PUT /api/shifts/{id}", Access: dispatcher, Serve: f.saveShift(http.StatusOK)},
		{Pattern: "DELETE /api/shifts/{id}", Access: dispatcher, Serve: f.removes(shift.DeleteShift)},
		{Pattern: "GET /api/shifts/open", Access: courier, Serve: f.shiftList(shift.OpenShifts)},
		{Pattern: "GET /api/me/shifts", Access: courier, Serve: f.shiftList(shift.MyShifts)},
		{Pattern: "PUT /api/shifts/{id}/apply", Access: courier, Serve: f.shiftSheets().done(f.change, shift.Apply)},
		{Pattern: "PUT /api/shifts/{id}/unapply", Access: courier, Serve: f.shiftSheets().done(f.change, shift.Unapply)},
		{Pattern: "PUT /api/shifts/{id}/report_time", Access: courier, Serve: f.reportTime},
	}
}

// usersOnce reads users by ids that may come again and again.
func usersOnce(tx *db.Tx, ids []int64) (map[int64]account.User, error) {
	slices.Sort(ids)
	return account.LoadUsers(tx, slices.Compact(ids))
}

// userBrief is a person as shifts name them.
func userBrief(users map[int64]account.User, id int64) *Object {
	return Obj("@id", iri("users", id), "@type", "User", "username", users[id].Username)
}

// shiftObjects writes shifts with their people.
func (f *face) shiftObjects(tx *db.Tx, list []shift.Sheet) ([]*Object, error) {
	var ids []int64
	for _, s := range list {
		for _, a := range s.Assignments {
			ids = append(ids, a.UserID)
			if a.ReportedBy != nil {
				ids = append(ids, *a.ReportedBy)
			}
		}
		for _, w := range s.Waits {
			ids = append(ids, w.UserID)
		}
	}
	users, err := usersOnce(tx, ids)
	members := []*Object{}
	for _, s := range list {
		waits, people := []*Object{}, []*Object{}
		for _, w := range s.Waits {
			waits = append(waits, Obj("@id", genid(), "@type", "ShiftWaitlistEntry", "user", userBrief(users, w.UserID), "createdAt", f.at(w.CreatedAt.Time)))
		}
		for _, a := range s.Assignments {
			people = append(people, Obj("@id", genid(), "@type", "ShiftAssignment", "user", userBrief(users, a.UserID), "createdAt", f.at(a.CreatedAt.Time),
				"adjustment", f.adjustment(users, a)))
		}
		members = append(members, Obj("@id", iri("shifts", s.ID), "@type", "Shift", "id", s.ID, "activity", s.Activity, "startsAt", f.at(s.StartsAt.Time),
			"endsAt", f.at(s.EndsAt.Time), "slots", s.Slots, "breakMinutes", s.BreakMinutes, "comment", s.Comment, "requiredSkills", skillBriefs(s.Skills),
			"waitlist", waits, "assignments", people))
	}
	return members, err
}

func (f *face) adjustment(users map[int64]account.User, a shift.Assignment) *Object {
	if !a.Reported() {
		return nil
	}
	var by *Object
	if a.ReportedBy != nil {
		by = userBrief(users, *a.ReportedBy)
	}
	return Obj("@id", genid(), "@type", "ShiftTimeAdjustment", "startsAt", f.at(a.WorkedFrom.Time), "endsAt", f.at(a.WorkedTo.Time),
		"breakMinutes", a.WorkedBreak, "comment", a.WorkedComment, "reportedBy", by, "updatedAt", f.at(a.ReportedAt.Time))
}

func skillBriefs(list []shift.Skill) []*Object {
	out := []*Object{}
	for _, s := range list {
		out = append(out, Obj("@id", iri("skills", s.ID), "@type", "Skill", "id", s.ID, "name", s.Name))
	}
	return out
}

var dateFilters = []filter{{"date[after]", "date"}, {"date[before]", "date"}}

// daysIn reads ?date[after] and ?date[before].
func daysIn(c *web.Call) (d shift.Days, err error) {
	for name, to := range map[string]*span.Day{"date[after]": &d.First, "date[before]": &d.Last} {
		if s := c.Query(name); s != "" {
			if *to, err = span.ParseDay(s); err != nil {
				return d, fail.New(fail.Invalid, "request.date", "value", s)
			}
		}
	}
	return d, nil
}

func (f *face) shiftSheets() related[shift.Sheet] {
	return related[shift.Sheet]{f, "Shift", dateFilters, f.shiftObjects}
}

func (f *face) shiftList(read func(*db.Tx, shift.Days) ([]shift.Sheet, error)) func(*web.Call) error {
	return func(c *web.Call) error {
		days, err := daysIn(c)
		if err != nil {
			return err
		}
		return f.shiftSheets().all(c, func(tx *db.Tx) ([]shift.Sheet, error) { return read(tx, days) })
	}
}

func (f *face) saveShift(status int) func(*web.Call) error {
	return func(c *web.Call) error {
		b, err := bodyOf(c, false)
		if err != nil {
			return err
		}
		in, err := f.shiftIn(c, b)
		if err != nil {
			return err
		}
		return f.shiftSheets().one(c, status, f.change, func(tx *db.Tx) (shift.Sheet, error) { return shift.SaveShift(tx, in) })
	}
}

func (f *face) shiftIn(c *web.Call, b body) (in shift.SaveShiftIn, err error) {
	if in.ID, err = maybeID(c); err != nil {
		return in, err
	}
	for key, to := range map[string]any{"activity": &in.Activity, "slots": &in.Slots, "breakMinutes": &in.Break, "comment": &in.Comment} {
		if err := b.into(key, to); err != nil {
			return in, err
		}
	}
	if b.isNull("comment") {
		in.Comment = new(string)
	}
	for key, to := range map[string]**span.Instant{"startsAt": &in.StartsAt, "endsAt": &in.EndsAt} {
		if *to, err = f.maybeMoment(b, key); err != nil {
			return in, err
		}
	}
	if in.Skills, err = b.maybeRelations("requiredSkills", "skills"); err != nil {
		return in, err
	}
	if !b.isNull("users") {
		in.Users, err = b.maybeRelations("users", "users")
	}
	return in, err
}

// maybeMoment reads a date and time; absent, null and empty are nil.
func (f *face) maybeMoment(b body, key string) (*span.Instant, error) {
	s, err := b.text(key)
	if err != nil || s == "" {
		return nil, err
	}
	at, err := f.moment(s)
	return &at, err
}

const wallClock = "2006-01-02T15:04:05"

func (f *face) reportTime(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, true)
	if err != nil {
		return err
	}
	in := shift.ReportTimeIn{ShiftID: id}
	if in.UserID, err = b.relation("user", "users"); err != nil {
		return err
	}
	for key, to := range map[string]any{"breakMinutes": &in.Break, "comment": &in.Comment, "clear": &in.Clear} {
		if err := b.into(key, to); err != nil {
			return err
		}
	}
	for key, to := range map[string]*span.Instant{"startsAt": &in.StartsAt, "endsAt": &in.EndsAt} {
		if *to, err = f.clockTime(b, key); err != nil && !in.Clear {
			return err
		}
	}
	return f.shiftSheets().one(c, http.StatusOK, f.change, func(tx *db.Tx) (shift.Sheet, error) { return shift.ReportTime(tx, in) })
}

// clockTime reads a local time that is written in full and without offset.
func (f *face) clockTime(b body, key string) (span.Instant, error) {
	s, err := b.text(key)
	if err != nil || s == "" {
		return span.Instant{}, err
	}
	t, err := time.ParseInLocation(wallClock, s, f.house.Words().Zone())
	if err != nil {
		return span.Instant{}, fail.At(key, "request.date", "value", s)
	}
	return span.At(t), nil
}

// result writes an answer of shifts that is no resource.
func (f *face) result(c *web.Call, status int, kind string, o *Object) error {
	return f.item(c, status, kind, o.Before("@type", kind).Before("@id", genid()))
}
