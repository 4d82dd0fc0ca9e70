package dialect

import (
	"net/http"
	"strconv"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/shift"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

func (f *face) shiftHolidayEndpoints() []web.Endpoint {
	dispatcher, courier := web.Needs(authz.Dispatcher), web.Needs(authz.Courier)
	return []web.Endpoint{
		{Pattern: "GET /api/holiday_requests", Access: dispatcher, Serve: f.holidays},
		{Pattern: "POST /api/holiday_requests", Access: courier, Serve: f.askHoliday},
		{Pattern: "GET /api/holiday_requests/{id}", Access: courier, Serve: f.holidayRequests().done(f.read, shift.ReadHoliday)},
		{Pattern: "DELETE /api/holiday_requests/{id}", Access: courier, Serve: f.removes(shift.DeleteHoliday)},
		{Pattern: "PUT /api/holiday_requests/{id}/approve", Access: dispatcher, Serve: f.decideHoliday(shift.Approve)},
		{Pattern: "PUT /api/holiday_requests/{id}/reject", Access: dispatcher, Serve: f.decideHoliday(shift.Reject)},
		{Pattern: "GET /api/me/holiday_requests", Access: courier, Serve: f.myHolidays},
		{Pattern: "GET /api/availability_rules", Access: dispatcher, Serve: f.availabilities},
		{Pattern: "POST /api/availability_rules", Access: courier, Serve: f.saveAvailability(http.StatusCreated)},
		{Pattern: "GET /api/availability_rules/{id}", Access: courier, Serve: afterwards(f, f.read, "AvailabilityRule", availabilityObject, shift.ReadAvailability)},
		{Pattern: "PUT /api/availability_rules/{id}", Access: courier, Serve: f.saveAvailability(http.StatusOK)},
		{Pattern: "DELETE /api/availability_rules/{id}", Access: courier, Serve: f.removes(shift.DeleteAvailability)},
		{Pattern: "GET /api/me/availability_rules", Access: courier, Serve: all(f, "AvailabilityRule", userFilter, availabilityObject, shift.MyAvailabilities)},
	}
}

var (
	holidayFilters = []filter{{"date[after]", "date"}, {"date[before]", "date"}, {"status", "status"}}
	userFilter     = []filter{{"user", "user"}}
)

func (f *face) holidayObjects(tx *db.Tx, list []shift.Holiday) ([]*Object, error) {
	var ids []int64
	for _, h := range list {
		ids = append(ids, h.UserID)
		if h.ActionedBy != nil {
			ids = append(ids, *h.ActionedBy)
		}
	}
	users, err := usersOnce(tx, ids)
	zone := f.house.Words().Zone()
	return shown(list, func(h shift.Holiday) *Object {
		var by *Object
		if h.ActionedBy != nil {
			by = userBrief(users, *h.ActionedBy)
		}
		return Obj("@id", iri("holiday_requests", h.ID), "@type", "HolidayRequest", "id", h.ID, "user", userBrief(users, h.UserID),
			"startDate", f.at(h.FirstDay.In(zone).From.Time), "endDate", f.at(h.LastDay.In(zone).From.Time), "status", h.State, "comment", h.Comment,
			"actionedBy", by, "actionedAt", f.at(h.ActionedAt.Time), "createdAt", f.at(h.CreatedAt.Time))
	}), err
}

func (f *face) holidayRequests() related[shift.Holiday] {
	return related[shift.Holiday]{f, "HolidayRequest", holidayFilters, f.holidayObjects}
}

func (f *face) holidays(c *web.Call) error {
	days, err := daysIn(c)
	if err != nil {
		return err
	}
	in := shift.HolidaysIn{Days: days, State: shift.HolidayState(c.Query("status"))}
	return f.holidayRequests().all(c, func(tx *db.Tx) ([]shift.Holiday, error) { return shift.ListHolidays(tx, in) })
}

func (f *face) myHolidays(c *web.Call) error { return f.holidayRequests().all(c, shift.MyHolidays) }

func (f *face) decideHoliday(verb shift.HolidayVerb) func(*web.Call) error {
	return f.holidayRequests().done(f.change, func(tx *db.Tx, id int64) (shift.Holiday, error) { return shift.DecideHoliday(tx, id, verb) })
}

func (f *face) askHoliday(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	var in shift.HolidayIn
	if in.FirstDay, err = f.dayIn(b, "startDate"); err != nil {
		return err
	}
	if in.LastDay, err = f.dayIn(b, "endDate"); err != nil {
		return err
	}
	if in.Comment, err = b.text("comment"); err != nil {
		return err
	}
	return f.holidayRequests().one(c, http.StatusCreated, f.change, func(tx *db.Tx) (shift.Holiday, error) { return shift.AskHoliday(tx, in) })
}

// dayIn reads the day of a date, with or without a time; absent and null give the empty day.
func (f *face) dayIn(b body, key string) (span.Day, error) {
	at, err := f.maybeMoment(b, key)
	if err != nil || at == nil {
		return "", err
	}
	return span.DayOf(at.Time, f.house.Words().Zone()), nil
}

func availabilityObject(a shift.Availability) *Object {
	return Obj("@id", iri("availability_rules", a.ID), "@type", "AvailabilityRule", "id", a.ID, "user", iri("users", a.UserID), "type", a.Type,
		"dayOfWeek", a.DayOfWeek, "startTime", a.StartTime, "endTime", a.EndTime, "comment", a.Comment)
}

// availabilities lists rules, those of one user by IRI or id.
func (f *face) availabilities(c *web.Call) error {
	var user int64
	if text := c.Query("user"); text != "" {
		if user = idOf("users", text); user == 0 {
			var err error
			if user, err = strconv.ParseInt(text, 10, 64); err != nil || user < 1 {
				return fail.New(fail.Invalid, "request.relation_unknown", "iri", text)
			}
		}
	}
	return all(f, "AvailabilityRule", userFilter, availabilityObject, func(tx *db.Tx) ([]shift.Availability, error) {
		return shift.ListAvailabilities(tx, user)
	})(c)
}

func (f *face) saveAvailability(status int) func(*web.Call) error {
	return func(c *web.Call) error {
		var in shift.AvailabilityIn
		var err error
		if in.ID, err = maybeID(c); err != nil {
			return err
		}
		b, err := bodyOf(c, false)
		if err != nil {
			return err
		}
		if in.UserID, err = b.relation("user", "users"); err != nil && c.Who.Is(authz.Dispatcher) {
			return err // of others it is not read
		}
		for key, to := range map[string]any{"type": &in.Type, "dayOfWeek": &in.DayOfWeek, "startTime": &in.StartTime, "endTime": &in.EndTime, "comment": &in.Comment} {
			if err := b.into(key, to); err != nil {
				return err
			}
		}
		a, err := worked(c, f.change, func(tx *db.Tx) (shift.Availability, error) { return shift.SaveAvailability(tx, in) })
		if err != nil {
			return err
		}
		return f.item(c, status, "AvailabilityRule", availabilityObject(a))
	}
}
