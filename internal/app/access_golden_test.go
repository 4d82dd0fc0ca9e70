package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// thingsOf names, for the word before a hole of a path, the town's thing that goes there: zoe's, store A's, restaurant A's, carl's.
var thingsOf = map[string]string{
	"addresses": "{home}", "apps": "{parcels}", "availability_rules": "{rule}", "carts": "{zoe.cart}", "closings": "{closingA}", "customers": "{zoe.customer}",
	"deliveries": "{parcelA}", "employee_profiles": "{profile}", "holiday_requests": "{holiday}", "incidents": "{incident}", "items": "{zoe.cart.item}",
	"lists": "{carl}", "menus": "{menuA}", "opening_hours_specifications": "{closingA}", "option-values": "{valueA}", "orders": "{zoe.order}",
	"package_sets": "{boxes}", "packages": "{box}", "pricing_rule_sets": "{tariff}", "pricing_rules": "{tariff.rule}", "product_option_values": "{valueA}",
	"products": "{dishA}", "recurrence_rules": "{weekly}", "restaurants": "{shopA}", "sections": "{sectionA}", "set_items": "2031-05-07",
	"shift_activities": "{activity}", "shift_templates": "{template}", "shifts": "{shift}", "shop_collections": "{collection}", "shops": "{shopA}",
	"skills": "{skill}", "stores": "{storeA}", "tags": "{tag}", "task_groups": "{group}", "task_images": "{carl.image}", "task_lists": "{list}",
	"tasks": "{carl.task}", "time_slots": "{slot}", "tours": "{tour}", "trailers": "{trailer}", "users": "{zoe}", "vehicles": "{vehicle}",
	"warehouses": "{warehouse}", "webhooks": "{hook}", "zones": "{zone}", "quotes": "{quote}", "{date}": "carl", "{courier}": "2031-05-07",
}

// about fills the holes of a pattern with the town's things, with 1 where it has none.
func about(pattern string) string {
	method, path, _ := strings.Cut(pattern, " ")
	parts := strings.Split(strings.ReplaceAll(path, "/{$}", "/"), "/")
	filled := append([]string{}, parts...)
	for i, part := range parts {
		if !strings.HasPrefix(part, "{") {
			continue
		}
		thing, known := thingsOf[parts[i-1]]
		switch {
		case part == "{date}" && parts[i-1] == "tasks":
			thing = "2031-05-07"
		case !known:
			thing = "1"
		}
		filled[i] = thing
	}
	path = strings.Join(filled, "/")
	if strings.Contains(path, "{zoe.cart.item}") {
		path = strings.ReplaceAll(path, "{zoe.order}", "{zoe.cart}")
	}
	for _, d := range allDeeds() {
		if _, query, ok := strings.Cut(d.ask, "?"); ok && d.asksFor(pattern) {
			path += "?" + query
			break
		}
	}
	return method + " " + path
}

func allDeeds() []deed {
	return slices.Concat(orderDeeds, cartDeeds, shopDeeds, peopleDeeds, taskDeeds, storeDeeds)
}

// asksFor tells whether a deed is served by a route.
func (d deed) asksFor(pattern string) bool {
	ask, _, _ := strings.Cut(d.ask, "?")
	a, b := strings.Split(pattern, "/"), strings.Split(ask, "/")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] && !strings.HasPrefix(a[i], "{") {
			return false
		}
	}
	return len(a) == len(b)
}

const aParcel = `{"store":"/api/stores/{storeA}","dropoff":{"address":{"streetAddress":"x","latLng":[48.85,2.35]},"before":"2031-05-06 13:00"}}`

// bodies are for routes that look into the body before they can know who may.
var bodies = map[string]string{
	"POST /api/deliveries": aParcel, "POST /api/deliveries/assert": aParcel, "POST /api/deliveries/suggest_optimizations": aParcel, "POST /api/retail_prices/calculate": aParcel,
	"POST /v1/stores/{id}/deliveries": `{"address":{"streetAddress":"x","lat":48.85,"lng":2.35},"window":{"from":"2031-05-06T12:00:00Z","to":"2031-05-06T13:00:00Z"}}`,
	"POST /v1/shops":                  `{"name":"x","address":{"streetAddress":"x","lat":48.85,"lng":2.35}}`, "POST /api/pricing_rules/{id}/evaluate": aParcel,
}

// bodyOf is a body that a route understands, where it looks into it at all.
func bodyOf(pattern string) string {
	if strings.HasPrefix(pattern, "GET ") {
		return ""
	}
	if body := bodies[pattern]; body != "" {
		return body
	}
	for _, d := range allDeeds() {
		if d.body != "" && d.asksFor(pattern) {
			return d.body
		}
	}
	return "{}"
}

// TestEveryRouteHasItsPowers asks every route as everybody and compares who may with testdata/powers.txt, a line for each route and a sign for
// each caller, so that any change of power is one sign of a diff. A route without a line fails.
func TestEveryRouteHasItsPowers(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	var text strings.Builder
	text.WriteString("+ may   - 403   . 401   0 404, as if it were not there\n\n")
	for i, who := range everybody() {
		fmt.Fprintf(&text, "%s%s\n", strings.Repeat("|", i), who)
	}
	text.WriteString("\n")
	for _, line := range w.coop.Routes() {
		pattern, access, _ := strings.Cut(line, ": ")
		page := access == "public" && !strings.Contains(pattern, " /api/") && !strings.Contains(pattern, " /v1/")
		if page || strings.Contains(pattern, "websocket") {
			continue // what everybody reads, and what gives no single answer: TestOthersChannelsStayShut
		}
		text.WriteString(w.powers(pattern) + " " + pattern + "\n")
	}
	golden := filepath.Join("testdata", "powers.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != text.String() {
		t.Errorf("powers are not those of %s; review the difference, then run with -update\n%s", golden, difference(string(want), text.String()))
	}
}

var unfilled = regexp.MustCompile(`\{[a-z.A-Z]+\}`)

// powers asks one route as everybody.
func (w *town) powers(pattern string) string {
	var signs strings.Builder
	ask, body := about(pattern), bodyOf(pattern)
	if hole := unfilled.FindString(w.ids.Replace(ask)); hole != "" {
		w.t.Fatalf("%s: the town has no %s", pattern, hole)
	}
	for _, who := range everybody() {
		before := w.writes()
		status, text := w.as(who, ask, body)
		switch {
		case status == 401:
			signs.WriteByte('.')
		case status == 403:
			signs.WriteByte('-')
		case status == 404:
			signs.WriteByte('0')
		case status == 429, status >= 500 && status != 503:
			w.t.Errorf("%s: %s: %d: %s", who, ask, status, text)
			signs.WriteByte('?')
		default:
			signs.WriteByte('+')
		}
		if w.writes() != before {
			w.again()
		}
	}
	return signs.String()
}
