package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/shift"
)

// said writes values behind each other.
func said(values ...any) string { return strings.TrimSpace(fmt.Sprintln(values...)) }

// TestWeekOfShifts plays a week: it is planned, published, taken and given back, and no planner writes over what came meanwhile.
func TestWeekOfShifts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := newBoard(t, db0)
		w.Must(authz.System(), func(tx *db.Tx) error {
			_, err := shift.SaveActivity(tx, 0, shift.ActivityIn{Label: "Livraison", Color: "#0d6355"})
			return err
		})
		const body = `{"activity":"livraison","from":"2026-12-01T09:00:00Z","to":"2026-12-01T12:00:00Z","places":1,"break":15,"comment":"","skills":[],"people":[]%s}`
		status, text := w.call("ada", "POST", "/v1/shifts", fmt.Sprintf(body, ""))
		if status != http.StatusCreated {
			t.Fatalf("%d %s", status, text)
		}
		week := ok[OwnWeek](w, "bob", "GET", "/v1/me/weeks/2026-12-03", "")
		if week.Monday != "2026-11-30" || week.Published || len(week.Shifts) != 0 {
			t.Errorf("before it is published: %+v", week)
		}
		w.refused("bob", "POST", "/v1/shifts/1/take", "", 409, "shift.week.not_published")
		if status, text := w.call("ada", "POST", "/v1/weeks/2026-12-02/publish", ""); status != http.StatusNoContent {
			t.Fatalf("%d %s", status, text)
		}
		week = ok[OwnWeek](w, "bob", "GET", "/v1/me/weeks/2026-12-03", "")
		if !week.Published || len(week.Shifts) != 1 || said(week.Shifts[0].Can, week.Shifts[0].Mine, week.Shifts[0].Label) != "[take] no Livraison" {
			t.Fatalf("%+v", week)
		}
		before := week.Shifts[0].Version
		taken := ok[Shift](w, "bob", "POST", "/v1/shifts/1/take", "")
		if said(taken.Can, taken.Mine, taken.People[0].Name) != "[give_back report] on bob" {
			t.Errorf("%+v", taken)
		}
		w.refused("ada", "PUT", "/v1/shifts/1", fmt.Sprintf(body, fmt.Sprintf(`,"version":%d`, before)), 409, "row.stale")
		if got := ok[Shift](w, "ada", "POST", "/v1/shifts/1/take", ""); said(got.Can, got.Mine, len(got.Waiting)) != "[give_back] waiting 1" {
			t.Errorf("a full shift: %+v", got)
		}
		told := ok[Shift](w, "bob", "PUT", "/v1/shifts/1/worked", `{"from":"2026-12-01T09:00:00Z","to":"2026-12-01T12:30:00Z","break":0,"comment":"longue file"}`)
		if told.People[0].Worked == nil || told.People[0].Worked.Comment != "longue file" {
			t.Errorf("%+v", told)
		}
		w.refused("bob", "PUT", "/v1/shifts/1/worked", fmt.Sprintf(`{"userId":%d,"from":"2026-12-01T09:00:00Z","to":"2026-12-01T12:30:00Z","break":0,"comment":""}`, w.ada.UserID), 403, "auth.forbidden")
		back := ok[Shift](w, "bob", "POST", "/v1/shifts/1/give-back", "")
		if back.Mine != "no" || back.People[0].Name != "ada" || len(back.Waiting) != 0 {
			t.Errorf("%+v", back)
		}
		for _, c := range []struct{ method, path, body string }{{"GET", "/v1/weeks/2026-12-01", ""}, {"POST", "/v1/shifts", fmt.Sprintf(body, "")}, {"DELETE", "/v1/shifts/1", ""},
			{"POST", "/v1/weeks/2026-12-01/clear", ""}, {"POST", "/v1/weeks/2026-12-01/copy", ""}, {"POST", "/v1/time-off/1/approve", ""}} {
			w.refused("bob", c.method, c.path, c.body, 403, "auth.forbidden")
			w.refused("", c.method, c.path, c.body, 401, "auth.required")
		}
	})
}

// TestOwnTime: what a courier says of their time, and what becomes of it.
func TestOwnTime(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := newBoard(t, db0)
		for path, body := range map[string]string{"/v1/me/time-off": `{"first":"2026-12-01","last":"2026-12-04","comment":"mariage"}`,
			"/v1/me/hours": `{"type":"unavailable","weekday":3,"from":"14:00","to":"17:00","comment":""}`} {
			if status, text := w.call("bob", "POST", path, body); status != http.StatusNoContent {
				t.Fatalf("%s: %d %s", path, status, text)
			}
		}
		w.refused("bob", "POST", "/v1/me/time-off", `{"first":"2026-12-04","last":"2026-12-01","comment":""}`, 400, "input.invalid")
		mine := ok[OwnTime](w, "bob", "GET", "/v1/me/time", "")
		if len(mine.Hours) != 1 || len(mine.TimeOff) != 1 || said(mine.TimeOff[0].Can, mine.TimeOff[0].State) != "[take_back] pending" {
			t.Fatalf("%+v", mine)
		}
		week := ok[ShiftWeek](w, "ada", "GET", "/v1/weeks/2026-12-03", "")
		if len(week.TimeOff) != 1 || said(week.TimeOff[0].Can, week.TimeOff[0].Name) != "[approve reject] bob" || len(week.Team) != 3 {
			t.Errorf("%+v", week)
		}
		if status, text := w.call("ada", "POST", "/v1/time-off/1/approve", ""); status != http.StatusNoContent {
			t.Errorf("%d %s", status, text)
		}
		w.refused("ada", "POST", "/v1/time-off/1/reject", "", 409, "holiday_request.reject.approved")
		w.refused("bob", "DELETE", "/v1/time-off/1", "", 403, "auth.forbidden")
		if status, text := w.call("bob", "DELETE", "/v1/hours/1", ""); status != http.StatusNoContent {
			t.Errorf("%d %s", status, text)
		}
		if left := ok[OwnTime](w, "bob", "GET", "/v1/me/time", ""); len(left.Hours) != 0 || said(left.TimeOff[0].Can, left.TimeOff[0].State) != "[] approved" {
			t.Errorf("%+v", left)
		}
	})
}
