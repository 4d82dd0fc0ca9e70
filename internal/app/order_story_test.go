package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/app"
	"pignon.coop/internal/check"
	"pignon.coop/internal/outbox"
	"pignon.coop/internal/pay/paytest"
)

// house is a whole co-op behind HTTP, in development mode.
type house struct {
	t      *testing.T
	server *httptest.Server
	coop   *app.Coop
}

func newHouse(t *testing.T) *house {
	t.Helper()
	return newHouseWith(t, "")
}

// newHouseWith is a house with a map file; "" is without.
func newHouseWith(t *testing.T, city string) *house {
	t.Helper()
	config := app.Config{Addr: "127.0.0.1:0", Data: t.TempDir(), Map: city, Dev: true, UnsafeDatabase: true}
	coop, err := app.Open(context.Background(), config, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(coop.Handler())
	h := &house{t: t, server: server, coop: coop}
	t.Cleanup(func() { h.wantSound(); server.Close(); _ = coop.Close() })
	return h
}

// call sends JSON and reads JSON, and fails unless the status is the wanted one.
func (h *house) call(token, method, path string, body any, status int) map[string]any {
	h.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		h.t.Fatal(err)
	}
	got, text := h.answer(token, method+" "+path, raw)
	if got != status {
		h.t.Fatalf("%s %s: %d, want %d: %s", method, path, got, status, text)
	}
	var out map[string]any
	_ = json.Unmarshal(text, &out)
	return out
}

// answer asks, "GET /api/tags", and gives the status and the body of the answer.
func (h *house) answer(token, ask string, body json.RawMessage) (int, json.RawMessage) {
	h.t.Helper()
	method, path, _ := strings.Cut(ask, " ")
	r, err := http.NewRequest(method, h.server.URL+path, bytes.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := h.server.Client().Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return answer.StatusCode, text
}

// wantSound checks every invariant of the co-op's data, but that somebody administers it.
func (h *house) wantSound() {
	h.t.Helper()
	r, err := h.coop.Check(context.Background())
	r.Broken = slices.DeleteFunc(r.Broken, func(b check.Broken) bool { return b.ID == "I62" })
	if err != nil || len(r.Broken) > 0 {
		h.t.Errorf("%v, %v", r.Broken, err)
	}
}

func (h *house) token(user string) string {
	h.t.Helper()
	return h.call("", "POST", "/_dev/token", map[string]any{"user": user}, 200)["token"].(string)
}

func (h *house) drain() { h.t.Helper(); h.call("", "POST", "/_dev/drain", nil, 200) }

// left tells what left by a channel: recipients and name, one line each.
func (h *house) left(channel outbox.Channel) (lines []string) {
	for _, m := range h.coop.Outbox().List(channel) {
		lines = append(lines, strings.Join(m.To, ",")+" "+m.Name)
	}
	h.coop.Outbox().Clear(channel)
	return lines
}

func pizzeria(stripeURL string) map[string]any {
	geo := func(lat, lng float64) map[string]any { return map[string]any{"latitude": lat, "longitude": lng} }
	ways := []map[string]any{
		{"type": "delivery", "enabled": true, "openingHours": []string{"Mo-Su 00:00-23:59"}},
		{"type": "collection", "enabled": true, "openingHours": []string{"Mo-Su 00:00-23:59"}},
	}
	return map[string]any{
		"settings": map[string]any{
			"stripe_api_url": stripeURL, "stripe_test_publishable_key": paytest.PublicKey, "stripe_test_secret_key": paytest.Key,
			"stripe_test_connect_client_id": "ca_x", "stripe_test_webhook_secret": paytest.WebhookSecret, "administrator_email": "coop@example.org",
			"locale": "en",
		},
		"rows": []map[string]any{
			{"kind": "payment_method", "code": "CARD"},
			{"kind": "tax_category", "ref": "food", "code": "food"},
			{"kind": "tax_rate", "code": "food", "category": "@food", "amount": 0.1},
			{"kind": "address", "ref": "kitchen", "streetAddress": "12 Rue Sedaine, Paris", "geo": geo(48.8562, 2.3726)},
			{"kind": "address", "ref": "home", "streetAddress": "4 Rue de la Roquette, Paris", "geo": geo(48.8538, 2.3707)},
			{"kind": "restaurant", "ref": "pizzeria", "name": "Da Ada", "address": "@kitchen", "fulfillmentMethods": ways},
			{"kind": "product", "code": "PIZZA", "name": "Pizza", "price": 1000, "taxCategory": "@food", "restaurant": "@pizzeria"},
			{"kind": "user", "ref": "zoe", "username": "zoe", "email": "zoe@example.org", "addresses": []string{"@home"}},
			{"kind": "user", "ref": "ada", "username": "ada", "email": "ada@example.org", "roles": []string{"ROLE_RESTAURANT"}, "restaurants": []string{"@pizzeria"}},
			{"kind": "user", "ref": "bob", "username": "bob", "email": "bob@example.org", "roles": []string{"ROLE_ADMIN"}},
			{"kind": "push_token", "user": "@ada", "token": "ada-phone", "platform": "android"},
		},
	}
}

// TestOrderFromBasketToDoorstep plays one order through the dialect: basket, card, kitchen, courier, receipt of the money, refund.
func TestOrderFromBasketToDoorstep(t *testing.T) {
	t.Parallel()
	stripe := paytest.NewServer(t, 1)
	h := newHouse(t)
	h.call("", "POST", "/_dev/reset", pizzeria(stripe.URL), 200)
	zoe, ada, bob := h.token("@zoe"), h.token("@ada"), h.token("@bob")

	made := h.call(zoe, "POST", "/api/orders", map[string]any{
		"restaurant": "/api/restaurants/1", "shippingAddress": "/api/addresses/2", "items": []map[string]any{{"product": "PIZZA", "quantity": 2}},
	}, 201)
	path := made["@id"].(string)
	if made["paymentMethod"] != "CARD" {
		t.Errorf("payment method %v", made["paymentMethod"])
	}
	methods := h.call(zoe, "GET", path+"/payment_methods", nil, 200)
	if got := fmt.Sprint(methods["methods"]); got != "[map[type:card]]" {
		t.Errorf("methods %s", got)
	}
	chosen := h.call(zoe, "PUT", path+"/payment", map[string]any{"paymentMethod": "card"}, 200)
	if list := chosen["payments"].([]any); len(list) != 1 || list[0].(map[string]any)["amount"] != made["total"] || chosen["redirectUrl"] != nil {
		t.Errorf("payment %v", chosen)
	}
	h.call(zoe, "PUT", path+"/pay", map[string]any{}, 400)
	h.call(zoe, "PUT", path+"/pay", map[string]any{"cashOnDelivery": true}, 400)
	h.call(ada, "PUT", path+"/pay", map[string]any{"paymentMethodId": "pm_card_visa"}, 403)
	declined := h.call(zoe, "PUT", path+"/pay", map[string]any{"paymentMethodId": "pm_card_chargeDeclined"}, 400)
	if declined["hydra:description"] != "Your card was declined." {
		t.Errorf("declined: %v", declined)
	}
	first := h.call(zoe, "PUT", path+"/pay", map[string]any{"paymentMethodId": "pm_card_visa"}, 200)
	if first["@type"] != "StripeOutput" || first["requiresAction"] != false || first["paymentIntentId"] == nil {
		t.Errorf("step one: %v", first)
	}
	h.call(zoe, "PUT", path+"/pay", map[string]any{"paymentIntentId": "pi_of_somebody_else"}, 400)
	second := h.call(zoe, "PUT", path+"/pay", map[string]any{"paymentIntentId": first["paymentIntentId"]}, 200)
	if second["state"] != "new" || second["number"] == nil {
		t.Errorf("step two: %v", second)
	}
	h.drain()
	wantLines(t, "mails", h.left(outbox.Mail), "zoe@example.org", "ada@example.org", "coop@example.org")
	wantLines(t, "live", h.left(outbox.Live), "pignon_order_events#1 order:created", "pignon_events#ada order:created", "pignon_events#bob order:created",
		"pignon_follow#1 order:created")
	if got := h.left(outbox.Push); len(got) == 0 || strings.Contains(fmt.Sprint(got), "Roquette") {
		t.Errorf("pushes %v", got)
	}

	h.call(ada, "PUT", path+"/accept", map[string]any{}, 200)
	h.drain()
	wantLines(t, "mails", h.left(outbox.Mail), "zoe@example.org")
	wantLines(t, "live", h.left(outbox.Live), "pignon_events#zoe order:accepted", "pignon_events#bob task:created")
	tasks := h.call(bob, "GET", "/api/tasks", nil, 200)["hydra:member"].([]any)
	if len(tasks) != 2 {
		t.Fatalf("%d tasks", len(tasks))
	}
	for _, kind := range []string{"PICKUP", "DROPOFF"} {
		for _, task := range tasks {
			if task := task.(map[string]any); task["type"] == kind {
				h.call(bob, "PUT", task["@id"].(string)+"/done", map[string]any{}, 200)
			}
		}
	}
	if got := h.call(zoe, "GET", path, nil, 200); got["state"] != "fulfilled" {
		t.Errorf("state %v", got["state"])
	}
	h.drain()
	receipt := h.coop.Outbox().List(outbox.Mail)
	if last := receipt[len(receipt)-1]; last.Name != "order.fulfilled" || last.Headers["attached"] != "C-2026-000001.pdf" {
		t.Errorf("the last mail is %s with %q", last.Name, last.Headers["attached"])
	}
	h.call(zoe, "PUT", path+"/refund", map[string]any{"liableParty": "merchant", "comments": ""}, 403)
	h.call(bob, "POST", "/api/payments/1/refunds", map[string]any{"amount": 1 << 40, "liableParty": "merchant"}, 400)
	list := h.call(bob, "GET", path+"/payments", nil, 200)["hydra:member"].([]any)
	payment := list[0].(map[string]any)
	part := h.call(bob, "POST", payment["@id"].(string)+"/refunds", map[string]any{"amount": 500, "liableParty": "platform", "comments": "cold"}, 201)
	if part["refundedAmount"] != 500.0 {
		t.Errorf("refund %v", part)
	}
	h.call(bob, "PUT", path+"/refund", map[string]any{"liableParty": "merchant", "comments": ""}, 200)
	h.call(bob, "PUT", path+"/refund", map[string]any{"liableParty": "merchant", "comments": ""}, 400)
	refunds := h.call(bob, "GET", path+"/refunds", nil, 200)["hydra:member"].([]any)
	if len(refunds) != 2 {
		t.Errorf("refunds %v", refunds)
	}
	h.drain()
	wantLines(t, "mails", h.left(outbox.Mail), "zoe@example.org")
}

// wantLines checks that each wanted text is part of a line.
func wantLines(t *testing.T, what string, lines []string, want ...string) {
	t.Helper()
	all := strings.Join(lines, "\n")
	for _, w := range want {
		if !strings.Contains(all, w) {
			t.Errorf("%s: nothing like %q in\n%s", what, w, all)
		}
	}
}

// TestClosedBrowserStillOrders pays by card in the browser, which then never comes back: the provider's webhook places the order, once.
func TestClosedBrowserStillOrders(t *testing.T) {
	t.Parallel()
	stripe := paytest.NewServer(t, 2)
	h := newHouse(t)
	stripe.SendWebhooksTo(h.server.URL + "/stripe/webhook")
	h.call("", "POST", "/_dev/reset", pizzeria(stripe.URL), 200)
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": stripe.Now()}, 200)
	zoe := h.token("@zoe")
	made := h.call(zoe, "POST", "/api/orders", map[string]any{
		"restaurant": "/api/restaurants/1", "shippingAddress": "/api/addresses/2", "items": []map[string]any{{"product": "PIZZA", "quantity": 2}},
	}, 201)
	choice := h.call(zoe, "GET", "/v1/carts/1/payment", nil, 200)
	if fmt.Sprint(choice["methods"]) != "[card]" || choice["publishableKey"] != paytest.PublicKey {
		t.Errorf("choice %v", choice)
	}
	h.call(zoe, "POST", "/v1/carts/1/checkout", map[string]any{}, 400)
	first := h.call(zoe, "POST", "/v1/carts/1/checkout", map[string]any{"method": "card", "returnUrl": "https://pignons.example/back"}, 200)
	if first["state"] != "action_required" || first["clientSecret"] == "" {
		t.Fatalf("checkout %v", first)
	}
	again := h.call(zoe, "POST", "/v1/carts/1/checkout", map[string]any{"method": "card"}, 200)
	if again["clientSecret"] != first["clientSecret"] {
		t.Errorf("asking again made another payment: %v", again)
	}
	secret := first["clientSecret"].(string)
	intent, _, _ := strings.Cut(secret, "_secret_")
	form := url.Values{"client_secret": {secret}, "payment_method": {"pm_card_visa"}, "key": {paytest.PublicKey}}
	answer, err := http.PostForm(stripe.URL+"/v1/payment_intents/"+intent+"/confirm", form)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if n := stripe.Pump(context.Background()); n == 0 {
		t.Fatal("no webhook was taken")
	}
	h.drain()
	if got := h.call(zoe, "GET", made["@id"].(string), nil, 200); got["state"] != "new" || got["number"] == nil {
		t.Errorf("order %v %v", got["state"], got["number"])
	}
	if got := h.call(zoe, "POST", "/v1/carts/1/checkout", map[string]any{"method": "card"}, 200); got["state"] != "placed" {
		t.Errorf("back after all: %v", got)
	}
	h.call("", "POST", "/stripe/webhook", map[string]any{"id": "evt_1"}, 400)
}

// TestPlacesAsTheContractTellsThem: "Published on Centrifugo: channel `<ns>_tracking` style tracking channel and `<ns>_tracking#<username>`,
// payload {"user": "lea", "coords": {"lat": …, "lng": …}, "ts": <seconds>}"; dispatchers listen to "the tracking channel `$<ns>_tracking`".
func TestPlacesAsTheContractTellsThem(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.call("", "POST", "/_dev/reset", map[string]any{"rows": []map[string]any{
		{"kind": "user", "ref": "lea", "username": "lea", "email": "lea@example.org", "roles": []string{"ROLE_COURIER"}},
		{"kind": "user", "username": "bob", "email": "bob@example.org", "roles": []string{"ROLE_DISPATCHER"}},
		{"kind": "address", "ref": "door", "streetAddress": "4 Rue de la Roquette, Paris", "geo": map[string]any{"latitude": 48.8538, "longitude": 2.3707}},
		{"kind": "task", "address": "@door", "after": "today 00:00", "before": "today 23:59", "assignedTo": "@lea"},
	}}, 200)
	now := time.Now()
	h.call(h.token("@lea"), "POST", "/api/me/location", []map[string]any{{"latitude": 48.8541, "longitude": 2.3712, "time": now.UnixMilli()}}, 200)
	heard := map[string]string{}
	for _, m := range h.coop.Outbox().List(outbox.Live) {
		heard[strings.Join(m.To, ",")+" "+m.Name] = m.Body
	}
	want := fmt.Sprintf(`{"user":"lea","coords":{"lat":48.8541,"lng":2.3712},"ts":%d}`, now.Unix())
	if len(heard) != 2 || heard["$pignon_tracking "] != want || heard["pignon_tracking#lea "] != want {
		t.Errorf("told %v, want %s", heard, want)
	}
}

// TestLettersGoToThoseWhoRunTheShop and greet people by their name, or by none: "Owner of restaurant = user is in the restaurant's owners list
// and has ROLE_RESTAURANT; ADMIN always counts as owner".
func TestLettersGoToThoseWhoRunTheShop(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	doc := pizzeria("")
	doc["settings"] = map[string]any{"administrator_email": "coop@example.org", "locale": "en", "brand_name": "Les Pignons", "guest_checkout_enabled": true, "cash_on_delivery_enabled": true}
	doc["rows"] = append(doc["rows"].([]map[string]any),
		map[string]any{"kind": "payment_method", "code": "CASH_ON_DELIVERY"},
		map[string]any{"kind": "user", "username": "old", "email": "old@example.org", "restaurants": []string{"@pizzeria"}},
		map[string]any{"kind": "user", "username": "gone", "email": "gone@example.org", "enabled": false, "roles": []string{"ROLE_RESTAURANT"}, "restaurants": []string{"@pizzeria"}},
		map[string]any{"kind": "user", "username": "chief", "email": "chief@example.org", "roles": []string{"ROLE_ADMIN"}, "restaurants": []string{"@pizzeria"}})
	h.call("", "POST", "/_dev/reset", doc, 200)
	session := h.call("", "POST", "/api/carts/session", map[string]any{"restaurant": "/api/restaurants/1", "shippingAddress": map[string]any{
		"streetAddress": "4 Rue de la Roquette, Paris", "geo": map[string]any{"latitude": 48.8538, "longitude": 2.3707}}}, 200)
	guest, path := session["token"].(string), session["cart"].(map[string]any)["@id"].(string)
	h.call(guest, "POST", path+"/items", map[string]any{"product": "PIZZA", "quantity": 2}, 201)
	h.call(guest, "PUT", path+"/assign", map[string]any{"guest": true, "email": "guest@example.org", "telephone": "+33612345678"}, 200)
	h.call(guest, "PUT", path+"/pay", map[string]any{"cashOnDelivery": true}, 200)
	h.drain()
	for _, m := range h.coop.Outbox().List(outbox.Mail) {
		if m.Name == "order.sent" && !strings.HasPrefix(m.Body, "Hello,\n") || m.Name == "shop.new" && m.To[0] == "ada@example.org" && !strings.HasPrefix(m.Body, "Hello ada,\n") {
			t.Errorf("%s to %v: %.40s", m.Name, m.To, m.Body)
		}
	}
	h.told(outbox.Mail, "ada@example.org shop.new, chief@example.org shop.new, coop@example.org shop.new, guest@example.org order.sent")
	h.told(outbox.Live, "pignon_events#ada order:created, pignon_events#bob order:created, pignon_events#chief order:created, "+
		"pignon_follow#1 order:created, pignon_order_events#1 order:created")
}

// told compares all that left by a channel, in alphabetical order.
func (h *house) told(channel outbox.Channel, want string) {
	h.t.Helper()
	lines := h.left(channel)
	slices.Sort(lines)
	if got := strings.Join(lines, ", "); got != want {
		h.t.Errorf("%s: %s, want %s", channel, got, want)
	}
}

// TestCustomerSeesTheCourierOnlyOnTheWay sends the courier's place before the pick-up, on the way, and after the drop-off.
func TestCustomerSeesTheCourierOnlyOnTheWay(t *testing.T) {
	t.Parallel()
	stripe := paytest.NewServer(t, 3)
	h := newHouse(t)
	doc := pizzeria(stripe.URL)
	doc["rows"] = append(doc["rows"].([]map[string]any), map[string]any{
		"kind": "user", "ref": "max", "username": "max", "email": "max@example.org", "roles": []string{"ROLE_COURIER"},
	})
	h.call("", "POST", "/_dev/reset", doc, 200)
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": stripe.Now()}, 200)
	zoe, ada, bob, max := h.token("@zoe"), h.token("@ada"), h.token("@bob"), h.token("@max")
	made := h.call(zoe, "POST", "/api/orders", map[string]any{
		"restaurant": "/api/restaurants/1", "shippingAddress": "/api/addresses/2", "items": []map[string]any{{"product": "PIZZA", "quantity": 2}},
	}, 201)
	path := made["@id"].(string)
	h.call(zoe, "PUT", path+"/pay", map[string]any{"paymentMethodId": "pm_card_visa"}, 200)
	h.call(ada, "PUT", path+"/accept", map[string]any{}, 200)
	ids := map[string]string{}
	for _, task := range h.call(bob, "GET", "/api/tasks", nil, 200)["hydra:member"].([]any) {
		task := task.(map[string]any)
		ids[task["type"].(string)] = task["@id"].(string)
		h.call(bob, "PUT", task["@id"].(string)+"/assign", map[string]any{"username": "max"}, 200)
	}
	at := stripe.Now()
	told := func() int {
		h.drain()
		h.left(outbox.Live)
		at = at.Add(20 * time.Second)
		h.call("", "PUT", "/_dev/clock", map[string]any{"now": at}, 200)
		h.call(max, "POST", "/api/me/location", []map[string]any{{"latitude": 48.855 + float64(at.Second())/1e5, "longitude": 2.371, "time": at.UnixMilli()}}, 200)
		n := 0
		for _, line := range h.left(outbox.Live) {
			if line == "pignon_order_events#1 courier:position" || line == "pignon_follow#1 courier.moved" {
				n++
			}
		}
		return n
	}
	if n := told(); n != 0 {
		t.Errorf("before the pick-up: %d messages", n)
	}
	h.call(max, "PUT", ids["PICKUP"]+"/done", map[string]any{}, 200)
	if n := told(); n != 2 {
		t.Errorf("on the way: %d messages", n)
	}
	h.call(max, "PUT", ids["DROPOFF"]+"/done", map[string]any{}, 200)
	if n := told(); n != 0 {
		t.Errorf("after the drop-off: %d messages", n)
	}
}
