package app_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"pignon.coop/internal/app"
)

// answered is what a stranger sees of an answer: everything but the time and what names the request.
func (w *town) answered(method, path, contentType, body string, headers ...string) string {
	w.t.Helper()
	r, err := http.NewRequest(method, w.server.URL+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("X-Pignon", "1")
	for n := 0; n+1 < len(headers); n += 2 {
		if headers[n] == "Host" {
			r.Host = headers[n+1]
		}
		r.Header.Set(headers[n], headers[n+1])
	}
	client := *w.server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := client.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	answer.Header.Del("Date")
	answer.Header.Del("X-Request-Id")
	seen := fmt.Sprint(answer.StatusCode, answer.Header, string(text))
	return regexp.MustCompile(`"request":"[^"]*"`).ReplaceAllString(seen, "")
}

// AC26: whoever asks for zoe, who is here, and for zita, who is not, sees the same.
func TestAC26NobodyLearnsWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	const form, doc = "application/x-www-form-urlencoded", "application/json"
	for _, c := range [][3]string{
		{"POST /api/login_check", form, "_username=%s&_password=wrong"},
		{"POST /api/login_check", form, "_username=canary-%s@example.org&_password=wrong"},
		{"POST /v1/session", doc, `{"login":%q,"password":"wrong"}`},
		{"POST /login", form, "login=%s&password=wrong"},
		{"POST /api/resetting/send-email", form, "username=%s"},
		{"POST /v1/reset", doc, `{"login":%q}`},
		{"POST /resetting/request", form, "login=%s"},
	} {
		method, path, _ := strings.Cut(c[0], " ")
		here := w.answered(method, path, c[1], fmt.Sprintf(c[2], "zoe"))
		away := w.answered(method, path, c[1], fmt.Sprintf(c[2], "zed"))
		if strings.ReplaceAll(here, "zoe", "zed") != away {
			t.Errorf("%s tells:\n%s\n%s", c[0], here, away)
		}
	}
}

// AC27: the links of mails lead to the configured address, whatever a request says that it is.
func TestAC27MailsLeadHome(t *testing.T) {
	t.Parallel()
	w := newCoopOn(t, app.Config{Dev: true, PublicURL: "https://coop.example"})
	for n, headers := range [][]string{
		{"Host", "evil.example"}, {"X-Forwarded-Host", "evil.example"}, {"Forwarded", "host=evil.example"}, {"Referer", "https://evil.example/"}, {"X-Original-Host", "evil.example"},
	} {
		w.call("", "POST", "/_dev/reset", map[string]any{"rows": []map[string]any{{"kind": "user", "username": "zoe", "email": "zoe@example.org"}}}, 200)
		path := []string{"/api/resetting/send-email", "/resetting/request"}[n%2]
		w.answered("POST", path, "application/x-www-form-urlencoded", "username=zoe&login=zoe", headers...)
		w.call("", "POST", "/_dev/drain", nil, 200)
		_, mails := w.as("", "GET /_dev/outbox", "")
		if !strings.Contains(mails, "https://coop.example/resetting/reset/") || strings.Contains(mails, "evil") {
			t.Errorf("%v: %s", headers, mails)
		}
	}
}

// AC30: nobody changes an address that mails go to, and no twin of an address is taken for it.
func TestAC30AddressesStayApart(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	before := w.rows("user", "customer")
	for ask, body := range map[string]string{
		"PUT /api/users/{zoe}": `{"email":"other@example.org"}`, "PUT /api/customers/{zoe.customer}": `{"email":"other@example.org"}`, "PUT /api/me": `{"email":"other@example.org"}`,
		"PATCH /v1/session": `{"email":"other@example.org"}`, "POST /account": `email=other@example.org`,
	} {
		w.as("zoe", ask, body)
	}
	if after := w.rows("user", "customer"); after != before {
		t.Errorf("an address changed:\n%s\n%s", before, after)
	}
	for n, c := range []struct {
		email  string
		status int
	}{
		{"CANARY-ZOE@Example.org", 422}, {" canary-zoe@example.org ", 422}, {"canary-zoe@example.org\u200b", 422}, {"canary-zoe@ｅxample.org", 422}, {"canary-zoé@example.org", 200},
		{"canary-zoe+x@example.org", 200}, {"canary.zoe@example.org", 200}, {"\"canary-zoe\"@example.org", 422}, {"Zoe <canary-zoe@example.org>", 422},
	} {
		status, text := w.as("", "POST /v1/registration", fmt.Sprintf(`{"username":"twin%d","email":%q,"password":"correct horse"}`, n, c.email))
		if status != c.status && (status != 400 || c.status != 422) {
			t.Errorf("%q: %d, want %d: %s", c.email, status, c.status, text)
		}
	}
	if status, text := w.as("zoe", "GET /api/me", ""); status != 200 || !strings.Contains(text, "canary-zoe@example.org") {
		t.Errorf("zoe is %s", text)
	}
}

// AC37: keys, tokens and passwords stand in no log, whatever becomes of the request that carries them.
func TestAC37SecretsStayOutOfTheLog(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	coop, err := app.Open(t.Context(), app.Config{Dev: true, Addr: "127.0.0.1:0", Data: t.TempDir(), UnsafeDatabase: true}, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(coop.Handler())
	w := &town{house: &house{t: t, server: server, coop: coop}, proofs: map[string]string{}, ids: strings.NewReplacer()}
	w.call("", "POST", "/_dev/reset", map[string]any{"rows": []map[string]any{
		{"kind": "user", "username": "zoe", "email": "zoe@example.org", "password": "SECRET-password"},
		{"kind": "api_app", "name": "key", "type": "api_key", "apiKey": "ak_SECRET"},
	}}, 200)
	for _, ask := range []string{"GET /api/me?token=ak_SECRET", "GET /api/stores?token=ak_SECRET", "GET /api/nothing?token=ak_SECRET", "GET /v1/session?token=ak_SECRET", "GET /api/orders/SECRET-x"} {
		if status, text := w.as("", ask, ""); status < 400 || strings.Contains(text, "SECRET") {
			t.Errorf("%s: %d %s", ask, status, text)
		}
	}
	for _, c := range [][2]string{
		{"POST /api/login_check", `{"_username":"zoe","_password":"SECRET-wrong"}`}, {"POST /v1/session", `{"login":"zoe","password":"SECRET-password"}`},
		{"POST /v1/session", `{"login":"zoe","password":"SECRET-wrong","code":"SECRET"}`}, {"POST /v1/session", `{"login":`}, {"PUT /v1/reset", `{"token":"SECRET-token","password":"SECRET-password"}`},
		{"POST /api/google_sign_in/login", `{"idToken":"SECRET"}`}, {"POST /v1/session/passkey", `{"credential":{"id":"SECRET"}}`}, {"POST /oauth2/token", `{"client_id":"key","client_secret":"SECRET"}`},
	} {
		if status, text := w.as("", c[0], c[1]); status >= 500 || strings.Contains(text, "SECRET") {
			t.Errorf("%s %s: %d %s", c[0], c[1], status, text)
		}
	}
	w.as("", "GET /api/me", "", "Authorization", "Bearer ak_SECRET-wrong")
	w.as("", "GET /account", "", "Cookie", "pignon_session=SECRET")
	server.Close()
	if err := coop.Close(); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(log.String(), "SECRET") {
		t.Errorf("the log: %s", log.String())
	}
}

// AC38: programs that look into mails open links. On our pages that opens nothing; a click does, once.
func TestAC38OpenedLinksDoNothing(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.call("", "POST", "/_dev/seed", map[string]any{"rows": []map[string]any{
		{"kind": "user", "username": "new", "email": "new@example.org", "enabled": false, "confirmationToken": "token-of-new"},
		{"kind": "user", "username": "lost", "email": "lost@example.org", "confirmationToken": "token-of-lost", "passwordRequestedAt": "+1m"},
	}}, 200)
	before := w.writes()
	for _, path := range []string{"/register/confirm/token-of-new", "/resetting/reset/token-of-lost"} {
		for _, method := range []string{"GET ", "HEAD ", "OPTIONS ", "GET "} {
			w.as("", method+path, "", "Purpose", "prefetch")
		}
	}
	if w.writes() != before {
		t.Error("a link that was opened did something")
	}
	for _, want := range []int{303, 422} {
		if status, text := w.as("", "POST /register/confirm/token-of-new", ""); status != want {
			t.Errorf("confirmed: %d, want %d: %s", status, want, text)
		}
	}
}

// AC40: an administrator without a second factor opens neither money nor exports nor people where one is wanted.
func TestAC40WeakAdministratorsOpenNothing(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	asks := []string{"GET /api/users", "GET /api/customers/{zoe.customer}", "GET /api/addresses", "GET /api/tasks", "GET /api/orders/{zack.order}", "GET /v1/books?from=2031-01-01&to=2031-02-01", "GET /api/stores/{storeB}"}
	cookie := func() string {
		w.call("", "POST", "/_dev/seed", map[string]any{"rows": []map[string]any{{"kind": "user", "update": "@bob", "password": "correct horse"}}}, 200)
		return w.session("bob", "correct horse")
	}()
	for _, ask := range asks {
		if status, text := w.as("bob", ask, ""); status != 200 && !strings.Contains(ask, "books") {
			t.Errorf("before: %s: %d %s", ask, status, text)
		}
	}
	w.call("", "POST", "/_dev/seed", map[string]any{"settings": map[string]any{"second_factor_roles": "ROLE_ADMIN"}, "rows": []map[string]any{}}, 200)
	for _, ask := range asks {
		if status, text := w.as("bob", ask, ""); status != 403 && status != 404 || sings(text) {
			t.Errorf("by token: %s: %d %s", ask, status, text)
		}
		if strings.Contains(ask, " /v1/") {
			if status, text := w.as("nobody", ask, "", "Cookie", cookie); status != 403 && status != 404 || sings(text) {
				t.Errorf("by cookie: %s: %d %s", ask, status, text)
			}
		}
	}
	if status, text := w.as("dan", "GET /api/users", ""); status != 200 {
		t.Errorf("a dispatcher is asked for nothing: %d %s", status, text)
	}
}

// AC42: amounts that nobody can mean are refused, and nothing is written down.
func TestAC42AmountsThatCannotBe(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	const items, cart, item = "POST /api/orders/{zoe.cart}/items", "/api/orders/{zoe.cart}", "PUT /api/orders/{zoe.cart}/items/{zoe.cart.item}"
	before := w.rows("order")
	for _, n := range []string{"-1", "0", "1.5", "9223372036854775808", "1e9", "1e400", "NaN", `"1e9"`, `"NaN"`, "-9223372036854775808", "1000000", "{}", "[1]", "true"} {
		asks := map[string]string{items: `{"product":"DISH_A","quantity":` + n + `}`, "POST /v1/carts/{zoe.cart}/items": `{"productId":{dishA},"quantity":` + n + `}`}
		if n != "0" { // which takes away
			asks[item] = `{"quantity":` + n + `}`
			asks["PATCH /v1/carts/{zoe.cart}/items/{zoe.cart.item}"] = asks[item]
			asks["PUT "+cart+"/tip"] = `{"tipAmount":` + n + `}`
		}
		for ask, body := range asks {
			if strings.HasSuffix(ask, "/tip") && (n == "true" || n == "{}" || n == "[1]") {
				continue
			}
			if status, text := w.as("zoe", ask, body); status < 400 || status >= 500 {
				t.Errorf("%s %s: %d %s", ask, body, status, text)
			}
		}
	}
	if after := w.rows("order"); after != before {
		t.Errorf("the basket changed:\n%s\n%s", before, after)
	}
}
