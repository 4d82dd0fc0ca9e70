package app_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// newBooks is a house whose bakery ordered deliveries for three days, one of them with a supplement; a customer has a basket besides.
func newBooks(t *testing.T) (*house, map[string]string) {
	t.Helper()
	h, who := newPost(t)
	for _, day := range []string{"2026-11-25", "2026-11-26", "2026-11-27"} {
		h.sent(who["sue"], `"before":"`+day+` 13:00"`)
	}
	h.call(who["ada"], "POST", "/api/deliveries", json.RawMessage(`{"store":"/api/stores/3","dropoff":{"address":"/api/addresses/2","before":"2026-11-27 14:00"}}`), 201)
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[{"kind":"order","state":"cart"}]}`), 200)
	return h, who
}

func TestInvoiceLinesHaveTheContractsShape(t *testing.T) {
	t.Parallel()
	h, who := newBooks(t)
	for _, path := range []string{"", "/grouped_by_organization", "/export", "/export/odoo"} {
		for name, want := range map[string]int{"": 401, "ada": 200, "dan": 403, "sue": 403, "cal": 403, "till": 401} {
			if got := h.status(who[name], "GET", "/api/invoice_line_items"+path, ""); got != want {
				t.Errorf("%s by %q: %d, want %d", path, name, got, want)
			}
		}
	}
	h, who = newBooks(t)
	for query, want := range map[string]string{
		"":                          "5",
		"?store=1":                  "3",
		"?store[]=1&store[]=3":      "4",
		"?state=cart":               "1",
		"?state[]=cart&state[]=new": "4",
		"?date=2026-11-26":          "1",
		"?exists[exports]=true":     "0",
		"?exists[exports]=false":    "5",
		"?itemsPerPage=2&page=3":    "5",
		"?date[after]=2026-11-26&date[before]=2026-11-27": "3",
	} {
		got := h.call(who["ada"], "GET", "/api/invoice_line_items"+query, nil, 200)
		if row(got["hydra:totalItems"]) != want || got["@context"] != "/api/contexts/Order" || got["@id"] != "/api/invoice_line_items" {
			t.Errorf("%s: %v lines of %v, want %s", query, got["hydra:totalItems"], got["@context"], want)
		}
	}
	all := h.call(who["ada"], "GET", "/api/invoice_line_items", nil, 200)
	line := at(all, "hydra:member 0")
	if got := keysOf(line); got != "@id @type date description exports orderId orderNumber storeId subTotal tax total" {
		t.Errorf("keys %s", got)
	}
	if got := row(at(line, "storeId"), at(line, "date"), at(line, "orderNumber"), at(line, "subTotal"), at(line, "tax"), at(line, "total"), len(at(line, "exports").([]any))); got !=
		"1|2026-11-25T13:00:00+01:00|1|416|83|499|0" {
		t.Errorf("line %s", got)
	}
	if words := row(at(line, "description")); !strings.HasPrefix(words, "Livraison") || !strings.Contains(words, "€4.99") || !strings.HasSuffix(words, " - 25/11/2026 (Commande #1)") {
		t.Errorf("described %q", words)
	}
	if got := row(at(all, "hydra:search hydra:template")); got != "/api/invoice_line_items{?date,state,state[],exists[exports],store,store[]}" {
		t.Errorf("template %s", got)
	}
	if id := row(at(line, "@id")); !strings.HasSuffix(id, "-6b86b27-1") {
		t.Errorf("id %s", id)
	}
	totals := h.call(who["ada"], "GET", "/api/invoice_line_items/grouped_by_organization", nil, 200)
	if got := row(totals["hydra:totalItems"], at(totals, "hydra:member 1 storeName"), at(totals, "hydra:member 1 ordersCount"), at(totals, "hydra:member 1 total"), at(totals, "hydra:member 1 tax")); got !=
		"2|Le Fournil|3|1497|249" {
		t.Errorf("totals %s", got)
	}
}

func TestExportsAreNoted(t *testing.T) {
	t.Parallel()
	h, who := newBooks(t)
	read := func(path string) string {
		t.Helper()
		r, err := http.NewRequest("GET", h.server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+who["ada"])
		r.Header.Set("Accept", "text/csv")
		r.Header.Set("X-Request-ID", "month-end-11")
		answer, err := h.server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil || answer.Header.Get("X-Request-ID") != "month-end-11" || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/csv") {
			t.Fatalf("%v %v", err, answer.Header)
		}
		return string(text)
	}
	table := strings.Split(strings.TrimSpace(read("/api/invoice_line_items/export?store=1")), "\n")
	if len(table) != 4 || table[0] != "Organization,Description,Total products (excl. VAT),Taxes,Total products (incl. VAT)" || !strings.HasSuffix(table[1], ",4.16,0.83,4.99") {
		t.Errorf("table %q", table)
	}
	got := h.call(who["ada"], "GET", "/api/invoice_line_items?exists[exports]=true", nil, 200)
	if fmt.Sprint(got["hydra:totalItems"]) != "3" || keysOf(at(got, "hydra:member 0 exports")) != "@id @type createdAt requestId" ||
		at(got, "hydra:member 0 exports 0 requestId") != "month-end-11" {
		t.Errorf("exported %v", got)
	}
	odoo := strings.Split(strings.TrimSpace(read("/api/invoice_line_items/export/odoo?store=1")), "\n")
	if odoo[0] != "External ID,Invoice Date,Partner,Invoice lines / Account,Invoice lines / Product,Invoice lines / Label,Invoice lines / Unit Price,Invoice lines / Quantity" ||
		!strings.HasPrefix(odoo[1], "month-end-11-6b86b27,2026-11-24,Le Fournil,,Livraison") || !strings.HasSuffix(odoo[1], ",4.16,1") {
		t.Errorf("odoo %q", odoo)
	}
	got = h.call(who["ada"], "GET", "/api/invoice_line_items?store=1", nil, 200)
	if n := len(at(got, "hydra:member 0 exports").([]any)); n != 2 {
		t.Errorf("noted %d times", n)
	}
	h.wantSound()
}

// TestSeedsSpeakTheirOwnLanguage: the words that a document's rows are written with are those of its own settings, not of the co-op before it.
func TestSeedsSpeakTheirOwnLanguage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for language, want := range map[string]string{"en": "Order supplement: 1 × More than 0.00 km", "fr": "Supplément de commande: 1 × Plus de 0.00 km"} {
		h.call("", "POST", "/_dev/reset", json.RawMessage(`{"settings":{"locale":"`+language+`"},"rows":[
			{"kind":"address","ref":"a","streetAddress":"12 Rue Sedaine","geo":{"latitude":48.8562,"longitude":2.3726}},
			{"kind":"address","ref":"b","streetAddress":"1 Rue X","geo":{"latitude":48.8575,"longitude":2.3530}},
			{"kind":"pricing_rule_set","ref":"list","name":"Tarif"},{"kind":"pricing_rule","ruleSet":"@list","expression":"distance > 0","price":499},
			{"kind":"store","ref":"s","name":"Acme","address":"@a","pricingRuleSet":"@list"},{"kind":"user","ref":"ada","username":"ada","email":"ada@example.org","roles":["ROLE_ADMIN"]},
			{"kind":"task","ref":"t1","address":"@a","before":"today 18:30"},{"kind":"task","ref":"t2","address":"@b","before":"today 19:30"},
			{"kind":"delivery","ref":"d","tasks":["@t1","@t2"],"store":"@s"},{"kind":"order","state":"new","number":"A1","delivery":"@d"}]}`), 200)
		lines := h.call(h.token("@ada"), "GET", "/api/invoice_line_items", nil, 200)
		if got := row(at(lines, "hydra:member 0 description")); !strings.Contains(got, want) {
			t.Errorf("%s: %s", language, got)
		}
	}
}
