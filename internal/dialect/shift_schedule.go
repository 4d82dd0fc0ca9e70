package dialect

import (
	"fmt"
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/shift"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

func (f *face) shiftScheduleEndpoints() []web.Endpoint {
	return []web.Endpoint{{Pattern: "POST /api/shifts/generate_schedule", Access: web.Needs(authz.Dispatcher), Serve: f.suggestWeek}}
}

func (f *face) suggestWeek(c *web.Call) error {
	day, err := weekIn(c)
	if err != nil {
		return err
	}
	s, err := worked(c, f.read, func(tx *db.Tx) (shift.Suggestion, error) { return shift.SuggestWeek(tx, day) })
	if err != nil {
		return err
	}
	hour := func(d span.Day, h int) string { return fmt.Sprintf("%sT%02d:00:00", d, h) }
	shifts := shown(s.Shifts, func(b shift.SuggestedShift) *Object {
		return Obj("activity", b.Activity, "startsAt", hour(b.Day, b.From), "endsAt", hour(b.Day, b.To), "slots", b.Slots)
	})
	days := []*Object{}
	for i, d := range s.Days {
		buckets := shown(d.Buckets, func(b shift.Bucket) *Object { return Obj("hour", b.Hour, "demand", b.Demand, "coverage", b.Coverage) })
		days = append(days, Obj("date", d.Day, "dow", i+1, "buckets", buckets))
	}
	meta := Obj("lookbackWeeks", shift.LookbackWeeks(), "serviceLevel", s.Settings.ServiceLevel, "throughput", s.Settings.Throughput,
		"observations", s.Observations, "forecaster", "heuristic")
	return f.result(c, http.StatusOK, "ShiftScheduleSuggestion", Obj("shifts", shifts, "days", days, "meta", meta))
}
