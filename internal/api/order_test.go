package api

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/shop"
	"pignon.coop/locales"
)

// newKitchen is the market with a door, so that baskets can be opened. "guest 3" is who holds the token of basket 3.
func newKitchen(t *testing.T) (*market, *dbtest.World) {
	t.Helper()
	w := dbtest.SQLite(t)
	zone, _ := time.LoadLocation("Europe/Paris")
	set, err := locale.Load(locales.Files, "en")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := account.LoadSigner(context.Background(), w.DB, w.Clock.Now)
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
	if err := w.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
		if _, err := loader.Load(tx, doc); err != nil {
			return err
		}
		return addOwner(tx)
	}); err != nil {
		t.Fatal(err)
	}
	words := set.Printer(locale.PrinterIn{Language: "fr", Zone: zone, Currency: "EUR", Missing: func(_, key string) { t.Errorf("no words for %s", key) }})
	planner := routing.NewPlanner(routing.PlannerIn{})
	m := &market{t: t, mux: http.NewServeMux()}
	Mount(m.mux, House{
		DB: w.DB, Log: slog.New(slog.DiscardHandler), WordsFor: func(*http.Request) *locale.Printer { return words },
		Zone: func() *time.Location { return zone }, Planner: func() *routing.Planner { return planner },
		Door: account.NewDoor(account.DoorIn{DB: w.DB, Signer: signer, Passwords: account.NewPasswords(account.LowestCost())}),
		Authenticate: func(r *http.Request) (authz.Actor, error) {
			name := r.Header.Get("X-Who")
			var basket int64
			if _, err := fmt.Sscanf(name, "guest %d", &basket); err == nil {
				return authz.Actor{Kind: authz.Basket, OrderID: basket}, nil
			}
			return marketPeople[name], nil
		},
	})
	return m, w
}

func TestCartsAndOrders(t *testing.T) {
	t.Parallel()
	m, w := newKitchen(t)
	address := `{"address":{"streetAddress":"1 Rue X","lat":48.857,"lng":2.373,"telephone":"0612345678"},"notes":"2e étage"}`
	m.check([]marketRow{
		{"", `POST /v1/carts {"shop":9}`, 400, []string{"order.restaurant.unknown"}, nil},
		{"", `POST /v1/carts {"shop":1}`, 201, []string{`"token":"ey`, `"state":"cart"`, `"total":0`, `"can":["edit"]`}, nil},
		{"", `POST /v1/carts {"shop":1}`, 201, []string{`"id":2`}, nil},
		{"guest 2", "GET /v1/carts/1", 404, nil, []string{"Da Ada"}},
		{"guest 2", "PATCH /v1/carts/1 {}", 404, nil, nil},
		{"guest 2", `POST /v1/carts/1/items {"product":"PIZZA"}`, 404, nil, nil},
		{"", "GET /v1/carts/1", 401, nil, nil},
		{"guest 1", `POST /v1/carts/1/items {"product":"PIZZA","quantity":2,"options":[{"code":"BIG"}]}`, 201,
			[]string{`"options":[{"label":"1 × Big","amount":300}]`, `"itemsTotal":2100`, `"total":2450`, `"label":"Livraison"`}, nil},
		{"guest 1", `POST /v1/carts/1/items {"product":"PIZZA","quantity":0}`, 422, nil, nil},
		{"guest 1", `POST /v1/carts/1/items {"product":"NONE"}`, 400, []string{"order.item.unknown"}, nil},
		{"guest 1", "GET /v1/carts/1", 200, []string{`"can":["edit"]`, `"path":"shippingAddress"`, `"code":"order.address.missing"`}, nil},
		{"guest 1", "PATCH /v1/carts/1 " + address, 200, []string{`"notes":"2e étage"`, `"telephone":"+33612345678"`}, nil},
		{"guest 1", `PATCH /v1/carts/1 {"tip":100}`, 200, []string{`"type":"tip"`, `"total":2550`}, nil},
		{"guest 1", `PATCH /v1/carts/1 {"tip":-1}`, 422, nil, nil},
		{"guest 1", "GET /v1/carts/1", 200, []string{`"can":["edit","order"]`, `"problems":[]`}, nil},
		{"guest 1", "GET /v1/carts/1/timing", 200, []string{`"behavior":"asap"`, `"preparation":900`, `"first":{"from":"2026-11-24T11:`}, nil},
		{"guest 1", `PATCH /v1/carts/1/items/1 {"quantity":3}`, 200, []string{`"itemsTotal":3150`}, nil},
		{"guest 1", `DELETE /v1/carts/1/items/7`, 404, nil, nil},
		{"guest 2", `POST /v1/carts/2/items {"product":"PIZZA"}`, 201, nil, nil},
		{"guest 2", `DELETE /v1/carts/2/items/2`, 200, []string{`"items":[]`}, nil},
	})
	if err := w.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
		_, err := order.PlaceOrder(tx, nil, order.PlaceIn{OrderID: 1})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	m.check([]marketRow{
		{"guest 1", `PATCH /v1/carts/1 {"notes":"x"}`, 400, []string{"order.cart.ordered"}, nil},
		{"owner", "GET /v1/shops/1/orders", 200, []string{`"day":"2026-11-24"`, `"state":"new"`, `"can":["accept","refuse","delay","cancel"]`, `"seq":`}, nil},
		{"owner", "GET /v1/shops/1/orders?day=2026-11-25", 200, []string{`"orders":[]`}, nil},
		{"rival", "GET /v1/shops/1/orders", 404, nil, nil},
		{"", "GET /v1/shops/1/orders", 401, nil, nil},
		{"rival", "GET /v1/orders/1", 404, nil, []string{"Da Ada"}},
		{"rival", "POST /v1/orders/1/accept {}", 404, nil, nil},
		{"guest 1", "POST /v1/orders/1/accept {}", 403, nil, nil},
		{"owner", "POST /v1/orders/1/start {}", 409, []string{`"code":"order.start_preparing.new"`, `"state":"new"`}, nil},
		{"owner", `POST /v1/orders/1/accept {"version":1}`, 409, []string{"row.stale"}, nil},
		{"owner", "POST /v1/orders/1/accept", 200, []string{`"state":"accepted"`, `"can":["delay","start","ready","cancel"]`}, nil},
		{"owner", "POST /v1/orders/1/accept {}", 200, []string{`"state":"accepted"`}, nil},
		{"owner", "POST /v1/orders/1/refuse {}", 409, []string{`"state":"accepted"`}, nil},
		{"owner", `POST /v1/orders/1/delay {"minutes":30}`, 200, []string{`"data":{"delay":30}`}, nil},
		{"owner", `POST /v1/orders/1/dance {}`, 422, nil, nil},
		{"guest 1", "GET /v1/orders/1", 200, []string{`"number":"1"`, `"can":[]`}, nil},
		{"guest 1", "GET /v1/orders/1/tracking", 200, []string{`"name":"accepted","done":true`, `"name":"picked","done":false`, `"courier":null`}, nil},
		{"guest 2", "GET /v1/orders/1/tracking", 404, nil, nil},
		{"owner", `POST /v1/orders/1/cancel {"reason":"SOLD_OUT"}`, 200, []string{`"state":"cancelled"`, `"can":["restore"]`}, nil},
	})
	if status, body := m.ask("", "GET /v1/openapi.json"); status != 200 || !strings.Contains(body, "/v1/shops/{id}/orders") {
		t.Errorf("openapi: %d", status)
	}
}
