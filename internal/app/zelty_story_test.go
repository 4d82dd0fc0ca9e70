package app_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"pignon.coop/internal/pay/paytest"
)

// till is a Zelty that keeps what it is called with. Its orders have the number 77.
type till struct {
	url   string
	mu    sync.Mutex
	down  bool
	calls []string
}

func newTill(t *testing.T) *till {
	t.Helper()
	x := &till{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		x.mu.Lock()
		defer x.mu.Unlock()
		x.calls = append(x.calls, fmt.Sprintf("%s %s %s %s %s", r.Method, r.URL.Path, r.Header.Get("Authorization"), r.Header.Get("Idempotency-Key"), body))
		switch {
		case x.down:
			w.WriteHeader(http.StatusBadGateway)
		case r.URL.Path == "/catalog/taxes":
			_, _ = w.Write([]byte(`{"taxes":[{"id":1,"name":"TVA","rate":1000},{"id":"9","name":"?","rate":1234}]}`))
		default:
			_, _ = w.Write([]byte(`{"order":{"id":77}}`))
		}
	}))
	t.Cleanup(server.Close)
	x.url = server.URL
	return x
}

func (x *till) take() []string {
	x.mu.Lock()
	defer x.mu.Unlock()
	calls := x.calls
	x.calls = nil
	return calls
}

func (x *till) setDown(down bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.down = down
}

const tillCatalogue = `{"data":{"id":1,"name":"Carte",
	"tags":[{"id":"ZT100","name":"Midi","description":"Le midi","item_ids":[1001,"ZM1"]}],
	"items":[
		{"id":1001,"type":"dish","internal_id":501,"name":"Pizza","description":"Ronde","price":{"price":1200},"tax_rules":{"tax_id":1},"option_ids":["ZO1"]},
		{"id":1002,"type":"dish","internal_id":502,"name":"Soupe","price":{"price":600},"disabled":true},
		{"id":"ZM1","type":"menu","internal_id":601,"name":"Formule","price":{"price":1500},"parts":[{"menu_part_id":101}]},
		{"id":"ZM2","type":"menu","name":"Grande formule","price":{"price":1900},"parts":[{"menu_part_id":101}]}],
	"menuParts":[{"id":101,"internal_id":701,"name":"Plat","dish_ids":[1001,1002]}],
	"options":[{"id":"ZO1","internal_id":801,"name":"Taille","value_ids":["ZV1","ZV2"],"minimum_choices":1,"maximum_choices":1}],
	"optionValues":[{"id":"ZV1","internal_id":901,"name":"Petite","price":50},{"id":"ZV2","internal_id":902,"name":"Grande","price":100}]}}`

func newTillHouse(t *testing.T) (*house, *till) {
	t.Helper()
	h, x := newHouse(t), newTill(t)
	document := pizzeria(paytest.NewServer(t, 1).URL)
	document["settings"].(map[string]any)["zelty_api_url"] = x.url
	document["settings"].(map[string]any)["country"] = "fr"
	rows := document["rows"].([]map[string]any)
	for code, amount := range map[string]float64{"BASE_REDUCED": 0.055, "BASE_INTERMEDIARY": 0.1} {
		rows = append(rows, map[string]any{"kind": "tax_category", "ref": code, "code": code},
			map[string]any{"kind": "tax_rate", "code": "FR_" + code, "category": "@" + code, "amount": amount, "country": "fr"})
	}
	document["rows"] = append(rows, map[string]any{"kind": "restaurant", "update": "@pizzeria", "zeltyApiKey": "key"})
	h.call("", "POST", "/_dev/reset", document, 200)
	return h, x
}

func (h *house) rows(kind, fields string) string {
	h.t.Helper()
	list, _ := h.call("", "GET", "/_dev/rows/"+kind, nil, 200)["rows"].([]any)
	var out []string
	for _, r := range list {
		var parts []string
		for field := range strings.FieldsSeq(fields) {
			text, _ := json.Marshal(r.(map[string]any)[field])
			parts = append(parts, string(text))
		}
		out = append(out, strings.Join(parts, " "))
	}
	return strings.Join(out, "\n")
}

// TestZeltyPushesItsCatalogue: products, variants, options and a menu, once however often it is sent.
func TestZeltyPushesItsCatalogue(t *testing.T) {
	t.Parallel()
	h, x := newTillHouse(t)
	if got := h.text("", "POST /api/zelty/webhook/catalog/9", json.RawMessage(tillCatalogue)); got != `404 {"error":"Restaurant not found"}` {
		t.Error(got)
	}
	for range 2 {
		if got := h.text("", "POST /api/zelty/webhook/catalog/1", json.RawMessage(tillCatalogue)); got != `202 {"status":"queued"}` {
			t.Error(got)
		}
		wants(t, "products", h.rows("product", "code name enabled"), `"PIZZA" "Pizza" true
"1001" "Pizza" true
"1002" "Soupe" false
"ZM1" "Formule" true
"ZM2" "Grande formule" true`)
		wants(t, "variants", h.rows("product_variant", "code price taxCategory"), `"PIZZA-default" 1000 "@tax_category:1"
"1001_variant" 1200 "@tax_category:`+h.category("BASE_INTERMEDIARY")+`"
"1002_variant" 600 "@tax_category:`+h.category("BASE_REDUCED")+`"
"ZM1_variant" 1500 "@tax_category:`+h.category("BASE_REDUCED")+`"
"ZM2_variant" 1900 "@tax_category:`+h.category("BASE_REDUCED")+`"`)
		wants(t, "options", h.rows("product_option", "code name strategy valuesRange"), `"ZO1_1" "Taille" "option_value" {"lower":1,"upper":1}
"101" "Plat" "free" {"lower":1,"upper":1}`)
		wants(t, "values", h.rows("product_option_value", "code value price enabled dependsOn"), `"ZV1_1" "Petite" 50 true ["@product_option_value:3"]
"ZV2_1" "Grande" 100 true ["@product_option_value:3"]
"101_1001" "Pizza" 0 true []
"101_1002" "Soupe" 0 true []`)
		wants(t, "sections", h.rows("menu_section", "code name products"), `"ZT100" "Midi" ["@product:2","@product:4"]`)
		wants(t, "menus", h.rows("menu", "code name active"), `"zelty_import_1" "Carte" false`)
	}
	wants(t, "calls", strings.Join(x.take(), "\n"), "GET /catalog/taxes Bearer key  \nGET /catalog/taxes Bearer key  ")

	less := strings.Replace(strings.Replace(tillCatalogue, `,"ZM1"]`, `]`, 1), `{"id":"ZM1"`, `{"id":"ZM3"`, 1)
	h.text("", "POST /api/zelty/webhook/catalog/1", json.RawMessage(strings.Replace(less, `"price":1200`, `"price":1250`, 1)))
	wants(t, "after a removal", h.rows("product", "code enabled"), "\"PIZZA\" true\n\"1001\" true\n\"1002\" false\n\"ZM1\" false\n\"ZM2\" true\n\"ZM3\" true")
	if got := h.rows("product_variant", "code price"); !strings.Contains(got, `"1001_variant" 1250`) || strings.Contains(got, "1200") {
		t.Errorf("the price did not follow:\n%s", got)
	}

	// Another restaurant's till cannot take our dishes.
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[{"kind":"restaurant","name":"Rival","address":"@home","zeltyApiKey":"other"}]}`), 200)
	h.text("", "POST /api/zelty/webhook/catalog/2", json.RawMessage(`{"data":{"items":[{"id":1001,"type":"dish","name":"Mine","price":{"price":1}}]}}`))
	if got := h.rows("product", "code name restaurant"); !strings.Contains(got, `"1001" "Pizza" "@restaurant:1"`) {
		t.Errorf("a dish was taken:\n%s", got)
	}

	// What the till does not answer waits.
	x.setDown(true)
	h.text("", "POST /api/zelty/webhook/catalog/1", json.RawMessage(tillCatalogue))
	if got := h.rows("product", "code enabled"); !strings.Contains(got, `"ZM1" false`) {
		t.Errorf("taken without taxes:\n%s", got)
	}
}

func (h *house) category(code string) string {
	h.t.Helper()
	for line := range strings.SplitSeq(h.rows("tax_category", "code id"), "\n") {
		if name, id, _ := strings.Cut(line, " "); name == `"`+code+`"` {
			return id
		}
	}
	return ""
}

func wants(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n%s\nwant\n%s", what, got, want)
	}
}

// TestZeltyTells: what the till says of dishes, values and orders is followed; with a secret only what is signed.
func TestZeltyTells(t *testing.T) {
	t.Parallel()
	h, _ := newTillHouse(t)
	h.text("", "POST /api/zelty/webhook/catalog/1", json.RawMessage(tillCatalogue))
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[{"kind":"order","restaurant":"@pizzeria","state":"accepted","zeltyOrderId":42}]}`), 200)
	dish := func() string { return h.rows("product", "code enabled") }
	for _, c := range []struct{ name, data, kind, fields, want string }{
		{"dish.update", `{"dishes":[{"id":1001,"disable":true},{"id":"?"}]}`, "product", "code enabled", `"1001" false`},
		{"dish.update", `{"dishes":[{"id":501}]}`, "product", "code enabled", `"1001" true`}, // by its internal id
		{"dish.delete", `{"dishes":[{"id":"1001"}]}`, "product", "code enabled", `"1001" false`},
		{"dish.availability_update", `{"id_dish":1001,"outofstock":false}`, "product", "code enabled", `"1001" true`},
		{"menu.update", `{"menus":[{"id":"ZM1","disable":true}]}`, "product", "code enabled", `"ZM1" false`},
		{"menu.availability_update", `{"id_menu":"ZM1","outofstock":false}`, "product", "code enabled", `"ZM1" true`},
		{"menu.delete", `{"menus":[{"id":"ZM1"}]}`, "product", "code enabled", `"ZM1" false`},
		{"option.update", `{"options":[{"id":"ZO1","disable":true,"values":[{"id":"ZV1","name":"x","price":75}]}]}`, "product_option_value", "code price enabled", `"ZV1_1" 75 false`},
		{"option_value.availability_update", `{"options_values_availabilities":[{"id_dish_option_value":"ZV1","id_restaurant":1,"outofstock":false}]}`, "product_option_value",
			"code enabled", `"ZV1_1" true`},
		{"order.status.update", `{"id":42,"restaurant_id":1,"status":"other"}`, "order", "state", `"accepted"`},
		{"order.status.update", `{"id":42,"restaurant_id":1,"status":"production"}`, "order", "state", `"started"`},
		{"order.status.update", `{"id":42,"restaurant_id":1,"status":"ready"}`, "order", "state", `"ready"`},
		{"order.status.update", `{"id":43,"status":"ready"}`, "order", "state", `"ready"`},
		{"unheard.of", `{}`, "order", "state", `"ready"`},
	} {
		body := json.RawMessage(fmt.Sprintf(`{"event_id":"e","event_name":%q,"restaurant_id":1,"data":%s}`, c.name, c.data))
		if got := h.text("", "POST /api/zelty/webhook/"+c.name, body); got != `200 {"status":"success"}` {
			t.Errorf("%s: %s", c.name, got)
		}
		if got := h.rows(c.kind, c.fields); !strings.Contains(got, c.want) {
			t.Errorf("%s %s:\n%s", c.name, c.data, got)
		}
	}
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"settings":{"zelty_webhook_secret":"s3cret"}}`), 200)
	before := dish()
	body := `{"event_name":"dish.delete","data":{"dishes":[{"id":1001}]}}`
	if got := h.text("", "POST /api/zelty/webhook/dish.delete", json.RawMessage(body)); !strings.HasPrefix(got, "403") || dish() != before {
		t.Errorf("not signed: %s", got)
	}
	if got := h.text("", "POST /api/zelty/webhook/catalog/1", json.RawMessage(`{}`)); !strings.HasPrefix(got, "403") {
		t.Errorf("not signed: %s", got)
	}
	mac := hmac.New(sha256.New, []byte("s3cret"))
	mac.Write([]byte(body))
	r, _ := http.NewRequest("POST", h.server.URL+"/api/zelty/webhook/dish.delete", strings.NewReader(body))
	r.Header.Set("x-zelty-hmac-sha256", hex.EncodeToString(mac.Sum(nil)))
	answer, err := http.DefaultClient.Do(r)
	if err != nil || answer.StatusCode != 200 || dish() == before {
		t.Errorf("signed: %v, %v", answer, err)
	}
	_ = answer.Body.Close()
}

// TestOrdersGoToZelty: an order is accepted and pushed with its payment, again after a failure under the same key, and closed in the end.
func TestOrdersGoToZelty(t *testing.T) {
	t.Parallel()
	h, x := newTillHouse(t)
	h.text("", "POST /api/zelty/webhook/catalog/1", json.RawMessage(tillCatalogue))
	x.take()
	zoe, bob := h.token("@zoe"), h.token("@bob")
	place := func(items string) string {
		t.Helper()
		made := h.call(zoe, "POST", "/api/orders", json.RawMessage(`{"restaurant":"/api/restaurants/1","fulfillmentMethod":"collection","notes":"vite","items":[`+items+`]}`), 201)
		path, _ := made["@id"].(string)
		h.call(zoe, "PUT", path+"/payment", json.RawMessage(`{"paymentMethod":"card"}`), 200)
		first := h.call(zoe, "PUT", path+"/pay", json.RawMessage(`{"paymentMethodId":"pm_card_visa"}`), 200)
		h.call(zoe, "PUT", path+"/pay", map[string]any{"paymentIntentId": first["paymentIntentId"]}, 200)
		return path
	}
	x.setDown(true)
	path := place(`{"product":"1001","quantity":2,"options":["ZV2_1"]}`)
	h.drain()
	if failed := x.take(); len(failed) != 1 || !strings.HasPrefix(failed[0], "POST /orders Bearer key pignon-order-1 ") {
		t.Errorf("%q", failed)
	}
	x.setDown(false)
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": time.Now().Add(time.Minute).Format(time.RFC3339)}, 200)
	h.drain()
	calls := x.take()
	if len(calls) != 2 {
		t.Fatalf("%q", calls)
	}
	_, body, _ := strings.Cut(calls[0], "pignon-order-1 ")
	var sent map[string]any
	if err := json.Unmarshal([]byte(body), &sent); err != nil {
		t.Fatal(calls[0])
	}
	if got := row(at(sent, "remote_id"), at(sent, "items 1 id"), at(sent, "items 1 type"), at(sent, "items 1 price"), at(sent, "items 0 modifiers 0 option_id"),
		at(sent, "items 0 modifiers 0 option_value_id"), at(sent, "items 0 modifiers 0 price"), at(sent, "total"), at(sent, "comment"), at(sent, "fulfillment_type"),
		at(sent, "customer mail")); got != "1|501|dish|1200|801|902|100|2600|vite|deliver_by_partner|zoe@example.org" {
		t.Errorf("%s\n%s", got, body)
	}
	if want := `POST /orders/77/transactions Bearer key pignon-transaction-1 {"close_if_paid":false,"transactions":[{"name":"CB","price":2600}]}`; calls[1] != want {
		t.Errorf("%s", calls[1])
	}
	if got := h.rows("order", "state zeltyOrderId"); got != `"accepted" 77` {
		t.Errorf("%s", got)
	}
	h.call(bob, "PUT", path+"/fulfill", json.RawMessage(`{}`), 200)
	h.drain()
	if calls := x.take(); len(calls) != 1 || calls[0] != "POST /orders/77/closure Bearer key pignon-closure-1 " {
		t.Errorf("%q", calls)
	}
	// The till does not know the house's own pizza: nothing is pushed.
	place(`{"product":"PIZZA","quantity":1}`)
	h.drain()
	if calls := x.take(); len(calls) != 0 {
		t.Errorf("%q", calls)
	}
}
