package app_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pignon.coop/internal/outbox"
)

// courtyard is a hub of two shops, Ada's pizzeria and Eve's cakes, with a third shop elsewhere.
func courtyard() map[string]any {
	doc := pizzeria("")
	doc["settings"].(map[string]any)["cash_on_delivery_enabled"] = true
	ways := []map[string]any{{"type": "delivery", "enabled": true, "openingHours": []string{"Mo-Su 00:00-23:59"}, "minimumAmount": 1500},
		{"type": "collection", "enabled": true, "openingHours": []string{"Mo-Su 00:00-23:59"}}}
	rows := doc["rows"].([]map[string]any)
	kitchen := slices.IndexFunc(rows, func(r map[string]any) bool { return r["ref"] == "pizzeria" })
	rows[kitchen]["hub"] = "@yard"
	hub := []map[string]any{
		{"kind": "payment_method", "code": "CASH_ON_DELIVERY"},
		{"kind": "contract", "ref": "shared", "flatDeliveryPrice": 400, "customerAmount": 300, "feeRate": 0.1},
		{"kind": "hub", "ref": "yard", "name": "La Cour", "address": "@kitchen", "contract": "@shared", "fulfillmentMethods": ways},
	}
	doc["rows"] = append(slices.Concat(rows[:kitchen], hub, rows[kitchen:]),
		map[string]any{"kind": "address", "ref": "oven", "streetAddress": "30 Rue Sedaine, Paris", "geo": map[string]any{"latitude": 48.8570, "longitude": 2.3760}},
		map[string]any{"kind": "restaurant", "ref": "cakes", "name": "Chez Eve", "address": "@oven", "hub": "@yard", "fulfillmentMethods": ways},
		map[string]any{"kind": "product", "code": "CAKE", "name": "Cake", "price": 700, "taxCategory": "@food", "restaurant": "@cakes"},
		map[string]any{"kind": "restaurant", "ref": "far", "name": "Elsewhere", "address": "@oven", "fulfillmentMethods": ways},
		map[string]any{"kind": "product", "code": "SOUP", "name": "Soup", "price": 500, "taxCategory": "@food", "restaurant": "@far"},
		map[string]any{"kind": "user", "ref": "eve", "username": "eve", "email": "eve@example.org", "roles": []string{"ROLE_RESTAURANT"}, "restaurants": []string{"@cakes"}})
	return doc
}

// TestHubOrderStory plays one basket of two shops: contract and minimum of the hub, one delivery with two pick-ups, and each shop sees and does its own part.
func TestHubOrderStory(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.call("", "POST", "/_dev/reset", courtyard(), 200)
	zoe, ada, eve, bob := h.token("@zoe"), h.token("@ada"), h.token("@eve"), h.token("@bob")

	session := h.call(zoe, "POST", "/api/carts/session", map[string]any{"restaurant": "/api/restaurants/1", "shippingAddress": "/api/addresses/2"}, 200)
	path := session["cart"].(map[string]any)["@id"].(string)
	one := h.call(zoe, "POST", path+"/items", map[string]any{"product": "PIZZA"}, 201)
	if one["restaurant"] != "/api/restaurants/1" {
		t.Errorf("a basket of one shop is of %v", one["restaurant"])
	}
	h.call(zoe, "POST", path+"/items", map[string]any{"product": "SOUP"}, 400)
	both := h.call(zoe, "POST", path+"/items", map[string]any{"product": "CAKE"}, 201)
	if both["restaurant"] != nil || both["total"] != 2000. { // 1000 + 700 and the hub's 300
		t.Errorf("a basket of two shops: %v, %v", both["restaurant"], both["total"])
	}
	vendors := []string{}
	for _, item := range both["items"].([]any) {
		vendors = append(vendors, fmt.Sprint(item.(map[string]any)["vendor"]))
	}
	if got := strings.Join(vendors, " "); got != "map[@id:/api/restaurants/1 name:Da Ada] map[@id:/api/restaurants/2 name:Chez Eve]" {
		t.Errorf("lines are of %s", got)
	}
	cake := both["items"].([]any)[1].(map[string]any)["@id"].(string)
	if got := h.call(zoe, "DELETE", cake, nil, 200); got["restaurant"] != "/api/restaurants/1" {
		t.Errorf("without the cake it is of %v", got["restaurant"])
	}
	h.call(zoe, "POST", path+"/items", map[string]any{"product": "CAKE"}, 201)
	stays := h.call(zoe, "PUT", path, map[string]any{"restaurant": "/api/restaurants/2", "fulfillmentMethod": "delivery"}, 200)
	if len(stays["items"].([]any)) != 2 {
		t.Errorf("in the hub a basket keeps its lines, it has %v", stays["items"])
	}
	h.call(zoe, "GET", path+"/validate", nil, 200)
	placed := h.call(zoe, "PUT", path+"/pay", map[string]any{"cashOnDelivery": true}, 200)
	if got := fmt.Sprint(placed["restaurant"], placed["vendor"].(map[string]any)["@id"], placed["vendor"].(map[string]any)["@type"]); got != "<nil>/api/hubs/1Hub" {
		t.Errorf("sold by %s", got)
	}
	h.drain()
	// The shops hear of it at acceptance, which is the dispatchers' to give.
	h.told(outbox.Mail, "coop@example.org shop.new, zoe@example.org order.sent")
	h.told(outbox.Live, "pignon_events#bob order:created, pignon_follow#1 order:created, pignon_order_events#1 order:created")
	for _, verb := range []string{"accept", "refuse", "cancel", "delay", "start_preparing", "fulfill"} {
		h.call(ada, "PUT", path+"/"+verb, map[string]any{}, 403)
	}
	h.call(ada, "GET", path, nil, 403)
	h.wantsPart(ada, 1, path, "")
	h.call(bob, "PUT", path+"/accept", map[string]any{}, 200)
	h.drain()
	h.told(outbox.Mail, "ada@example.org shop.new, eve@example.org shop.new, zoe@example.org order.accepted")
	h.hearOwnPart("ada", "Cake")
	h.hearOwnPart("eve", "Pizza")

	h.wantsPart(ada, 1, path, "Pizza 1000 1000 91")
	h.wantsPart(eve, 2, path, "Cake 700 700 64")
	for _, who := range []string{ada, eve} {
		for _, verb := range []string{"refuse", "cancel", "delay", "fulfill", "restore"} {
			h.call(who, "PUT", path+"/"+verb, map[string]any{}, 403)
		}
		h.call(who, "PUT", cake, map[string]any{"quantity": 3}, 404)
		h.call(who, "PUT", path+"/tip", map[string]any{"tipAmount": 100}, 403)
		h.call(who, "GET", path+"/centrifugo", nil, 403)
		h.call(who, "GET", path+"/payment", nil, 403)
		h.call(who, "GET", "/v1/orders/1/split", nil, 404)
		if got := h.call(who, "GET", "/v1/orders/1", nil, 200); len(got["items"].([]any)) != 1 || len(got["adjustments"].([]any)) != 0 {
			t.Errorf("/v1 shows %v", got)
		}
	}
	if page := h.page("/hub/1-la-cour"); !strings.Contains(page, "Da Ada") || !strings.Contains(page, "Chez Eve") || strings.Contains(page, "Elsewhere") {
		t.Errorf("the hub's page: %s", page)
	}
	tasks := h.call(bob, "GET", "/api/tasks", nil, 200)["hydra:member"].([]any)
	kinds := []string{}
	for _, task := range tasks {
		task := task.(map[string]any)
		kinds = append(kinds, fmt.Sprint(task["type"], " ", task["address"].(map[string]any)["streetAddress"]))
	}
	slices.Sort(kinds)
	if got := strings.Join(kinds, ", "); got != "DROPOFF 4 Rue de la Roquette, Paris, PICKUP 12 Rue Sedaine, Paris, PICKUP 30 Rue Sedaine, Paris" {
		t.Errorf("tasks: %s", got)
	}
	// Each kitchen says its own; the order is ready when both are.
	states := []any{}
	for _, step := range []struct{ who, verb string }{{eve, "start_preparing"}, {ada, "start_preparing"}, {eve, "finish_preparing"}, {ada, "finish_preparing"}} {
		states = append(states, h.call(step.who, "PUT", path+"/"+step.verb, map[string]any{}, 200)["state"])
	}
	if got := fmt.Sprint(states); got != "[started started started ready]" {
		t.Errorf("states %s", got)
	}
}

// wantsPart compares what a shop's owner sees of an order, by itself and in the shop's list: lines, totals and taxes; nothing when want is empty.
func (h *house) wantsPart(token string, restaurant int, path, want string) {
	h.t.Helper()
	list := h.call(token, "GET", fmt.Sprintf("/api/restaurants/%d/orders?date=%s", restaurant, h.today()), nil, 200)["hydra:member"].([]any)
	if want == "" {
		if len(list) != 0 {
			h.t.Errorf("it sees %v before acceptance", list)
		}
		return
	}
	for _, o := range append(list, h.call(token, "GET", path, nil, 200)) {
		o := o.(map[string]any)
		names := []string{}
		for _, item := range o["items"].([]any) {
			names = append(names, item.(map[string]any)["name"].(string))
		}
		if got := fmt.Sprint(strings.Join(names, " "), " ", o["itemsTotal"], " ", o["total"], " ", o["taxTotal"]); got != want {
			h.t.Errorf("it sees %q, want %q", got, want)
		}
		if got := fmt.Sprint(o["adjustments"].(map[string]any)["delivery"], o["adjustments"].(map[string]any)["tip"]); got != "[] []" {
			h.t.Errorf("it sees %s", got)
		}
	}
	if len(list) != 1 {
		h.t.Errorf("%d orders in its list", len(list))
	}
}

// today is the day of the first order, whose promise is now.
func (h *house) today() string {
	h.t.Helper()
	return h.call(h.token("@zoe"), "GET", "/api/orders/1", nil, 200)["shippedAt"].(string)[:10]
}

// hearOwnPart reads the live messages to a shop's owner: each is about the order and says nothing of the other shop.
func (h *house) hearOwnPart(user, hidden string) {
	h.t.Helper()
	heard := 0
	for _, m := range h.coop.Outbox().List(outbox.Live) {
		if !slices.Contains(m.To, "pignon_events#"+user) {
			continue
		}
		text, _ := json.Marshal(m)
		if heard++; strings.Contains(string(text), hidden) {
			h.t.Errorf("%s hears %s", user, text)
		}
	}
	if heard == 0 {
		h.t.Errorf("%s heard nothing", user)
	}
}
