package app_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// The scheduler makes tomorrow's orders of rules, once, and today's of rules that are older.
func TestRulesMakeTomorrowsOrders(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const stops = `{"@type":"hydra:Collection","hydra:member":[{"type":"PICKUP","address":"/api/addresses/1","after":"09:00","before":"10:00"},
		{"type":"DROPOFF","address":"/api/addresses/2","after":"11:00","before":"12:00"}]}`
	doc := strings.TrimSuffix(heavies, `]}`) + `,
		{"kind":"recurrence_rule","store":"@bakery","rule":"FREQ=DAILY","template":` + stops + `,"generateOrders":true,"createdAt":"2026-11-20 08:00"},
		{"kind":"recurrence_rule","store":"@bakery","rule":"FREQ=DAILY","template":` + stops + `,"generateOrders":true,"createdAt":"2026-11-20 08:00","paused":true},
		{"kind":"recurrence_rule","store":"@bakery","rule":"FREQ=DAILY","template":` + stops + `,"createdAt":"2026-11-20 08:00"},
		{"kind":"recurrence_rule","store":"@bakery","rule":"FREQ=DAILY","template":` + stops + `,"generateOrders":true,"createdAt":"2026-11-24 07:00","arbitraryPriceTemplate":{"variantName":"Pain","variantPrice":300}},
		{"kind":"recurrence_rule","store":"@bakery","rule":"FREQ=DAILY","template":{"@type":"Task","after":"09:00","before":"10:00"},"generateOrders":true,"createdAt":"2026-11-20 08:00"}]}`
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": "2026-11-24T08:00:00+01:00"}, 200)
	h.call("", "POST", "/_dev/reset", json.RawMessage(doc), 200)
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": "2026-11-24T08:00:00+01:00"}, 200)
	h.drain()
	h.drain()
	list := func(want string) {
		t.Helper()
		var got []string
		rows, _ := h.call("", "GET", "/_dev/rows/task", nil, 200)["rows"].([]any)
		for _, r := range rows {
			if at(r, "type") == "DROPOFF" {
				got = append(got, at(r, "before").(string)[:10]+" of "+strings.TrimPrefix(at(r, "recurrenceRule").(string), "@recurrence_rule:"))
			}
		}
		if text := strings.Join(got, ", "); text != want {
			t.Errorf("drop-offs %q, want %q", text, want)
		}
	}
	list("2026-11-24 of 1, 2026-11-25 of 1, 2026-11-25 of 4")
	h.wantSound()
}

// An order that a document says a rule made stands in the way of another one on that day.
func TestSeededSubscriptions(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const stops = `{"@type":"hydra:Collection","hydra:member":[{"type":"PICKUP","address":"/api/addresses/1","after":"09:00","before":"10:00"},
		{"type":"DROPOFF","address":"/api/addresses/2","after":"11:00","before":"12:00"}]}`
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": "2026-11-24T08:00:00+01:00"}, 200)
	h.call("", "POST", "/_dev/reset", json.RawMessage(strings.TrimSuffix(heavies, `]}`)+`,
		{"kind":"recurrence_rule","ref":"daily","store":"@bakery","rule":"FREQ=DAILY","template":`+stops+`,"generateOrders":true,"createdAt":"2026-11-20 08:00"},
		{"kind":"order","state":"accepted","subscription":"@daily","shippingTimeRange":["2026-11-26 11:00","2026-11-26 12:00"],"createdAt":"2026-11-24 07:00"}]}`), 200)
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": "2026-11-24T08:00:00+01:00"}, 200)
	if got := at(h.call("", "GET", "/_dev/rows/order", nil, 200), "rows 0 subscription"); got != "@recurrence_rule:1" {
		t.Errorf("subscription %v", got)
	}
	dan := h.token("@dan")
	for day, want := range map[string]float64{"2026-11-26": 0, "2026-11-27": 1} {
		if got := h.call(dan, "GET", "/api/recurrence_rules/generate_orders?date="+day, nil, 201)["hydra:totalItems"]; got != want {
			t.Errorf("%s: %v orders, want %v", day, got, want)
		}
	}
}
