package web_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/web"
)

// till is a face whose one deed adds a line to the settings: what was done is counted there.
type till struct {
	t       *testing.T
	w       *dbtest.World
	mux     *http.ServeMux
	repeats *web.Repeats
	served  atomic.Int64
	before  func() // called before the deed
	after   func(*web.Call) error
}

func newTill(t *testing.T, w *dbtest.World, phased bool) *till {
	s := &till{t: t, w: w}
	s.restart(phased)
	return s
}

// restart makes a server that remembers nothing but what the database holds.
func (s *till) restart(phased bool) {
	s.mux, s.repeats = http.NewServeMux(), web.NewRepeats(s.w.DB)
	web.Mount(s.mux, web.Face{
		Name: "till", Log: slog.New(slog.DiscardHandler), Repeats: s.repeats,
		Authenticate: func(r *http.Request) (authz.Actor, error) {
			switch web.Bearer(r) {
			case "ada":
				return authz.Actor{Kind: authz.Person, UserID: 1}, nil
			case "bob":
				return authz.Actor{Kind: authz.Person, UserID: 2}, nil
			}
			return authz.Actor{}, nil
		},
		Refuse: func(c *web.Call, err error) { http.Error(c.W, fail.Of(err).Code, web.Status(err)) },
	}, []web.Endpoint{
		{Pattern: "POST /sale", Access: web.Public, Phased: phased, Serve: s.sell},
		{Pattern: "POST /nothing", Access: web.Public, Serve: func(c *web.Call) error { return fail.New(fail.Forbidden, "auth.forbidden") }},
	})
}

func (s *till) sell(c *web.Call) error {
	n := s.served.Add(1)
	if s.before != nil {
		s.before()
	}
	ctx := c.R.Context()
	if err := s.w.Write(ctx, c.Who, func(tx *db.Tx) error { return s.line(tx, "first", n) }); err != nil {
		return err
	}
	_ = s.w.Write(ctx, c.Who, func(tx *db.Tx) error {
		if err := s.line(tx, "undone", n); err != nil {
			return err
		}
		return errors.New("changed its mind")
	})
	if err := s.w.Write(ctx, c.Who, func(tx *db.Tx) error { return s.line(tx, "second", n) }); err != nil {
		return err
	}
	if s.after != nil {
		if err := s.after(c); err != nil {
			return err
		}
	}
	var lines int
	err := s.w.Read(ctx, c.Who, func(tx *db.Tx) (err error) { // it sees what the request wrote
		lines, err = db.One[int](tx, "SELECT COUNT(*) FROM settings WHERE name LIKE '%sale'")
		return err
	})
	if err != nil {
		return err
	}
	c.W.Header().Set("Location", fmt.Sprintf("/sale/%d", n))
	return c.JSON(201, "application/json", map[string]int{"lines": lines})
}

func (s *till) line(tx *db.Tx, name string, n int64) error {
	_, err := tx.Exec("INSERT INTO settings (name, value) VALUES (?, ?)", fmt.Sprintf("%s %d sale", name, n), "x")
	return err
}

func (s *till) lines() (n int) {
	s.t.Helper()
	err := s.w.Read(context.Background(), authz.System(), func(tx *db.Tx) (err error) {
		n, err = db.One[int](tx, "SELECT COUNT(*) FROM settings WHERE name LIKE '%sale'")
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

func (s *till) ask(who, key, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+who)
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	w := httptest.NewRecorder()
	s.mux.ServeHTTP(w, r)
	return w
}

func (s *till) wants(w *httptest.ResponseRecorder, status int, body string, replayed bool) {
	s.t.Helper()
	if w.Code != status || strings.TrimSpace(w.Body.String()) != body || (w.Header().Get("Idempotent-Replayed") == "true") != replayed {
		s.t.Errorf("%d %s, replayed %q; want %d %s", w.Code, w.Body, w.Header().Get("Idempotent-Replayed"), status, body)
	}
}

// "Same key+same body → same status and byte-same body; other body → 422; … a 5xx with no effect is not stored", for the same caller, a week long.
func TestSameKeySameAnswer(t *testing.T) {
	t.Parallel()
	for _, phased := range []bool{false, true} {
		dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
			s := newTill(t, w, phased)
			first := s.ask("ada", "k", "/sale", `{"a":1}`)
			s.wants(first, 201, `{"lines":2}`, false)
			for range 3 {
				again := s.ask("ada", "k", "/sale", `{"a":1}`)
				s.wants(again, 201, `{"lines":2}`, true)
				if again.Header().Get("Location") != "/sale/1" || again.Header().Get("Content-Type") != "application/json" {
					t.Errorf("headers %v", again.Header())
				}
			}
			s.wants(s.ask("ada", "k", "/sale", `{"a":2}`), 422, "request.key.reused", false)
			s.wants(s.ask("ada", "k", "/nothing", `{"a":1}`), 422, "request.key.reused", false)
			s.wants(s.ask("bob", "k", "/sale", `{"a":1}`), 201, `{"lines":4}`, false)
			s.wants(s.ask("ada", "other", "/sale", `{"a":1}`), 201, `{"lines":6}`, false)
			s.wants(s.ask("", "k", "/sale", `{"a":1}`), 201, `{"lines":8}`, false) // nobody can be known again
			s.wants(s.ask("ada", "", "/sale", `{"a":1}`), 201, `{"lines":10}`, false)
			s.wants(s.ask("ada", strings.Repeat("k", 256), "/sale", `{}`), 400, "request.key.malformed", false)
			s.wants(s.ask("ada", "no", "/nothing", ``), 403, "auth.forbidden", false)
			s.wants(s.ask("ada", "no", "/nothing", ``), 403, "auth.forbidden", true)

			w.Clock.Step(6*24*time.Hour + 23*time.Hour)
			s.restart(phased)
			s.forget()
			s.wants(s.ask("ada", "k", "/sale", `{"a":1}`), 201, `{"lines":2}`, true)
			w.Clock.Step(time.Hour)
			s.wants(s.ask("ada", "k", "/sale", `{"a":1}`), 201, `{"lines":12}`, false)
			s.forget()
			s.wants(s.ask("ada", "k", "/sale", `{"a":1}`), 201, `{"lines":12}`, true)
		})
	}
}

func (s *till) forget() {
	s.t.Helper()
	if err := s.repeats.Forget(context.Background()); err != nil {
		s.t.Fatal(err)
	}
}

// A request that fails by the server's fault has done nothing, so the next try does it.
func TestFailedRequestsDoNothing(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]func(*web.Call) error{
		"error": func(*web.Call) error { return errors.New("oh") },
		"panic": func(*web.Call) error { panic("oh") },
		"busy":  func(*web.Call) error { return fail.New(fail.Throttled, "request.throttled") },
	} {
		dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
			s := newTill(t, w, false)
			s.after = after
			if got := s.ask("ada", "k", "/sale", ""); got.Code < 429 || s.lines() != 0 {
				t.Errorf("%s: %d, %d lines", name, got.Code, s.lines())
			}
			s.after = nil
			s.wants(s.ask("ada", "k", "/sale", ""), 201, `{"lines":2}`, false)
		})
	}
}

// "No phase may be lost or run twice": what calls the network between its units of work keeps each of them, and an answer that the server took to
// its grave is not made up.
func TestPhasesThatLostTheirAnswer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		s := newTill(t, w, true)
		s.after = func(c *web.Call) error {
			if db.InWork(c.R.Context()) {
				t.Error("the network is shut")
			}
			panic("killed")
		}
		s.ask("ada", "k", "/sale", "")
		s.restart(true)
		s.after = nil
		s.wants(s.ask("ada", "k", "/sale", ""), 409, "request.key.lost", false)
		s.wants(s.ask("ada", "k", "/sale", "other"), 422, "request.key.reused", false)
		if s.lines() != 2 {
			t.Errorf("%d lines", s.lines())
		}
		s.after = func(*web.Call) error { return fail.New(fail.Unavailable, "payment.outcome.unknown") }
		s.wants(s.ask("ada", "l", "/sale", ""), 503, "payment.outcome.unknown", false)
		s.wants(s.ask("ada", "l", "/sale", ""), 503, "payment.outcome.unknown", true)
	})
}

// A unit of work that is held shuts the network until it is committed.
func TestHeldWorkShutsTheNetwork(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		s := newTill(t, w, false)
		s.after = func(c *web.Call) error {
			if !db.InWork(c.R.Context()) {
				t.Error("the network is open")
			}
			return nil
		}
		s.ask("ada", "k", "/sale", "")
	})
}

// "still running → 409 + Retry-After"; fifty at once have one effect.
func TestWhileItRuns(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		s := newTill(t, w, false)
		inside, leave := make(chan struct{}), make(chan struct{})
		s.before = func() { close(inside); <-leave }
		done := make(chan *httptest.ResponseRecorder)
		go func() { done <- s.ask("ada", "k", "/sale", "") }()
		<-inside
		s.before = nil
		second := s.ask("ada", "k", "/sale", "")
		s.wants(second, 409, "request.key.running", false)
		if second.Header().Get("Retry-After") != "1" {
			t.Errorf("headers %v", second.Header())
		}
		s.wants(s.ask("ada", "k", "/sale", "other"), 422, "request.key.reused", false)
		close(leave)
		s.wants(<-done, 201, `{"lines":2}`, false)

		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				if got := s.ask("ada", "many", "/sale", ""); got.Code != 201 && got.Code != 409 {
					t.Errorf("%d %s", got.Code, got.Body)
				}
			})
		}
		all.Wait()
		if s.lines() != 4 {
			t.Errorf("%d lines", s.lines())
		}
	})
}

// Two processes on one database: the second finds out in the unit of work that would have effects.
func TestAnotherProcessWasQuicker(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		s := newTill(t, w, false)
		other := newTill(t, w, false)
		s.before = func() {
			other.served.Add(10)
			other.wants(other.ask("ada", "k", "/sale", ""), 201, `{"lines":2}`, false)
		}
		s.wants(s.ask("ada", "k", "/sale", ""), 409, "request.key.running", false)
		s.before = nil
		s.wants(s.ask("ada", "k", "/sale", ""), 201, `{"lines":2}`, true)
	})
}

// What is kept of answers can be read with the caller's key alone.
func TestAnswersAreSealed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		s := newTill(t, w, false)
		s.ask("ada", "the key", "/sale", "")
		err := w.Read(context.Background(), authz.System(), func(tx *db.Tx) error {
			kept, err := db.One[string](tx, "SELECT id || request || sealed FROM answers")
			if strings.Contains(kept, "lines") || strings.Contains(kept, "key") || len(kept) < 100 {
				t.Errorf("kept %s", kept)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// Forms with files have another boundary in every try.
func TestFormsAreTheSameWhateverTheirBoundary(t *testing.T) {
	t.Parallel()
	s := newTill(t, dbtest.SQLite(t), false)
	form := func(boundary string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("POST", "/sale", strings.NewReader("--"+boundary+"\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--"+boundary+"--\r\n"))
		r.Header.Set("Authorization", "Bearer ada")
		r.Header.Set("Idempotency-Key", "photo")
		r.Header.Set("Content-Type", "multipart/form-data; boundary="+boundary)
		w := httptest.NewRecorder()
		s.mux.ServeHTTP(w, r)
		return w
	}
	s.wants(form("aaaa"), 201, `{"lines":2}`, false)
	s.wants(form("bbbb"), 201, `{"lines":2}`, true)
}
