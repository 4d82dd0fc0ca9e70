package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sort"
	"strings"
	"testing"
)

// parcels is a co-op with two stores. The bakery's list charges 4.99 € a delivery, and has two supplements; the florist has a list that never
// fits, the tailor none.
const parcels = `{"settings":{"subject_to_vat":true,"latlng":"48.85,2.35"},"rows":[
	{"kind":"tax_category","ref":"service","code":"SERVICE"},{"kind":"tax_rate","code":"FR_S","category":"@service","amount":0.2,"name":"TVA 20%","country":"fr"},
	{"kind":"payment_method","code":"CARD"},
	{"kind":"address","ref":"shop","streetAddress":"12 Rue Sedaine","geo":{"latitude":48.8562,"longitude":2.3726},"name":"Le Fournil"},
	{"kind":"address","ref":"home","streetAddress":"1 Rue X","geo":{"latitude":48.8575,"longitude":2.3530}},
	{"kind":"zone","name":"south","geoJSON":{"type":"Polygon","coordinates":[[[2.3,48.8],[2.4,48.8],[2.4,48.857],[2.3,48.857],[2.3,48.8]]]}},
	{"kind":"pricing_rule_set","ref":"list","name":"Tarif"},
	{"kind":"pricing_rule","ref":"base","ruleSet":"@list","expression":"distance > 0","price":499},
	{"kind":"pricing_rule","ref":"stairs","ruleSet":"@list","expression":"false","price":"200","name":"Escaliers"},
	{"kind":"pricing_rule","ref":"waiting","ruleSet":"@list","expression":"false","price":"price_range(quantity, 500, 5, 0)","name":"Attente"},
	{"kind":"pricing_rule_set","ref":"never","name":"Jamais"},
	{"kind":"pricing_rule","ref":"far","ruleSet":"@never","expression":"distance > 900000 and weight > 5","price":"1"},
	{"kind":"pricing_rule","ref":"foreign","ruleSet":"@never","expression":"false","price":"1"},
	{"kind":"pricing_rule_set","ref":"free","name":"Libre","strategy":"map","options":["a"]},
	{"kind":"package_set","ref":"boxes","name":"Cartons"},{"kind":"package_set","ref":"others","name":"Autres"},
	{"kind":"package","packageSet":"@others","name":"XL","maxVolumeUnits":9},
	{"kind":"package","ref":"xl","packageSet":"@boxes","name":"XL","maxVolumeUnits":3,"averageVolumeUnits":2},
	{"kind":"store","ref":"bakery","name":"Le Fournil","address":"@shop","pricingRuleSet":"@list","packageSet":"@boxes","tags":["froid"]},
	{"kind":"store","ref":"florist","name":"Fleurs","address":"@shop","pricingRuleSet":"@never"},
	{"kind":"store","ref":"tailor","name":"Couture","address":"@shop"},
	{"kind":"user","ref":"ada","username":"ada","email":"ada@example.org","roles":["ROLE_ADMIN"]},
	{"kind":"user","ref":"dan","username":"dan","email":"dan@example.org","roles":["ROLE_DISPATCHER"]},
	{"kind":"user","ref":"cal","username":"cal","email":"cal@example.org","roles":["ROLE_COURIER"]},
	{"kind":"user","ref":"sue","username":"sue","email":"sue@example.org","roles":["ROLE_STORE"],"stores":["@bakery"]},
	{"kind":"user","ref":"zoe","username":"zoe","email":"zoe@example.org"},
	{"kind":"api_app","ref":"till","name":"till","type":"api_key","apiKey":"ak_bakery","store":"@bakery"},
	{"kind":"api_app","ref":"other","name":"other","type":"api_key","apiKey":"ak_florist","store":"@florist"}]}`

// newPost is a house with parcels; who is a token by name.
func newPost(t *testing.T) (*house, map[string]string) {
	t.Helper()
	h := newHouse(t)
	h.call("", "POST", "/_dev/reset", json.RawMessage(parcels), 200)
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": "2026-11-24T11:00:00+01:00"}, 200)
	who := map[string]string{"": "", "till": "ak_bakery", "other": "ak_florist"}
	for _, name := range []string{"ada", "dan", "cal", "sue", "zoe"} {
		who[name] = h.token("@" + name)
	}
	return h, who
}

// keysOf writes the keys of an object, or of the first of a list, in order.
func keysOf(v any) string {
	if list, ok := v.([]any); ok && len(list) > 0 {
		v = list[0]
	}
	o, _ := v.(map[string]any)
	var keys []string
	for k := range o {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return strings.Join(keys, " ")
}

// row writes values behind each other.
func row(values ...any) string {
	var texts []string
	for _, v := range values {
		texts = append(texts, fmt.Sprint(v))
	}
	return strings.Join(texts, "|")
}

// at follows a path of keys and indexes, "order items 0 total".
func at(v any, path string) any {
	for _, step := range strings.Fields(path) {
		switch thing := v.(type) {
		case map[string]any:
			v = thing[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(thing) {
				return nil
			}
			v = thing[i]
		default:
			return nil
		}
	}
	return v
}

func TestPriceListsHaveTheContractsShape(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	for _, c := range []struct {
		ask  string
		body string
		may  string // who gets the status; all others 403, nobody 401
		want int
	}{
		{"GET /api/pricing_rule_sets", "", "ada", 200},
		{"GET /api/pricing_rule_sets/1", "", "ada dan cal", 200},
		{"GET /api/pricing_rule_sets/1/applications", "", "ada", 200},
		{"GET /api/pricing_rules/1", "", "ada dan cal sue zoe", 200},
		{"POST /api/pricing_rule_sets", `{"name":"Neuf"}`, "ada", 201},
		{"PUT /api/pricing_rule_sets/3", `{"name":"Autre"}`, "ada", 200},
		{"POST /api/pricing_rules/1/evaluate", `{"dropoff":{"address":"/api/addresses/2"},"store":"/api/stores/1"}`, "ada sue", 200},
		{"POST /api/retail_prices/calculate", `{"dropoff":{"address":"/api/addresses/2"},"store":"/api/stores/1"}`, "ada dan sue till", 200},
		{"POST /api/deliveries", `{"dropoff":{"address":"/api/addresses/2","before":"tomorrow 13:00"},"store":"/api/stores/1"}`, "ada dan sue till", 201},
		{"POST /api/deliveries/quotes", `{"dropoff":{"address":"/api/addresses/2"},"store":"/api/stores/1"}`, "ada sue till", 201},
		{"GET /api/pricing_rule_sets/99", "", "ada dan cal sue zoe", 404},
		{"DELETE /api/pricing_rule_sets/3", "", "ada", 204},
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
			if path != "/api/retail_prices/calculate" && !strings.HasPrefix(path, "/api/deliveries") && (name == "till" || name == "other") {
				want = 401 // integrations are not looked at here
			}
			if got := h.status(who[name], method, path, c.body); got != want {
				t.Errorf("%s by %s: %d, want %d", c.ask, name, got, want)
			}
		}
	}
}

func (h *house) status(token, method, path, body string) int {
	h.t.Helper()
	r, err := http.NewRequest(method, h.server.URL+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/ld+json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := h.server.Client().Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

func TestPriceListIsWritten(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	ada := who["ada"]
	got := h.call(ada, "GET", "/api/pricing_rule_sets/1", nil, 200)
	if keysOf(got) != "@context @id @type id name options rules strategy" || keysOf(got["rules"]) != "@id @type expression expressionAst id name position price priceAst target" {
		t.Errorf("a list has %s, a rule %s", keysOf(got), keysOf(got["rules"]))
	}
	if at(got, "rules 0 price") != "499" || at(got, "rules 0 name") != "" || at(got, "rules 1 name") != "Escaliers" {
		t.Errorf("the rules are %v", got["rules"])
	}
	made := h.call(ada, "POST", "/api/pricing_rule_sets", json.RawMessage(`{"name":"Neuf","strategy":"map","rules":[
		{"expression":"distance > 1","price":"100","position":1},{"expression":"weight > 1","price":200,"target":"TASK","name":"  ","position":0}]}`), 201)
	if at(made, "rules 0 expression") != "weight > 1" || at(made, "rules 0 @id") != "/api/pricing_rules/6" || at(made, "rules 0 name") != "" || at(made, "rules 0 price") != "200" {
		t.Errorf("made %v", made)
	}
	changed := h.call(ada, "PUT", at(made, "@id").(string), json.RawMessage(`{"rules":[{"@id":"/api/pricing_rules/7","price":"150"},{"expression":"true","price":"5"}]}`), 200)
	if row(at(changed, "name"), at(changed, "strategy"), at(changed, "rules 0 expression"), at(changed, "rules 0 price"), at(changed, "rules 1 id"), at(changed, "rules 2")) != "Neuf|map|distance > 1|150|8|<nil>" {
		t.Errorf("changed %v", changed)
	}
	for body, path := range map[string]string{
		`{"name":" "}`: "name", `{"name":"x","strategy":"all"}`: "strategy", `{"name":"x","rules":[{"expression":"distance >","price":"1"}]}`: "rules[0].expression",
		`{"name":"x","rules":[{"expression":"true","price":""}]}`: "rules[0].price", `{"name":"x","rules":[{"expression":"true","price":"1","target":"ALL"}]}`: "rules[0].target",
		`{"name":"x","rules":[{"expression":"` + strings.Repeat("(", 90) + `1","price":"1"}]}`:    "rules[0].expression",
		`{"name":"x","rules":[{"expression":"` + strings.Repeat("1+", 2000) + `1","price":"1"}]}`: "rules[0].expression",
	} {
		wrong := h.call(ada, "POST", "/api/pricing_rule_sets", json.RawMessage(body), 400)
		if at(wrong, "violations 0 propertyPath") != path {
			t.Errorf("%.60s: %v", body, wrong)
		}
	}
	h.call(ada, "PUT", "/api/pricing_rule_sets/1", json.RawMessage(`{"rules":[{"@id":"/api/pricing_rules/5"}]}`), 400) // of another list
}

func TestUsedPriceListStays(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	uses := h.call(who["ada"], "GET", "/api/pricing_rule_sets/1/applications", nil, 200)
	if fmt.Sprint(uses["hydra:member"]) != `[map[entity:AppBundle\Entity\Store id:1 name:Le Fournil]]` {
		t.Errorf("used by %v", uses)
	}
	refused := h.call(who["ada"], "DELETE", "/api/pricing_rule_sets/1", nil, 400)
	if keysOf(refused["violations"]) != "code message propertyPath" || at(refused, "violations 0 message") != `AppBundle\Entity\Delivery\PricingRuleSet is used by AppBundle\Entity\Store#1` ||
		at(refused, "violations 0 code") != nil || at(refused, "violations 0 propertyPath") != "" {
		t.Errorf("refused with %v", refused)
	}
	h.call("", "POST", "/_dev/seed", map[string]any{"rows": []map[string]any{{"kind": "store", "update": "@bakery", "deletedAt": "2026-11-24 10:00"}}}, 200)
	if got := h.status(who["ada"], "DELETE", "/api/pricing_rule_sets/1", ""); got != 204 {
		t.Errorf("of a store that is gone: %d", got)
	}
}

func TestRetailPrice(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	got := h.call(who["dan"], "POST", "/api/retail_prices/calculate", json.RawMessage(`{"store":"/api/stores/1","dropoff":{"address":"/api/addresses/2","before":"tomorrow 13:00"}}`), 200)
	if keysOf(got) != "@context @id @type amount calculation currency order tax" || row(got["amount"], got["currency"], got["tax"]) != "499|EUR|map[amount:83 included:true]" {
		t.Errorf("the price is %v", got)
	}
	if keysOf(got["order"]) != "@id @type items paymentGateway shippingAddress taxTotal total" ||
		keysOf(at(got, "order items")) != "@id @type adjustments name player quantity total unitPrice variant variantName vendor" {
		t.Errorf("the order has %s, an item %s", keysOf(got["order"]), keysOf(at(got, "order items")))
	}
	item := at(got, "order items 0")
	if row(at(item, "name"), at(item, "variantName"), at(item, "unitPrice"), at(item, "total"), keysOf(at(item, "adjustments"))) !=
		"Livraison à la demande|Supplément de commande|0|499|order_item_package_delivery_calculated tax" {
		t.Errorf("the item is %v", item)
	}
	if at(item, "adjustments order_item_package_delivery_calculated 0 label") != "1 × Plus de 0.00 km - €4.99" || at(item, "adjustments tax 0 label") != "TVA 20%" ||
		at(item, "player username") != "dan" || at(got, "order shippingAddress @id") != "/api/addresses/2" || at(got, "order shippingAddress streetAddress") != "1 Rue X" {
		t.Errorf("the item is %v", item)
	}
	if row(at(got, "calculation items 0 target"), at(got, "calculation items 1 target"), at(got, "calculation items 2 target"), at(got, "calculation strategy")) != "PICKUP|DROPOFF|ORDER|find" ||
		at(got, "calculation items 2 rules 0 matched") != true || at(got, "calculation items 2 rules 0 rule name") != "Plus de 0.00 km - €4.99" {
		t.Errorf("the calculation is %v", got["calculation"])
	}
	excluded := h.call(who["sue"], "POST", "/api/retail_prices/calculate?tax=excluded", json.RawMessage(`{"store":"/api/stores/1","dropoff":{"latLng":[48.86,2.36],"address":"1 Rue Y"}}`), 200)
	if row(excluded["amount"], excluded["tax"], at(excluded, "order total")) != "416|map[amount:83 included:false]|499" {
		t.Errorf("without tax %v", excluded)
	}
	supplements := h.call(who["dan"], "POST", "/api/retail_prices/calculate", json.RawMessage(`{"store":"/api/stores/1","dropoff":{"address":"/api/addresses/2"},
		"order":{"manualSupplements":[{"pricingRule":"/api/pricing_rules/3","quantity":15}]}}`), 200)
	if row(supplements["amount"], at(supplements, "tax amount")) != "1999|333" || at(supplements, "order items 0 adjustments order_item_package_delivery_manual_supplement 0 label") != "3 × Attente" {
		t.Errorf("with a supplement %v", supplements)
	}
	if mine := h.call(who["till"], "POST", "/api/retail_prices/calculate", json.RawMessage(`{"dropoff":{"address":"/api/addresses/2"},"order":{"manualSupplements":[{"pricingRule":"/api/pricing_rules/2"}]}}`), 200); row(mine["amount"], at(mine, "order items 0 player")) != "499|<nil>" {
		t.Errorf("an integration pays %v", mine)
	}
	none := h.call(who["dan"], "POST", "/api/retail_prices/calculate", json.RawMessage(`{"store":"/api/stores/2","dropoff":{"address":"/api/addresses/2"}}`), 400)
	if keysOf(none) != "@context @type calculation hydra:description hydra:title" || none["hydra:description"] != "Le prix de la course n'a pas pu être calculé." {
		t.Errorf("no rule: %v", none)
	}
	if unlisted := h.call(who["dan"], "POST", "/api/retail_prices/calculate", json.RawMessage(`{"store":"/api/stores/3","dropoff":{"address":"/api/addresses/2"}}`), 400); unlisted["hydra:description"] != "Ce magasin n’a pas de grille tarifaire." {
		t.Errorf("no list: %v", unlisted)
	}
}

func TestWrongSupplementsAreNamed(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	for store, want := range map[int]string{
		1: "order.manualSupplements[0][pricingRule]: Supplément manuel invalide|order.manualSupplements[1][pricingRule]: Le supplément /api/pricing_rules/5 n’appartient pas à la grille tarifaire de ce magasin.|" +
			"order.manualSupplements[2][pricingRule]: Supplément manuel invalide|order.manualSupplements[2][pricingRule]: Le supplément /api/pricing_rules/4 n’appartient pas à la grille tarifaire de ce magasin.|" +
			"order.manualSupplements[3][pricingRule]: Supplément manuel invalide",
		3: "order.manualSupplements: Ce magasin n’a pas de grille tarifaire, donc pas de suppléments.",
	} {
		body := fmt.Sprintf(`{"store":"/api/stores/%d","dropoff":{"address":"/api/addresses/2"},"order":{"manualSupplements":[{"pricingRule":"/api/pricing_rules/1"},
			{"pricingRule":"/api/pricing_rules/5"},{"pricingRule":"/api/pricing_rules/4"},{"pricingRule":"/api/pricing_rules/999"}]}}`, store)
		got := h.call(who["dan"], "POST", "/api/retail_prices/calculate", json.RawMessage(body), 400)
		if text := strings.ReplaceAll(fmt.Sprint(got["hydra:description"]), "\n", "|"); text != want || at(got, "violations 0 code") != nil {
			t.Errorf("store %d:\n%s\n%s", store, text, want)
		}
	}
}

func TestRuleIsEvaluated(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", map[string]any{"rows": []map[string]any{
		{"kind": "pricing_rule_set", "ref": "rules", "name": "Essais"},
		{"kind": "pricing_rule", "ruleSet": "@rules", "expression": "diff_hours(pickup) < 2", "price": "1"},
		{"kind": "pricing_rule", "ruleSet": "@rules", "expression": `packages.quantity("XL") == 2 and packages.totalVolumeUnits() == 6`, "price": "1"},
		{"kind": "pricing_rule", "ruleSet": "@rules", "expression": "weight > 1200 and weight < 2900", "price": "1"},
		{"kind": "pricing_rule", "ruleSet": "@rules", "expression": `in_zone(pickup.address, "south")`, "price": "1"}}}, 200)
	for _, c := range []struct {
		rule int
		body string
		want bool
	}{
		{6, `{"pickup":{"timeSlot":"2026-11-24 17:00-18:00"}}`, false}, {6, `{"pickup":{"timeSlot":"2026-11-24 12:00-12:30"}}`, true},
		{7, `{"packages":[{"type":"XL","quantity":"2"}]}`, true}, {7, `{"tasks":[{"type":"pickup"},{"type":"dropoff","packages":[{"type":"XL","quantity":2},{"type":"?","quantity":1}]}]}`, true},
		{8, `{"weight":1500}`, true}, {8, `{"tasks":[{"type":"PICKUP"},{"weight":1000},{"weight":2000}]}`, false}, {8, `{"tasks":[{"type":"PICKUP"},{"weight":1000},{"weight":800}]}`, true},
		{9, `{}`, true}, {9, `{"pickup":{"address":"/api/addresses/2"}}`, false}, {1, `{}`, false},
	} {
		var body map[string]any
		if err := json.Unmarshal([]byte(c.body), &body); err != nil {
			t.Fatal(err)
		}
		body["store"] = "/api/stores/1"
		got := h.call(who["ada"], "POST", fmt.Sprintf("/api/pricing_rules/%d/evaluate", c.rule), body, 200)
		if got["result"] != c.want || got["@type"] != "YesNoOutput" || keysOf(got) != "@context @id @type result" {
			t.Errorf("rule %d, %s: %v", c.rule, c.body, got)
		}
	}
}

func TestStoresDeliveryIsPricedByItsList(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	body := json.RawMessage(`{"store":"/api/stores/1","dropoff":{"address":{"streetAddress":"1 Rue Y","latLng":[48.86,2.36],"telephone":"06 12 34 56 78"},"timeSlot":"2026-11-25 10:00-11:00","weight":6000,
		"packages":[{"type":"XL","quantity":"2"},{"type":"unknown","quantity":1}],"comments":"Sonner"},"order":{"manualSupplements":[{"pricingRule":"/api/pricing_rules/2"}],"arbitraryPrice":{"variantPrice":1}}}`)
	made := h.call(who["sue"], "POST", "/api/deliveries", body, 201)
	if keysOf(made) != "@context @id @type distance dropoff duration id order pickup polyline tasks trackingUrl" {
		t.Errorf("a delivery has %s", keysOf(made))
	}
	// of a pair the drop-off's rows come first
	if row(at(made, "dropoff id"), at(made, "pickup id"), at(made, "dropoff address @id"), at(made, "pickup address @id")) != "1|2|/api/addresses/3|/api/addresses/1" {
		t.Errorf("the stops are %v", made["tasks"])
	}
	if row(at(made, "order total"), at(made, "order taxTotal"), at(made, "order number"), at(made, "pickup comments"), at(made, "dropoff comments")) != "499|83|1|2 × XL\n6.00 kg|Sonner" {
		t.Errorf("the order is %v, the comments %q", made["order"], at(made, "pickup comments"))
	}
	if row(at(made, "pickup packages 0 quantity"), at(made, "pickup packages 0 volume_per_package"), at(made, "pickup packages 0 tasks"), at(made, "dropoff packages 0 short_code")) != "2|2|[/api/tasks/1]|XL" ||
		len(at(made, "dropoff packages 0 labels").([]any)) != 2 || at(made, "pickup weight") != 6000.0 {
		t.Errorf("the pick-up shows %v", at(made, "pickup packages"))
	}
	order := h.call(who["ada"], "GET", "/api/orders/1", nil, 200)
	if row(order["state"], at(order, "items 0 name"), at(order, "items 0 unitPrice"), at(order, "items 0 adjustments order_item_package_delivery_calculated 0 label"), at(order, "items 0 player username"),
		order["paymentMethod"]) != "new|Livraison à la demande|0|1 × Plus de 0.00 km - €4.99|sue|CARD" {
		t.Errorf("the order is %v", order)
	}
	if row(at(order, "events 0 type"), at(order, "events 1 type"), at(order, "events 1 data newState"), at(order, "events 2")) != "order:created|order:state_changed|new|<nil>" {
		t.Errorf("its history is %v", order["events"])
	}
	byHand := h.call(who["dan"], "POST", "/api/deliveries", body, 201)
	if row(at(byHand, "order total"), at(byHand, "order taxTotal")) != "1|0" {
		t.Errorf("a dispatcher's own price is %v", byHand["order"])
	}
	fixed := h.call(who["ada"], "GET", "/api/orders/2", nil, 200)
	if row(fixed["state"], at(fixed, "items 0 unitPrice"), at(fixed, "items 0 adjustments tax 0 label"), len(fixed["events"].([]any))) != "accepted|1|TVA 20%|2" ||
		!strings.HasPrefix(at(fixed, "items 0 variantName").(string), "2 × XL - 6.00 kg - ") {
		t.Errorf("the order is %v", fixed)
	}
	for _, store := range []int{2, 3} {
		free := h.call(who["dan"], "POST", "/api/deliveries", json.RawMessage(fmt.Sprintf(`{"store":"/api/stores/%d","dropoff":{"address":"/api/addresses/2","before":"2026-11-25 13:00"}}`, store)), 201)
		if at(free, "order total") != 0.0 {
			t.Errorf("store %d pays %v", store, free["order"])
		}
	}
	h.call("", "POST", "/_dev/drain", nil, 200)
	for name, status := range map[string]int{"sue": 200, "dan": 200, "zoe": 404, "cal": 404, "": 401} {
		told := h.call(who[name], "GET", "/v1/orders/1/price", nil, status)
		if status == 200 && row(told["total"], told["ruleSet"], at(told, "passes 2 target"), at(told, "passes 2 rules 0 matched"), at(told, "passes 2 rules 0 amount")) != "499|Tarif|ORDER|true|499" {
			t.Errorf("%s is told %v", name, told)
		}
	}
	if why := fmt.Sprint(at(h.call(who["dan"], "GET", "/v1/orders/3/price", nil, 200), "passes 2 rules 0 why")); !strings.Contains(why, "distance > 900000 (distance = ") {
		t.Errorf("the rule that did not hold says %s", why)
	}
	h.call(who["dan"], "GET", "/v1/orders/2/price", nil, 404) // a fixed price has no rules
	h.call(who["sue"], "GET", "/api/deliveries/1", nil, 200)
	h.call(who["other"], "GET", "/api/deliveries/1", nil, 403)
}

func TestWrongDeliveriesAreRefused(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	for _, c := range []struct{ who, body, want string }{
		{"sue", `{"store":"/api/stores/1","dropoff":{"address":"/api/addresses/2"}}`, "items[0].task.doneBefore|items[1].task.doneBefore"},
		{"sue", `{"store":"/api/stores/1","dropoff":{"address":"Nowhere at all","before":"2026-11-25 13:00"}}`, "items[1].task.address.geo"},
		{"sue", `{"store":"/api/stores/1","tasks":[{"address":"/api/addresses/2","before":"2026-11-25 13:00"}]}`, "items"},
		{"sue", `{"store":"/api/stores/1","pickup":{"before":"2026-11-25 14:00"},"dropoff":{"address":"/api/addresses/2","before":"2026-11-25 13:00"}}`, "items"},
		{"sue", `{"store":"/api/stores/99","dropoff":{"address":"/api/addresses/2"}}`, `Item not found for "/api/stores/99".`},
		{"dan", `{"store":"/api/stores/1","dropoff":{"address":"/api/addresses/99"}}`, `Item not found for "/api/addresses/99".`},
		{"dan", `{"store":"/api/stores/1","order":{"arbitraryPrice":{"variantPrice":-5}}}`, "order.arbitraryPrice.variantPrice"},
	} {
		got := h.call(who[c.who], "POST", "/api/deliveries", json.RawMessage(c.body), 400)
		var paths []string
		violations, _ := got["violations"].([]any)
		for _, v := range violations {
			paths = append(paths, at(v, "propertyPath").(string))
		}
		if len(paths) == 0 {
			paths = append(paths, got["hydra:description"].(string))
		}
		if strings.Join(paths, "|") != c.want {
			t.Errorf("%s: %v", c.body, got)
		}
	}
	h.call(who["zoe"], "POST", "/api/deliveries", json.RawMessage(`{"pickup":{"address":"/api/addresses/1"},"dropoff":{"address":"/api/addresses/2","before":"2026-11-25 13:00"}}`), 403)
}

func TestQuoteBecomesADeliveryOnce(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	quote := h.call(who["till"], "POST", "/api/deliveries/quotes", json.RawMessage(`{"dropoff":{"address":"1 Rue Y","latLng":[48.86,2.36],"before":"2026-11-25 13:00"}}`), 201)
	if keysOf(quote) != "@context @id @type amount currency expiresAt" || row(quote["@id"], quote["amount"], quote["currency"], quote["expiresAt"]) != "/api/delivery_quotes/1|499|EUR|2026-11-25T11:00:00+01:00" {
		t.Errorf("the offer is %v", quote)
	}
	for name, status := range map[string]int{"other": 403, "dan": 403, "sue": 403, "": 401} {
		h.call(who[name], "PUT", "/api/deliveries/quotes/1/confirm", map[string]any{}, status)
	}
	h.call("", "POST", "/_dev/seed", map[string]any{"rows": []map[string]any{{"kind": "pricing_rule", "update": "@base", "price": "9900"}}}, 200)
	for range 2 {
		taken := h.call(who["till"], "PUT", "/api/deliveries/quotes/1/confirm", map[string]any{}, 200)
		if keysOf(taken) != "@context @id @type delivery" || row(taken["@id"], taken["delivery"]) != "/api/deliveries/quotes/1/confirm|/api/deliveries/1" {
			t.Errorf("taken: %v", taken)
		}
	}
	if made := h.call(who["till"], "GET", "/api/deliveries/1", nil, 200); at(made, "order total") != 499.0 {
		t.Errorf("it costs %v, not what was offered", made["order"])
	}
	h.call(who["other"], "POST", "/api/deliveries/quotes", json.RawMessage(`{"dropoff":{"address":"/api/addresses/2"}}`), 400)
	h.call(who["ada"], "GET", "/api/delivery_quotes/1", nil, 404)
	h.call(who["till"], "POST", "/api/deliveries/quotes", json.RawMessage(`{"dropoff":{"address":"/api/addresses/2","before":"2026-11-25 13:00"}}`), 201)
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": "2026-11-25T11:00:00+01:00"}, 200)
	h.call(who["till"], "PUT", "/api/deliveries/quotes/2/confirm", map[string]any{}, 400)
	h.call(who["ada"], "PUT", "/api/deliveries/quotes/9/confirm", map[string]any{}, 404)
}

func TestSeededDeliveryIsPricedByItsStoresList(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[
		{"kind":"task","ref":"up","type":"PICKUP","address":"@shop","before":"2026-11-25 12:00"},
		{"kind":"task","ref":"down","address":"@home","before":"2026-11-25 13:00","packages":[{"package":"@package:2","quantity":3}],"weight":1500},
		{"kind":"delivery","ref":"ride","tasks":["@up","@down"],"store":"@bakery"},
		{"kind":"order","ref":"order","delivery":"@ride","state":"new","manualSupplements":[{"pricingRule":"@waiting","quantity":15}]}]}`), 200)
	order := h.call(who["ada"], "GET", "/api/orders/1", nil, 200)
	if row(order["total"], order["taxTotal"], at(order, "items 0 variantName"), at(order, "items 0 adjustments order_item_package_delivery_manual_supplement 0 label")) != "1999|333|Supplément de commande|3 × Attente" {
		t.Errorf("the order is %v", order)
	}
	if rows := h.call("", "GET", "/_dev/rows/order", nil, 200); row(at(rows, "rows 0 manualSupplements")) != "[map[pricingRule:@pricing_rule:3 quantity:15]]" {
		t.Errorf("rows %v", rows)
	}
	if rows := h.call("", "GET", "/_dev/rows/task", nil, 200); row(at(rows, "rows 1 packages")) != "[map[package:@package:2 quantity:3]]" {
		t.Errorf("rows %v", rows)
	}
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[{"kind":"order","update":"@order","arbitraryPrice":{"variantPrice":1200}}]}`), 200)
	if order = h.call(who["ada"], "GET", "/api/orders/1", nil, 200); order["total"] != 1200.0 || !strings.HasPrefix(at(order, "items 0 variantName").(string), "3 × XL - 1.50 kg - ") {
		t.Errorf("at a fixed price it is %v", order)
	}
	for store, want := range map[string]string{"@tailor": "0", "@florist": "0"} {
		h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[{"kind":"delivery","update":"@ride","store":"`+store+`"},{"kind":"order","update":"@order","delivery":"@ride","arbitraryPrice":null}]}`), 200)
		if order = h.call(who["ada"], "GET", "/api/orders/1", nil, 200); row(order["total"]) != want {
			t.Errorf("%s pays %v", store, order["total"])
		}
	}
}

// At eleven on a Tuesday the bakery's slot offers 12 to 14 and 14 to 17, today and tomorrow.
func TestSlotsMakePrices(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[
		{"kind":"time_slot","ref":"day","name":"Jour","openingHours":["Mo-Su 12:00-14:00","Mo-Su 14:00-17:00"]},
		{"kind":"pricing_rule_set","ref":"stops","name":"Arrêts","strategy":"map"},
		{"kind":"pricing_rule","ruleSet":"@stops","target":"TASK","expression":"time_slot == \"/api/time_slots/1\" and task.type == \"PICKUP\"","price":"499"},
		{"kind":"pricing_rule","ruleSet":"@stops","target":"TASK","expression":"task.type == \"DROPOFF\"","price":"200"},
		{"kind":"store","update":"@tailor","pricingRuleSet":"@stops","timeSlots":["@day"],"timeSlot":"@day"}]}`), 200)
	for _, c := range []struct{ pickup, want string }{
		{`{"timeSlot":"2026-11-24 12:00-14:00"}`, "699|117|116|1 × /api/time_slots/1, taux de retrait - €4.99"},
		{`{"timeSlot":"2026-11-24T11:00:00Z/2026-11-24T13:00:00Z","timeSlotUrl":"/api/time_slots/1"}`, "699|117|116|1 × /api/time_slots/1, taux de retrait - €4.99"},
		{`{"timeSlot":"2026-11-24 12:05-14:00"}`, "200|33|33|1 × Taux de dépôt - €2.00"},
		{`{"timeSlot":"2026-11-27 12:00-14:00"}`, "200|33|33|1 × Taux de dépôt - €2.00"},
	} {
		body := `{"store":"/api/stores/3","pickup":` + c.pickup + `,"dropoff":{"address":"/api/addresses/2","before":"2026-11-24 18:00"}}`
		got := h.call(who["dan"], "POST", "/api/retail_prices/calculate", json.RawMessage(body), 200)
		if told := row(got["amount"], at(got, "tax amount"), at(got, "order taxTotal"), at(got, "order items 0 adjustments order_item_package_delivery_calculated 0 label")); told != c.want {
			t.Errorf("%s costs %s, want %s", c.pickup, told, c.want)
		}
	}
	for slot, want := range map[string]string{
		`"timeSlot":"2026-11-24 12:05-14:00","timeSlotUrl":"/api/time_slots/1"`:  "task.timeSlot.invalid",
		`"timeSlot":"2026-11-24 12:00-14:00","timeSlotUrl":"/api/time_slots/99"`: `Item not found for "/api/time_slots/99".`,
		`"timeSlot":"2026-11-24 12:00-14:00","timeSlotUrl":"noon"`:               `Item not found for "noon".`,
	} {
		body := `{"store":"/api/stores/3","pickup":{` + slot + `},"dropoff":{"address":"/api/addresses/2","before":"2026-11-24 18:00"}}`
		if got := h.call(who["dan"], "POST", "/api/retail_prices/calculate", json.RawMessage(body), 400); got["hydra:description"] != want {
			t.Errorf("%s: %v", slot, got["hydra:description"])
		}
	}
}
