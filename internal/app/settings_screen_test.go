package app_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pignon.coop/internal/pay/paytest"
)

// TestSettingsAreWrittenAndSecretsNeverRead: administrators read and change settings; what is wrong is named, and nothing of it stored.
func TestSettingsAreWrittenAndSecretsNeverRead(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.call("", "POST", "/_dev/reset", pizzeria(paytest.NewServer(t, 1).URL), 200)
	bob := h.token("@bob")
	value := func(document map[string]any, name string) string {
		for _, s := range document["settings"].([]any) {
			if row(at(s, "name")) == name {
				return row(at(s, "kind"), at(s, "value"), at(s, "secret"), at(s, "set"))
			}
		}
		return "none"
	}
	for _, who := range []string{"", h.token("@ada"), h.token("@zoe")} {
		for _, method := range []string{"GET", "PATCH"} {
			got := h.status(who, method, "/v1/settings", `{"settings":{"brand_name":"Mine"}}`)
			if anonymous := who == "" && got == 401; !anonymous && got != 403 {
				t.Errorf("%s: %d", method, got)
			}
		}
	}
	all := h.call(bob, "GET", "/v1/settings", nil, 200)
	if got := value(all, "stripe_test_secret_key"); got != "text||true|true" || value(all, "public_id_salt") != "none" || value(all, "order_answer_minutes") != "int|30|false|true" {
		t.Errorf("%s %v", got, all)
	}
	if text, _ := json.Marshal(all); strings.Contains(string(text), paytest.Key) || strings.Contains(string(text), paytest.WebhookSecret) {
		t.Error("a secret is told")
	}
	for name, text := range map[string]string{"timezone": "Mars/Olympus", "order_answer_minutes": "soon", "latlng": "here", "nothing": "x", "public_id_salt": "x", "maintenance": "maybe"} {
		h.call(bob, "PATCH", "/v1/settings", json.RawMessage(fmt.Sprintf(`{"settings":{"motto":"No","%s":%q}}`, name, text)), 400)
	}
	changed := h.call(bob, "PATCH", "/v1/settings", json.RawMessage(`{"settings":{"brand_name":"Les Pignons","maintenance":"true","zelty_webhook_secret":"s3cret","stripe_test_secret_key":""}}`), 200)
	for name, want := range map[string]string{"brand_name": "text|Les Pignons|false|true", "motto": "text||false|false", "maintenance": "bool|true|false|true",
		"zelty_webhook_secret": "text||true|true", "stripe_test_secret_key": "text||true|false"} {
		if got := value(changed, name); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	h.drain()
	if got := h.status("", "GET", "/api/restaurants", ""); got != 503 {
		t.Errorf("the house is not closed: %d", got)
	}
	if got := h.call("", "GET", "/api/settings", nil, 200); got["brand_name"] != "Les Pignons" {
		t.Errorf("%v", got)
	}
}

// TestRecommendations: what two people had beside it, never what is out of reach.
func TestRecommendations(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	document := pizzeria(paytest.NewServer(t, 1).URL)
	rows := document["rows"].([]map[string]any)
	rows[6]["ref"] = "pizza"
	rows = append(rows, map[string]any{"kind": "product", "ref": "soup", "code": "SOUP", "name": "Soup", "price": 500, "taxCategory": "@food", "restaurant": "@pizzeria"},
		map[string]any{"kind": "product", "ref": "rare", "code": "RARE", "name": "Rare", "price": 500, "taxCategory": "@food", "restaurant": "@pizzeria"})
	for i, codes := range [][]string{{"PIZZA", "SOUP"}, {"PIZZA", "SOUP", "RARE"}} {
		guest := map[string]any{"kind": "customer", "ref": fmt.Sprintf("guest%d", i), "email": fmt.Sprintf("g%d@example.org", i)}
		order := map[string]any{"kind": "order", "ref": fmt.Sprintf("order%d", i), "restaurant": "@pizzeria", "state": "fulfilled", "customer": "@" + guest["ref"].(string)}
		var items []map[string]any
		for _, code := range codes {
			items = append(items, map[string]any{"product": "@" + strings.ToLower(code), "quantity": 1})
		}
		order["items"] = items
		rows = append(rows, guest, order)
	}
	document["rows"] = rows
	h.call("", "POST", "/_dev/reset", document, 200)
	zoe := h.token("@zoe")
	got := h.call("", "GET", "/api/products/1/recommendations", nil, 200)
	if row(at(got, "@type"), at(got, "products")) != "Recommendation|[/api/products/2]" {
		t.Errorf("%v", got)
	}
	h.call("", "GET", "/api/products/9/recommendations", nil, 404)
	h.call("", "GET", "/api/customers/1/recommendations", nil, 401)
	h.call(zoe, "GET", "/api/customers/3/recommendations", nil, 403)
	h.call("", "GET", "/api/orders/1/product_recommendations", nil, 401)
}
