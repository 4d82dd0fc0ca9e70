package app_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"

	"pignon.coop/internal/app"
)

// provider is a real OpenID Connect provider in the process, with people of its own.
type provider struct {
	*httptest.Server
	people strangers
}

type strangers map[string]*storage.User

func (p strangers) GetUserByID(id string) *storage.User         { return p[id] }
func (p strangers) GetUserByUsername(name string) *storage.User { return p[name] }
func (strangers) ExampleClientID() string                       { return storage.ServiceUserID }

const coopName = "http://coop.example"

func newProvider(t *testing.T) provider {
	t.Helper()
	p := provider{Server: httptest.NewUnstartedServer(nil), people: strangers{}}
	back := []string{coopName + "/login/with/oidc/back", coopName + "/login/with/google/back"}
	clients := map[string]*storage.Client{}
	for _, id := range []string{"pignon", "phone", "other-app"} {
		clients[id] = storage.WebClient(id, "secret-of-"+id, back...)
	}
	p.Config.Handler = exampleop.SetupServer("http://"+p.Listener.Addr().String(), storage.NewStorageWithClients(p.people, clients), nil, false)
	p.Start()
	t.Cleanup(p.Close)
	return p
}

func (p provider) person(name, email string, verified bool) {
	p.people[name] = &storage.User{ID: name, Username: name, Password: "at the provider", FirstName: "Zoe", LastName: "Blue", Email: email, EmailVerified: verified}
}

// elsewhereTown is a co-op that people reach by its name and may sign in to by the provider.
func elsewhereTown(t *testing.T, p provider) *town {
	t.Helper()
	w := newCoopOn(t, app.Config{Dev: true, PublicURL: coopName})
	w.call("", "POST", "/_dev/reset", map[string]any{
		"settings": map[string]any{"locale": "en", "oidc_name": "Our Keycloak", "oidc_issuer": p.URL, "oidc_client_id": "pignon", "oidc_client_secret": "secret-of-pignon",
			"google_issuer": p.URL, "google_client_id": "pignon phone"},
		"rows": []map[string]any{
			{"kind": "user", "username": "zoe", "email": "zoe@example.org", "password": "correct horse"},
			{"kind": "user", "username": "ada", "email": "ada@example.org", "password": "correct horse", "roles": []string{"ROLE_ADMIN"}},
		},
	}, 200)
	return w
}

// browser is a real one as far as cookies and redirects go.
type browser struct {
	*http.Client
	w *town
}

func (w *town) browser() *browser {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	home := strings.TrimPrefix(w.server.URL, "http://")
	return &browser{&http.Client{Jar: jar, Transport: &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		if addr == "coop.example:80" {
			addr = home
		}
		return (&net.Dialer{}).DialContext(ctx, network, addr)
	}}}, w}
}

// page is what a browser shows at last, and where.
func (b *browser) page(answer *http.Response, err error) (at *url.URL, status int, text string) {
	b.w.t.Helper()
	if err != nil {
		b.w.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.w.t.Fatal(err)
	}
	return answer.Request.URL, answer.StatusCode, string(body)
}

// signIn goes to the provider, says who one is there and comes back.
func (b *browser) signIn(name string) (at *url.URL, status int, text string) {
	b.w.t.Helper()
	form, _, _ := b.page(b.Get(coopName + "/login/with/oidc?next=/account"))
	return b.page(b.PostForm(form.Scheme+"://"+form.Host+"/login/username", url.Values{"id": {form.Query().Get("authRequestID")}, "username": {name}, "password": {"at the provider"}}))
}

func TestSignInByAnOpenIDProvider(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	w := elsewhereTown(t, p)
	_, _, text := w.browser().page(w.browser().Get(coopName + "/login"))
	if !strings.Contains(text, `href="/login/with/oidc?next=%2F">Sign in with Our Keycloak`) || strings.Contains(text, "Google") {
		t.Errorf("the ways in: %s", text)
	}
	p.person("newcomer", "new.comer@example.org", true)
	for range 2 { // the account is made once
		b := w.browser()
		at, status, text := b.signIn("newcomer")
		if at.Path != "/account" || status != 200 || !strings.Contains(text, "new.comer@example.org") {
			t.Fatalf("at %s: %d %s", at, status, text)
		}
		_, _, me := b.page(b.Get(coopName + "/v1/session"))
		if !strings.Contains(me, `"username":"new_comer"`) || !strings.Contains(me, `"roles":["ROLE_USER"]`) {
			t.Errorf("they are %s", me)
		}
	}
	// The same name with another address makes another account.
	p.person("twin", "new.comer@elsewhere.example", true)
	b := w.browser()
	b.signIn("twin")
	if _, _, me := b.page(b.Get(coopName + "/v1/session")); !strings.Contains(me, `"username":"new_comer2"`) {
		t.Errorf("the twin is %s", me)
	}
}

// AC31: a provider's word opens an account of ours if the provider verified the address, and nobody who came first keeps a way in.
func TestAC31LinkingByVerifiedAddressAlone(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	w := elsewhereTown(t, p)
	p.person("impostor", "zoe@example.org", false)
	b := w.browser()
	at, status, text := b.signIn("impostor")
	if at.Path != "/login/with/oidc/back" || status != 422 || !strings.Contains(text, "did not verify") {
		t.Errorf("the impostor at %s: %d %s", at, status, text)
	}
	if _, status, _ := b.page(b.Get(coopName + "/v1/session")); status != 401 {
		t.Errorf("the impostor is in: %d", status)
	}
	p.person("nobody", "", true)
	if _, status, _ := w.browser().signIn("nobody"); status != 422 {
		t.Errorf("without an address: %d", status)
	}
	// Somebody else may have made zoe's account and wait for her with its password: whoever proves to own the address takes it over.
	squatter := w.session("zoe", "correct horse")
	p.person("zoe", "ZOE@example.org", true)
	b = w.browser()
	b.signIn("zoe")
	if _, _, me := b.page(b.Get(coopName + "/v1/session")); !strings.Contains(me, `"username":"zoe"`) {
		t.Errorf("zoe is %s", me)
	}
	if status, text := w.as("", "GET /v1/session", "", "Cookie", squatter); status != 401 {
		t.Errorf("who came first is still in: %d %s", status, text)
	}
	if status, text := w.as("", "POST /v1/session", `{"login":"zoe","password":"correct horse"}`); status != 401 {
		t.Errorf("who came first comes in again: %d %s", status, text)
	}
	// The identity is who they are at the provider, whatever address they have there later.
	p.people["zoe"].Email, p.people["zoe"].EmailVerified = "ada@example.org", true
	again := w.browser()
	again.signIn("zoe")
	if _, _, me := again.page(again.Get(coopName + "/v1/session")); !strings.Contains(me, `"username":"zoe"`) {
		t.Errorf("zoe is %s", me)
	}
}

// A trip to the provider ends in the browser where it began, once.
func TestTripsEndWhereTheyBegan(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	w := elsewhereTown(t, p)
	p.person("max", "max@example.org", true)
	// away is where the provider sends a browser back to, before it goes there.
	away := func(b *browser) string {
		form, _, _ := b.page(b.Get(coopName + "/login/with/oidc?next=//evil.example"))
		quiet := *b.Client
		var back string
		quiet.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
			if r.URL.Host == "coop.example" {
				back = r.URL.String()
				return http.ErrUseLastResponse
			}
			return nil
		}
		answer, err := quiet.PostForm(form.Scheme+"://"+form.Host+"/login/username", url.Values{"id": {form.Query().Get("authRequestID")}, "username": {"max"}, "password": {"at the provider"}})
		b.page(answer, err)
		if back == "" {
			t.Fatal("the provider sends nobody back")
		}
		return back
	}
	refused := func(what string, b *browser, back string) {
		t.Helper()
		if _, status, text := b.page(b.Get(back)); status != 422 {
			t.Errorf("%s: %d %s", what, status, text)
		}
		if _, status, _ := b.page(b.Get(coopName + "/v1/session")); status != 401 {
			t.Errorf("%s is let in", what)
		}
	}
	owner := w.browser()
	back := away(owner)
	refused("another browser", w.browser(), back)
	other := w.browser()
	away(other)
	refused("a browser on a trip of its own", other, back)
	mixed := w.browser()
	u, _ := url.Parse(away(mixed))
	stolen, _ := url.Parse(back)
	q := u.Query()
	q.Set("code", stolen.Query().Get("code"))
	u.RawQuery = q.Encode()
	refused("somebody else's code in one's own trip", mixed, u.String()) // PKCE
	straight := w.browser()
	back = away(straight)
	if at, _, _ := straight.page(straight.Get(back)); at.String() != coopName+"/" {
		t.Errorf("the owner ends at %s", at)
	}
	if _, status, _ := straight.page(straight.Get(coopName + "/v1/session")); status != 200 {
		t.Errorf("the owner is not in: %d", status)
	}
	if _, status, _ := straight.page(straight.Get(back)); status != 422 {
		t.Errorf("replayed: %d", status)
	}
	_, status, _ := w.browser().page(w.browser().Get(coopName + "/login/with/google"))
	if status != 404 {
		t.Errorf("a provider without a secret: %d", status)
	}
}

// appToken is the identity that an app gets from the provider.
func (p provider) appToken(t *testing.T, w *town, client, name string) string {
	t.Helper()
	b := w.browser()
	form, _, _ := b.page(b.Get(p.URL + "/auth?" + url.Values{"client_id": {client}, "redirect_uri": {coopName + "/login/with/google/back"}, "response_type": {"id_token"},
		"scope": {"openid email profile"}, "nonce": {"n"}, "state": {"s"}}.Encode()))
	token := ""
	quiet := *b.Client
	quiet.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if r.URL.Host != "coop.example" {
			return nil
		}
		values, _ := url.ParseQuery(r.URL.Fragment)
		token = values.Get("id_token")
		return http.ErrUseLastResponse
	}
	b.page(quiet.PostForm(form.Scheme+"://"+form.Host+"/login/username", url.Values{"id": {form.Query().Get("authRequestID")}, "username": {name}, "password": {"at the provider"}}))
	if token == "" {
		t.Fatal("the provider gives no identity")
	}
	return token
}

// The phone app's sign-in by Google or Apple: for people who have an account, by an identity made for the co-op's own apps. Every failure is a 403.
func TestSocialLoginOfThePhone(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	w := elsewhereTown(t, p)
	p.person("zoe", "zoe@example.org", true)
	p.person("stranger", "stranger@example.org", true)
	p.person("impostor", "ada@example.org", false)
	good := p.appToken(t, w, "phone", "zoe")
	for _, c := range []struct {
		name, path, field, token string
		status                   int
	}{
		{"zoe", "google_sign_in", "idToken", good, 200},
		{"zoe again", "google_sign_in", "idToken", good, 200},
		{"for another app", "google_sign_in", "idToken", p.appToken(t, w, "other-app", "zoe"), 403},
		{"nobody here", "google_sign_in", "idToken", p.appToken(t, w, "phone", "stranger"), 403},
		{"not verified", "google_sign_in", "idToken", p.appToken(t, w, "phone", "impostor"), 403},
		{"spoilt", "google_sign_in", "idToken", good[:len(good)-4] + "AAAA", 403},
		{"none", "google_sign_in", "idToken", "", 403},
		{"rubbish", "google_sign_in", "idToken", "rubbish", 403},
		{"another field", "google_sign_in", "identityToken", good, 403},
		{"Apple is not set up", "sign_in_with_apple", "identityToken", good, 403},
		{"Facebook is not set up", "facebook", "accessToken", good, 403},
	} {
		status, text := w.as("", "POST /api/"+c.path+"/login", fmt.Sprintf(`{%q:%q}`, c.field, c.token))
		if status != c.status || status == 403 && strings.Contains(text, "token\":\"ey") {
			t.Errorf("%s: %d %s", c.name, status, text)
		}
		if c.status == 200 && !regexp.MustCompile(`^\{"token":"ey[^"]+","roles":\["ROLE_USER"\],"username":"zoe","email":"zoe@example.org","id":1,"enabled":true,"refresh_token":"[0-9a-f]{64}"\}\s*$`).MatchString(text) {
			t.Errorf("%s gets %s", c.name, text)
		}
	}
	if rows := w.call("", "GET", "/_dev/rows/user", nil, 200); strings.Contains(fmt.Sprint(rows), "stranger") {
		t.Error("an account was made")
	}
}

// Facebook has no OpenID Connect for apps: this answers as its Graph API documents.
func TestFacebookLoginOfThePhone(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	w := elsewhereTown(t, p)
	graph := httptest.NewServer(http.HandlerFunc(func(a http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		switch {
		case r.URL.Path == "/debug_token" && q.Get("access_token") == "42|hush":
			id := map[string]string{"zoe": "42", "zoe of another app": "43", "over": "42", "swapped": "42"}[q.Get("input_token")]
			fmt.Fprintf(a, `{"data":{"app_id":%q,"is_valid":%t,"user_id":"7"}}`, id, id != "" && q.Get("input_token") != "over")
		case r.URL.Path == "/me" && q.Get("access_token") == "swapped":
			fmt.Fprint(a, `{"id":"8","email":"ada@example.org","name":"Ada"}`)
		case r.URL.Path == "/me":
			fmt.Fprint(a, `{"id":"7","email":"zoe@example.org","name":"Zoe"}`)
		default:
			a.WriteHeader(400)
		}
	}))
	t.Cleanup(graph.Close)
	w.call("", "POST", "/_dev/seed", map[string]any{"settings": map[string]any{"facebook_app_id": "42", "facebook_app_secret": "hush", "facebook_api_url": graph.URL}}, 200)
	for token, want := range map[string]int{"zoe": 200, "zoe of another app": 403, "over": 403, "swapped": 403, "": 403} {
		if status, text := w.as("", "POST /api/facebook/login", fmt.Sprintf(`{"accessToken":%q}`, token)); status != want || strings.Contains(text, "hush") {
			t.Errorf("%q: %d %s", token, status, text)
		}
	}
	graph.Close()
	if status, text := w.as("", "POST /api/facebook/login", `{"accessToken":"zoe"}`); status != 403 || strings.Contains(text, "hush") {
		t.Errorf("Facebook is away: %d %s", status, text)
	}
}
