package app_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// A kitchen's tickets: one for each accepted order, taken by one printer, printed once.
func TestTicketsArePrintedOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	doc := pizzeria("http://127.0.0.1:1")
	doc["rows"] = append(doc["rows"].([]map[string]any),
		map[string]any{"kind": "user", "ref": "eve", "username": "eve", "email": "eve@example.org", "roles": []string{"ROLE_RESTAURANT"}},
		map[string]any{"kind": "order", "restaurant": "@pizzeria", "customer": "@zoe", "state": "new", "items": []map[string]any{{"product": "@pizza", "quantity": 2}}})
	for _, r := range doc["rows"].([]map[string]any) {
		if r["kind"] == "product" {
			r["ref"] = "pizza"
		}
	}
	h.call("", "POST", "/_dev/reset", doc, 200)
	ada, eve, zoe := h.token("@ada"), h.token("@eve"), h.token("@zoe")
	queue := func() (list []map[string]any) {
		t.Helper()
		_, raw := h.answer(ada, "GET /v1/shops/1/tickets", nil)
		if err := json.Unmarshal(raw, &list); err != nil {
			t.Fatal(err, string(raw))
		}
		return list
	}
	if got := queue(); len(got) != 0 {
		t.Errorf("before it is accepted: %v", got)
	}
	h.call(ada, "POST", "/v1/orders/1/accept", map[string]any{}, 200)
	h.call(ada, "POST", "/v1/orders/1/accept", map[string]any{}, 200)
	if got := queue(); len(got) != 1 || got[0]["again"] != false {
		t.Fatalf("queue %v", got)
	}
	for _, stranger := range []string{eve, zoe} {
		h.call(stranger, "GET", "/v1/shops/1/tickets", nil, 404)
		h.call(stranger, "POST", "/v1/tickets/1/take", map[string]any{"printer": "mine"}, 404)
		h.call(stranger, "POST", "/v1/tickets/1/printed", nil, 404)
		h.call(stranger, "POST", "/v1/shops/1/orders/1/ticket", nil, 404)
	}
	h.call(ada, "POST", "/v1/tickets/1/printed", nil, 409)
	taken := h.call(ada, "POST", "/v1/tickets/1/take", map[string]any{"printer": "bar"}, 200)
	if text := fmt.Sprint(taken["text"]); !strings.Contains(text, "2 × Pizza") || strings.Contains(text, "Roquette") || taken["escpos"] == "" {
		t.Errorf("ticket %v", taken)
	}
	h.call(ada, "POST", "/v1/tickets/1/take", map[string]any{"printer": "kitchen"}, 409)
	if got := queue(); len(got) != 0 {
		t.Errorf("a printer has it: %v", got)
	}
	for range 2 {
		if got := h.call(ada, "POST", "/v1/tickets/1/printed", nil, 200); got["printedAt"] == nil {
			t.Errorf("printed %v", got)
		}
	}
	h.call(ada, "POST", "/v1/tickets/1/take", map[string]any{"printer": "bar"}, 409)
	h.call(ada, "POST", "/v1/shops/1/orders/1/ticket", nil, 201)
	h.call(ada, "POST", "/v1/shops/1/orders/9/ticket", nil, 404)
	if got := h.call(ada, "POST", "/v1/tickets/2/take", map[string]any{"printer": "bar"}, 200); !strings.HasPrefix(fmt.Sprint(got["text"]), "COPY\n") {
		t.Errorf("the second copy: %v", got["text"])
	}
}
