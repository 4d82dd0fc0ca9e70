package api

import (
	"encoding/json"
	"fmt"
	"testing"

	"pignon.coop/internal/db/dbtest"
)

func TestDayPlanOverHTTP(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := newBoard(t, db0)
		const path, day = "/v1/dispatch/day-plan", `{"day":"2026-11-24"`
		couriers := fmt.Sprintf(`,"couriers":[{"courierId":%d,"start":{"lat":42.506,"lng":1.521},"end":{"lat":42.506,"lng":1.521},"parcels":5},{"courierId":%d}]}`,
			w.bob.UserID, w.sarah.UserID)
		w.refused("bob", "POST", path, day+`}`, 403, "auth.forbidden")
		w.refused("ada", "POST", path, `{"day":"soon"}`, 400, "input.invalid")
		w.refused("ada", "POST", path, day+fmt.Sprintf(`,"couriers":[{"courierId":%d,"from":"2026-11-24T08:00:00Z"}]}`, w.bob.UserID), 400, "input.invalid")
		w.refused("ada", "POST", path, day+fmt.Sprintf(`,"couriers":[{"courierId":%d},{"courierId":%d}]}`, w.bob.UserID, w.bob.UserID), 400, "input.invalid")
		w.refused("ada", "POST", path, day+`,"couriers":[{"courierId":99}]}`, 404, "row.not_found")
		if p := ok[DayPlan](w, "ada", "POST", path, day+`}`); len(p.Lists) != 0 || len(p.Left) != 3 || p.Left[0].Reason != "no_courier" {
			t.Errorf("with nobody there: %+v", p)
		}
		if p := ok[DayPlan](w, "ada", "POST", path, day+`,"store":77`+couriers); len(p.Lists) != 0 || len(p.Left) != 0 {
			t.Errorf("for a store without tasks: %+v", p)
		}
		p := ok[DayPlan](w, "ada", "POST", path, day+couriers)
		added := 0
		for _, l := range p.Lists {
			added += len(l.Added)
			if t := l.Tour; len(t.Stops) != len(l.Items) || t.Distance == 0 || t.Polyline == "" || !t.From.Before(t.To.Time) {
				w.t.Errorf("the tour of %s: %+v", l.Username, *t)
			}
		}
		if added != 3 || len(p.Left) != 0 {
			t.Fatalf("%+v", p)
		}
		lists, err := json.Marshal(p.Lists)
		if err != nil {
			t.Fatal(err)
		}
		done := ok[Applied](w, "ada", "POST", "/v1/dispatch/proposal/apply", day+`,"lists":`+string(lists)+`}`)
		if len(done.Lists) != len(p.Lists) || len(done.Refused) != 0 || done.Edit == nil {
			t.Fatalf("%+v", done)
		}
		ok[Edited](w, "ada", "POST", "/v1/dispatch/undo", fmt.Sprintf(`{"edit":%d}`, done.Edit.ID))
		if again := ok[DayPlan](w, "ada", "POST", path, day+couriers); len(again.Lists) != len(p.Lists) {
			t.Errorf("after the undo: %+v", again)
		}
	})
}
