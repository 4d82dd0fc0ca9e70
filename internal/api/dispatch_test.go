package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"strconv"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/blob"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/delivery/deliverytest"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/routing"
	"pignon.coop/locales"
)

// board is the face over a fresh database, where a caller says who they are by name.
type board struct {
	*deliverytest.World
	t                *testing.T
	mux              *http.ServeMux
	people           map[string]authz.Actor
	positions        *dispatch.Positions
	ada, bob, sarah  authz.Actor
	pickup, drop, at delivery.Task
}

func newBoard(t *testing.T, db0 *dbtest.World) *board {
	w := &board{World: deliverytest.In(t, db0), t: t, mux: http.NewServeMux(), people: map[string]authz.Actor{}}
	w.ada, w.bob, w.sarah = w.Dispatcher("ada"), w.Courier("bob"), w.Courier("sarah")
	for _, who := range []authz.Actor{w.ada, w.bob, w.sarah} {
		w.people[who.Username] = who
	}
	from, to := w.Address("1 rue du Port", 42.5063, 1.5218), w.Address("9 rue Haute", 42.5102, 1.5391)
	w.pickup, w.drop = w.Pair(from, to, time.Hour)
	w.at = w.Drop(to, time.Hour)
	set, err := locale.Load(locales.Files, "en")
	if err != nil {
		t.Fatal(err)
	}
	words := set.Printer(locale.PrinterIn{Language: "fr", Currency: "EUR"})
	planner := routing.NewPlanner(routing.PlannerIn{})
	w.positions = dispatch.NewPositions(w.DB, slog.New(slog.DiscardHandler), nil)
	Mount(w.mux, House{
		DB: w.DB, Log: slog.New(slog.DiscardHandler), WordsFor: func(*http.Request) *locale.Printer { return words },
		Zone: func() *time.Location { return time.UTC }, Avoids: func() bool { return true }, Planner: func() *routing.Planner { return planner },
		Photos: delivery.NewPhotos(blob.NewMemory(w.Clock.Now, 1<<20)), Positions: w.positions,
		Authenticate: func(r *http.Request) (authz.Actor, error) { return w.people[r.Header.Get("X-Who")], nil },
	})
	return w
}

// call sends a request as somebody and gives status and body.
func (w *board) call(who, method, path, body string) (int, string) {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return w.send(who, r)
}

func (w *board) send(who string, r *http.Request) (int, string) {
	r.Header.Set("X-Who", who)
	answer := httptest.NewRecorder()
	w.mux.ServeHTTP(answer, r)
	return answer.Code, answer.Body.String()
}

// ok is call for what must succeed, read as T.
func ok[T any](w *board, who, method, path, body string) (out T) {
	w.t.Helper()
	status, text := w.call(who, method, path, body)
	if err := json.Unmarshal([]byte(text), &out); status/100 != 2 || err != nil {
		w.t.Fatalf("%s %s: %d %s (%v)", method, path, status, text, err)
	}
	return out
}

// refused wants a problem with a status and a code.
func (w *board) refused(who, method, path, body string, status int, code string) {
	w.t.Helper()
	got, text := w.call(who, method, path, body)
	var p Problem
	_ = json.Unmarshal([]byte(text), &p)
	if got != status || p.Code != code {
		w.t.Errorf("%s: %s %s: %d %s, want %d %s", who, method, path, got, text, status, code)
	}
}

func TestDispatchBoard(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := newBoard(t, db0)
		w.refused("bob", "GET", "/v1/dispatch/board", "", 403, "auth.forbidden")
		w.refused("", "GET", "/v1/dispatch/board", "", 401, "auth.required")
		w.refused("ada", "GET", "/v1/dispatch/board?day=soon", "", 400, "input.invalid")
		before := ok[Board](w, "ada", "GET", "/v1/dispatch/board?day=2026-11-24", "")
		if len(before.Tasks) != 3 || len(before.Couriers) != 2 || len(before.Lists) != 0 || before.Seq == 0 || before.Undo != nil {
			t.Errorf("%+v", before)
		}
		bobs := "/v1/dispatch/lists/" + strconv.FormatInt(w.bob.UserID, 10) + "/2026-11-24"
		sarahs := "/v1/dispatch/lists/" + strconv.FormatInt(w.sarah.UserID, 10) + "/2026-11-24"
		items := fmt.Sprintf(`"items":[{"task":%d},{"task":%d}]`, w.pickup.ID, w.drop.ID)
		edited := ok[Edited](w, "ada", "PUT", bobs, `{"version":0,`+items+`}`)
		if len(edited.Lists) != 1 || edited.Lists[0].Version != 1 || edited.Lists[0].Distance == 0 || edited.Lists[0].Polyline == "" || edited.Edit == nil {
			t.Errorf("%+v", edited)
		}
		w.refused("ada", "PUT", sarahs, `{"version":0,`+items+`}`, 409, "task_list.stale")
		if _, text := w.call("ada", "PUT", sarahs, `{"version":0,`+items+`}`); !strings.Contains(text, `"lists":[{"id":1,"version":1`) {
			t.Errorf("a stale answer without the lists: %s", text)
		}
		w.refused("bob", "PUT", bobs, `{"version":1,"items":[]}`, 403, "auth.forbidden")
		after := ok[Board](w, "ada", "GET", "/v1/dispatch/board?day=2026-11-24", "")
		if after.Undo == nil || after.Undo.ID != edited.Edit.ID || after.Seq <= before.Seq {
			t.Errorf("%+v", after)
		}
		undone := ok[Edited](w, "ada", "POST", "/v1/dispatch/undo", fmt.Sprintf(`{"edit":%d}`, edited.Edit.ID))
		if len(undone.Lists) != 1 || undone.Lists[0].Version != 2 || len(undone.Lists[0].Items) != 0 {
			t.Errorf("%+v", undone)
		}
	})
}

func TestProposalOverHTTP(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := newBoard(t, db0)
		day := `{"day":"2026-11-24"`
		if p := ok[Proposal](w, "ada", "POST", "/v1/dispatch/proposal", day+`}`); len(p.Lists) != 0 || len(p.Left) != 3 || p.Left[0].Reason != "no_courier" {
			t.Errorf("with nobody on duty: %+v", p)
		}
		ok[Duty](w, "bob", "POST", "/v1/courier/duty", `{"on":true}`)
		p := ok[Proposal](w, "ada", "POST", "/v1/dispatch/proposal", day+`}`)
		if len(p.Lists) != 1 || p.Lists[0].CourierID != w.bob.UserID || len(p.Lists[0].Items) != 3 || len(p.Left) != 0 {
			t.Fatalf("%+v", p)
		}
		lists, err := json.Marshal(p.Lists)
		if err != nil {
			t.Fatal(err)
		}
		done := ok[Applied](w, "ada", "POST", "/v1/dispatch/proposal/apply", day+`,"lists":`+string(lists)+`}`)
		if len(done.Lists) != 1 || len(done.Refused) != 0 || done.Edit == nil {
			t.Errorf("%+v", done)
		}
		again := ok[Applied](w, "ada", "POST", "/v1/dispatch/proposal/apply", day+`,"lists":`+string(lists)+`}`)
		if len(again.Lists) != 0 || len(again.Refused) != 1 || again.Edit != nil {
			t.Errorf("applied twice: %+v", again)
		}
	})
}

func TestCourierOverHTTP(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := newBoard(t, db0)
		list := fmt.Sprintf("/v1/dispatch/lists/%d/2026-11-24", w.bob.UserID)
		ok[Edited](w, "ada", "PUT", list, fmt.Sprintf(`{"version":0,"items":[{"task":%d},{"task":%d}]}`, w.pickup.ID, w.drop.ID))
		ok[Duty](w, "bob", "POST", "/v1/courier/duty", `{"on":true}`)
		day := ok[CourierDay](w, "bob", "GET", "/v1/courier/day", "")
		if !day.OnDuty || day.Version != 1 || len(day.Tasks) != 2 || len(day.FailureReasons) != 22 || day.FailureReasons[0].Description != "Endommagé" {
			t.Errorf("%+v", day)
		}
		if other := ok[CourierDay](w, "sarah", "GET", "/v1/courier/day", ""); other.OnDuty || len(other.Tasks) != 0 {
			t.Errorf("sarah sees %+v", other)
		}
		report := func(id string, task int64, kind string) string {
			return fmt.Sprintf(`{"id":"%s","task":%d,"kind":"%s","tappedAt":"2026-11-24T10:58:00Z","notes":"ok"}`, id, task, kind)
		}
		for range 2 {
			r := ok[ReportOut](w, "bob", "POST", "/v1/courier/reports", report("11111111", w.pickup.ID, "done"))
			if r.Outcome != "applied" || r.Task == nil || r.Task.Status != "DONE" {
				t.Errorf("%+v", r)
			}
		}
		w.refused("sarah", "POST", "/v1/courier/reports", report("22222222", w.drop.ID, "done"), 404, "row.not_found")
		w.refused("sarah", "POST", "/v1/courier/reports", report("11111111", w.pickup.ID, "done"), 409, "report.id.taken")
		w.refused("sarah", "GET", fmt.Sprintf("/v1/tasks/%d", w.drop.ID), "", 404, "row.not_found")
		w.refused("sarah", "POST", fmt.Sprintf("/v1/tasks/%d/start", w.drop.ID), "{}", 404, "row.not_found")
		w.refused("bob", "POST", fmt.Sprintf("/v1/tasks/%d/cancel", w.drop.ID), "{}", 403, "auth.forbidden")
		if task := ok[Task](w, "bob", "POST", fmt.Sprintf("/v1/tasks/%d/start", w.drop.ID), "{}"); task.Status != "DOING" {
			t.Errorf("%+v", task)
		}
		kept := ok[FixesOut](w, "bob", "POST", "/v1/courier/positions", `{"positions":[{"lat":42.5,"lng":1.5,"at":"2026-11-24T11:00:00Z"}]}`)
		if kept.Kept != 1 {
			t.Errorf("%+v", kept)
		}
		first, second := w.photo("bob", w.drop.ID), w.photo("bob", w.drop.ID)
		if first.status != 201 || first.Image.ID == 0 || first.Image != second.Image {
			t.Errorf("%+v, %+v", first, second)
		}
		if status, text := w.call("bob", "GET", first.Image.URL, ""); status != 200 || !strings.HasPrefix(text, "\x89PNG") {
			t.Errorf("photo: %d", status)
		}
		w.refused("sarah", "GET", first.Image.URL, "", 404, "row.not_found")
		if other := w.photo("sarah", w.drop.ID); other.status != 404 {
			t.Errorf("sarah's photo: %+v", other)
		}
	})
}

type sent struct {
	status int
	Image
}

func (w *board) photo(who string, task int64) (out sent) {
	w.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	head := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="x.png"`}, "Content-Type": {"image/png"}}
	part, err := form.CreatePart(head)
	if err == nil {
		err = png.Encode(part, image.NewGray(image.Rect(0, 0, 8, 8)))
	}
	if err == nil {
		err = form.WriteField("task", strconv.FormatInt(task, 10))
	}
	if err = errors.Join(err, form.Close()); err != nil {
		w.t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "/v1/courier/photos", &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	status, text := w.send(who, r)
	_ = json.Unmarshal([]byte(text), &out.Image) // a refusal has no id
	out.status = status
	return out
}
