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

// Dispatchers see on which days a rule comes before they write it, and stop and resume it; what it made is named.
func TestRulesArePreviewedAndPaused(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	dan := who["dan"]
	days := func(rule string) any {
		return h.call(dan, "POST", "/v1/recurrence-rules/preview", map[string]any{"rule": rule, "count": 3}, 200)["days"]
	}
	for rule, want := range map[string]string{
		"FREQ=WEEKLY;BYDAY=MO,FR":             "[2026-11-27 2026-11-30 2026-12-04]",
		"RRULE:FREQ=DAILY;COUNT=2;":           "[2026-11-24 2026-11-25]",
		"FREQ=MONTHLY;BYMONTHDAY=31":          "[2026-12-31 2027-01-31 2027-03-31]",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30": "[]", // never
	} {
		if got := row(days(rule)); got != want {
			t.Errorf("%s: %s, want %s", rule, got, want)
		}
	}
	if got := h.status(dan, "POST", "/v1/recurrence-rules/preview", `{"rule":"FREQ=HOURLY"}`); got != 422 && got != 400 {
		t.Errorf("no rule: %d", got)
	}
	h.call(dan, "POST", "/api/deliveries", json.RawMessage(`{"store":"/api/stores/1","dropoff":{"address":"/api/addresses/2","before":"2026-11-24 13:00"},"rrule":"FREQ=WEEKLY;BYDAY=TU,FR"}`), 201)
	next := func(o map[string]any) string {
		return row(o["paused"], o["generates"], o["store"], at(o, "next 0 day"), at(o, "next 0 orderId"), at(o, "next 1 day"), at(o, "next 1 orderId"))
	}
	const running, stopped = "false|true|Le Fournil|2026-11-24|1|2026-11-27|<nil>", "true|true|Le Fournil|<nil>|<nil>|<nil>|<nil>"
	if got := next(h.call(dan, "GET", "/v1/recurrence-rules/1?count=2", nil, 200)); got != running {
		t.Errorf("the rule: %s", got)
	}
	for range 2 {
		if got := next(h.call(dan, "POST", "/v1/recurrence-rules/1/pause", nil, 200)); got != stopped {
			t.Errorf("paused: %s", got)
		}
	}
	if made := h.call(dan, "GET", "/api/recurrence_rules/generate_orders?date=2026-11-27", nil, 201); made["hydra:totalItems"] != 0.0 || h.call(dan, "GET", "/api/recurrence_rules/1", nil, 200)["paused"] != true {
		t.Errorf("made while paused: %v", made)
	}
	if got := next(h.call(dan, "POST", "/v1/recurrence-rules/1/resume", nil, 200)); got != running {
		t.Errorf("resumed: %s", got)
	}
	if list := h.call(dan, "GET", "/v1/recurrence-rules", nil, 200); row(list["total"], at(list, "rules 0 rule")) != "1|FREQ=WEEKLY;BYDAY=TU,FR" {
		t.Errorf("listed: %v", list)
	}
	h.call(dan, "DELETE", "/api/recurrence_rules/1", nil, 204)
	for _, ask := range []string{"GET /v1/recurrence-rules", "POST /v1/recurrence-rules/preview", "GET /v1/recurrence-rules/1", "POST /v1/recurrence-rules/1/pause", "POST /v1/recurrence-rules/1/resume"} {
		method, path, _ := strings.Cut(ask, " ")
		for _, name := range []string{"sue", "cal", "zoe", ""} {
			want := 403
			if name == "" && method == "GET" { // what changes something must show first that no foreign page sent it
				want = 401
			}
			if got := h.status(who[name], method, path, `{"rule":"FREQ=DAILY"}`); got != want {
				t.Errorf("%s by %s: %d", ask, name, got)
			}
		}
		if got := h.status(dan, method, path, "{}"); strings.Contains(path, "/1") && got != 404 {
			t.Errorf("%s of a rule that is gone: %d", ask, got)
		}
	}
}
