package api

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/org"
	"pignon.coop/locales"
)

// office is a co-op behind /v1 with its real way to tell who calls.
type office struct {
	*dbtest.World
	t       *testing.T
	door    *account.Door
	handler http.Handler
}

func newOffice(t *testing.T, w *dbtest.World) office {
	t.Helper()
	signer, err := account.LoadSigner(context.Background(), w.DB, w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	door := account.NewDoor(account.DoorIn{DB: w.DB, Signer: signer, Passwords: account.NewPasswords(account.LowestCost())})
	authenticate, err := Authenticator(door, "https://pignons.example")
	if err != nil {
		t.Fatal(err)
	}
	set, err := locale.Load(locales.Files, "en")
	if err != nil {
		t.Fatal(err)
	}
	words := set.Printer(locale.PrinterIn{Language: "en", Currency: "EUR", Missing: func(_, key string) { t.Errorf("no words for %s", key) }})
	mux := http.NewServeMux()
	Mount(mux, House{
		DB: w.DB, Log: slog.New(slog.DiscardHandler), Authenticate: authenticate, WordsFor: func(*http.Request) *locale.Printer { return words }, Door: door, Secure: true,
		Settings: func() org.Settings {
			return org.Settings{BrandName: "Les Pignons", Timezone: "Europe/Paris", CurrencyCode: "eur", LatLng: "48.85,2.35"}
		},
	})
	return office{World: w, t: t, door: door, handler: mux}
}

func (o office) user(name string, roles ...authz.Role) account.User {
	o.t.Helper()
	u, err := o.door.AddUser(context.Background(), authz.System(), account.AddUserIn{
		RegisterIn: account.RegisterIn{Username: name, Email: name + "@example.org", Password: "correct horse", FullName: "Zoe Blue"}, Roles: roles})
	if err != nil {
		o.t.Fatal(err)
	}
	return u
}

// call sends a request as our own pages do; headers come in pairs and may overwrite that, "" takes one away.
func (o office) call(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("X-Pignon", "1")
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	return w
}

func (o office) wants(w *httptest.ResponseRecorder, status int, code string) {
	o.t.Helper()
	var p Problem
	_ = json.Unmarshal(w.Body.Bytes(), &p)
	if w.Code != status || p.Code != code {
		o.t.Errorf("got %d %s, want %d %s", w.Code, w.Body, status, code)
	}
}

const signInBody = `{"login":"zoe","password":"correct horse"}`

func TestSession(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		o := newOffice(t, w)
		o.user("zoe", authz.Dispatcher)
		o.wants(o.call("GET", "/v1/session", ""), 401, "auth.required")
		o.wants(o.call("POST", "/v1/session", `{"login":"zoe","password":"wrong"}`), 401, "session.login.refused")
		in := o.call("POST", "/v1/session", signInBody)
		cookie := in.Header().Get("Set-Cookie")
		for _, part := range []string{"pignon_session=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"} {
			if !strings.Contains(cookie, part) {
				t.Errorf("the cookie lacks %s: %s", part, cookie)
			}
		}
		cookie, _, _ = strings.Cut(cookie, ";")
		var s Session
		if err := json.Unmarshal(o.call("GET", "/v1/session", "", "Cookie", cookie).Body.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		if s.User.Name != "Zoe Blue" || strings.Join(s.Can, " ") != "courier dispatch" || s.Coop.Name != "Les Pignons" || s.Coop.Zone != "Europe/Paris" ||
			s.Coop.Currency != "EUR" || s.Coop.Centre.Lat != 48.85 {
			t.Errorf("session %+v", s)
		}
		other, _, _ := strings.Cut(o.call("POST", "/v1/session", signInBody).Header().Get("Set-Cookie"), ";")
		if out := o.call("DELETE", "/v1/session", "", "Cookie", cookie); out.Code != 204 || !strings.Contains(out.Header().Get("Set-Cookie"), "Max-Age=0") {
			t.Errorf("sign out: %d %v", out.Code, out.Header())
		}
		o.wants(o.call("GET", "/v1/session", "", "Cookie", cookie), 401, "auth.required")
		if out := o.call("DELETE", "/v1/sessions", "", "Cookie", other); out.Code != 204 {
			t.Errorf("sign out everywhere: %d %s", out.Code, out.Body)
		}
		o.wants(o.call("GET", "/v1/session", "", "Cookie", other), 401, "auth.required")
	})
}

// AC36: what other sites can make a browser send does nothing.
func TestAC36OnlyOurPagesChangeThings(t *testing.T) {
	t.Parallel()
	o := newOffice(t, dbtest.SQLite(t))
	o.user("zoe")
	in := o.call("POST", "/v1/session", signInBody)
	cookie, _, _ := strings.Cut(in.Header().Get("Set-Cookie"), ";")
	for name, headers := range map[string][]string{
		"a form":       {"X-Pignon", "", "Content-Type", "text/plain"},
		"another site": {"Origin", "https://evil.example"},
		"its script":   {"Sec-Fetch-Site", "cross-site"},
	} {
		out := o.call("DELETE", "/v1/session", "", append(headers, "Cookie", cookie)...)
		if out.Code != 403 {
			t.Errorf("%s: %d", name, out.Code)
		}
		if out := o.call("POST", "/v1/session", signInBody, headers...); out.Code != 403 {
			t.Errorf("%s signed somebody in: %d", name, out.Code)
		}
	}
	if out := o.call("GET", "/v1/session", "", "Cookie", cookie); out.Code != 200 {
		t.Errorf("the session ended: %d", out.Code)
	}
	if out := o.call("POST", "/v1/session", signInBody, "Origin", "https://pignons.example"); out.Code != 200 {
		t.Errorf("our own page was refused: %d %s", out.Code, out.Body)
	}
}

func TestBearerNeedsNoPage(t *testing.T) {
	t.Parallel()
	o := newOffice(t, dbtest.SQLite(t))
	token, err := o.door.UserToken(o.user("zoe"), 1e12)
	if err != nil {
		t.Fatal(err)
	}
	if out := o.call("DELETE", "/v1/sessions", "", "X-Pignon", "", "Authorization", "Bearer "+token); out.Code != 204 {
		t.Errorf("got %d %s", out.Code, out.Body)
	}
	o.wants(o.call("GET", "/v1/session", "", "Authorization", "Bearer "+token), 401, "auth.user.gone")
	o.wants(o.call("GET", "/v1/session?token="+token, ""), 401, "auth.required") // AC34: none from the address
}

func TestRegistrationAndReset(t *testing.T) {
	t.Parallel()
	o := newOffice(t, dbtest.SQLite(t))
	if out := o.call("POST", "/v1/registration", `{"username":"ada","email":"ada@example.org","password":"correct horse","name":"Ada L"}`); out.Code != 200 ||
		out.Header().Get("Set-Cookie") == "" || !strings.Contains(out.Body.String(), `"username":"ada"`) {
		t.Errorf("register: %d %s", out.Code, out.Body)
	}
	out := o.call("POST", "/v1/registration", `{"username":"ADA","email":"bob@example.org","password":"correct horse"}`)
	o.wants(out, 400, "input.invalid")
	if !strings.Contains(out.Body.String(), `"value.taken"`) {
		t.Errorf("got %s", out.Body)
	}
	if out := o.call("POST", "/v1/registration", `{"username":"bob","email":"bob@example.org","password":"short"}`); out.Code != 422 {
		t.Errorf("short password: %d %s", out.Code, out.Body)
	}
	known, unknown := o.call("POST", "/v1/reset", `{"login":"ada"}`), o.call("POST", "/v1/reset", `{"login":"nobody"}`)
	if known.Code != 202 || unknown.Code != 202 || known.Body.String() != unknown.Body.String() {
		t.Errorf("reset tells who is known: %d %q, %d %q", known.Code, known.Body, unknown.Code, unknown.Body)
	}
	var token string
	err := o.Read(context.Background(), authz.System(), func(tx *db.Tx) error {
		u, _, err := account.UserByLogin(tx, "ada")
		token = string(u.ConfirmationToken)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	body := `{"token":"` + token + `","password":"another horse"}`
	if out := o.call("PUT", "/v1/reset", body); out.Code != 200 || out.Header().Get("Set-Cookie") == "" {
		t.Errorf("reset: %d %s", out.Code, out.Body)
	}
	o.wants(o.call("PUT", "/v1/reset", body), 401, "reset.token.unknown")
	o.wants(o.call("POST", "/v1/registration/confirm", `{"token":"x"}`), 401, "registration.token.unknown")
}
