package app_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestKindsAreThoseOfTheirPage holds the machine-readable tables against a list of all kinds and fields; ! is a required one.
func TestKindsAreThoseOfTheirPage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var text strings.Builder
	kinds := h.call("", "GET", "/_dev/kinds", nil, 200)
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		text.WriteString(kind)
		fields := kinds[kind].(map[string]any)["fields"].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			f := fields[name].(map[string]any)
			if f["required"] == true {
				name += "!"
			}
			fmt.Fprintf(&text, " %s:%s", name, strings.ReplaceAll(f["type"].(string), " ", "_"))
		}
		text.WriteString("\n")
	}
	golden := filepath.Join("testdata", "kinds.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(golden); err != nil || string(want) != text.String() {
		t.Errorf("the kinds are not those of %s, %v:\n%s", golden, err, text.String())
	}
}

// everyKind has a row of each kind with most of its fields.
const everyKind = `{"settings":{"subject_to_vat":true},"rows":[
	{"kind":"address","ref":"here","streetAddress":"12 Rue Sedaine","geo":{"latitude":48.8562,"longitude":2.3726},"telephone":"06 12 34 56 78","deletedAt":null},
	{"kind":"address","ref":"home","streetAddress":"1 Rue X","geo":{"latitude":48.8575,"longitude":2.3730}},
	{"kind":"tag","name":"Froid","color":"#00f"},
	{"kind":"zone","name":"centre","geoJSON":{"type":"Polygon","coordinates":[[[2.3,48.8],[2.4,48.8],[2.4,48.9],[2.3,48.8]]]}},
	{"kind":"pricing_rule_set","ref":"prices","name":"Tarif","strategy":"map","options":["x"]},
	{"kind":"pricing_rule","ref":"by_distance","ruleSet":"@prices","expression":"distance > 0","price":499,"name":"Course"},
	{"kind":"pricing_rule","ref":"by_hand","ruleSet":"@prices","expression":"false","price":"price_range(quantity, 500, 5, 0)","target":"DELIVERY","position":7},
	{"kind":"package_set","ref":"boxes","name":"Cartons"},
	{"kind":"package","ref":"xl","packageSet":"@boxes","name":"XL","maxVolumeUnits":3,"averageWeight":1000,"tags":["froid"],"deletedAt":null},
	{"kind":"time_slot","ref":"slot","name":"Express","openingHours":["Mo-Fr 09:00-12:00"],"priorNotice":"1 hour","sameDayCutoff":"11:30"},
	{"kind":"failure_reason_set","ref":"reasons","name":"Boulangerie"},
	{"kind":"failure_reason","failureReasonSet":"@reasons","code":"COLD","description":"Froid","metadata":{"a":1}},
	{"kind":"delivery_form","pricingRuleSet":"@prices","packageSet":"@boxes","timeSlot":"@slot","withVehicle":true,"withWeight":true,"showHomepage":true},
	{"kind":"store","ref":"bakery","name":"Le Fournil","failureReasonSet":"@reasons","timeSlots":["@slot"],"timeSlot":"@slot","address":"@here","addresses":["@home"],"pricingRuleSet":"@prices","packageSet":"@boxes","weightRequired":true,
		"checkExpression":"distance < 4000","tags":["froid"],"deletedAt":null},
	{"kind":"delivery_quote","store":"@bakery","amount":499,"payload":{"dropoff":{"address":"1 Rue X"}},"state":"new"},
	{"kind":"organization","ref":"org","name":"Les Pignons"},
	{"kind":"tax_category","ref":"food","code":"FOOD"},
	{"kind":"tax_rate","code":"FOOD","category":"@food","amount":0.1,"country":"fr"},
	{"kind":"payment_method","code":"CARD"},
	{"kind":"contract","ref":"contract","flatDeliveryPrice":500,"customerAmount":350,"feeRate":0.185},
	{"kind":"promotion","ref":"free","name":"Free delivery","code":"FREE","couponBased":true,"priority":2,"exclusive":true,"featured":true,"usageLimit":9,"startsAt":"2026-01-01T00:00:00Z","endsAt":"2027-01-01T00:00:00Z",
		"rules":[{"type":"is_items_total_above","configuration":{"amount":900}}],"actions":[{"type":"delivery_percentage_discount","configuration":{"percentage":1}}]},
	{"kind":"promotion_coupon","promotion":"@free","code":"FREE","expiresAt":"2027-01-01T00:00:00Z","usageLimit":5,"perCustomerUsageLimit":1,"used":1,"reusableFromCancelledOrders":false},
	{"kind":"hub","ref":"yard","name":"The Yard","address":"@here","contract":"@contract","fulfillmentMethods":[{"type":"delivery","openingHours":["Mo-Fr 11:30-14:30"]}]},
	{"kind":"restaurant","ref":"ana","name":"Da Ana","address":"@here","contract":"@contract","hub":"@yard","depositRefundEnabled":true,
		"fulfillmentMethods":[{"type":"delivery","openingHours":["Mo-Su 00:00-23:59"]}],"loopeatCredentials":{"a":1},"rateLimitAmount":3,"rateLimitRangeDuration":10},
	{"kind":"closing_rule","restaurant":"@ana","startDate":"2031-05-06 13:45","endDate":"2031-05-07 13:45"},
	{"kind":"reusable_packaging","ref":"box","name":"Box","price":250,"restaurant":"@ana","data":{"a":1}},
	{"kind":"product_option","ref":"size","code":"SIZE","name":"Size","strategy":"option_value","restaurant":"@ana","valuesRange":{"lower":1,"upper":null}},
	{"kind":"product_option_value","ref":"big","option":"@size","code":"BIG","value":"Big","price":150},
	{"kind":"product","ref":"pizza","code":"PIZZA","name":"Pizza","restaurant":"@ana","options":["@size"],"price":900,"taxCategory":"@food",
		"reusablePackagingEnabled":true,"reusablePackagings":[{"packaging":"@box","units":0.5}],"suitableForDiet":["VeganDiet"]},
	{"kind":"product_variant","product":"@pizza","code":"PIZZA-BIG","price":900,"taxCategory":"@food","optionValues":["@big"]},
	{"kind":"menu","ref":"menu","restaurant":"@ana","name":"Menu"},
	{"kind":"menu_section","menu":"@menu","name":"Pizzas","products":["@pizza"]},
	{"kind":"shop_collection","title":"Best","shops":["@ana"]},{"kind":"homepage_block","type":"shop_collection","data":{"slug":"best"}},
	{"kind":"customer","ref":"guest","email":"guest@example.org","fullName":"Guy Fox","telephone":"06 12 34 56 79","addresses":["@home"],"tags":["vip"],"loopeatCredentials":{"a":1}},
	{"kind":"user","ref":"ada","username":"ada","email":"ada@example.org","password":"x","roles":["ROLE_ADMIN"],"restaurants":["@ana"],"stores":[],"addresses":["@home"]},
	{"kind":"user","ref":"bob","username":"bob","email":"bob@example.org","roles":["ROLE_COURIER"],"customer":"@guest"},
	{"kind":"refresh_token","user":"@ada","token":"tea"},
	{"kind":"push_token","user":"@ada","token":"t","platform":"ios"},
	{"kind":"optin_consent","user":"@ada","type":"MARKETING","asked":true},
	{"kind":"api_app","ref":"script","name":"Script","type":"api_key","apiKey":"ak_1","store":null,"shop":"@ana"},
	{"kind":"urbantz_hub","store":"@bakery","hub":"61289572c2b7aab94f380d77"},{"kind":"woopit_integration","store":"@bakery","woopitStoreId":"store123","maxWeight":40.5,"maxWidth":60},{"kind":"webhook","app":"@script","event":"order.created","url":"https://example.org/"},
	{"kind":"position","ref":"where","user":"@bob","latitude":48.8,"longitude":2.3,"at":"2031-05-06 11:00"},
	{"kind":"warehouse","ref":"hub","name":"Hub","address":"@here"},
	{"kind":"trailer","ref":"cart","name":"Cart","maxVolumeUnits":40,"maxWeight":80000,"color":"green"},
	{"kind":"vehicle","ref":"bike","name":"Zoé","maxVolumeUnits":60,"maxWeight":120000,"color":"#f00","warehouse":"@hub","co2emissions":3,"compatibleTrailers":["@cart"],"isElectric":true},
	{"kind":"recurrence_rule","ref":"weekly","store":"@bakery","rule":"FREQ=WEEKLY","template":{"@type":"Task","after":"09:00","before":"10:00"},"arbitraryPriceTemplate":{"variantName":"x","variantPrice":5}},
	{"kind":"task_group","ref":"group","name":"G","tags":["froid"]},
	{"kind":"task","ref":"up","type":"PICKUP","address":"@here","before":"2031-05-06 12:00","comments":"c","packages":[],"recurrenceRule":null,"group":"@group","organization":"@org"},
	{"kind":"task","ref":"down","address":"@home","before":"2031-05-06 13:00","metadata":{"a":1},"reference":"R","weight":500,"tags":["froid"],
		"events":[{"name":"task:created","data":{"a":1},"createdAt":"2031-05-01 10:00"}]},
	{"kind":"task","ref":"alone","address":"@home","before":"2031-05-06 14:00","assignedTo":"@bob"},
	{"kind":"task","ref":"toured","address":"@home","before":"2031-05-06 15:00"},
	{"kind":"task_image","imageName":"x.jpg","task":"@up"},
	{"kind":"delivery","ref":"ride","tasks":["@up","@down"],"store":null},
	{"kind":"tour","ref":"tour","name":"North","date":"2031-05-06","tasks":["@toured"]},
	{"kind":"task_list","update":"@task_list:1","items":["@tour","@alone"],"vehicle":"@bike","trailer":null},
	{"kind":"incident","task":"@down","failureReasonCode":"DAMAGED","createdBy":"@bob","metadata":[{"a":1}],"events":[{"type":"commented","message":"x","createdAt":"2031-05-06T10:00:00Z"}]},
	{"kind":"shift_activity","slug":"delivery","label":"Livraison","color":"#00ff00"},
	{"kind":"skill","ref":"long","name":"Long john","users":["@bob"]},
	{"kind":"shift","activity":"delivery","startsAt":"2031-05-06 10:00","endsAt":"2031-05-06 14:00","slots":2,"breakMinutes":10,"comment":"x","requiredSkills":["@long"],"users":["@bob"],"waitlist":["@bob"],
		"adjustments":[{"user":"@bob","startsAt":"2031-05-06 09:00","endsAt":"2031-05-06T14:30:00","breakMinutes":5,"comment":"y","reportedBy":"@bob"}]},
	{"kind":"published_week","week":"2031-05-07","publishedBy":"@bob"},
	{"kind":"shift_template","name":"Semaine","shifts":[{"activity":"delivery","dayOfWeek":2,"startTime":"11:00","endTime":"14:30","slots":1,"breakMinutes":0,"comment":null,"requiredSkills":["@long"],"users":["@bob"]}]},
	{"kind":"holiday_request","user":"@bob","startDate":"2031-06-02","endDate":"2031-06-06","status":"approved","comment":"z","actionedBy":"@bob","actionedAt":"2031-05-01 10:00"},
	{"kind":"employee_profile","user":"@bob","contractStartDate":"2030-01-02","dateOfBirth":"1990-01-02","addressStreet":"1 Rue X","addressPostalCode":"75011","addressLocality":"Paris","addressCountry":"fr",
		"salaryType":"monthly","salaryAmount":"1800.00","weeklyContractedHours":"35.00"},
	{"kind":"availability_rule","user":"@bob","type":"unavailable","dayOfWeek":3,"startTime":"14:00","endTime":"17:00","comment":"w"},
	{"kind":"order","number":"A","state":"accepted","restaurant":"@ana","customer":"@ada","shippingAddress":"@home","items":[{"product":"@pizza","options":["@big"],"quantity":2}],
		"shippingTimeRange":["2031-05-06 12:25","2031-05-06 12:35"],"reusablePackagingEnabled":true,"tipAmount":100,"events":[{"name":"order:created"}],"zeltyOrderId":7},
	{"kind":"order","delivery":"@ride","state":"new","subscription":"@weekly","arbitraryPrice":{"variantName":"Course","variantPrice":1200}},
	{"kind":"order","state":"new","restaurant":"@ana","priced":false,"total":777,"items":[{"name":"Box","unitPrice":500,"adjustments":[{"type":"tax","label":"T","amount":50,"neutral":true}]}],
		"payments":[{"method":"CARD","amount":777,"state":"completed","paymentIntent":"pi_1","refunds":[{"amount":7,"liableParty":"platform","comments":"x"}]}]}]}`

// TestRowsAreWrittenAsDocumentsWriteThem: every row shows all fields of its kind, and written back over itself it changes nothing.
func TestRowsAreWrittenAsDocumentsWriteThem(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.call("", "POST", "/_dev/reset", json.RawMessage(everyKind), 200)
	for kind, table := range h.call("", "GET", "/_dev/kinds", nil, 200) {
		fields := table.(map[string]any)["fields"].(map[string]any)
		before := h.call("", "GET", "/_dev/rows/"+kind, nil, 200)["rows"].([]any)
		if len(before) == 0 {
			t.Errorf("no row of %s", kind)
		}
		var again []map[string]any
		for _, r := range before {
			row := r.(map[string]any)
			for name := range fields {
				if _, ok := row[name]; ok == (name == "password") {
					t.Errorf("%s: shows %s: %v", kind, name, ok)
				}
			}
			for _, name := range []string{"id", "createdAt", "updatedAt"} {
				if row[name] == nil {
					t.Errorf("%s: no %s", kind, name)
				}
			}
			again = append(again, asUpdate(kind, row, fields))
		}
		h.call("", "POST", "/_dev/seed", map[string]any{"rows": again}, 200)
		after := h.call("", "GET", "/_dev/rows/"+kind, nil, 200)["rows"].([]any)
		for i := range before {
			if was, is := written(before[i]), written(after[i]); was != is {
				t.Errorf("a %s changed by itself:\n was %s\n is  %s", kind, was, is)
			}
		}
	}
}

func asUpdate(kind string, row, fields map[string]any) map[string]any {
	out := map[string]any{"kind": kind, "update": fmt.Sprintf("@%s:%v", kind, row["id"])}
	for name := range fields {
		if v, ok := row[name]; ok {
			out[name] = v
		}
	}
	return out
}

func written(row any) string {
	delete(row.(map[string]any), "updatedAt")
	text, _ := json.Marshal(row)
	return string(text)
}

// TestSeededWaysComeFromTheRouterAtOnce: with routing_url set in the same document, nothing is left to the background.
func TestSeededWaysComeFromTheRouterAtOnce(t *testing.T) {
	t.Parallel()
	router := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		stops := strings.Count(r.URL.Path, ";") + 1
		fmt.Fprintf(w, `{"code":"Ok","routes":[{"distance":%d,"duration":%d,"geometry":"way%d","legs":[]}]}`, 1000*stops, 900*stops, stops)
	}))
	t.Cleanup(router.Close)
	h := newHouse(t)
	var doc map[string]any
	if err := json.Unmarshal([]byte(everyKind), &doc); err != nil {
		t.Fatal(err)
	}
	doc["settings"] = map[string]any{"routing_url": router.URL}
	h.call("", "POST", "/_dev/reset", nil, 200)
	nothing := h.call("", "POST", "/_dev/drain", nil, 200) // but for what comes round by the clock
	h.call("", "POST", "/_dev/reset", doc, 200)
	if got := h.call("", "POST", "/_dev/drain", nil, 200); !maps.Equal(got, nothing) {
		t.Errorf("the document left something to do: %v", got)
	}
	ada := h.token("@ada")
	h.call("", "POST", "/_dev/seed", map[string]any{"rows": []map[string]any{
		{"kind": "task", "ref": "late", "address": "@here", "before": "2031-05-06 16:00", "assignedTo": "@bob"}}}, 200)
	list := h.call(ada, "GET", "/api/task_lists/1", nil, 200)
	if list["distance"] != 5000.0 || list["duration"] != 4500.0 || list["polyline"] != "way5" { // three stops, from the warehouse and back
		t.Errorf("list: %v m, %v s, %v", list["distance"], list["duration"], list["polyline"])
	}
	order := h.call("", "GET", "/_dev/rows/order", nil, 200)["rows"].([]any)[0].(map[string]any)
	if order["shippingTime"] != "30 minutes" {
		t.Errorf("shipping time %v", order["shippingTime"])
	}
	for _, id := range []string{"1", "3"} { // that of a row, and that of an accepted order
		if d := h.call(ada, "GET", "/api/deliveries/"+id, nil, 200); d["distance"] != 2000.0 || d["duration"] != 1800.0 || d["polyline"] != "way2" {
			t.Errorf("delivery %s: %v m, %v s, %v", id, d["distance"], d["duration"], d["polyline"])
		}
	}
}

// TestSeededBoxesAreCounted: two pizzas share a box; who took it pays its deposit.
func TestSeededBoxesAreCounted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.call("", "POST", "/_dev/reset", json.RawMessage(everyKind), 200)
	order := h.call(h.token("@ada"), "GET", "/api/orders/1", nil, 200)
	deposit, _ := json.Marshal(order["adjustments"].(map[string]any)["reusable_packaging"])
	if order["reusablePackagingQuantity"] != 1.0 || order["total"] != 2*(900.0+150)+350+250+100 || !strings.Contains(string(deposit), `"amount":250`) ||
		!strings.Contains(string(deposit), `"label":"Consigne"`) {
		t.Errorf("%v boxes, total %v, deposit %s", order["reusablePackagingQuantity"], order["total"], deposit)
	}
}

// TestSeedRefusalsAreSentences: who reads them needs no list of codes, and the engine's words stay inside.
func TestSeedRefusalsAreSentences(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.call("", "POST", "/_dev/reset", map[string]any{"settings": map[string]any{"locale": "en"}, "rows": []map[string]any{
		{"kind": "user", "ref": "eve", "username": "eve", "email": "eve@example.org", "enabled": false},
		{"kind": "address", "ref": "here", "streetAddress": "x", "geo": map[string]any{"latitude": 48, "longitude": 2}}}}, 200)
	for body, want := range map[string]string{
		`{"rows":[{"kind":"user","username":"EVE","email":"e@example.org"}]}`:                                            `rows[0] (user) username: “EVE” is already taken.|0|username`,
		`{"rows":[{"kind":"spaceship","name":"x"}]}`:                                                                     `rows[0] (spaceship) kind: there is no kind "spaceship"|0|kind`,
		`{"rows":[{"kind":"user","update":"@eve","stores":["@x"]}]}`:                                                     `rows[0] (user) stores: no row is named @x|0|stores`,
		`{"rows":[{"kind":"task","address":"@here","before":"today 10:00","packages":[{"package":"@p","quantity":1}]}]}`: `rows[0] (task) packages: package: no row is named @p|0|packages`,
		`{"rows":[{"kind":"task","address":"@here","before":"today 10:00","metadata":7}]}`:                               `rows[0] (task) metadata: must be an object, not 7|0|metadata`,
		`{"rows":[{"kind":"tag","name":"a","color":"b"},{"kind":"tag","ref":"t","name":"A","color":"b"}]}`:               `rows[1] (tag "t") slug: another tag has the same slug already|1|slug`,
		`{"settings":{"mood":"bad"}}`: `settings mood: There is no setting mood.|-1|mood`,
	} {
		got := h.call("", "POST", "/_dev/seed", json.RawMessage(body), 400)
		if text := fmt.Sprintf("%v|%v|%v", got["error"], got["row"], got["field"]); text != want {
			t.Errorf("%s\n got %s\nwant %s", body, text, want)
		}
	}
	got := h.call("", "POST", "/_dev/token", map[string]any{"user": "@eve"}, 400)
	if got["error"] != "This account is closed, or waits for its confirmation by e-mail." {
		t.Errorf("token of a disabled user: %v", got["error"])
	}
}

const allSettings = `brand_name namespace country region locale timezone currency_code latlng administrator_email phone_number motto order_confirm_message theme
	default_tax_category subject_to_vat accounting_account new_shop_days guest_checkout_enabled cash_on_delivery_enabled maintenance maintenance_message
	public_id_salt stripe_livemode stripe_test_publishable_key stripe_test_secret_key stripe_test_connect_client_id stripe_test_webhook_secret
	mercadopago_livemode mercadopago_test_publishable_key mercadopago_test_access_token mercadopago_access_token paygreen_public_key edenred_client_id
	edenred_authorization_endpoint zelty_webhook_secret routing_url geocoder_url stripe_api_url mercadopago_api_url paygreen_api_url edenred_api_url
	loopeat_api_url zelty_api_url urbantz_api_url woopit_api_url stripe_live_publishable_key stripe_live_secret_key stripe_live_connect_client_id
	stripe_live_webhook_secret mercadopago_live_publishable_key mercadopago_live_access_token`

// TestSettingsOfTheirPage: each is known, null clears it, and numbers and booleans may be texts.
func TestSettingsOfTheirPage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	settings := map[string]any{}
	for _, name := range strings.Fields(allSettings) {
		settings[name] = nil
	}
	h.call("", "POST", "/_dev/reset", map[string]any{"settings": settings}, 200)
	h.call("", "POST", "/_dev/seed", map[string]any{"settings": map[string]any{"subject_to_vat": "1", "new_shop_days": "12", "maintenance": "false",
		"theme": map[string]any{"a": 1}, "brand_name": ""}}, 200)
	if got := h.call("", "POST", "/_dev/seed", map[string]any{"settings": map[string]any{"subject_to_vat": "perhaps"}}, 400); got["field"] != "subject_to_vat" {
		t.Errorf("refused with %v", got)
	}
}
