package app_test

import (
	"encoding/json"
	"fmt"
	"io"
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
	stop := func(kind, place, window string) string {
		return `{"type":"` + kind + `","latLng":[` + place + `],"address":"x"` + window + `}`
	}
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

func TestDeliveryIsEdited(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	put := func(token, body string) map[string]any {
		return h.call(who[token], "PUT", "/api/deliveries/1", json.RawMessage(body), 200)
	}
	made := h.call(who["sue"], "POST", "/api/deliveries", json.RawMessage(`{"store":"/api/stores/1","tasks":[{"type":"pickup","before":"2026-11-25 12:00"},
		{"type":"dropoff","address":"/api/addresses/2","before":"2026-11-25 13:00","packages":[{"type":"XL","quantity":2}],"comments":"sonner"},
		{"type":"dropoff","address":{"streetAddress":"9 Rue Z","name":"Ida","latLng":[48.86,2.37]},"before":"2026-11-25 14:00"}]}`), 201)
	if row(at(made, "tasks 1 address @id"), at(made, "tasks 2 address @id"), at(made, "order total")) != "/api/addresses/2|/api/addresses/3|499" {
		t.Fatalf("made %v", made)
	}
	// a store's people change what they said of a stop, and neither its state nor the price
	d := put("sue", `{"tasks":[{"id":1},{"id":2,"comments":"frapper","status":"DONE","packages":[{"type":"XL","quantity":"5"}]},{"id":3,"before":"2026-11-25 14:30","address":{"streetAddress":"9 Rue Z","telephone":"0612345678"}}],
		"order":{"arbitraryPrice":{"variantPrice":1}}}`)
	if row(at(d, "tasks 1 comments"), at(d, "tasks 1 status"), at(d, "tasks 1 packages 0 quantity"), at(d, "tasks 2 before"), at(d, "tasks 2 after"), at(d, "tasks 2 address @id"), at(d, "tasks 2 address name"),
		at(d, "tasks 2 address telephone"), at(d, "order total")) != "frapper|TODO|5|2026-11-25T14:30:00+01:00|2026-11-25T13:45:00+01:00|/api/addresses/3|Ida|+33612345678|499" {
		t.Errorf("edited %v", d)
	}
	// what is empty changes nothing; another street is another address with the same people
	d = put("till", `{"dropoff":{"comments":"","weight":0,"tags":[],"packages":[],"address":{"@id":"/api/addresses/3","streetAddress":"10 Rue Z","latLng":[48.861,2.371]}}}`)
	if row(at(d, "tasks 2 address @id"), at(d, "tasks 2 address streetAddress"), at(d, "tasks 2 address name"), at(d, "tasks 1 comments")) != "/api/addresses/4|10 Rue Z|Ida|frapper" {
		t.Errorf("moved %v", d)
	}
	if o := h.call(who["ada"], "GET", "/api/orders/1", nil, 200); at(o, "shippingAddress @id") != "/api/addresses/4" || row(o["shippingTimeRange"]) != "[2026-11-25T13:45:00+01:00 2026-11-25T14:30:00+01:00]" {
		t.Errorf("the order goes to %v, %v", o["shippingAddress"], o["shippingTimeRange"])
	}
	// the whole list: the second stop falls away, a new one comes at the end
	longer := d["distance"].(float64)
	d = put("sue", `{"tasks":[{"id":1},{"id":3},{"type":"dropoff","address":{"streetAddress":"1 Rue N","latLng":[48.87,2.40]},"before":"2026-11-25 15:00","weight":1500}]}`)
	if row(at(d, "tasks 1 status"), at(d, "tasks 3 id"), at(d, "tasks 3 status"), at(d, "tasks 3 tags"), at(d, "tasks 3 weight"), at(d, "tasks 3 metadata delivery_position"), at(d, "order total")) != "CANCELLED|4|TODO|[]|1500|4|499" || d["distance"].(float64) <= longer {
		t.Errorf("listed %v", d)
	}
	d = put("dan", `{"tasks":[{"id":1,"assignedTo":"cal"},{"id":2,"status":"TODO"},{"id":3,"status":"CANCELLED"},{"id":4}]}`)
	if row(at(d, "tasks 1 status"), at(d, "tasks 2 status"), at(h.call(who["dan"], "GET", "/api/tasks/1", nil, 200), "assignedTo")) != "TODO|CANCELLED|cal" {
		t.Errorf("dispatched %v", d)
	}
	for body, path := range map[string]string{`{"tasks":[{"id":99}]}`: "task.id", `{"tasks":[{"id":1},{"type":"dropoff","latLng":[48.8,2.3],"address":"x"}]}`: "items[1].task.doneBefore",
		`{"pickup":{"before":"2026-11-26 20:00"}}`: "items", `{"tasks":[{"id":1},{"type":"dropoff","before":"2026-11-25 15:00"}]}`: "items[1].task.address.geo"} {
		if wrong := h.call(who["dan"], "PUT", "/api/deliveries/1", json.RawMessage(body), 400); at(wrong, "violations 0 propertyPath") != path {
			t.Errorf("%s: %v", body, wrong)
		}
	}
	for _, name := range []string{"zoe", "cal", "other"} {
		if got := h.status(who[name], "PUT", "/api/deliveries/1", "{}"); got != 403 {
			t.Errorf("edited by %s: %d", name, got)
		}
	}
	h.wantSound()
}

func TestPriceOfADeliveryChangesAsDispatchersSay(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[{"kind":"pricing_rule","update":"@base","target":"TASK"}]}`), 200)
	h.sent(who["sue"], `"before":"2026-11-25 13:00"`)
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[{"kind":"pricing_rule","update":"@base","target":"DELIVERY"}]}`), 200)
	total := func(body string) string {
		d := h.call(who["dan"], "PUT", "/api/deliveries/1", json.RawMessage(body), 200)
		o := h.call(who["ada"], "GET", "/api/orders/1", nil, 200)
		first := at(h.call("", "GET", "/_dev/rows/order", nil, 200), "rows 0 payments 0")
		return row(at(d, "order total"), at(d, "order taxTotal"), len(o["items"].([]any)), at(first, "amount"), at(first, "state"))
	}
	supplement := func(rule, quantity string) string {
		return `{"order":{"manualSupplements":[{"pricingRule":"/api/pricing_rules/` + rule + `","quantity":` + quantity + `}]}}`
	}
	if got := total(`{}`); got != "0|0|1|<nil>|<nil>" { // distance is -1 for each task: no rule held
		t.Errorf("kept at %s", got)
	}
	for _, c := range []struct{ name, body, want string }{
		{"stairs alone", supplement("2", "1"), "200|33|1|200|new"},
		{"stairs again", supplement("2", "1"), "200|33|1|200|new"},
		{"the rules of today", `{"order":{"recalculatePrice":true}}`, "499|83|1|499|new"},
		{"waiting added", supplement("3", "15"), "1999|333|1|1999|new"},
		{"waiting in units, as forms send it back", supplement("3", "3"), "1999|333|1|1999|new"},
		{"no word of supplements", `{"dropoff":{"comments":"x"}}`, "499|83|1|499|new"},
		{"by hand", `{"order":{"arbitraryPrice":{"variantPrice":1200,"variantName":"Forfait"}}}`, "1200|200|1|1200|new"},
		{"kept by hand", `{"dropoff":{"comments":"y"}}`, "1200|200|1|1200|new"},
		{"by hand, and stairs", supplement("2", "1"), "1400|233|2|1400|new"},
		{"by hand for nothing", `{"order":{"arbitraryPrice":{"variantPrice":0}}}`, "0|0|1|1400|cancelled"},
	} {
		if got := total(c.body); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	events := h.call("", "GET", "/_dev/rows/order", nil, 200)
	var changes []string
	for _, e := range at(events, "rows 0 events").([]any) {
		if at(e, "name") == "order:price_updated" {
			changes = append(changes, row(at(e, "data old_total"), at(e, "data new_total"), at(e, "data new_tax_total")))
		}
	}
	if strings.Join(changes, " ") != "0|200|33 200|499|83 499|1999|333 1999|499|83 499|1200|200 1200|1400|233 1400|0|0" {
		t.Errorf("told %v", changes)
	}
	h.wantSound()
}

func TestDeliveryIsPaidAtTheDoorWhereThatIsTaken(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[{"kind":"payment_method","code":"CASH_ON_DELIVERY"},{"kind":"store","update":"@bakery","cashOnDeliveryEnabled":true}]}`), 200)
	body := func(store, method string) json.RawMessage {
		return json.RawMessage(`{"store":"/api/stores/` + store + `","dropoff":{"address":"/api/addresses/2","before":"2026-11-25 13:00"},"order":{"paymentMethod":"` + method + `"}}`)
	}
	h.call(who["sue"], "POST", "/api/deliveries", body("1", "cash_on_delivery"), 201)
	paid := at(h.call("", "GET", "/_dev/rows/order", nil, 200), "rows 0 payments 0")
	if row(at(paid, "method"), at(paid, "amount"), at(paid, "state")) != "CASH_ON_DELIVERY|499|new" {
		t.Errorf("paid %v", paid)
	}
	for _, c := range []struct{ store, method string }{{"3", "cash_on_delivery"}, {"1", "cheque"}} {
		if wrong := h.call(who["dan"], "POST", "/api/deliveries", body(c.store, c.method), 400); wrong["hydra:description"] != "order.paymentMethod is not valid" {
			t.Errorf("%v: %v", c, wrong)
		}
	}
}

func TestStoresNameNobodysPrivateAddress(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[{"kind":"address","ref":"private","streetAddress":"7 Rue Secrète","geo":{"latitude":48.86,"longitude":2.35}},
		{"kind":"customer","email":"ida@example.org","addresses":["@private"]}]}`), 200)
	ask := func(token, path, address string) int {
		return h.status(who[token], "POST", path, `{"store":"/api/stores/1","dropoff":{"address":"/api/addresses/`+address+`","before":"2026-11-25 13:00"}}`)
	}
	h.call(who["dan"], "POST", "/api/deliveries", json.RawMessage(`{"store":"/api/stores/2","dropoff":{"address":{"streetAddress":"8 Rue Autre","latLng":[48.86,2.37]},"before":"2026-11-25 13:00"}}`), 201)
	for _, c := range []struct {
		token, address string
		want           int
	}{{"sue", "3", 400}, {"till", "3", 400}, {"sue", "4", 400}, {"sue", "1", 201}, {"sue", "2", 201}, {"sue", "99", 400}} {
		if got := ask(c.token, "/api/deliveries", c.address); got != c.want {
			t.Errorf("%s names address %s: %d, want %d", c.token, c.address, got, c.want)
		}
	}
	if got := ask("sue", "/api/retail_prices/calculate", "4"); got != 400 {
		t.Errorf("a price shows it: %d", got)
	}
	if wrong := h.call(who["sue"], "PUT", "/api/deliveries/2", json.RawMessage(`{"dropoff":{"address":"/api/addresses/4"}}`), 400); wrong["hydra:description"] != `Item not found for "/api/addresses/4".` {
		t.Errorf("an edit shows it: %v", wrong)
	}
}

func TestLabelsOpenWithTheirTokenAlone(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	d := h.call(who["sue"], "POST", "/api/deliveries", json.RawMessage(`{"store":"/api/stores/1","dropoff":{"address":"/api/addresses/2","before":"2026-11-25 13:00","weight":1500,
		"packages":[{"type":"XL","quantity":2}]}}`), 201)
	open := func(url string) (int, string, string) {
		answer, err := h.server.Client().Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, answer.Header.Get("Content-Type"), string(text)
	}
	urls := []string{at(d, "dropoff barcode label url").(string), at(d, "dropoff packages 0 labels 0").(string), at(d, "dropoff packages 0 labels 1").(string)}
	for _, url := range urls {
		if status, kind, text := open(url); status != 200 || kind != "application/pdf" || !strings.HasPrefix(text, "%PDF-") {
			t.Errorf("%s: %d, %s, %.40q", url, status, kind, text)
		}
	}
	for url, want := range map[string]string{
		h.server.URL + "/tasks/label": `400 {"error":"No code provided."}`, strings.Replace(urls[0], "8076", "78076", 1): `400 {"error":"Invalid hash."}`,
		urls[1][:strings.Index(urls[1], "&")] + urls[0][strings.Index(urls[0], "&"):]: `400 {"error":"Invalid hash."}`, h.server.URL + "/tasks/label?code=x&token=y": `400 {"error":"Invalid hash."}`,
	} {
		if status, _, text := open(url); fmt.Sprint(status, " ", text) != want {
			t.Errorf("%s: %d %s", url, status, text)
		}
	}
}

func TestDeliveryIsMadeOfTasks(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[{"kind":"task","address":"@home","before":"2026-11-25 13:00"},{"kind":"task","address":"@shop","before":"2026-11-25 14:00","comments":"x"},
		{"kind":"task","address":"@home","before":"2026-11-25 15:00"}]}`), 200)
	body := `{"tasks":["/api/tasks/1","/api/tasks/2"],"store":"/api/stores/1"}`
	for _, name := range []string{"zoe", "cal", "sue", "dan", "till", "other"} {
		if got := h.status(who[name], "POST", "/api/deliveries/from_tasks", body); got != 403 {
			t.Errorf("by %s: %d", name, got)
		}
	}
	d := h.call(who["ada"], "POST", "/api/deliveries/from_tasks", json.RawMessage(body), 201)
	if row(at(d, "pickup @id"), at(d, "dropoff @id"), at(d, "dropoff comments"), at(d, "order total"), at(d, "tasks 1 type")) != "/api/tasks/1|/api/tasks/2|x|499|DROPOFF" || d["distance"].(float64) <= 0 {
		t.Errorf("made %v", d)
	}
	for body, want := range map[string]string{body: "", `{"tasks":["/api/tasks/3","/api/tasks/99"]}`: `Item not found for "/api/tasks/99".`,
		`{"tasks":["/api/tasks/3","/api/tasks/3"]}`: "", `{"tasks":["/api/tasks/3"]}`: "items: Une livraison compte au moins deux tâches."} {
		if wrong := h.call(who["ada"], "POST", "/api/deliveries/from_tasks", json.RawMessage(body), 400); want != "" && wrong["hydra:description"] != want {
			t.Errorf("%s: %v", body, wrong)
		}
	}
}

func TestDispatchersKeepOrdersToFindThemAgain(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	form := func(name string) any {
		return at(h.call(who[name], "GET", "/api/tasks/1/delivery_form_data", nil, 200), "order isSavedOrder")
	}
	const body = `"dropoff":{"address":"/api/addresses/2","before":"2026-11-25 13:00"},"store":"/api/stores/1"`
	h.call(who["dan"], "POST", "/api/deliveries", json.RawMessage(`{`+body+`,"order":{"isSavedOrder":true}}`), 201)
	if got := row(form("dan"), form("ada"), form("sue")); got != "true|false|false" { // each role has its own
		t.Errorf("kept by %s", got)
	}
	for _, c := range []struct{ who, order, want string }{
		{"dan", `{}`, "true|false"}, {"sue", `{"isSavedOrder":false}`, "true|false"}, {"ada", `{"isSavedOrder":true}`, "true|true"}, {"ada", `{"isSavedOrder":true}`, "true|true"},
		{"dan", `{"isSavedOrder":false}`, "false|true"}, {"dan", `{"isSavedOrder":false}`, "false|true"},
	} {
		h.call(who[c.who], "PUT", "/api/deliveries/1", json.RawMessage(`{"order":`+c.order+`}`), 200)
		if got := row(form("dan"), form("ada")); got != c.want {
			t.Errorf("after %s by %s: %s", c.order, c.who, got)
		}
	}
	h.call(who["sue"], "POST", "/api/deliveries", json.RawMessage(`{`+body+`,"order":{"isSavedOrder":true}}`), 201)
	if got := at(h.call(who["dan"], "GET", "/api/tasks/3/delivery_form_data", nil, 200), "order isSavedOrder"); got != false {
		t.Errorf("a store kept %v", got)
	}
	h.call(who["dan"], "PUT", "/api/deliveries/1", json.RawMessage(`{"order":{"isSavedOrder":"no"}}`), 400)
	h.wantSound()
}

func TestPriceOfAChangedDelivery(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[{"kind":"pricing_rule","ruleSet":"@list","target":"TASK","expression":"task.type == \"DROPOFF\"","price":"100"},
		{"kind":"pricing_rule","ruleSet":"@list","expression":"weight > 5000","price":"250"},{"kind":"pricing_rule_set","update":"@list","strategy":"map"}]}`), 200)
	h.sent(who["sue"], `"before":"2026-11-25 13:00","weight":6000`)
	before := at(h.call("", "GET", "/_dev/rows/delivery", nil, 200), "rows")
	for body, want := range map[string]string{
		`{"id":1}`:                           "849",
		`{"id":1,"dropoff":{"weight":1000}}`: "599",
		`{"id":1,"tasks":[{"id":2},{"id":1},{"address":"/api/addresses/2","before":"2026-11-25 14:00"}]}`:         "949",
		`{"id":1,"tasks":[{"id":2},{"id":1,"address":{"streetAddress":"9 Rue Z","latLng":[48.86,2.36]}}]}`:        "849",
		`{"id":1,"store":"/api/stores/1","order":{"manualSupplements":[{"pricingRule":"/api/pricing_rules/2"}]}}`: "849", // which a store cannot charge
	} {
		if got := h.call(who["sue"], "POST", "/api/retail_prices/calculate", json.RawMessage(body), 200); row(got["amount"]) != want {
			t.Errorf("%s: %v", body, got["amount"])
		}
	}
	if got := h.call(who["dan"], "POST", "/api/retail_prices/calculate", json.RawMessage(`{"id":1,"store":"/api/stores/1","order":{"manualSupplements":[{"pricingRule":"/api/pricing_rules/2"}]}}`), 200); row(got["amount"]) != "1049" {
		t.Errorf("with a supplement: %v", got["amount"])
	}
	for name, want := range map[string]int{"other": 403, "zoe": 403, "cal": 403, "": 401, "till": 200} {
		if got := h.status(who[name], "POST", "/api/retail_prices/calculate", `{"id":1}`); got != want {
			t.Errorf("asked by %s: %d", name, got)
		}
	}
	for body, want := range map[string]int{`{"id":9}`: 404, `{"id":1,"tasks":[{"id":9}]}`: 400, `{"id":"x"}`: 400} {
		if got := h.status(who["sue"], "POST", "/api/retail_prices/calculate", body); got != want {
			t.Errorf("%s: %d", body, got)
		}
	}
	if after := at(h.call("", "GET", "/_dev/rows/delivery", nil, 200), "rows"); row(after) != row(before) {
		t.Errorf("kept %v", after)
	}
	if order := h.call(who["ada"], "GET", "/api/orders/1", nil, 200); row(order["total"]) != "849" {
		t.Errorf("the order costs %v", order["total"])
	}
}
