package dialect

import (
	"encoding/json"
	"net/http"
	"strconv"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/shift"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

func (f *face) shiftSettingsEndpoints() []web.Endpoint {
	dispatcher, courier := web.Needs(authz.Dispatcher), web.Needs(authz.Courier)
	return []web.Endpoint{
		{Pattern: "GET /api/shift_settings", Access: courier, Serve: f.shiftSettings},
		{Pattern: "PUT /api/shift_settings", Access: dispatcher, Serve: f.saveShiftSettings},
		{Pattern: "GET /api/shifts/dashboard", Access: dispatcher, Serve: f.shiftDashboard},
		{Pattern: "GET /api/shifts/compliance", Access: dispatcher, Serve: f.shiftCompliance},
	}
}

func (f *face) answerShiftSettings(c *web.Call, s shift.Settings) error {
	templates := Obj()
	for name, t := range shift.LegalTemplates() {
		templates.Set(name, Obj("country", t.Country, "sector", t.Sector, "rules", t.Rules))
	}
	var template any
	if s.Template != "" {
		template = s.Template
	}
	var rules any = s.Overrides
	if len(s.Overrides) == 0 {
		rules = []any{}
	}
	return f.item(c, http.StatusOK, "ShiftSettings", Obj("@id", "/api/shift_settings", "@type", "ShiftSettings", "throughput", s.Throughput,
		"serviceLevel", s.ServiceLevel, "legal", Obj("template", template, "rules", rules), "legalTemplates", templates))
}

func (f *face) shiftSettings(c *web.Call) error {
	s, err := worked(c, f.read, shift.ReadSettings)
	if err != nil {
		return err
	}
	return f.answerShiftSettings(c, s)
}

func (f *face) saveShiftSettings(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	var in shift.SettingsIn
	for key, to := range map[string]any{"throughput": &in.Throughput, "serviceLevel": &in.ServiceLevel, "legal": &in.Legal} {
		if err := b.into(key, to); err != nil {
			return err
		}
	}
	if in.Legal != nil {
		var legal body
		if err := b.into("legal", &legal); err != nil {
			return err
		}
		_ = json.Unmarshal(legal["rules"], &in.Legal.Rules) // a list, as empty overrides are written, holds no rule
	}
	s, err := worked(c, f.change, func(tx *db.Tx) (shift.Settings, error) { return shift.SaveSettings(tx, in) })
	if err != nil {
		return err
	}
	return f.answerShiftSettings(c, s)
}

// queryDay reads a day of the query, empty when there is none.
func queryDay(c *web.Call, name string) (span.Day, error) {
	s := c.Query(name)
	if s == "" {
		return "", nil
	}
	d, err := span.ParseDay(s)
	if err != nil {
		return "", fail.New(fail.Invalid, "request.date", "value", s)
	}
	return d, nil
}

const dashboardWeeks = 5

func (f *face) shiftDashboard(c *web.Call) error {
	from, err := queryDay(c, "from")
	if err != nil {
		return err
	}
	weeks, err := strconv.Atoi(c.Query("weeks"))
	if err != nil {
		weeks = dashboardWeeks
	}
	list, err := worked(c, f.read, func(tx *db.Tx) ([]shift.WeekFill, error) { return shift.Dashboard(tx, from, weeks) })
	if err != nil {
		return err
	}
	return f.result(c, http.StatusOK, "ShiftDashboard", Obj("weeks", shown(list, func(w shift.WeekFill) *Object {
		return Obj("weekStart", w.Monday, "weekEnd", w.Monday.Plus(6), "totalSlots", w.Slots, "totalAssignments", w.Assignments, "fillRate", w.Rate(),
			"published", w.Published)
	})))
}

func (f *face) shiftCompliance(c *web.Call) error {
	day, err := queryDay(c, "week")
	if err != nil {
		return err
	}
	if day == "" {
		return fail.At("week", "value.blank")
	}
	found, err := worked(c, f.read, func(tx *db.Tx) (shift.Compliance, error) { return shift.CheckWeek(tx, day) })
	if err != nil {
		return err
	}
	var template any
	if found.Template != "" {
		template = found.Template
	}
	return f.result(c, http.StatusOK, "ShiftCompliance", Obj("week", found.Monday, "template", template, "violations", shown(found.Violations, violationObject)))
}

func violationObject(v shift.Violation) *Object {
	o := Obj("username", v.Username, "rule", v.Rule, "actual", v.Actual, "limit", v.Limit)
	for _, key := range []string{"date", "weeks", "workedHours", "thresholdHours", "from", "to"} {
		if value, ok := v.Extra[key]; ok {
			o.Set(key, value)
		}
	}
	return o
}
