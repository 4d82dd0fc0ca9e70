package webhook_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/hook"
	"pignon.coop/internal/job"
	"pignon.coop/internal/netguard"
	"pignon.coop/internal/webhook"
)

// docs/states/webhook_call.md is made from the table; UPDATE=1 writes it.
func TestStatesAreDocumented(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "states", "webhook_call.md")
	want := webhook.Flow.Markdown()
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("docs/states/webhook_call.md does not show the table (%v); run the test with UPDATE=1", err)
	}
}

// farm is an integrator's server. It answers what it is told to, and keeps what it gets.
type farm struct {
	*httptest.Server
	mu      sync.Mutex
	answer  http.HandlerFunc
	calls   []*http.Request
	written [][]byte
}

func newFarm(t *testing.T) *farm {
	f := &farm{answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		f.mu.Lock()
		f.calls, f.written = append(f.calls, r), append(f.written, body)
		answer := f.answer
		f.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(f.Close)
	return f
}

func (f *farm) answers(status int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answer = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
}

// got tells how many calls came since the last time.
func (f *farm) got() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := len(f.calls)
	f.calls, f.written = nil, nil
	return n
}

// post is a co-op with one integration of store 7, and the queue that makes its calls.
type post struct {
	t     *testing.T
	w     *dbtest.World
	queue *job.Queue
	app   authz.Actor
}

func newPost(t *testing.T, w *dbtest.World) *post {
	p := &post{t: t, w: w}
	sender := hook.NewHTTP(netguard.Policy{AllowLoopback: true}, w.Clock.Now)
	p.queue = job.New(w.DB, slog.New(slog.DiscardHandler), webhook.Caller{DB: w.DB, Sender: sender}.Handlers(), nil)
	store := int64(7)
	p.as(authz.System(), func(tx *db.Tx) error {
		made, err := account.AddApp(tx, account.AddAppIn{Name: "till", Type: "oauth", StoreID: &store})
		p.app = authz.Actor{Kind: authz.App, AppID: made.App.ID, StoreID: store, Scopes: made.App.Scopes.V}
		return err
	})
	return p
}

func (p *post) as(who authz.Actor, fn func(*db.Tx) error) {
	p.t.Helper()
	if err := p.w.Write(context.Background(), who, fn); err != nil {
		p.t.Fatal(err)
	}
}

// listens puts a webhook on a server, past the check of addresses, which refuses loopback.
func (p *post) listens(url, event string) (w webhook.Webhook) {
	p.t.Helper()
	p.as(p.app, func(tx *db.Tx) (err error) {
		if w, err = webhook.CreateWebhook(tx, webhook.CreateWebhookIn{Event: event, URL: "https://example.org/hook"}); err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE webhooks SET url = ? WHERE id = ?", url, w.ID)
		return err
	})
	return w
}

func (p *post) happens(event, object string) {
	p.t.Helper()
	p.as(authz.System(), func(tx *db.Tx) error {
		return webhook.PlanCalls(tx, webhook.PlanCallsIn{Event: event, Object: object, StoreID: 7})
	})
}

func (p *post) drain() {
	p.t.Helper()
	if _, err := p.queue.Drain(context.Background()); err != nil {
		p.t.Fatal(err)
	}
}

// waits lets the clock run, with a look at the queue every so often.
func (p *post) waits(long, every time.Duration) {
	for range int(long / every) {
		p.w.Clock.Step(every)
		p.drain()
	}
}

func (p *post) calls(w webhook.Webhook) (list []webhook.Call) {
	p.t.Helper()
	p.as(authz.System(), func(tx *db.Tx) (err error) {
		list, err = webhook.ListCalls(tx, w.ID, 0, 100)
		return err
	})
	return list
}

func (p *post) webhook(w webhook.Webhook) (out webhook.Webhook) {
	p.t.Helper()
	p.as(authz.System(), func(tx *db.Tx) (err error) {
		out, err = webhook.LoadWebhook(tx, w.ID)
		return err
	})
	return out
}

func TestCallsCanBeVerifiedByOthers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		w.Clock.Set(time.Now()) // the library that verifies has no other clock
		p, f := newPost(t, w), newFarm(t)
		made := p.listens(f.URL, "delivery.picked")
		p.happens("delivery.picked", "/api/deliveries/3")
		p.happens("delivery.failed", "/api/deliveries/3") // nobody listens
		p.happens("delivery.picked", "/api/deliveries/3")
		p.drain()
		if len(f.calls) != 2 {
			t.Fatalf("%d calls", len(f.calls))
		}
		if got := string(f.written[0]); got != `{"data":{"object":"/api/deliveries/3","event":"delivery.picked"}}` {
			t.Errorf("body %s", got)
		}
		ids, sequence := map[string]bool{}, map[string]bool{}
		for i, r := range f.calls {
			verifies(t, made.Secret, r, f.written[i])
			if r.Header.Get("X-CoopCycle-Signature") != hook.SignBody(made.Secret, f.written[i]) {
				t.Error("the plain signature is wrong")
			}
			ids[r.Header.Get("Webhook-Id")], sequence[r.Header.Get("X-Pignon-Sequence")] = true, true
		}
		if len(ids) != 2 || !sequence["1"] || !sequence["2"] {
			t.Errorf("ids %v, sequence %v", ids, sequence)
		}
	})
}

func verifies(t *testing.T, secret string, r *http.Request, body []byte) {
	t.Helper()
	library, err := standardwebhooks.NewWebhook(secret)
	if err == nil {
		err = library.Verify(body, r.Header)
	}
	if err != nil {
		t.Errorf("not verified: %v", err)
	}
}

func TestTwoSecretsLiveForAWeek(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		w.Clock.Set(time.Now())
		p, f := newPost(t, w), newFarm(t)
		before := p.listens(f.URL, "delivery.picked")
		var after webhook.Webhook
		p.as(authz.System(), func(tx *db.Tx) (err error) {
			after, err = webhook.RotateSecret(tx, before.ID)
			return err
		})
		p.happens("delivery.picked", "/api/deliveries/3")
		p.drain()
		verifies(t, before.Secret, f.calls[0], f.written[0])
		verifies(t, after.Secret, f.calls[0], f.written[0])
		f.got()
		w.Clock.Step(7*24*time.Hour + time.Minute)
		p.happens("delivery.picked", "/api/deliveries/3")
		p.drain()
		in := hook.SignIn{ID: f.calls[0].Header.Get("Webhook-Id"), At: w.Clock.Now(), Body: f.written[0]}
		for secret, want := range map[string]bool{before.Secret: false, after.Secret: true} {
			in.Secrets = []string{secret}
			if hook.Verify(in, f.calls[0].Header.Get("Webhook-Signature"), w.Clock.Now()) != want {
				t.Errorf("verified is not %v", want)
			}
		}
	})
}

func TestCallsAreTriedForThreeDays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		p, f := newPost(t, w), newFarm(t)
		made := p.listens(f.URL, "delivery.picked")
		f.answers(500)
		p.happens("delivery.picked", "/api/deliveries/3")
		p.drain()
		p.waits(71*time.Hour, 30*time.Minute)
		if c := p.calls(made)[0]; c.State != webhook.Waiting || c.Status != 500 {
			t.Errorf("after 71 hours: %+v", c)
		}
		p.waits(4*time.Hour, 30*time.Minute)
		if c := p.calls(made)[0]; c.State != webhook.GivenUp || c.Tries != 11 || f.got() != 11 {
			t.Errorf("after 75 hours: %+v", c)
		}
		f.answers(204)
		given := p.calls(made)[0].ID
		p.as(authz.System(), func(tx *db.Tx) error {
			_, err := webhook.ReplayCall(tx, given)
			return err
		})
		p.drain()
		if c := p.calls(made)[0]; c.State != webhook.Delivered || c.Status != 204 || f.got() != 1 || !p.webhook(made).FailingSince.IsZero() {
			t.Errorf("replayed: %+v", c)
		}
	})
}

func TestTroubleOfOneIsNotTroubleOfOthers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		p, dead, fine := newPost(t, w), newFarm(t), newFarm(t)
		silent := p.listens(dead.URL, "delivery.picked")
		p.listens(fine.URL, "delivery.picked")
		dead.Close()
		for range 30 {
			p.happens("delivery.picked", "/api/deliveries/3")
		}
		p.drain()
		if n := fine.got(); n != 30 {
			t.Errorf("%d of 30 calls reached the one that answers", n)
		}
		tried := 0
		for _, c := range p.calls(silent) {
			tried += int(c.Tries)
		}
		if tried > 4 { // as many as there are workers
			t.Errorf("%d tries where nobody answers", tried)
		}
	})
}

func TestWebhooksThatLeadNowhereArePaused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		for name, c := range map[string]struct {
			status int
			days   int
		}{"gone": {410, 0}, "failing": {503, 6}, "elsewhere": {302, 6}} {
			p, f := newPost(t, w), newFarm(t)
			made := p.listens(f.URL, "delivery.picked")
			f.answers(c.status)
			for range c.days + 1 {
				p.happens("delivery.picked", "/api/deliveries/3")
				p.drain()
				p.waits(24*time.Hour, time.Hour)
			}
			if p.webhook(made).PausedAt.IsZero() {
				t.Fatalf("%s: not paused", name)
			}
			for _, call := range p.calls(made) {
				if call.State == webhook.Waiting {
					t.Errorf("%s: %+v still waits", name, call)
				}
			}
			f.got()
			p.happens("delivery.picked", "/api/deliveries/3")
			p.drain()
			if n := f.got(); n != 0 {
				t.Errorf("%s: %d calls while paused", name, n)
			}
			latest := p.calls(made)[0].ID
			p.as(authz.System(), func(tx *db.Tx) error {
				_, err := webhook.ReplayCall(tx, latest)
				if !fail.Has(err, "webhook.paused") {
					t.Errorf("%s: replayed while paused: %v", name, err)
				}
				_, err = webhook.ResumeWebhook(tx, made.ID)
				return err
			})
			f.answers(200)
			p.happens("delivery.picked", "/api/deliveries/3")
			p.drain()
			if n := f.got(); n != 1 {
				t.Errorf("%s: %d calls after it was resumed", name, n)
			}
		}
	})
}

func TestCallsAreForgottenAfterAMonth(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		p, f := newPost(t, w), newFarm(t)
		made := p.listens(f.URL, "delivery.picked")
		p.happens("delivery.picked", "/api/deliveries/3")
		p.drain()
		for _, c := range []struct{ days, left int }{{29, 1}, {2, 0}} {
			w.Clock.Step(time.Duration(c.days) * 24 * time.Hour)
			p.as(authz.System(), func(tx *db.Tx) error { return job.Add(tx, webhook.ForgetWebhookCalls{}, job.Options{}) })
			p.drain()
			if n := len(p.calls(made)); n != c.left {
				t.Errorf("%d calls left", n)
			}
		}
	})
}

// TestAddressesInsideAreRefused is the abuse case AC75 at the door; netguard's own tests play it at the wire.
func TestAddressesInsideAreRefused(t *testing.T) {
	t.Parallel()
	w := dbtest.SQLite(t)
	p := newPost(t, w)
	for _, url := range []string{"", "x", "http://example.org/", "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/", "https://10.0.0.1/", "file:///etc/passwd",
		"gopher://example.org/", "https://user:word@example.org/", "https://example.org:8080/", "https://[::ffff:127.0.0.1]/"} {
		err := w.Write(context.Background(), p.app, func(tx *db.Tx) error {
			_, err := webhook.CreateWebhook(tx, webhook.CreateWebhookIn{Event: "delivery.picked", URL: url})
			return err
		})
		if e := fail.Of(err); err == nil || e.Kind != fail.Invalid || len(e.Fields) != 1 || e.Fields[0].Path != "url" {
			t.Errorf("%q: %v", url, err)
		}
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	w := dbtest.SQLite(t)
	p := newPost(t, w)
	made := p.listens("https://example.org/", "order.created")
	admin := authz.Actor{Kind: authz.Person, UserID: 1, Roles: []authz.Role{authz.Admin}}
	other, key := p.app, p.app
	other.AppID++
	key.ByKey = true
	uses := func(tx *db.Tx) error { _, err := webhook.ReadWebhook(tx, made.ID); return err }
	tends := func(tx *db.Tx) error { _, err := webhook.RotateSecret(tx, made.ID); return err }
	creates := func(tx *db.Tx) error {
		_, err := webhook.CreateWebhook(tx, webhook.CreateWebhookIn{Event: "order.created", URL: "https://example.org/"})
		return err
	}
	for _, c := range []struct {
		what string
		do   func(*db.Tx) error
		may  []authz.Actor
		not  []authz.Actor
	}{
		{"create", creates, []authz.Actor{p.app}, []authz.Actor{key, admin}},
		{"use", uses, []authz.Actor{p.app}, []authz.Actor{other, key, admin}},
		{"tend", tends, []authz.Actor{admin, p.app}, []authz.Actor{{Kind: authz.Person, UserID: 2, Roles: []authz.Role{authz.Dispatcher}}}},
	} {
		for _, who := range c.may {
			if err := w.Write(context.Background(), who, c.do); err != nil {
				t.Errorf("%s by %s: %v", c.what, who.Name(), err)
			}
		}
		for _, who := range c.not {
			if err := w.Write(context.Background(), who, c.do); !fail.Is(err, fail.Forbidden) {
				t.Errorf("%s by %s: %v", c.what, who.Name(), err)
			}
		}
	}
}

func TestSecretsStayOutOfJournalAndJobs(t *testing.T) {
	t.Parallel()
	w := dbtest.SQLite(t)
	p, f := newPost(t, w), newFarm(t)
	made := p.listens(f.URL, "delivery.picked")
	f.answers(410)
	p.happens("delivery.picked", "/api/deliveries/3")
	p.drain()
	p.as(authz.System(), func(tx *db.Tx) error {
		for _, query := range []string{"SELECT body FROM journal", "SELECT body FROM jobs"} {
			texts, err := db.All[string](tx, query)
			if err != nil {
				return err
			}
			for _, text := range texts {
				if !json.Valid([]byte(text)) || strings.Contains(text, made.Secret) {
					t.Errorf("%s: %s", query, text)
				}
			}
		}
		return nil
	})
}
