package api

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/blob"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/org"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/shop"
	"pignon.coop/locales"
)

// market is the face over a database with one pizzeria, which is open for lunch at noon.
type market struct {
	t     *testing.T
	mux   *http.ServeMux
	blobs *blob.Memory
}

var marketPeople = map[string]authz.Actor{
	"":      {},
	"owner": {Kind: authz.Person, UserID: 1, Roles: []authz.Role{authz.Restaurant}},
	"rival": {Kind: authz.Person, UserID: 2, Roles: []authz.Role{authz.Restaurant}},
	"admin": {Kind: authz.Person, UserID: 2, Roles: []authz.Role{authz.Admin}},
}

const marketRows = `{"rows":[
	{"kind":"address","ref":"here","streetAddress":"12 Rue Sedaine","geo":{"latitude":48.8562,"longitude":2.3726}},
	{"kind":"tax_category","ref":"food","code":"BASE_REDUCED"},
	{"kind":"contract","ref":"contract","customerAmount":350},
	{"kind":"restaurant","ref":"ada","name":"Da Ada","address":"@here","contract":"@contract","servesCuisine":["italian"],
		"fulfillmentMethods":[{"type":"delivery","openingHours":["Mo-Su 11:30-14:30"],"minimumAmount":1500}]},
	{"kind":"product_option","ref":"size","code":"SIZE","name":"Size","strategy":"option_value","restaurant":"@ada"},
	{"kind":"product_option_value","option":"@size","code":"SMALL","value":"Small","enabled":false},
	{"kind":"product_option_value","option":"@size","code":"BIG","value":"Big","price":150},
	{"kind":"product","ref":"pizza","code":"PIZZA","name":"Pizza","restaurant":"@ada","options":["@size"],"price":900,"taxCategory":"@food"},
	{"kind":"menu","ref":"menu","restaurant":"@ada","name":"Lunch"},
	{"kind":"menu_section","menu":"@menu","name":"All","products":["@pizza"]},
	{"kind":"menu_section","menu":"@menu","name":"Later","enabled":false}]}`

func newMarket(t *testing.T) *market {
	t.Helper()
	w := dbtest.SQLite(t)
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	set, err := locale.Load(locales.Files, "en")
	if err != nil {
		t.Fatal(err)
	}
	loader := seed.NewLoader(slices.Concat(org.SeedKinds(), shop.SeedKinds()), func(*db.Tx, map[string]json.RawMessage) (seed.Env, error) {
		return seed.Env{Now: w.Clock.Now(), Zone: zone, Country: "fr"}, nil
	})
	var doc seed.Document
	if err := json.Unmarshal([]byte(marketRows), &doc); err != nil {
		t.Fatal(err)
	}
	err = w.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
		if _, err := loader.Load(tx, doc); err != nil {
			return err
		}
		return addOwner(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	words := set.Printer(locale.PrinterIn{Language: "fr", Zone: zone, Currency: "EUR"})
	planner := routing.NewPlanner(routing.PlannerIn{})
	m := &market{t: t, mux: http.NewServeMux(), blobs: blob.NewMemory(w.Clock.Now, 1<<20)}
	Mount(m.mux, House{
		DB: w.DB, Log: slog.New(slog.DiscardHandler), WordsFor: func(*http.Request) *locale.Printer { return words },
		Zone: func() *time.Location { return zone }, Planner: func() *routing.Planner { return planner },
		Authenticate: func(r *http.Request) (authz.Actor, error) { return marketPeople[r.Header.Get("X-Who")], nil },
		Pictures:     shop.NewPictures(w.DB, m.blobs),
	})
	return m
}

func addOwner(tx *db.Tx) error {
	if _, err := tx.Exec("INSERT INTO customers (id, email, email_canonical, tags, created_at, updated_at) VALUES (1, 'o', 'o', '[]', 0, 0)"); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO users (id, username, username_canonical, email, email_canonical, roles, enabled, customer_id, version, created_at, updated_at)
		VALUES (1, 'o', 'o', 'o', 'o', '[]', TRUE, 1, 1, 0, 0)`); err != nil {
		return err
	}
	return shop.SetOwners(tx, 1, []int64{1})
}

// ask sends "METHOD path [body]" as somebody.
func (m *market) ask(who, request string) (int, string) {
	parts := strings.SplitN(request, " ", 3)
	r := httptest.NewRequest(parts[0], parts[1], strings.NewReader(strings.Join(parts[2:], "")))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Who", who)
	out := httptest.NewRecorder()
	m.mux.ServeHTTP(out, r)
	return out.Code, out.Body.String()
}

type marketRow struct {
	who, request string
	status       int
	want, not    []string
}

func (m *market) check(rows []marketRow) {
	m.t.Helper()
	for _, r := range rows {
		status, body := m.ask(r.who, r.request)
		if status != r.status {
			m.t.Errorf("%s by %q: %d, want %d: %s", r.request, r.who, status, r.status, body)
			continue
		}
		for _, w := range r.want {
			if !strings.Contains(body, w) {
				m.t.Errorf("%s by %q lacks %s: %s", r.request, r.who, w, body)
			}
		}
		for _, n := range r.not {
			if strings.Contains(body, n) {
				m.t.Errorf("%s by %q holds %s: %s", r.request, r.who, n, body)
			}
		}
	}
}

func TestShops(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	m.check([]marketRow{
		{"", "GET /v1/shops", 200, []string{`"name":"Da Ada"`, `"path":"/restaurant/1-da-ada"`, `"cuisines":["Italienne"]`, `"typeName":"Restaurant"`, `"delivers":"now"`,
			`"delivery":{"from":"2026-11-24T11:30:00Z","to":"2026-11-24T11:40:00Z","today":true,"fast":true,"inMin":30,"inMax":40}`, `"collection":null`,
			`"distance":null`, `"fee":350`, `"minimum":1500`, `"open":true`}, []string{"menu"}},
		{"", "GET /v1/shops?lat=48.8570&lng=2.3730", 200, []string{`"delivers":"now"`, `"distance":9`}, nil},
		{"", "GET /v1/shops?lat=45.0&lng=2.3730", 200, []string{`"delivers":"no"`, `"delivery":null`}, nil},
		{"", "GET /v1/shops?lat=100", 422, []string{`"code":"input.invalid"`}, nil},
		{"", "GET /v1/shops/1", 200, []string{`"can":["order"]`, `"menu":[{"id":2,"name":"All"`, `"code":"PIZZA"`, `"price":900`,
			`"values":[{"id":2,"code":"BIG","name":"Big","price":150,"enabled":true,"dependsOn":[]}]`, `"version":2`}, []string{"SMALL", "Later"}},
		{"owner", "GET /v1/shops/1", 200, []string{`"can":["order","edit","close","rush"]`, "SMALL", "Later"}, nil},
		{"", "GET /v1/shops/mine", 401, nil, nil},
		{"owner", "GET /v1/shops/mine", 200, []string{`"shops":[{"id":1,"name":"Da Ada","state":"normal","enabled":true}]`}, nil},
		{"rival", "GET /v1/shops/mine", 200, []string{`"shops":[]`}, nil},
		{"admin", "GET /v1/shops/mine", 200, []string{`"name":"Da Ada"`}, nil},
		{"", "GET /v1/shops/9", 404, []string{`"code":"row.not_found"`}, nil},
	})
}

func TestShopScreenWrites(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	m.check([]marketRow{
		{"", `PATCH /v1/shops/1 {"state":"rush"}`, 401, []string{`"code":"auth.required"`}, nil},
		{"rival", `PATCH /v1/shops/1 {"state":"rush"}`, 403, []string{`"code":"auth.forbidden"`}, nil},
		{"owner", `PATCH /v1/shops/1 {"state":"rush","version":2}`, 200, []string{`"state":"rush"`, `"version":3`, `"calm"`}, nil},
		{"owner", `PATCH /v1/shops/1 {"state":"normal","version":2}`, 409, []string{`"code":"row.stale"`}, nil},
		{"owner", `PATCH /v1/shops/1 {"enabled":false}`, 403, nil, nil},
		{"owner", `PATCH /v1/shops/1 {"perimeter":"distance <"}`, 400, []string{`"code":"restaurant.perimeter.unreadable"`, `"path":"deliveryPerimeterExpression"`}, nil},
		{"owner", `PATCH /v1/shops/1 {"methods":[{"type":"delivery","enabled":true,"openingHours":["noon"],"behavior":"asap","minimumAmount":0,"delayMinutes":0,"preOrdering":true,"rangeDuration":10}]}`,
			400, []string{`"code":"restaurant.hours.unreadable"`, `"path":"methods.0.openingHours"`}, nil},
		{"owner", `PATCH /v1/shops/1 {"methods":[{"type":"collection","enabled":true,"openingHours":["Mo-Su 10:00-20:00"],"behavior":"asap","minimumAmount":0,"delayMinutes":0,"preOrdering":true,"rangeDuration":10}]}`,
			200, []string{`"delivers":"no"`, `"collection":{`}, nil},
		{"rival", `POST /v1/shops/1/closing`, 403, nil, nil},
		{"owner", `POST /v1/shops/1/closing`, 200, []string{`"closings":[{"id":1,"from":"2026-11-23T23:00:00Z","to":"2026-11-24T22:59:59Z"`, `"reopen"`}, nil},
		{"owner", `DELETE /v1/shops/1/closing`, 200, []string{`"closings":[]`}, nil},
		{"owner", `POST /v1/shops/1/closing {"from":"2026-12-24T00:00:00+01:00","to":"2026-12-26T00:00:00+01:00","reason":"Noël"}`, 200, []string{`"reason":"Noël"`}, []string{`"reopen"`}},
		{"rival", `DELETE /v1/closings/2`, 403, nil, nil},
		{"owner", `DELETE /v1/closings/2`, 204, nil, nil},
		{"rival", `PATCH /v1/products/1 {"enabled":false}`, 403, nil, nil},
		{"owner", `PATCH /v1/products/1 {"enabled":false,"until":"2026-11-25T00:00:00+01:00"}`, 200, []string{`"enabled":false`, `"disabledUntil":"2026-11-24T23:00:00Z"`}, nil},
		{"owner", `PATCH /v1/products/1 {"enabled":true}`, 200, []string{`"enabled":true`, `"disabledUntil":null`}, nil},
		{"owner", `PATCH /v1/products/1 {"name":"Pizza!","price":950,"options":[],"allergens":["NUTS"],"version":5}`, 200, []string{`"name":"Pizza!"`, `"price":950`, `"options":[]`, `"version":6`}, nil},
		{"owner", `PATCH /v1/products/1 {"price":900,"version":5}`, 409, []string{`"code":"row.stale"`}, nil},
		{"owner", `PATCH /v1/products/1 {"allergens":["LOVE"],"options":[1]}`, 400, []string{`"path":"allergens"`}, nil},
		{"owner", `PATCH /v1/products/1 {"options":[1]}`, 200, nil, nil},
		{"owner", `PATCH /v1/option-values/1 {"enabled":true}`, 200, []string{`"enabled":true`}, nil},
		{"", "GET /v1/shops/1", 200, []string{"SMALL"}, nil},
	})
}

func TestCatalogueWrites(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	m.check([]marketRow{
		{"owner", `POST /v1/shops {"name":"B","address":{"streetAddress":"1 Rue","lat":48.8,"lng":2.3}}`, 403, nil, nil},
		{"admin", `POST /v1/shops {"name":"B","address":{"streetAddress":"1 Rue","lat":48.8,"lng":2.3}}`, 201, []string{`"id":2`, `"enabled":false`, `"edit"`}, []string{`"order"`}},
		{"", "GET /v1/shops/2", 404, nil, nil},
		{"rival", "GET /v1/shops/2", 404, nil, nil},
		{"owner", `POST /v1/shops/1/options {"name":"Extra","additional":true,"values":[{"name":"Egg"}]}`, 201, []string{`"id":2`, `"name":"Egg"`}, nil},
		{"owner", `POST /v1/shops/1/products {"name":"Calzone","price":1000,"taxCategoryId":1,"options":[2]}`, 201, []string{`"id":2`, `"price":1000`, `"name":"Egg"`}, nil},
		{"owner", `POST /v1/shops/1/products {"name":"Calzone","price":1000,"taxCategoryId":1,"diets":["X"]}`, 400, []string{`"path":"suitableForDiet"`}, nil},
		{"owner", `POST /v1/shops/2/products {"name":"Calzone","price":1000,"taxCategoryId":1}`, 403, nil, nil},
		{"rival", `GET /v1/shops/1/catalogue`, 403, nil, nil},
		{"owner", `GET /v1/shops/1/catalogue`, 200, []string{`"menus":[{"id":1,"name":"Lunch"`, `"total":2`}, nil},
		{"owner", `POST /v1/shops/1/menus {"name":"Dinner"}`, 201, []string{`"id":4`}, nil},
		{"owner", `POST /v1/menus/4/sections {"name":"Pizza"}`, 201, []string{`"id":5`}, nil},
		{"owner", `PATCH /v1/menus/4/sections/5 {"products":[2,1]}`, 200, []string{`"products":[{"id":2`}, nil},
		{"owner", `PATCH /v1/menus/4 {"name":"Evening"}`, 200, []string{`"name":"Evening"`}, nil},
		{"rival", `DELETE /v1/menus/4/sections/5`, 403, nil, nil},
		{"owner", `DELETE /v1/menus/4/sections/5`, 204, nil, nil},
		{"owner", `PATCH /v1/shops/1 {"menuId":4}`, 200, []string{`"menuId":4`, `"menu":[]`}, nil},
		{"owner", `DELETE /v1/menus/4`, 204, nil, nil},
		{"", "GET /v1/shops/1", 200, []string{`"menuId":null`}, nil},
	})
}
