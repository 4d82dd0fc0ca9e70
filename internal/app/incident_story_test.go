package app_test

import (
	"encoding/json"
	"fmt"
	"testing"
)

// heavies is a store whose list charges 4.99 €, 2.50 € more for a heavy delivery, and waiting by hand.
const heavies = `{"settings":{"latlng":"48.85,2.35"},"rows":[
	{"kind":"payment_method","code":"CARD"},
	{"kind":"address","ref":"shop","streetAddress":"12 Rue Sedaine","geo":{"latitude":48.8562,"longitude":2.3726}},
	{"kind":"address","ref":"home","streetAddress":"1 Rue X","geo":{"latitude":48.8575,"longitude":2.3530}},
	{"kind":"pricing_rule_set","ref":"list","name":"Tarif","strategy":"map"},
	{"kind":"pricing_rule","ruleSet":"@list","expression":"distance > 0","price":499},
	{"kind":"pricing_rule","ruleSet":"@list","expression":"weight > 20000","price":250},
	{"kind":"pricing_rule","ref":"waiting","ruleSet":"@list","expression":"false","price":"price_range(quantity, 200, 5, 0)","name":"Attente"},
	{"kind":"store","ref":"bakery","name":"Le Fournil","address":"@shop","pricingRuleSet":"@list","multiDropEnabled":true},
	{"kind":"user","ref":"dan","username":"dan","email":"dan@example.org","roles":["ROLE_DISPATCHER"]},
	{"kind":"user","ref":"cal","username":"cal","email":"cal@example.org","roles":["ROLE_COURIER"]}]}`

func TestIncidentsChangePrices(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.call("", "POST", "/_dev/reset", json.RawMessage(heavies), 200)
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": "2026-11-24T11:00:00+01:00"}, 200)
	dan, cal := h.token("@dan"), h.token("@cal")
	ask := func(token, method, path, body string, status int) map[string]any {
		t.Helper()
		return h.call(token, method, path, json.RawMessage(body), status)
	}
	ask(dan, "POST", "/api/deliveries", `{"store":"/api/stores/1","pickup":{"before":"2026-11-24 13:00"},"dropoff":{"address":"/api/addresses/2","before":"2026-11-24 14:00","weight":1000},
		"order":{"manualSupplements":[{"pricingRule":"/api/pricing_rules/3","quantity":15}]}}`, 201)
	total := func() string { return fmt.Sprint(at(ask(dan, "GET", "/api/orders/1", "{}", 200), "total")) }
	if got := total(); got != "1099" {
		t.Fatalf("total %s", got)
	}
	told := ask(cal, "POST", "/api/incidents", `{"task":"/api/tasks/1","failureReasonCode":"PRICE_REVIEW_NEEDED","metadata":[{"suggestion":{"tasks":[{"id":1,"weight":30000}]}}]}`, 201)
	if got := row(at(told, "order id"), at(told, "store name"), at(told, "delivery id"), at(told, "metadata 0 suggestion order manualSupplements 0 quantity"),
		at(told, "metadata 0 suggestion tasks 0 id"), at(told, "metadata 0 suggestion tasks 1 id")); got != "1|Le Fournil|1|3|2|1" {
		t.Errorf("incident %s", got)
	}
	ask(dan, "PUT", "/api/incidents/1/action", `{"action":"rejected_suggestion","diff":250}`, 200)
	if got := total(); got != "1099" {
		t.Errorf("rejected: total %s", got)
	}
	ask(dan, "PUT", "/api/incidents/1/action", `{"action":"applied_price_diff","diff":-2000}`, 400)
	ask(dan, "PUT", "/api/incidents/1/action", `{"action":"applied_price_diff","diff":-99}`, 200)
	if got := total(); got != "1000" {
		t.Errorf("made cheaper: total %s", got)
	}
	h.drain()
	rows := h.call("", "GET", "/_dev/rows/incident", nil, 200)
	if got := row(at(rows, "rows 0 task"), at(rows, "rows 0 createdBy"), at(rows, "rows 0 events 0 type"), at(rows, "rows 0 events 1 type")); got != "@task:1|@user:2|rejected_suggestion|applied_price_diff" {
		t.Errorf("rows %s", got)
	}
	h.wantSound()
}

// TestNobodyKnowsWhatItCosts: a delivery that no rule prices makes an incident on its pick-up, one that costs nothing because its store has no list does not.
func TestNobodyKnowsWhatItCosts(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	ask := func(token, body string) {
		t.Helper()
		h.call(who[token], "POST", "/api/deliveries", json.RawMessage(body), 201)
	}
	const stops = `"pickup":{"address":"/api/addresses/1","before":"2026-11-24 13:00"},"dropoff":{"address":"/api/addresses/2","before":"2026-11-24 14:00"}}`
	ask("sue", `{"store":"/api/stores/1",`+stops)
	ask("dan", `{"store":"/api/stores/3",`+stops)
	ask("dan", `{"store":"/api/stores/2","order":{"arbitraryPrice":{"variantName":"x","variantPrice":5}},`+stops)
	if list := h.call(who["dan"], "GET", "/api/incidents", nil, 200); row(list["hydra:totalItems"]) != "0" {
		t.Errorf("incidents %v", list)
	}
	ask("dan", `{"store":"/api/stores/2",`+stops)
	ask("other", `{`+stops)
	ask("dan", `{`+stops)
	list := h.call(who["dan"], "GET", "/api/incidents", nil, 200)
	say := func(i int) string {
		m := at(list, fmt.Sprintf("hydra:member %d", i))
		return row(at(m, "title"), at(m, "failureReasonCode"), at(m, "author username"), at(m, "task type"), at(m, "store name"), at(m, "status"))
	}
	for i, want := range []string{"6|PRICE_REVIEW_NEEDED|dan|PICKUP|<nil>|OPEN", "5 (API client)|PRICE_REVIEW_NEEDED|<nil>|PICKUP|Fleurs|OPEN", "4|PRICE_REVIEW_NEEDED|dan|PICKUP|Fleurs|OPEN"} {
		if got := say(i); got != want {
			t.Errorf("incident %d: %s, want %s", i, got, want)
		}
	}
	h.wantSound()
}

func TestCancelledStopsCostLess(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.call("", "POST", "/_dev/reset", json.RawMessage(heavies), 200)
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": "2026-11-24T11:00:00+01:00"}, 200)
	dan := h.token("@dan")
	ask := func(method, path, body string) map[string]any {
		t.Helper()
		status := map[string]int{"POST": 201}[method]
		if status == 0 {
			status = 200
		}
		return h.call(dan, method, path, json.RawMessage(body), status)
	}
	ask("POST", "/api/deliveries", `{"store":"/api/stores/1","tasks":[{"type":"pickup","before":"2026-11-24 13:00"},
		{"type":"dropoff","address":"/api/addresses/2","before":"2026-11-24 14:00","weight":1000},{"type":"dropoff","address":"/api/addresses/2","before":"2026-11-24 14:30","weight":30000}],
		"order":{"manualSupplements":[{"pricingRule":"/api/pricing_rules/3","quantity":5}]}}`)
	total := func(want string) {
		t.Helper()
		if got := row(at(ask("GET", "/api/orders/1", "{}"), "total"), at(ask("GET", "/api/orders/1", "{}"), "state")); got != want {
			t.Errorf("total %s, want %s", got, want)
		}
	}
	total("949|accepted")
	ask("PUT", "/api/tasks/3/cancel", `{}`)
	total("699|accepted")
	ask("PUT", "/api/tasks/3/cancel", `{}`)
	ask("PUT", "/api/tasks/2/cancel", `{}`)
	ask("PUT", "/api/tasks/1/cancel", `{}`)
	total("200|cancelled") // nothing is brought any more, but somebody waited
	h.wantSound()
}
