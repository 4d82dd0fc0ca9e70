package app_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// market is a co-op whose bakery has all that a store can have.
const market = `{"settings":{"latlng":"48.85,2.35","public_id_salt":"ThisTokenIsNotSoSecretChangeIt"},"rows":[
	{"kind":"address","ref":"shop","streetAddress":"12 Rue Sedaine","geo":{"latitude":48.8562,"longitude":2.3726},"name":"Le Fournil"},
	{"kind":"address","ref":"home","streetAddress":"1 Rue X","geo":{"latitude":48.8575,"longitude":2.3530}},
	{"kind":"address","ref":"far","streetAddress":"2 Rue Y","geo":{"latitude":48.8575,"longitude":2.3530}},
	{"kind":"pricing_rule_set","ref":"list","name":"Tarif"},
	{"kind":"time_slot","ref":"plain","name":"Journée","openingHours":["Mo-Su 12:00-14:00","Mo-Su 14:00-17:00"]},
	{"kind":"time_slot","ref":"express","name":"Express","openingHours":["Mo,We 09:00-12:00"],"priorNotice":"1 hour"},
	{"kind":"time_slot","ref":"unused","name":"Nuit"},
	{"kind":"failure_reason_set","ref":"reasons","name":"Boulangerie"},
	{"kind":"failure_reason","failureReasonSet":"@reasons","code":"COLD","description":"Froid","metadata":{"a":1}},
	{"kind":"package_set","ref":"boxes","name":"Cartons"},{"kind":"package_set","ref":"empty","name":"Vide"},
	{"kind":"package","packageSet":"@boxes","name":"XL","averageVolumeUnits":2},{"kind":"package","packageSet":"@boxes","name":"S","deletedAt":"2020-01-01 10:00"},
	{"kind":"store","ref":"bakery","name":"Le Fournil","address":"@shop","pricingRuleSet":"@list","packageSet":"@boxes","timeSlot":"@plain",
		"timeSlots":["@express","@plain"],"addresses":["@home"],"failureReasonSet":"@reasons","cashOnDeliveryEnabled":true},
	{"kind":"store","ref":"florist","name":"Fleurs","address":"@far","timeSlot":"@unused"},
	{"kind":"store","ref":"gone","name":"Fermé","address":"@far","timeSlots":["@unused"],"deletedAt":"2020-01-01 10:00"},
	{"kind":"delivery_form","pricingRuleSet":"@list","packageSet":"@boxes","timeSlot":"@plain"},
	{"kind":"zone","name":"south","geoJSON":{"type":"Polygon","coordinates":[[[2.3,48.8],[2.4,48.8],[2.4,48.857],[2.3,48.8]]]}},
	{"kind":"zone","name":"north","geoJSON":{"type":"Polygon","coordinates":[[[2.3,48.9],[2.4,48.9],[2.4,48.957],[2.3,48.9]]]}},
	{"kind":"zone","name":"east","geoJSON":{"type":"Polygon","coordinates":[[[2.4,48.8],[2.5,48.8],[2.5,48.857],[2.4,48.8]]]}},
	{"kind":"task","ref":"up","address":"@shop","before":"2020-04-02 12:00","type":"PICKUP"},{"kind":"task","ref":"down","address":"@far","before":"2020-04-02 13:00"},
	{"kind":"delivery","tasks":["@up","@down"],"store":"@bakery"},
	{"kind":"user","ref":"ada","username":"ada","email":"ada@example.org","roles":["ROLE_ADMIN"]},
	{"kind":"user","ref":"dan","username":"dan","email":"dan@example.org","roles":["ROLE_DISPATCHER"]},
	{"kind":"user","ref":"cal","username":"cal","email":"cal@example.org","roles":["ROLE_COURIER"]},
	{"kind":"user","ref":"sue","username":"sue","email":"sue@example.org","roles":["ROLE_STORE"],"stores":["@bakery"]},
	{"kind":"user","ref":"flo","username":"flo","email":"flo@example.org","roles":["ROLE_STORE"],"stores":["@florist"]},
	{"kind":"user","ref":"zoe","username":"zoe","email":"zoe@example.org"},
	{"kind":"api_app","name":"till","type":"api_key","apiKey":"ak_bakery","store":"@bakery"},
	{"kind":"api_app","name":"other","type":"api_key","apiKey":"ak_florist","store":"@florist"}]}`

// newMarket is a house with the market, on a Thursday at eleven.
func newMarket(t *testing.T) (*house, map[string]string) {
	t.Helper()
	h := newHouse(t)
	h.call("", "POST", "/_dev/reset", json.RawMessage(market), 200)
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": "2020-04-02T11:00:00+02:00"}, 200)
	who := map[string]string{"": "", "till": "ak_bakery", "other": "ak_florist"}
	for _, name := range []string{"ada", "dan", "cal", "sue", "flo", "zoe"} {
		who[name] = h.token("@" + name)
	}
	return h, who
}

func TestWhoMayWhatOfAStore(t *testing.T) {
	t.Parallel()
	h, who := newMarket(t)
	const apps = "till other"
	for _, c := range []struct {
		ask, body string
		may       string // who gets the status; all others 403, nobody 401
		want      int
		shared    bool // integrations are looked at
	}{
		{ask: "GET /api/stores", may: "ada dan", want: 200},
		{ask: "GET /api/me/stores", may: "ada dan cal sue flo zoe", want: 200},
		{ask: "GET /api/stores/1", may: "ada dan cal sue till", want: 200, shared: true},
		{ask: "GET /api/stores/1/time_slots", may: "ada dan cal sue", want: 200},
		{ask: "GET /api/stores/1/packages", may: "ada dan cal sue", want: 200},
		{ask: "GET /api/stores/1/payment_methods", may: "ada dan cal sue", want: 200},
		{ask: "GET /api/stores/1/addresses", may: "ada dan sue till", want: 200, shared: true},
		{ask: "GET /api/stores/1/addresses?type=dropoff", may: "ada dan sue till", want: 200, shared: true},
		{ask: "POST /api/stores/1/addresses", body: `{"streetAddress":"3 Rue Z","geo":{"latitude":48.86,"longitude":2.35}}`, may: "ada sue till", want: 201, shared: true},
		{ask: "PATCH /api/stores/1", body: `{"enabled":true}`, may: "ada", want: 200},
		{ask: "PATCH /api/addresses/1", body: `{"name":"Le Fournil"}`, may: "ada sue", want: 200},
		{ask: "PATCH /api/addresses/2", body: `{"name":"Chez moi"}`, may: "ada sue", want: 200},
		{ask: "PATCH /api/addresses/3", body: `{"name":"Fleurs"}`, may: "ada flo", want: 200},
		{ask: "GET /api/time_slots", may: "ada", want: 200, shared: true},
		{ask: "GET /api/time_slots/1", may: "ada dan cal sue flo zoe till other", want: 200, shared: true},
		{ask: "GET /api/time_slots/1/choices", may: "ada dan cal sue till", want: 200, shared: true},
		{ask: "GET /api/time_slots/3/choices", may: "ada dan cal flo other", want: 200, shared: true}, // the usual one counts, too
		{ask: "GET /api/time_slots/choices", may: "till other", want: 200, shared: true},
		{ask: "GET /api/packages/1", may: "ada dan cal sue flo zoe", want: 200},
		{ask: "GET /api/package_sets", may: "ada", want: 200},
		{ask: "GET /api/package_sets/1", may: "", want: 404},
		{ask: "GET /api/package_sets/1/applications", may: "ada", want: 200},
		{ask: "POST /api/package_sets", body: `{"name":"Neuf"}`, may: "ada", want: 201},
		{ask: "GET /api/zones", may: "ada", want: 200},
		{ask: "GET /api/zones/1", may: "ada", want: 200},
		{ask: "DELETE /api/time_slots/3", may: "ada", want: 204, shared: true},
		{ask: "DELETE /api/package_sets/2", may: "ada", want: 204},
		{ask: "DELETE /api/stores/2", may: "ada", want: 204},
	} {
		method, path, _ := strings.Cut(c.ask, " ")
		if got := h.status("", method, path, c.body); got != 401 {
			t.Errorf("%s by nobody: %d", c.ask, got)
		}
		for _, name := range []string{"zoe", "cal", "sue", "flo", "till", "other", "dan", "ada"} {
			want := 403
			if strings.Contains(" "+c.may+" ", " "+name+" ") || c.may == "" {
				want = c.want
			}
			if !c.shared && strings.Contains(apps, name) {
				want = 401
			}
			if got := h.status(who[name], method, path, c.body); got != want {
				t.Errorf("%s by %s: %d, want %d", c.ask, name, got, want)
			}
		}
	}
	for _, gone := range []string{"GET /api/stores/3", "GET /api/stores/99", "GET /api/time_slots/99", "GET /api/time_slots/99/choices", "GET /api/zones/9", "GET /api/packages/2",
		"DELETE /api/stores/99", "DELETE /api/package_sets/9", "GET /api/stores/3/addresses", "GET /api/package_sets/9/applications", "DELETE /api/time_slots/3"} {
		method, path, _ := strings.Cut(gone, " ")
		if got := h.status(who["ada"], method, path, ""); got != 404 {
			t.Errorf("%s: %d", gone, got)
		}
	}
}

func TestStoresHaveTheContractsShape(t *testing.T) {
	t.Parallel()
	h, who := newMarket(t)
	const keys = "@id @type address cashOnDeliveryEnabled enabled id multiDropEnabled multiPickupEnabled name packagesRequired prefillPickupAddress pricingRuleSet timeSlot timeSlots weightRequired"
	all := h.call(who["dan"], "GET", "/api/stores", nil, 200)
	if keysOf(all) != "@context @id @type hydra:member hydra:totalItems" || all["hydra:totalItems"] != 2.0 || keysOf(all["hydra:member"]) != keys {
		t.Errorf("stores: %v", all)
	}
	one := h.call(who["cal"], "GET", "/api/stores/1", nil, 200)
	if keysOf(one) != "@context "+keys || row(one["@type"], one["timeSlot"], one["timeSlots"], one["pricingRuleSet"], one["cashOnDeliveryEnabled"], one["weightRequired"]) !=
		"http://schema.org/Store|/api/time_slots/1|[/api/time_slots/2 /api/time_slots/1]|/api/pricing_rule_sets/1|true|false" {
		t.Errorf("a store: %v", one)
	}
	if keysOf(one["address"]) != "@id @type contactName description geo name provider streetAddress telephone" {
		t.Errorf("its address: %v", one["address"])
	}
	mine := h.call(who["sue"], "GET", "/api/me/stores", nil, 200)
	if row(mine["@id"], mine["hydra:totalItems"], at(mine, "hydra:member 0 name")) != "/api/me/stores|1|Le Fournil" {
		t.Errorf("my stores: %v", mine)
	}
	slots := h.call(who["sue"], "GET", "/api/stores/1/time_slots", nil, 200)
	if keysOf(slots["hydra:member"]) != "@id @type name" || row(slots["@context"], slots["@id"], at(slots, "hydra:member 0 name"), at(slots, "hydra:member 1 name")) !=
		"/api/contexts/Store|/api/stores/1/time_slots|Express|Journée" {
		t.Errorf("its slots: %v", slots)
	}
	packages := h.call(who["sue"], "GET", "/api/stores/1/packages", nil, 200)
	if keysOf(packages["hydra:member"]) != "@id @type name" || packages["hydra:totalItems"] != 1.0 {
		t.Errorf("its packages: %v", packages)
	}
	if none := h.call(who["flo"], "GET", "/api/stores/2/packages", nil, 200); none["hydra:totalItems"] != 0.0 {
		t.Errorf("without a set: %v", none)
	}
	cash, none := h.call(who["sue"], "GET", "/api/stores/1/payment_methods", nil, 200), h.call(who["flo"], "GET", "/api/stores/2/payment_methods", nil, 200)
	if row(cash["@type"], cash["methods"], none["methods"]) != "PaymentMethodsOutput|[map[type:cash_on_delivery]]|[]" || keysOf(cash) != "@context @id @type methods" {
		t.Errorf("paid by %v, %v", cash, none)
	}
	reasons := h.call(who["dan"], "GET", "/api/tasks/1/failure_reasons", nil, 200)
	if reasons["hydra:totalItems"] != 1.0 || row(at(reasons, "hydra:member 0 code"), at(reasons, "hydra:member 0 description"), at(reasons, "hydra:member 0 metadata")) != "COLD|Froid|map[a:1]" {
		t.Errorf("fails for %v", reasons)
	}
}

func TestStoreIsEdited(t *testing.T) {
	t.Parallel()
	h, who := newMarket(t)
	ada := who["ada"]
	changed := h.call(ada, "PATCH", "/api/stores/1", json.RawMessage(`{"timeSlots":["/api/time_slots/1","/api/time_slots/3","/api/time_slots/2"],"name":"Pain","multiDropEnabled":true,
		"pricingRuleSet":null,"timeSlot":"/api/time_slots/2","id":7,"owners":[1]}`), 200)
	if row(changed["id"], changed["name"], changed["timeSlots"], changed["timeSlot"], changed["pricingRuleSet"], changed["multiDropEnabled"], changed["enabled"]) !=
		"1|Pain|[/api/time_slots/1 /api/time_slots/3 /api/time_slots/2]|/api/time_slots/2|<nil>|true|true" {
		t.Errorf("changed to %v", changed)
	}
	for body, want := range map[string]string{
		`{"timeSlots":["/api/time_slots/99"]}`: `Item not found for "/api/time_slots/99".`, `{"timeSlot":"/api/time_slots/98"}`: `Item not found for "/api/time_slots/98".`,
		`{"pricingRuleSet":"/api/pricing_rule_sets/9"}`: `Item not found for "/api/pricing_rule_sets/9".`, `{"address":"/api/addresses/99"}`: `Item not found for "/api/addresses/99".`,
	} {
		if wrong := h.call(ada, "PATCH", "/api/stores/1", json.RawMessage(body), 400); wrong["hydra:description"] != want {
			t.Errorf("%s: %v", body, wrong)
		}
	}
	if wrong := h.call(ada, "PATCH", "/api/stores/1", json.RawMessage(`{"name":" "}`), 400); at(wrong, "violations 0 propertyPath") != "name" {
		t.Errorf("without a name: %v", wrong)
	}
}

func TestAddressBookOfAStore(t *testing.T) {
	t.Parallel()
	h, who := newMarket(t)
	book := func(query string) map[string]any {
		return h.call(who["sue"], "GET", "/api/stores/1/addresses"+query, nil, 200)
	}
	if b := book(""); keysOf(b) != "@context @id @type hydra:member hydra:totalItems" || row(b["@context"], b["@id"], b["hydra:totalItems"]) != "/api/contexts/Address|/api/stores/1/addresses|1" {
		t.Errorf("the book: %v", b)
	}
	// an @id of somebody else's address is no way to it
	h.call(who["sue"], "POST", "/api/stores/1/addresses", json.RawMessage(`{"@id":"/api/addresses/3","streetAddress":"3 Rue Z","name":null,"telephone":"0612345678","geo":{"latitude":48.86,"longitude":2.35}}`), 201)
	b := book("")
	if row(b["hydra:totalItems"], at(b, "hydra:member 1 @id"), at(b, "hydra:member 1 streetAddress"), at(b, "hydra:member 1 telephone")) != "2|/api/addresses/4|3 Rue Z|+33612345678" {
		t.Errorf("the book: %v", b)
	}
	if got := h.status(who["sue"], "PATCH", "/api/addresses/3", `{"name":"x"}`); got != 403 {
		t.Errorf("the florist's address: %d", got)
	}
	if got := h.status(who["sue"], "DELETE", "/api/addresses/4", ""); got != 204 {
		t.Errorf("my address: %d", got)
	}
	if b := book(""); b["hydra:totalItems"] != 1.0 {
		t.Errorf("after deletion: %v", b)
	}
	if drops := book("?type=dropoff"); row(drops["hydra:totalItems"], at(drops, "hydra:member 0 @id"), keysOf(drops["hydra:view"])) != "1|/api/addresses/3|@id @type" {
		t.Errorf("dropped at: %v", drops)
	}
	wrong := h.call(who["sue"], "POST", "/api/stores/1/addresses", json.RawMessage(`{"name":"x"}`), 400)
	if row(at(wrong, "violations 0 propertyPath"), at(wrong, "violations 1 propertyPath")) != "geo|streetAddress" {
		t.Errorf("no address: %v", wrong)
	}
}

func TestTimeSlotsHaveTheContractsShape(t *testing.T) {
	t.Parallel()
	h, who := newMarket(t)
	slot := h.call(who["till"], "GET", "/api/time_slots/2", nil, 200)
	if keysOf(slot) != "@context @id @type choices interval name openingHoursSpecification priorNotice workingDaysOnly" ||
		row(slot["interval"], slot["priorNotice"], slot["choices"], at(slot, "openingHoursSpecification 0")) !=
			"2 days|1 hour|[]|map[@type:OpeningHoursSpecification closes:12:00 dayOfWeek:[Monday Wednesday] opens:09:00]" {
		t.Errorf("a slot: %v", slot)
	}
	choices := h.call(who["sue"], "GET", "/api/time_slots/1/choices", nil, 200)
	if keysOf(choices) != "@context @id @type choices" || at(choices, "@context @vocab") != h.server.URL+"/api/docs.jsonld#" ||
		keysOf(choices["choices"]) != "@context @id @type label value" || len(choices["choices"].([]any)) != 4 {
		t.Errorf("choices: %v", choices)
	}
	if row(at(choices, "choices 0 value"), at(choices, "choices 0 label"), at(choices, "choices 3 label")) != "2020-04-02T10:00:00Z/2020-04-02T12:00:00Z|Aujourd'hui entre 12:00 et 14:00|Demain entre 14:00 et 17:00" {
		t.Errorf("choices: %v", choices["choices"])
	}
	if mine := h.call(who["till"], "GET", "/api/time_slots/choices", nil, 200); len(mine["choices"].([]any)) != 4 {
		t.Errorf("my usual choices: %v", mine)
	}
	refused := h.call(who["ada"], "DELETE", "/api/time_slots/1", nil, 400)
	if row(at(refused, "violations 0 message"), at(refused, "violations 1 message"), at(refused, "violations 2")) !=
		`AppBundle\Entity\TimeSlot is used by AppBundle\Entity\Store#1|AppBundle\Entity\TimeSlot is used by AppBundle\Entity\DeliveryForm#1|<nil>` {
		t.Errorf("refused with %v", refused)
	}
	if got := h.status(who["ada"], "DELETE", "/api/time_slots/3", ""); got != 204 {
		t.Errorf("only the usual one of a store, and of a deleted one: %d", got)
	}
	if florist := h.call(who["ada"], "GET", "/api/stores/2", nil, 200); florist["timeSlot"] != nil {
		t.Errorf("the florist still has %v", florist["timeSlot"])
	}
	for query, want := range map[string]string{"": "2|<nil>", "?pagination=false": "2|@id @type", "?itemsPerPage=1": "2|@id @type hydra:first hydra:last hydra:next"} {
		all := h.call(who["ada"], "GET", "/api/time_slots"+query, nil, 200)
		view := any("<nil>")
		if all["hydra:view"] != nil {
			view = keysOf(all["hydra:view"])
		}
		if row(all["hydra:totalItems"], view) != want {
			t.Errorf("%s: %v", query, all)
		}
	}
}

func TestPackageSetsAndZones(t *testing.T) {
	t.Parallel()
	h, who := newMarket(t)
	ada := who["ada"]
	uses := h.call(ada, "GET", "/api/package_sets/1/applications", nil, 200)
	if fmt.Sprint(uses["hydra:member"]) != `[map[entity:AppBundle\Entity\Store id:1 name:Le Fournil] map[entity:AppBundle\Entity\DeliveryForm id:1 name:yXJPEP30xgja]]` {
		t.Errorf("used by %v", uses["hydra:member"])
	}
	if lists := h.call(ada, "GET", "/api/pricing_rule_sets/1/applications", nil, 200); at(lists, "hydra:member 1 name") != "yXJPEP30xgja" {
		t.Errorf("the list is used by %v", lists["hydra:member"])
	}
	refused := h.call(ada, "DELETE", "/api/package_sets/1", nil, 400)
	if row(at(refused, "violations 0 message"), at(refused, "violations 1 message")) !=
		`AppBundle\Entity\PackageSet is used by AppBundle\Entity\Store#1|AppBundle\Entity\PackageSet is used by AppBundle\Entity\DeliveryForm#1` {
		t.Errorf("refused with %v", refused)
	}
	if wrong := h.call(ada, "POST", "/api/package_sets", json.RawMessage(`{"name":""}`), 400); at(wrong, "violations 0 propertyPath") != "name" {
		t.Errorf("without a name: %v", wrong)
	}
	pages := h.call(ada, "GET", "/api/zones?itemsPerPage=2", nil, 200)
	if row(pages["hydra:totalItems"], at(pages, "hydra:view @id"), at(pages, "hydra:view hydra:last"), keysOf(pages["hydra:member"])) !=
		"3|/api/zones?itemsPerPage=2&page=1|/api/zones?itemsPerPage=2&page=2|@id @type geoJSON id name" {
		t.Errorf("zones: %v", pages)
	}
	if all := h.call(ada, "GET", "/api/zones", nil, 200); keysOf(all) != "@context @id @type hydra:member hydra:totalItems" {
		t.Errorf("zones: %v", all)
	}
}

// TestContractsSmallPrint plays what the pages about stores and deliveries say in passing.
func TestContractsSmallPrint(t *testing.T) {
	t.Parallel()
	h, who := newMarket(t)
	patched := h.file(who["ada"], "PATCH", "/api/stores/2", "application/merge-patch+json", `{"weightRequired":true}`, 200)
	if !strings.Contains(patched, `"@context":"/api/contexts/Store"`) || !strings.Contains(patched, `"weightRequired":true`) {
		t.Errorf("a merge patch gives %s", patched)
	}
	for _, ask := range []string{"GET /api/delivery_quotes/1", "GET /api/package_sets/1", "GET /api/stores/3", "GET /api/recurrence_rules/9", "GET /api/deliveries/9", "GET /api/delivery_import_queues/9",
		"PUT /api/deliveries/9", "DELETE /api/deliveries/9", "PUT /api/deliveries/9/pick", "GET /api/deliveries/9/edifact", "PUT /api/deliveries/quotes/9/confirm"} {
		method, path, _ := strings.Cut(ask, " ")
		if got := h.status(who["ada"], method, path, "{}"); got != 404 {
			t.Errorf("%s: %d", ask, got)
		}
	}
	zones := h.call(who["ada"], "GET", "/api/zones?itemsPerPage=2", nil, 200)
	if row(len(zones["hydra:member"].([]any)), zones["hydra:totalItems"], at(zones, "hydra:view @id"), at(zones, "hydra:view hydra:last"), at(zones, "hydra:view hydra:next"), at(zones, "hydra:view hydra:previous")) !=
		"2|3|/api/zones?itemsPerPage=2&page=1|/api/zones?itemsPerPage=2&page=2|/api/zones?itemsPerPage=2&page=2|<nil>" {
		t.Errorf("zones: %v", zones["hydra:view"])
	}
	if plain := h.call(who["ada"], "GET", "/api/zones", nil, 200); keysOf(plain) != "@context @id @type hydra:member hydra:totalItems" || keysOf(plain["hydra:member"]) != "@id @type geoJSON id name" {
		t.Errorf("zones: %v", plain)
	}
	set := h.call(who["ada"], "POST", "/api/package_sets", json.RawMessage(`{"name":"Neuf"}`), 201)
	uses := h.call(who["ada"], "GET", "/api/package_sets/1/applications", nil, 200)
	if row(set["@id"], set["@type"], uses["hydra:totalItems"], at(uses, "hydra:member 0 entity"), at(uses, "hydra:member 0 name"), at(uses, "hydra:member 1 entity"), len(fmt.Sprint(at(uses, "hydra:member 1 name")))) !=
		`/api/package_sets/3|PackageSet|2|AppBundle\Entity\Store|Le Fournil|AppBundle\Entity\DeliveryForm|12` {
		t.Errorf("sets: %v, %v", set, uses)
	}
	refused := h.call(who["ada"], "DELETE", "/api/package_sets/1", nil, 400)
	if row(at(refused, "violations 0 propertyPath"), at(refused, "violations 2")) != "|<nil>" || len(refused["violations"].([]any)) != 2 {
		t.Errorf("refused: %v", refused)
	}
	few := h.call(who["till"], "POST", "/api/deliveries/suggest_optimizations", json.RawMessage(`{"tasks":[{"address":"/api/addresses/1"},{"address":"/api/addresses/2"}]}`), 200)
	if keysOf(few) != "@context @id @type suggestions" || row(few["@type"], few["suggestions"]) != "OptimizationSuggestions|[]" {
		t.Errorf("suggested: %v", few)
	}
	wrong := h.call(who["till"], "POST", "/api/deliveries", json.RawMessage(`{"dropoff":{"address":"/api/addresses/2"}}`), 400)
	if row(at(wrong, "violations 0 propertyPath"), at(wrong, "violations 1 propertyPath"), at(wrong, "violations 2")) != "items[0].task.doneBefore|items[1].task.doneBefore|<nil>" {
		t.Errorf("without times: %v", wrong)
	}
	unknown := h.call(who["till"], "POST", "/api/deliveries", json.RawMessage(`{"dropoff":{"address":"/api/addresses/2","timeSlotUrl":"/api/time_slots/123456","timeSlot":"2020-04-02 12:00-14:00"}}`), 400)
	if unknown["hydra:description"] != `Item not found for "/api/time_slots/123456".` {
		t.Errorf("an unknown slot: %v", unknown)
	}
	for window, want := range map[string]int{"2020-04-02T10:00:00Z/2020-04-02T12:00:00Z": 201, "2020-04-02T10:05:00Z/2020-04-02T12:05:00Z": 400} {
		body := `{"dropoff":{"address":"/api/addresses/2","timeSlotUrl":"/api/time_slots/1","timeSlot":"` + window + `"}}`
		got := h.call(who["till"], "POST", "/api/deliveries", json.RawMessage(body), want)
		if want == 400 && got["hydra:description"] != "task.timeSlot.invalid" || want == 201 && at(got, "dropoff after") != "2020-04-02T12:00:00+02:00" {
			t.Errorf("%s: %v", window, got)
		}
	}
}
