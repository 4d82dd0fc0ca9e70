package dialect

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"pignon.coop/internal/db/dbtest"
)

// told gives what a request answers, as JSON-like text.
func (d depot) told(token, method, path, body string, status int) map[string]any {
	d.t.Helper()
	return d.wants(d.ask(token, method, path, body), status, nil)
}

// leading is the first object of a list, nil when it is empty.
func leading(list any) map[string]any {
	if l, ok := list.([]any); ok && len(l) > 0 {
		return l[0].(map[string]any)
	}
	return nil
}

// people lists the user names of a shift's assignments, and those who wait behind a bar.
func people(s map[string]any) string {
	var names []string
	for _, key := range []string{"assignments", "waitlist"} {
		for _, a := range s[key].([]any) {
			names = append(names, a.(map[string]any)["user"].(map[string]any)["username"].(string))
		}
		names = append(names, "|")
	}
	return strings.Join(names[:len(names)-1], " ")
}

const shiftKeys = "@context @id @type activity assignments breakMinutes comment endsAt id requiredSkills slots startsAt waitlist"

func TestShiftContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		var seq int64
		d.since(&seq)
		bob := fmt.Sprintf(`"/api/users/%d"`, d.bobID)
		body := `{"activity":"delivery","startsAt":"2027-03-01T11:00:00","endsAt":"2027-03-01T15:30:00","slots":2,"breakMinutes":15,"users":[` + bob + `]}`
		for token, status := range map[string]int{"": 401, d.bob: 403, d.zoe: 403} {
			d.told(token, "POST", "/api/shifts", body, status)
			d.told(token, "GET", "/api/shifts", "", status)
		}
		made := d.wants(d.ask(d.ada, "POST", "/api/shifts", body), 201, map[string]any{"@context": "/api/contexts/Shift", "@id": "/api/shifts/1", "@type": "Shift", "id": 1,
			"activity": "delivery", "startsAt": "2027-03-01T11:00:00+01:00", "endsAt": "2027-03-01T15:30:00+01:00", "slots": 2, "breakMinutes": 15, "comment": nil})
		if allKeys(made) != shiftKeys || people(made) != "bob |" || allKeys(leading(made["assignments"])) != "@id @type adjustment createdAt user" {
			t.Errorf("made %v", made)
		}
		d.events(&seq, "shift.assigned shift.saved")
		d.wants(d.ask(d.ada, "POST", "/api/shifts", strings.Replace(body, `"delivery"`, `"xyz"`, 1)), 400, hydra(`Unknown shift activity "xyz"`))
		for _, wrong := range []string{`{}`, strings.Replace(body, "15:30", "10:30", 1), strings.Replace(body, `"slots":2`, `"slots":0`, 1)} {
			if got := d.told(d.ada, "POST", "/api/shifts", wrong, 400); got["@type"] != "ConstraintViolationList" {
				t.Errorf("%s: %v", wrong, got)
			}
		}
		d.told(d.ada, "PUT", "/api/shifts/1", `{"users":["/api/users/999"]}`, 400)
		d.events(&seq, "")
		list := d.told(d.bob, "GET", "/api/me/shifts?date[after]=2027-03-01", "", 200)
		if list["hydra:totalItems"] != 1.0 || list["hydra:search"].(map[string]any)["hydra:template"] != "/api/me/shifts{?date[after],date[before]}" {
			t.Errorf("mine %v", list)
		}
		if got := d.told(d.bob, "GET", "/api/me/shifts", "", 200); got["hydra:totalItems"] != 0.0 {
			t.Errorf("this week %v", got)
		}
		for query, want := range map[string]float64{"": 1, "?date[after]=2027-03-02": 0, "?date[before]=2027-02-28": 0, "?date[before]=2027-03-01": 1, "?date=2020-01-01": 1} {
			if got := d.told(d.ada, "GET", "/api/shifts"+query, "", 200); got["hydra:totalItems"] != want {
				t.Errorf("%s: %v", query, got["hydra:totalItems"])
			}
		}
		if got := d.told(d.ada, "PUT", "/api/shifts/1", `{"users":[],"comment":"x","endsAt":"2027-03-01T16:00:00"}`, 200); people(got) != "|" || got["comment"] != "x" || got["slots"] != 2.0 {
			t.Errorf("changed %v", got)
		}
		d.told(d.ada, "DELETE", "/api/shifts/1", "", 204)
		d.told(d.ada, "GET", "/api/shifts/1", "", 404)
	})
}

func TestShiftIsAppliedFor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		var seq int64
		d.told(d.ada, "POST", "/api/skills", `{"name":"long john"}`, 201)
		d.told(d.ada, "POST", "/api/shifts", `{"activity":"delivery","startsAt":"2027-03-01T11:00:00","endsAt":"2027-03-01T15:30:00","requiredSkills":["/api/skills/1"]}`, 201)
		d.wants(d.ask(d.bob, "PUT", "/api/shifts/1/apply", `{}`), 400, hydra("The schedule for this week is not published yet"))
		if got := d.told(d.bob, "GET", "/api/shifts/open?date[after]=2027-03-01", "", 200); got["hydra:totalItems"] != 0.0 {
			t.Errorf("open before %v", got)
		}
		d.told(d.bob, "POST", "/api/shifts/publish_week", `{"week":"2027-03-07"}`, 403)
		d.told(d.ada, "POST", "/api/shifts/publish_week", `{"week":"2027-03-07"}`, 204)
		d.told(d.ada, "POST", "/api/shifts/publish_week", `{"week":"2027-03-02"}`, 400)
		d.wants(d.ask(d.ada, "POST", "/api/shifts/clear_week", `{"week":"2027-03-02"}`), 400, hydra("This week is already published and cannot be cleared"))
		if got := d.told(d.bob, "GET", "/api/shifts/open?date[after]=2027-03-01", "", 200); got["hydra:totalItems"] != 1.0 {
			t.Errorf("open %v", got)
		}
		d.wants(d.ask(d.bob, "PUT", "/api/shifts/1/apply", `{}`), 400, hydra("Missing required skill(s): long john"))
		d.told(d.ada, "PUT", "/api/skills/1", fmt.Sprintf(`{"users":["/api/users/%d","/api/users/%d"]}`, d.bobID, d.bobID+1), 200)
		d.since(&seq)
		if got := d.told(d.bob, "PUT", "/api/shifts/1/apply", `{}`, 200); people(got) != "bob |" {
			t.Errorf("applied %v", got)
		}
		d.told(d.bob, "PUT", "/api/shifts/1/apply", `{}`, 400)
		if got := d.told(d.sarah, "PUT", "/api/shifts/1/apply", `{}`, 200); people(got) != "bob | sarah" || allKeys(leading(got["waitlist"])) != "@id @type createdAt user" {
			t.Errorf("waits %v", got)
		}
		d.events(&seq, "shift.saved shift.saved")
		if got := d.told(d.bob, "PUT", "/api/shifts/1/unapply", `{}`, 200); people(got) != "sarah |" {
			t.Errorf("promoted %v", got)
		}
		d.events(&seq, "shift.promoted shift.saved")
		d.told(d.bob, "PUT", "/api/shifts/1/unapply", `{}`, 400)
		user := d.told(d.ada, "GET", fmt.Sprintf("/api/users/%d", d.bobID), "", 200)
		if s := leading(user["skills"]); allKeys(s) != "@id @type id name" {
			t.Errorf("skills %v", s)
		}
		d.told(d.ada, "DELETE", "/api/skills/1", "", 204)
		d.told(d.bob, "GET", "/api/skills", "", 403)
	})
}

func TestWorkedTimeIsReported(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		d.told(d.ada, "POST", "/api/shifts", fmt.Sprintf(`{"activity":"delivery","startsAt":"2027-03-01T11:00:00","endsAt":"2027-03-01T15:30:00","users":["/api/users/%d"]}`, d.bobID), 201)
		report := func(token, body string, status int) any {
			got := d.told(token, "PUT", "/api/shifts/1/report_time", body, status)
			if status != 200 {
				return nil
			}
			return leading(got["assignments"])["adjustment"]
		}
		const times = `"startsAt":"2027-03-01T10:30:00","endsAt":"2027-03-01T16:00:00"`
		a := report(d.bob, `{`+times+`,"breakMinutes":20,"comment":"late"}`, 200).(map[string]any)
		if allKeys(a) != "@id @type breakMinutes comment endsAt reportedBy startsAt updatedAt" || a["startsAt"] != "2027-03-01T10:30:00+01:00" || a["breakMinutes"] != 20.0 {
			t.Errorf("reported %v", a)
		}
		bob := fmt.Sprintf(`"user":"/api/users/%d",`, d.bobID)
		a = report(d.ada, `{`+bob+times+`}`, 200).(map[string]any)
		if a["reportedBy"].(map[string]any)["username"] != "ada" || a["comment"] != nil || a["breakMinutes"] != 0.0 {
			t.Errorf("adjusted %v", a)
		}
		report(d.sarah, `{`+bob+times+`}`, 403)
		report(d.sarah, `{`+times+`}`, 400)
		report(d.bob, `{"startsAt":"2027-03-01 10:30","endsAt":"2027-03-01T16:00:00"}`, 400)
		report(d.bob, `{"startsAt":"2027-03-01T16:00:00","endsAt":"2027-03-01T16:00:00"}`, 400)
		report(d.bob, `{"user":"/api/users/999",`+times+`}`, 400)
		if got := report(d.bob, `{"clear":true}`, 200); got != nil {
			t.Errorf("cleared %v", got)
		}
		d.told(d.bob, "PUT", "/api/shifts/9/report_time", `{"clear":true}`, 404)
	})
}

func TestWeeksOfShifts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		var seq int64
		d.told(d.ada, "POST", "/api/shifts", fmt.Sprintf(`{"activity":"delivery","startsAt":"2027-03-22T11:00:00","endsAt":"2027-03-22T15:30:00","breakMinutes":9,"users":["/api/users/%d","/api/users/%d"]}`, d.bobID, d.bobID+1), 201)
		d.told(d.bob, "POST", "/api/shifts/copy_week", `{"sourceWeek":"2027-03-22","targetWeek":"2027-03-29"}`, 403)
		d.told(d.ada, "POST", "/api/shifts/copy_week", `{"sourceWeek":"22/03/2027","targetWeek":"2027-03-29"}`, 400)
		d.since(&seq)
		d.told(d.ada, "POST", "/api/shifts/copy_week", `{"sourceWeek":"2027-03-28","targetWeek":"2027-03-29"}`, 204) // the clocks change on 28 March
		d.events(&seq, "shift.saved shift.planned shift.planned")
		got := d.told(d.ada, "GET", "/api/shifts/2", "", 200)
		if got["startsAt"] != "2027-03-29T11:00:00+02:00" || got["breakMinutes"] != 0.0 || people(got) != "bob sarah |" {
			t.Errorf("copied %v", got)
		}
		sync := d.wants(d.ask(d.ada, "POST", "/api/shifts/dispatch_sync", `{"week":"2027-03-29"}`), 200, map[string]any{"@context": "/api/contexts/ShiftDispatchSync", "@type": "ShiftDispatchSync", "added": 2})
		if allKeys(sync) != "@context @id @type added" {
			t.Errorf("synced %v", sync)
		}
		d.wants(d.ask(d.ada, "POST", "/api/shifts/dispatch_sync", `{"week":"2027-03-29"}`), 200, map[string]any{"added": 0})
		d.told(d.bob, "POST", "/api/shifts/dispatch_sync", `{"week":"2027-03-29"}`, 403)
		d.wants(d.ask(d.ada, "POST", "/api/shifts/batch", `{"shifts":[{"activity":"delivery","startsAt":"2027-03-30T11:00:00","endsAt":"2027-03-30T12:00:00","slots":-1},
			{"activity":"dispatch","startsAt":"2027-03-30T11:00:00","endsAt":"2027-03-30T12:00:00"}]}`), 201, map[string]any{"@type": "ShiftBatch", "created": 2})
		d.wants(d.ask(d.ada, "POST", "/api/shifts/batch", `{"shifts":[{"activity":"delivery"}]}`), 400, hydra("Each shift requires activity, startsAt and endsAt"))
		d.told(d.ada, "POST", "/api/shifts/batch", `{"shifts":[]}`, 400)
		d.wants(d.ask(d.ada, "POST", "/api/shifts/clear_week", `{"week":"2027-04-04"}`), 200, map[string]any{"@context": "/api/contexts/ShiftWeekClear", "@type": "ShiftWeekClear", "cleared": 3})
		d.told(d.bob, "POST", "/api/shifts/clear_week", `{"week":"2027-04-04"}`, 403)
	})
}

func TestShiftActivityContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		list := d.told(d.bob, "GET", "/api/shift_activities", "", 200)
		if allKeys(list) != "@context @id @type hydra:member hydra:totalItems" || list["hydra:totalItems"] != 3.0 {
			t.Errorf("list %v", list)
		}
		made := d.wants(d.ask(d.ada, "POST", "/api/shift_activities", `{"label":"Tri de nuit","color":"#00ff7f","slug":"mine"}`), 201,
			map[string]any{"@id": "/api/shift_activities/4", "slug": "tri-de-nuit", "label": "Tri de nuit", "color": "#00ff7f"})
		if allKeys(made) != "@context @id @type color id label slug" {
			t.Errorf("made %v", made)
		}
		d.wants(d.ask(d.ada, "POST", "/api/shift_activities", `{"label":"Tri de nuit"}`), 201, map[string]any{"slug": "tri-de-nuit-2"})
		d.wants(d.ask(d.ada, "PUT", "/api/shift_activities/4", `{"label":"Autre"}`), 200, map[string]any{"slug": "tri-de-nuit", "label": "Autre", "color": nil})
		for _, wrong := range []string{`{}`, `{"label":"x","color":"red"}`} {
			if got := d.told(d.ada, "POST", "/api/shift_activities", wrong, 400); got["@type"] != "ConstraintViolationList" {
				t.Errorf("%s: %v", wrong, got)
			}
		}
		d.told(d.bob, "POST", "/api/shift_activities", `{"label":"x"}`, 403)
		d.told(d.zoe, "GET", "/api/shift_activities", "", 403)
		d.told(d.ada, "POST", "/api/shifts", `{"activity":"tri-de-nuit-2","startsAt":"2027-03-01T11:00:00","endsAt":"2027-03-01T15:30:00"}`, 201)
		d.told(d.ada, "DELETE", "/api/shift_activities/5", "", 204)
		d.wants(d.ask(d.ada, "GET", "/api/shifts/1", ""), 200, map[string]any{"activity": "tri-de-nuit-2"})
		d.wants(d.ask(d.ada, "PUT", "/api/shifts/1", `{"slots":2}`), 400, hydra(`Unknown shift activity "tri-de-nuit-2"`))
	})
}

func TestTimeOffIsAskedFor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		var seq int64
		asked := d.wants(d.ask(d.bob, "POST", "/api/holiday_requests", `{"startDate":"2027-04-12","endDate":"2027-04-16","status":"approved","user":"/api/users/1"}`), 201,
			map[string]any{"@context": "/api/contexts/HolidayRequest", "@id": "/api/holiday_requests/1", "@type": "HolidayRequest", "id": 1, "startDate": "2027-04-12T00:00:00+02:00",
				"endDate": "2027-04-16T00:00:00+02:00", "status": "pending", "comment": nil, "actionedBy": nil, "actionedAt": nil})
		if allKeys(asked) != "@context @id @type actionedAt actionedBy comment createdAt endDate id startDate status user" || asked["user"].(map[string]any)["username"] != "bob" {
			t.Errorf("asked %v", asked)
		}
		d.told(d.bob, "POST", "/api/holiday_requests", `{"startDate":"2027-04-12","endDate":"2027-04-11"}`, 400)
		d.told(d.zoe, "POST", "/api/holiday_requests", `{"startDate":"2027-04-12","endDate":"2027-04-12"}`, 403)
		d.told(d.bob, "PUT", "/api/holiday_requests/1/approve", `{}`, 403)
		d.told(d.bob, "GET", "/api/holiday_requests/1", "", 200)
		d.told(d.sarah, "GET", "/api/holiday_requests/1", "", 403)
		d.told(d.sarah, "DELETE", "/api/holiday_requests/1", "", 403)
		d.since(&seq)
		done := d.wants(d.ask(d.ada, "PUT", "/api/holiday_requests/1/approve", `{}`), 200, map[string]any{"status": "approved"})
		if done["actionedBy"].(map[string]any)["username"] != "ada" || done["actionedAt"] == nil {
			t.Errorf("approved %v", done)
		}
		d.events(&seq, "holiday.approved")
		d.told(d.ada, "PUT", "/api/holiday_requests/1/approve", `{}`, 400)
		d.told(d.ada, "PUT", "/api/holiday_requests/1/reject", `{}`, 400)
		d.told(d.bob, "DELETE", "/api/holiday_requests/1", "", 403)
		for query, want := range map[string]float64{"": 1, "?date[after]=2027-04-17": 0, "?date[after]=2027-04-16": 1, "?date[before]=2027-04-11": 0, "?date[before]=2027-04-12": 1, "?status=pending": 0} {
			if got := d.told(d.ada, "GET", "/api/holiday_requests"+query, "", 200); got["hydra:totalItems"] != want {
				t.Errorf("%s: %v", query, got["hydra:totalItems"])
			}
		}
		d.told(d.bob, "GET", "/api/holiday_requests", "", 403)
		if got := d.told(d.bob, "GET", "/api/me/holiday_requests", "", 200); got["hydra:totalItems"] != 1.0 || got["hydra:search"] == nil {
			t.Errorf("mine %v", got)
		}
		// a week is copied without who is off
		d.told(d.ada, "POST", "/api/shifts", fmt.Sprintf(`{"activity":"delivery","startsAt":"2027-04-05T11:00:00","endsAt":"2027-04-05T15:30:00","users":["/api/users/%d"]}`, d.bobID), 201)
		d.told(d.ada, "POST", "/api/shifts/copy_week", `{"sourceWeek":"2027-04-05","targetWeek":"2027-04-12"}`, 204)
		if got := d.told(d.ada, "GET", "/api/shifts/2", "", 200); people(got) != "|" {
			t.Errorf("copied %v", got)
		}
	})
}

func TestAvailabilityContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		const rule = `"type":"unavailable","dayOfWeek":3,"startTime":"14:00","endTime":"17:00"`
		bob := fmt.Sprintf("/api/users/%d", d.bobID)
		made := d.wants(d.ask(d.bob, "POST", "/api/availability_rules", `{"user":"/api/users/1",`+rule+`,"comment":"x"}`), 201,
			map[string]any{"@id": "/api/availability_rules/1", "user": bob, "type": "unavailable", "dayOfWeek": 3, "startTime": "14:00", "endTime": "17:00", "comment": "x"})
		if allKeys(made) != "@context @id @type comment dayOfWeek endTime id startTime type user" {
			t.Errorf("made %v", made)
		}
		d.wants(d.ask(d.ada, "POST", "/api/availability_rules", `{"user":"`+bob+`","type":"available","dayOfWeek":1,"startTime":"08:00","endTime":"09:00"}`), 201, map[string]any{"user": bob})
		for _, wrong := range []string{`{}`, `{"type":"maybe","dayOfWeek":3,"startTime":"14:00","endTime":"17:00"}`, `{"type":"available","dayOfWeek":8,"startTime":"14:00","endTime":"17:00"}`,
			`{"type":"available","dayOfWeek":3,"startTime":"9:00","endTime":"17:00"}`, `{"type":"available","dayOfWeek":3,"startTime":"17:00","endTime":"17:00"}`} {
			if got := d.told(d.bob, "POST", "/api/availability_rules", wrong, 400); got["@type"] != "ConstraintViolationList" {
				t.Errorf("%s: %v", wrong, got)
			}
		}
		d.wants(d.ask(d.bob, "PUT", "/api/availability_rules/1", `{"user":"/api/users/1","type":"available","dayOfWeek":4,"startTime":"10:00","endTime":"11:00"}`), 200,
			map[string]any{"user": bob, "dayOfWeek": 4, "comment": nil})
		for _, method := range []string{"GET", "PUT", "DELETE"} {
			d.told(d.sarah, method, "/api/availability_rules/1", `{`+rule+`}`, 403)
		}
		d.told(d.bob, "GET", "/api/availability_rules", "", 403)
		for query, want := range map[string]float64{"": 2, "?user=" + bob: 2, fmt.Sprintf("?user=%d", d.bobID+1): 0} {
			if got := d.told(d.ada, "GET", "/api/availability_rules"+query, "", 200); got["hydra:totalItems"] != want || got["hydra:search"] == nil {
				t.Errorf("%s: %v", query, got)
			}
		}
		mine := d.told(d.bob, "GET", "/api/me/availability_rules", "", 200)
		if leading(mine["hydra:member"])["dayOfWeek"] != 1.0 {
			t.Errorf("mine %v", mine)
		}
		d.told(d.bob, "DELETE", "/api/availability_rules/1", "", 204)
	})
}

func TestShiftTemplateContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		d.told(d.ada, "POST", "/api/skills", `{"name":"long john"}`, 201)
		d.told(d.ada, "POST", "/api/shifts", fmt.Sprintf(`{"activity":"delivery","startsAt":"2027-03-02T11:00:00","endsAt":"2027-03-02T14:30:00","breakMinutes":5,"comment":"x","requiredSkills":["/api/skills/1"],"users":["/api/users/%d"]}`, d.bobID), 201)
		d.told(d.ada, "POST", "/api/shifts", `{"activity":"delivery","startsAt":"2027-03-03T20:00:00","endsAt":"2027-03-04T01:00:00"}`, 201)
		d.told(d.bob, "POST", "/api/shift_templates", `{"name":"x","week":"2027-03-01"}`, 403)
		d.told(d.ada, "POST", "/api/shift_templates", `{"name":"","week":"2027-03-01"}`, 400)
		made := d.wants(d.ask(d.ada, "POST", "/api/shift_templates", `{"name":"Quiet week","week":"2027-03-05"}`), 201, map[string]any{"@id": "/api/shift_templates/1", "name": "Quiet week", "shiftCount": 2, "hasAssignees": true})
		line := leading(made["shifts"])
		if allKeys(made) != "@context @id @type hasAssignees id name shiftCount shifts" || allKeys(line) != "@id @type activity breakMinutes comment dayOfWeek endTime requiredSkills slots startTime" ||
			line["dayOfWeek"] != 2.0 || line["startTime"] != "11:00" || line["endTime"] != "14:30" {
			t.Errorf("made %v", made)
		}
		if got := d.told(d.ada, "GET", "/api/shift_templates", "", 200); got["hydra:search"] != nil || got["hydra:totalItems"] != 1.0 {
			t.Errorf("list %v", got)
		}
		var seq int64
		d.since(&seq)
		d.wants(d.ask(d.ada, "POST", "/api/shift_templates/1/apply", `{"targetWeek":"2027-04-04"}`), 201, map[string]any{"@type": "ShiftTemplateApplyResult", "created": 2})
		d.wants(d.ask(d.ada, "POST", "/api/shift_templates/1/apply", `{"targetWeek":"2027-04-05","includeAssignees":true}`), 201, map[string]any{"created": 2})
		d.events(&seq, "shift.saved shift.saved shift.saved shift.saved shift.planned")
		got := d.told(d.ada, "GET", "/api/shifts/5", "", 200)
		if people(got) != "bob |" || got["startsAt"] != "2027-04-06T11:00:00+02:00" || got["comment"] != "x" || leading(got["requiredSkills"])["name"] != "long john" {
			t.Errorf("applied %v", got)
		}
		if got := d.told(d.ada, "GET", "/api/shifts/6", "", 200); got["endsAt"] != "2027-04-08T01:00:00+02:00" {
			t.Errorf("over midnight %v", got)
		}
		d.told(d.ada, "POST", "/api/shift_templates/9/apply", `{"targetWeek":"2027-04-05"}`, 404)
		d.told(d.ada, "DELETE", "/api/shift_templates/1", "", 204)
	})
}

func TestShiftSettingsDashboardAndLaw(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		got := d.wants(d.ask(d.bob, "GET", "/api/shift_settings", ""), 200, map[string]any{"@id": "/api/shift_settings", "@type": "ShiftSettings", "throughput": 2.5, "serviceLevel": 0.8,
			"legal": map[string]any{"template": nil, "rules": []any{}}})
		if allKeys(got) != "@context @id @type legal legalTemplates serviceLevel throughput" {
			t.Errorf("settings %v", got)
		}
		d.told(d.ada, "POST", "/api/shifts", fmt.Sprintf(`{"activity":"delivery","startsAt":"2027-03-02T06:00:00","endsAt":"2027-03-02T19:00:00","breakMinutes":30,"slots":2,"users":["/api/users/%d"]}`, d.bobID), 201)
		empty := d.wants(d.ask(d.ada, "GET", "/api/shifts/compliance?week=2027-03-07", ""), 200, map[string]any{"@context": "/api/contexts/ShiftCompliance", "week": "2027-03-01", "template": nil, "violations": []any{}})
		if allKeys(empty) != "@context @id @type template violations week" {
			t.Errorf("law %v", empty)
		}
		d.told(d.bob, "PUT", "/api/shift_settings", `{"throughput":3}`, 403)
		d.told(d.ada, "PUT", "/api/shift_settings", `{"legal":{"template":"moon","rules":[]}}`, 400)
		d.wants(d.ask(d.ada, "PUT", "/api/shift_settings", `{"throughput":99,"serviceLevel":0.1,"legal":{"template":"ccn_transport_fr","rules":{"maxDailyHours":11,"minBreakMinutes":null,"x":1,"maxWeeklyHours":-1}}}`), 200,
			map[string]any{"throughput": 20, "serviceLevel": 0.5, "legal": map[string]any{"template": "ccn_transport_fr", "rules": map[string]any{"maxDailyHours": 11, "minBreakMinutes": nil}}})
		d.wants(d.ask(d.ada, "GET", "/api/shifts/compliance?week=2027-03-07", ""), 200, map[string]any{"template": "ccn_transport_fr",
			"violations": []any{map[string]any{"username": "bob", "rule": "maxDailyHours", "date": "2027-03-02", "actual": 12.5, "limit": 11}}})
		d.told(d.bob, "GET", "/api/shifts/compliance?week=2027-03-07", "", 403)
		d.told(d.ada, "PUT", "/api/shift_settings", `{"legal":{"template":"ccn_transport_fr","rules":{"maxDailyHours":null,"maxWeeklyHours":null,"maxAvgWeeklyHours":null,"minDailyRestHours":null,
			"minWeeklyRestHours":null,"minBreakMinutes":null,"maxConsecutiveDays":null}}}`, 200)
		d.wants(d.ask(d.ada, "GET", "/api/shifts/compliance?week=2027-03-07", ""), 200, map[string]any{"template": nil, "violations": []any{}})
		d.told(d.ada, "POST", "/api/shifts/publish_week", `{"week":"2027-03-01"}`, 204)
		week := func(from, to string, slots, people int, rate float64, published bool) map[string]any {
			return map[string]any{"weekStart": from, "weekEnd": to, "totalSlots": slots, "totalAssignments": people, "fillRate": rate, "published": published}
		}
		d.wants(d.ask(d.ada, "GET", "/api/shifts/dashboard?weeks=2&from=2027-03-03", ""), 200, map[string]any{"@type": "ShiftDashboard",
			"weeks": []any{week("2027-03-01", "2027-03-07", 2, 1, 0.5, true), week("2027-03-08", "2027-03-14", 0, 0, 0, false)}})
		if got := d.told(d.ada, "GET", "/api/shifts/dashboard", "", 200); len(got["weeks"].([]any)) != 5 {
			t.Errorf("five weeks: %v", got)
		}
		d.told(d.bob, "GET", "/api/shifts/dashboard", "", 403)
	})
}

// TestOnePlaceGoesToOneOfMany: who applies at the same moment for the last place is on the shift or on its waiting list, never both of them on it.
func TestOnePlaceGoesToOneOfMany(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		d.told(d.ada, "POST", "/api/shifts/publish_week", `{"week":"2027-03-01"}`, 204)
		tokens := []string{d.ada, d.bob, d.sarah}
		for i := range 4 {
			d.told(d.ada, "POST", "/api/shifts", `{"activity":"delivery","startsAt":"2027-03-01T11:00:00","endsAt":"2027-03-01T15:30:00"}`, 201)
			path := fmt.Sprintf("/api/shifts/%d", i+1)
			var all sync.WaitGroup
			for _, token := range append(tokens, tokens...) {
				all.Go(func() { d.answer(d.ask(token, "PUT", path+"/apply", `{}`)) })
			}
			all.Wait()
			got := d.told(d.ada, "GET", path, "", 200)
			if len(got["assignments"].([]any)) != 1 || len(got["waitlist"].([]any)) != 2 {
				t.Errorf("on it and waiting: %s", people(got))
			}
		}
	})
}
