package site_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"pignon.coop/internal/app"
	"pignon.coop/internal/site"
)

// world is a co-op served to browsers that run no scripts.
type world struct {
	*testing.T
	server *httptest.Server
	log    *journal
}

// journal keeps what was logged, so that missing words fail the test.
type journal struct {
	mu sync.Mutex
	bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.Buffer.Write(b)
}

func newWorld(t *testing.T) world {
	t.Helper()
	log := &journal{}
	config := app.Config{Addr: "127.0.0.1:0", Data: t.TempDir(), Dev: true, GeocoderKind: "photon", PublicURL: "http://pignon.test", StopTimeout: time.Second}
	coop, err := app.Open(context.Background(), config, slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	w := world{T: t, server: httptest.NewServer(coop.Handler()), log: log}
	t.Cleanup(func() {
		w.server.Close()
		if err := coop.Close(); err != nil {
			t.Error(err)
		}
		if text := log.String(); strings.Contains(text, "words are missing") || strings.Contains(text, "level=ERROR") {
			t.Error(text)
		}
	})
	w.start()
	return w
}

// start puts the co-op back to its beginning: a Tuesday at noon.
func (w world) start() {
	w.Helper()
	document, err := os.ReadFile("testdata/coop.json")
	if err != nil {
		w.Fatal(err)
	}
	w.dev("POST", "/_dev/reset", document)
	w.dev("PUT", "/_dev/clock", []byte(`{"now":"2031-05-06T12:00:00+02:00"}`))
}

func (w world) dev(method, path string, body []byte) {
	w.Helper()
	r, err := http.NewRequest(method, w.server.URL+path, bytes.NewReader(body))
	if err != nil {
		w.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		w.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		var b bytes.Buffer
		_, _ = b.ReadFrom(answer.Body)
		w.Fatalf("%s: %d %s", path, answer.StatusCode, b.String())
	}
}

// browser is one visitor with their cookies.
type browser struct {
	world
	client *http.Client
	lang   string
}

func (w world) browser(lang string) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.Fatal(err)
	}
	return &browser{world: w, client: &http.Client{Jar: jar}, lang: lang}
}

// seen is a page as it arrived.
type seen struct {
	status int
	path   string
	header http.Header
	body   string
}

func (b *browser) get(path string) seen {
	b.Helper()
	return b.do("GET", path, nil, nil)
}

func (b *browser) post(path string, form url.Values, header http.Header) seen {
	b.Helper()
	return b.do("POST", path, form, header)
}

func (b *browser) do(method, path string, form url.Values, header http.Header) seen {
	b.Helper()
	r, err := http.NewRequest(method, b.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.Fatal(err)
	}
	for name, values := range header {
		r.Header[name] = values
	}
	r.Header.Set("Accept-Language", b.lang)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := b.client.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(answer.Body); err != nil {
		b.Fatal(err)
	}
	return seen{answer.StatusCode, answer.Request.URL.RequestURI(), answer.Header, body.String()}
}

func (s seen) wants(t *testing.T, status int, texts ...string) seen {
	t.Helper()
	if s.status != status {
		t.Errorf("%s: status %d, want %d", s.path, s.status, status)
	}
	for _, text := range texts {
		if !strings.Contains(s.body, text) {
			t.Errorf("%s lacks %q in:\n%s", s.path, text, s.body)
		}
	}
	return s
}

func (s seen) lacks(t *testing.T, texts ...string) seen {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(s.body, text) {
			t.Errorf("%s holds %q", s.path, text)
		}
	}
	return s
}

const near = "/restaurants?address=Carrer+Prat+de+la+Creu+8%2C+Andorra+la+Vella&lat=42.5065&lng=1.5260"

// fill puts enough for an order into the basket.
func (b *browser) fill() {
	b.Helper()
	b.get(near)
	b.post("/basket/items", url.Values{"restaurant": {"1"}, "product": {"TRINXAT"}, "quantity": {"2"}}, nil).wants(b.T, 200, "Trinxat de muntanya")
}

func contact(pay string) url.Values {
	return url.Values{"window": {"soonest"}, "name": {"Ada Martí"}, "email": {"guest@example.org"}, "phone": {"+376312399"}, "door": {"3e étage"}, "tip": {"200"}, "pay": {pay}}
}

// TestEveryPageInEveryLanguage plays the whole way without scripts.
func TestEveryPageInEveryLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for lang, words := range map[string]map[string]string{
		"fr": {"home": "De bons plats", "open": "Ouvert", "order": "Votre commande", "track": "Votre commande est chez le restaurant", "closed": "Fermé"},
		"en": {"home": "Good food", "open": "Open", "order": "Your order", "track": "Your order is at the restaurant", "closed": "Closed"},
	} {
		b := w.browser(lang)
		html := `<html lang="` + lang + `">`
		b.get("/").wants(t, 200, html, words["home"], "Cal Ramon", words["closed"], "Pâtes &amp; &lt;Compagnie&gt;").lacks(t, "Fermé au public")
		for _, path := range []string{"/basket", "/login", "/register", "/register/confirm/abc", "/resetting/request", "/resetting/reset/abc", "/about", "/terms", "/privacy"} {
			b.get(path).wants(t, 200, html)
		}
		b.get("/restaurants?address=zzzz").wants(t, 200, html, `role="alert"`)
		list := b.get(near).wants(t, 200, html, "Carrer Prat de la Creu 8", words["open"])
		if list.path != "/restaurants" {
			t.Errorf("the address stays in the address bar: %s", list.path)
		}
		far := strings.Index(list.body, `id="far"`)
		if far < 0 || strings.Index(list.body, "Forn d’Ordino") < far || strings.Index(list.body, "Cal Ramon") > far {
			t.Error("what is too far does not stand apart")
		}
		b.get("/restaurant/2").wants(t, 200, html, "tes-")
		b.get("/restaurant/1").wants(t, 200, html, "Escudella", `type="radio"`, `type="checkbox"`)
		b.fill()
		b.get("/checkout").wants(t, 200, html, words["order"], `name="window"`, "CASH_ON_DELIVERY")
		b.post("/checkout", url.Values{"window": {"soonest"}, "pay": {"CASH_ON_DELIVERY"}}, nil).wants(t, 422, html, `id="phone-error"`, `id="email-error"`, `id="name-error"`)
		b.post("/checkout", contact("CARD"), nil).wants(t, 200, html, "<pg-card")
		done := b.post("/checkout", contact("CASH_ON_DELIVERY"), nil).wants(t, 200, html, words["track"])
		if !strings.HasPrefix(done.path, "/order/") {
			t.Errorf("after ordering the visitor is at %s", done.path)
		}
		b.get("/nowhere").wants(t, 404, html)
		b.post("/nowhere", url.Values{}, nil).wants(t, 404, html)
		b.post("/login", url.Values{"login": {"ada"}, "password": {"wrong"}}, nil).wants(t, 422, html, `role="alert"`)
		b.post("/login", url.Values{"login": {"ada"}, "password": {"correct horse battery"}, "next": {"/account"}}, nil).wants(t, 200, html, "Ada Martí")
	}
}

// TestOptionsAndQuantities changes a basket with forms alone.
func TestOptionsAndQuantities(t *testing.T) {
	t.Parallel()
	b := newWorld(t).browser("en")
	b.get(near)
	page := b.post("/basket/items", url.Values{
		"restaurant": {"1"}, "product": {"ESCUDELLA"}, "quantity": {"1"}, "option-1": {"BIG"}, "option-2": {"BREAD", "CHEESE"},
	}, nil).wants(t, 200, "Grand bol", "Pain", "Fromage", "€14.10", "€17.60", "€0.90")
	item := regexp.MustCompile(`/basket/items/(\d+)`).FindStringSubmatch(page.body)
	if item == nil {
		t.Fatal("the basket has no line that can be changed")
	}
	fragment := b.post("/basket/items/"+item[1], url.Values{"quantity": {"2"}, "next": {"/restaurant/1-cal-ramon"}}, http.Header{"X-Fragment": {"#basket"}})
	fragment.wants(t, 200, "€28.20", "basket-bar").lacks(t, "<html")
	b.post("/basket/items/"+item[1], url.Values{"quantity": {"2"}, "next": {"/basket"}}, http.Header{"X-Fragment": {"#basket"}}).wants(t, 200, "€28.20").lacks(t, "basket-bar")
	b.post("/basket/items/"+item[1], url.Values{"quantity": {"0"}}, nil).wants(t, 200, "Your basket is empty")
	b.get("/checkout").wants(t, 200, "Your basket is empty")
}

// TestOtherPeoplesBasketsAndOrders is about what a stranger gets: nothing.
func TestOtherPeoplesBasketsAndOrders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ada, eve := w.browser("en"), w.browser("en")
	ada.fill()
	eve.post("/basket/items/1", url.Values{"quantity": {"9"}}, nil).lacks(t, "Trinxat")
	ada.get("/basket").wants(t, 200, "€26.50")
	order := ada.post("/checkout", contact("CASH_ON_DELIVERY"), nil).path
	open := eve.get(order).wants(t, 200, "Trinxat", `content="noindex, nofollow"`).lacks(t, "Martí", "guest@example.org", "376312399", "Prat de la Creu", "3e étage")
	if open.header.Get("X-Robots-Tag") == "" || open.header.Get("Cache-Control") != "no-store" {
		t.Errorf("the page of an order may be indexed or kept: %v", open.header)
	}
	eve.get(order[:len(order)-1]+"A").wants(t, 404)
	eve.get("/order/"+strings.Repeat("A", 32)).wants(t, 404)
	if site.TrackingPath("one", 1) == site.TrackingPath("two", 1) {
		t.Error("links do not depend on the secret")
	}
}

// TestFormsFromElsewhere covers forged forms, open redirects and what may be framed or run.
func TestFormsFromElsewhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.browser("en")
	b.post("/logout", url.Values{}, http.Header{"Sec-Fetch-Site": {"cross-site"}}).wants(t, 403)
	b.post("/logout", url.Values{}, http.Header{"Origin": {"https://evil.example"}}).wants(t, 403)
	for _, next := range []string{"https://evil.example/", "//evil.example/", `/\evil.example`, "/\t/evil.example", "javascript:alert(1)"} {
		b := w.browser("en")
		got := b.post("/login", url.Values{"login": {"ada"}, "password": {"correct horse battery"}, "next": {next}}, nil)
		if got.path != "/" {
			t.Errorf("next=%q leads to %s", next, got.path)
		}
	}
	if policy := b.get("/").header.Get("Content-Security-Policy"); !strings.Contains(policy, "script-src 'self'") || strings.Contains(policy, "script-src 'self' 'unsafe") {
		t.Errorf("policy %q", policy)
	}
}

// TestLanguageIsRemembered by a cookie once it was chosen.
func TestLanguageIsRemembered(t *testing.T) {
	t.Parallel()
	b := newWorld(t).browser("fr")
	b.get("/?lang=en").wants(t, 200, `<html lang="en">`)
	b.get("/login").wants(t, 200, `<html lang="en">`)
	b.get("/?lang=xx").wants(t, 200, `<html lang="en">`)
}

// TestMaintenance closes the door to all but administrators.
func TestMaintenance(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.dev("POST", "/_dev/seed", []byte(`{"settings":{"maintenance":"1","maintenance_message":"Back at noon"}}`))
	w.browser("en").get("/").wants(t, 503, "Back at noon")
	chief := w.browser("en")
	chief.post("/login", url.Values{"login": {"chief"}, "password": {"correct horse battery"}}, nil).wants(t, 200, "Good food")
}

// TestAccounts registers, orders as oneself and goes away.
func TestAccounts(t *testing.T) {
	t.Parallel()
	b := newWorld(t).browser("en")
	b.fill()
	b.post("/register", url.Values{"email": {"no"}, "username": {"ada"}, "password": {"short"}}, nil).wants(t, 422, `id="email-error"`)
	b.post("/register", url.Values{"email": {"bruna@example.org"}, "username": {"bruna"}, "password": {"1234567"}}, nil).wants(t, 422, `id="password-error"`)
	b.post("/resetting/reset/abc", url.Values{"password": {"a bike with two bells"}}, nil).wants(t, 422, `href="/resetting/request"`).lacks(t, `name="password"`)
	form := url.Values{"name": {"Bruna Soler"}, "email": {"bruna@example.org"}, "username": {"bruna"}, "password": {"a bike with two bells"}, "next": {"/checkout"}}
	if at := b.post("/register", form, nil).wants(t, 200).path; at != "/checkout" {
		t.Errorf("after registering the visitor is at %s", at)
	}
	b.post("/checkout", contact("CASH_ON_DELIVERY"), nil).wants(t, 200, "Trinxat")
	b.get("/account").wants(t, 200, "Bruna Soler", "Cal Ramon", "/order/")
	b.post("/account/delete", url.Values{}, nil).wants(t, 200, "Bruna Soler")
	b.post("/account/delete", url.Values{"sure": {"yes"}}, nil).wants(t, 200, "Your account is deleted")
	if at := b.get("/account").path; !strings.HasPrefix(at, "/login") {
		t.Errorf("a deleted account still opens %s", at)
	}
}

// TestFiles serves what screens need, and nothing else.
func TestFiles(t *testing.T) {
	t.Parallel()
	b := newWorld(t).browser("en")
	for _, c := range []struct {
		path, kind, cache string
		status            int
	}{
		{"/map/style.json?theme=dark", "application/json", "no-cache", 200},
		{"/map/glyphs/Go%20Regular/0-255.pbf", "application/x-protobuf", "public, max-age=604800", 200},
		{"/map/glyphs/Nothing/0-255.pbf", "", "no-store", 404},
		{"/map/glyphs/Go%20Regular/7.pbf", "", "no-store", 404},
		{"/map/sprite@2x.json", "application/json", "no-cache", 200},
		{"/map/tiles/1/1/x", "", "no-store", 404},
		{"/media/placeholder/shop.svg", "image/svg+xml", "public, max-age=86400", 200},
		{"/media/task_image/3f9a.jpg", "", "no-store", 404},
		{"/media/product_image/..%2f..%2fpignon.db", "", "no-store", 404},
		{"/front/.vite/manifest.json", "", "no-store", 404},
		{"/front/%2e%2e/embed.go", "", "no-store", 404},
		{"/robots.txt", "text/plain", "no-cache", 200},
	} {
		got := b.get(c.path)
		if got.status != c.status || !strings.HasPrefix(got.header.Get("Content-Type"), c.kind) || got.header.Get("Cache-Control") != c.cache {
			t.Errorf("%s: %d %s %q", c.path, got.status, got.header.Get("Content-Type"), got.header.Get("Cache-Control"))
		}
	}
}

// TestSearch asks the outside service that a co-op prefers, in Photon's shape, and limits who asks too often.
func TestSearch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	photon := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, _ = rw.Write([]byte(`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1.52,42.5]},
			"properties":{"type":"street","name":"Carrer Major","postcode":"AD500","city":"Andorra la Vella","countrycode":"AD"}}]}`))
	}))
	t.Cleanup(photon.Close)
	w.dev("POST", "/_dev/seed", []byte(`{"settings":{"geocoder_url":"`+photon.URL+`"}}`))
	b := w.browser("en")
	var found struct {
		Features []struct{ Properties map[string]string }
	}
	if err := json.Unmarshal([]byte(b.get("/search/geocode?q=carrer").body), &found); err != nil || len(found.Features) != 1 || found.Features[0].Properties["label"] == "" {
		t.Errorf("found %v, %v", found, err)
	}
	b.get("/search/reverse?lat=42.5&lng=1.52").wants(t, 200, "Carrer Major")
	b.get("/search/reverse?lat=142&lng=1.52").wants(t, 400)
	b.get("/restaurants?address=carrer+major").wants(t, 200, "Carrer Major", "is it one of these").lacks(t, "Delivery to")
	b.get("/restaurants?address=carrer+major+7").wants(t, 200, "Delivery to", "Carrer Major 7")
	last := 0
	for range 50 {
		if last = b.get("/search/geocode?q=a").status; last == http.StatusTooManyRequests {
			break
		}
	}
	if last != http.StatusTooManyRequests {
		t.Error("searches have no limit")
	}
}
