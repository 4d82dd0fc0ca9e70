package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/outbox"
	"pignon.coop/internal/pay/paytest"
)

// An order that nobody answers wakes its shop's telephones, then sends them a text message and tells who dispatches, and in the end its money is let go.
func TestAnUnansweredOrderEscalates(t *testing.T) {
	t.Parallel()
	stripe := paytest.NewServer(t, 3)
	h := newHouse(t)
	doc := pizzeria(stripe.URL)
	rows := doc["rows"].([]map[string]any)
	for _, r := range rows {
		if r["username"] == "ada" {
			r["telephone"] = "+33612345678"
		}
	}
	doc["rows"] = append(rows, map[string]any{"kind": "push_token", "user": "@bob", "token": "bob-phone", "platform": "ios"})
	h.call("", "POST", "/_dev/reset", doc, 200)
	start := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	clock := func(minutes int) {
		h.call("", "PUT", "/_dev/clock", map[string]any{"now": start.Add(time.Duration(minutes) * time.Minute)}, 200)
	}
	clock(0)
	zoe := h.token("@zoe")
	path := h.call(zoe, "POST", "/api/orders", map[string]any{
		"restaurant": "/api/restaurants/1", "shippingAddress": "/api/addresses/2", "items": []map[string]any{{"product": "PIZZA", "quantity": 1}},
	}, 201)["@id"].(string)
	first := h.call(zoe, "PUT", path+"/pay", map[string]any{"paymentMethodId": "pm_card_visa"}, 200)
	h.call(zoe, "PUT", path+"/pay", map[string]any{"paymentIntentId": first["paymentIntentId"]}, 200)
	step := func(minutes int, want map[outbox.Channel]string) {
		t.Helper()
		clock(minutes)
		h.drain()
		for _, c := range []outbox.Channel{outbox.Mail, outbox.Push, outbox.SMS} {
			if got := strings.Join(slices.Sorted(slices.Values(h.left(c))), "; "); got != want[c] {
				t.Errorf("after %d minutes by %s: %q, want %q", minutes, c, got, want[c])
			}
		}
	}
	h.drain()
	for _, c := range []outbox.Channel{outbox.Mail, outbox.Push, outbox.SMS} {
		h.left(c)
	}
	step(5, nil)
	step(11, map[outbox.Channel]string{outbox.Push: "ada-phone order:created"})
	step(21, map[outbox.Channel]string{outbox.Mail: "coop@example.org shop.overdue", outbox.Push: "ada-phone order:created; bob-phone ", outbox.SMS: "+33612345678 "})
	step(31, map[outbox.Channel]string{outbox.Mail: "zoe@example.org order.refused"})
	if got := h.call(zoe, "GET", path, nil, 200); got["state"] != "refused" {
		t.Errorf("state %v", got["state"])
	}
}
