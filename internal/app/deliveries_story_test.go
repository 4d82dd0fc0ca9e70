package app_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// sent orders a delivery of the bakery, from its shop to address 2, and gives it.
func (h *house) sent(token, window string) map[string]any {
	h.t.Helper()
	return h.call(token, "POST", "/api/deliveries", json.RawMessage(`{"store":"/api/stores/1","dropoff":{"address":"/api/addresses/2",`+window+`}}`), 201)
}

func TestWhoManagesADelivery(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.sent(who["sue"], `"before":"2026-11-25 13:00"`)
	for _, c := range []struct {
		ask, body, may string
		want           int
		people         bool
	}{
		{ask: "GET /api/deliveries/1", may: "ada dan sue till", want: 200},
		{ask: "GET /api/deliveries/1/edifact", may: "ada dan sue till", want: 200},
		{ask: "GET /api/stores/1/deliveries", may: "ada sue till", want: 200},
		{ask: "GET /api/tasks/1/delivery_form_data", may: "ada dan sue", want: 200, people: true},
		{ask: "POST /api/deliveries/assert", body: `{"store":"/api/stores/1","dropoff":{"address":"/api/addresses/2","before":"tomorrow 13:00"}}`, may: "ada dan sue till", want: 200},
		{ask: "POST /api/deliveries/suggest_optimizations", body: `{"store":"/api/stores/1","tasks":[]}`, may: "ada dan sue till", want: 200},
		{ask: "PUT /api/deliveries/1/drop", body: "{}", may: "ada dan sue till", want: 400}, // not picked up yet
	} {
		method, path, _ := strings.Cut(c.ask, " ")
		if got := h.status("", method, path, c.body); got != 401 {
			t.Errorf("%s by nobody: %d", c.ask, got)
		}
		for _, name := range []string{"zoe", "cal", "sue", "till", "other", "dan", "ada"} {
			want := 403
			if strings.Contains(" "+c.may+" ", " "+name+" ") {
				want = c.want
			}
			if c.people && (name == "till" || name == "other") {
				want = 401
			}
			if got := h.status(who[name], method, path, c.body); got != want {
				t.Errorf("%s by %s: %d, want %d", c.ask, name, got, want)
			}
		}
	}
	for _, ask := range []string{"PUT /api/deliveries/1/pick", "DELETE /api/deliveries/1"} {
		method, path, _ := strings.Cut(ask, " ")
		for _, name := range []string{"zoe", "cal", "other"} {
			if got := h.status(who[name], method, path, ""); got != 403 {
				t.Errorf("%s by %s: %d", ask, name, got)
			}
		}
	}
}

func TestDeliveryIsPickedDroppedAndTakenBack(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.sent(who["sue"], `"before":"2026-11-25 13:00"`)
	picked := h.call(who["till"], "PUT", "/api/deliveries/1/pick", json.RawMessage(`{"comments":"au comptoir"}`), 200)
	if row(picked["@id"], at(picked, "pickup status"), at(picked, "dropoff status")) != "/api/deliveries/1/pick|DONE|TODO" {
		t.Errorf("picked %v", picked)
	}
	if h.status(who["sue"], "DELETE", "/api/deliveries/1", "") != 400 {
		t.Error("a delivery on its way was taken back")
	}
	dropped := h.call(who["sue"], "PUT", "/api/deliveries/1/drop", json.RawMessage(`{}`), 200)
	if at(dropped, "dropoff status") != "DONE" {
		t.Errorf("dropped %v", dropped)
	}
	h.sent(who["sue"], `"before":"2026-11-25 13:00"`)
	if got := h.status(who["sue"], "DELETE", "/api/deliveries/2", ""); got != 204 {
		t.Errorf("taken back: %d", got)
	}
	back := h.call(who["sue"], "GET", "/api/deliveries/2", nil, 200)
	if row(at(back, "pickup status"), at(back, "dropoff status")) != "CANCELLED|CANCELLED" || h.call(who["ada"], "GET", "/api/orders/2", nil, 200)["state"] != "cancelled" {
		t.Errorf("taken back %v", back)
	}
	h.sent(who["dan"], `"before":"2026-11-25 13:00"`)
	h.call(who["dan"], "PUT", "/api/tasks/5/assign", json.RawMessage(`{"username":"cal"}`), 200)
	if wrong := h.call(who["sue"], "DELETE", "/api/deliveries/3", nil, 400); wrong["hydra:description"] != "Tasks have already been assigned" {
		t.Errorf("assigned: %v", wrong)
	}
}

func TestDeliveriesOfAStoreAreListed(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.sent(who["sue"], `"before":"2026-11-25 15:00"`)
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": "2026-11-24T11:30:00+01:00"}, 200)
	h.sent(who["sue"], `"before":"2026-11-25 13:00"`)
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": "2026-11-24T12:00:00+01:00"}, 200)
	h.sent(who["sue"], `"before":"2026-11-25 14:00"`)
	for query, want := range map[string]string{
		"": "3 2 1", "?order[createdAt]=asc": "1 2 3", "?order[dropoff.before]=asc": "2 3 1", "?order[dropoff.before]=desc": "1 3 2",
		"?dropoff.before[strictly_before]=2026-11-25T14:00:00%2B01:00": "2", "?dropoff.before[before]=2026-11-25T14:00:00%2B01:00": "3 2",
		"?dropoff.before[after]=2026-11-25 14:00&order[createdAt]=asc": "1 3", "?pickup.after[strictly_after]=2026-11-26": "", "?itemsPerPage=2&page=2": "1",
	} {
		list := h.call(who["sue"], "GET", "/api/stores/1/deliveries"+strings.ReplaceAll(query, " ", "%20"), nil, 200)
		var ids []string
		for _, d := range list["hydra:member"].([]any) {
			ids = append(ids, row(at(d, "id")))
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	list := h.call(who["sue"], "GET", "/api/stores/1/deliveries", nil, 200)
	if keysOf(list) != "@context @id @type hydra:member hydra:search hydra:totalItems" || row(list["@context"], list["@id"]) != "/api/contexts/Delivery|/api/stores/1/deliveries" ||
		keysOf(list["hydra:member"]) != "@id @type distance dropoff duration id order pickup polyline tasks trackingUrl" {
		t.Errorf("the list: %v", list)
	}
	h.call(who["sue"], "GET", "/api/stores/1/deliveries?pickup.before[after]=soon", nil, 400)
}

func TestDeliveryIsAsserted(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[{"kind":"store","update":"@bakery","checkExpression":"distance < 4000 and in_zone(pickup.address, \"south\")"},
		{"kind":"store","update":"@florist","checkExpression":"distance <"}]}`), 200)
	near := `{"dropoff":{"address":"/api/addresses/2","before":"tomorrow 13:00"}`
	far := `{"dropoff":{"latLng":[48.95,2.5],"address":"1 Rue Y","before":"tomorrow 13:00"}`
	for _, c := range []struct {
		who, body, path string
	}{
		{"till", near + `}`, ""}, {"sue", near + `,"store":"/api/stores/1"}`, ""}, {"till", far + `}`, "items"}, {"sue", far + `,"store":"/api/stores/1"}`, "items"},
		{"dan", near + `}`, "store"}, {"dan", near + `,"store":"/api/stores/3"}`, ""}, {"dan", near + `,"store":"/api/stores/2"}`, "items"},
		{"sue", `{"store":"/api/stores/1","dropoff":{"address":"/api/addresses/2"}}`, "items[0].task.doneBefore"},
	} {
		want := 200
		if c.path != "" {
			want = 400
		}
		if want == 200 {
			if got := h.status(who[c.who], "POST", "/api/deliveries/assert", c.body); got != 200 {
				t.Errorf("%s by %s: %d", c.body, c.who, got)
			}
		} else if wrong := h.call(who[c.who], "POST", "/api/deliveries/assert", json.RawMessage(c.body), want); at(wrong, "violations 0 propertyPath") != c.path || at(wrong, "violations 0 code") != nil && c.path == "items" {
			t.Errorf("%s by %s: %v", c.body, c.who, wrong)
		}
	}
	if got := h.call("", "GET", "/_dev/rows/delivery", nil, 200)["rows"].([]any); len(got) != 0 {
		t.Errorf("kept %v", got)
	}
}

func TestShorterOrderIsSuggested(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	stop := func(kind, place, window string) string { return `{"type":"` + kind + `","latLng":[` + place + `],"address":"x"` + window + `}` }
	near, far := "48.8562,2.38", "48.8562,2.42"
	ask := func(stops ...string) map[string]any {
		return h.call(who["dan"], "POST", "/api/deliveries/suggest_optimizations", json.RawMessage(`{"tasks":[`+strings.Join(stops, ",")+`]}`), 200)
	}
	start := stop("pickup", "48.8562,2.3726", "")
	better := ask(start, stop("dropoff", far, ""), stop("dropoff", near, ""))
	if keysOf(better) != "@context @id @type suggestions" || keysOf(better["suggestions"]) != "@context @id @type gain order" ||
		row(at(better, "suggestions 0 order"), at(better, "suggestions 0 gain type")) != "[0 2 1]|distance" || at(better, "suggestions 0 gain amount").(float64) < 500 {
		t.Errorf("suggests %v", better)
	}
	for name, none := range map[string]map[string]any{
		"the best order": ask(start, stop("dropoff", near, ""), stop("dropoff", far, "")), "two stops": ask(start, stop("dropoff", far, "")),
		"windows forbid it": ask(start, stop("dropoff", far, `,"after":"tomorrow 10:00","before":"tomorrow 10:30"`), stop("dropoff", near, `,"after":"tomorrow 12:00","before":"tomorrow 12:30"`)),
	} {
		if list := none["suggestions"].([]any); len(list) != 0 {
			t.Errorf("%s: %v", name, list)
		}
	}
}

func TestDeliveryFormShowsWhatEachStopCarries(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call(who["dan"], "POST", "/api/deliveries", json.RawMessage(`{"store":"/api/stores/1","dropoff":{"address":"/api/addresses/2","before":"2026-11-25 13:00","weight":2000,
		"packages":[{"type":"XL","quantity":2}]},"order":{"manualSupplements":[{"pricingRule":"/api/pricing_rules/3","quantity":15}]}}`), 201)
	form := h.call(who["dan"], "GET", "/api/tasks/1/delivery_form_data", nil, 200)
	if keysOf(form) != "@context @id @type dropoff id order pickup tasks" ||
		keysOf(form["tasks"]) != "@id @type address after barcode before comments createdAt doneAfter doneBefore id metadata packages status tags type updatedAt weight" {
		t.Errorf("the form: %s, %s", keysOf(form), keysOf(form["tasks"]))
	}
	if row(at(form, "pickup weight"), at(form, "pickup packages"), at(form, "dropoff weight"), at(form, "dropoff packages 0 quantity"), at(form, "pickup metadata")) !=
		"<nil>|[]|2000|2|map[delivery_position:1]" {
		t.Errorf("carried: %v", form)
	}
	if keysOf(at(form, "pickup address")) != "@id @type addressCountry addressLocality addressRegion company complete contactName deleted deletedAt description firstName geo id lastName name postOfficeBoxNumber postalCode provider streetAddress telephone" {
		t.Errorf("the address: %v", at(form, "pickup address"))
	}
	if row(at(form, "order manualSupplements"), at(form, "order arbitraryPrice"), at(form, "order isSavedOrder"), keysOf(form["order"])) !=
		"[map[pricingRule:/api/pricing_rules/3 quantity:3]]|<nil>|false|@id @type arbitraryPrice id isSavedOrder manualSupplements" {
		t.Errorf("the price: %v", form["order"])
	}
	h.call(who["ada"], "PUT", "/api/pricing_rule_sets/1", json.RawMessage(`{"rules":[{"@id":"/api/pricing_rules/1"}]}`), 200)
	if form := h.call(who["dan"], "GET", "/api/tasks/1/delivery_form_data", nil, 200); row(at(form, "order manualSupplements")) != "[]" {
		t.Errorf("of a deleted rule: %v", form["order"])
	}
}
