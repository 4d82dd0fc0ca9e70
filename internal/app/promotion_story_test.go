package app_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// deals is a pizzeria with a coupon that makes the delivery free.
const deals = `{"settings":{"latlng":"48.85,2.35","currency_code":"eur"},"rows":[
	{"kind":"payment_method","code":"CARD"},
	{"kind":"address","ref":"here","streetAddress":"12 Rue Sedaine","geo":{"latitude":48.8562,"longitude":2.3726}},
	{"kind":"tax_category","ref":"food","code":"FOOD"},
	{"kind":"contract","ref":"contract","flatDeliveryPrice":500,"customerAmount":350,"feeRate":0.185},
	{"kind":"restaurant","ref":"ana","name":"Da Ana","address":"@here","contract":"@contract","fulfillmentMethods":[{"type":"delivery","openingHours":["Mo-Su 00:00-23:59"]}]},
	{"kind":"product","ref":"pizza","code":"PIZZA","name":"Pizza","restaurant":"@ana"},
	{"kind":"product_variant","product":"@pizza","code":"PIZZA1","price":900,"taxCategory":"@food"},
	{"kind":"promotion","ref":"free","name":"Free delivery","code":"FREE_DELIVERY","couponBased":true,
		"rules":[{"type":"is_restaurant","configuration":{"restaurant_id":"@ana"}}],"actions":[{"type":"delivery_percentage_discount","configuration":{"percentage":1}}]},
	{"kind":"promotion_coupon","promotion":"@free","code":"FREE_DELIVERY"},
	{"kind":"user","ref":"ada","username":"ada","email":"ada@example.org","roles":["ROLE_ADMIN"]},
	{"kind":"user","ref":"dan","username":"dan","email":"dan@example.org","roles":["ROLE_DISPATCHER"]},
	{"kind":"user","ref":"zoe","username":"zoe","email":"zoe@example.org"}]}`

func TestCouponsMakeOrdersCheaper(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.call("", "POST", "/_dev/reset", json.RawMessage(deals), 200)
	ada, dan, zoe := h.token("@ada"), h.token("@dan"), h.token("@zoe")
	ask := func(token, method, path, body string, status int) map[string]any {
		t.Helper()
		return h.call(token, method, path, json.RawMessage(body), status)
	}
	ask(zoe, "POST", "/api/carts/session", `{"restaurant":"/api/restaurants/1"}`, 200)

	// the contract's scenario: an empty basket, and the ids of what is added
	cart := ask(zoe, "PUT", "/api/orders/1", `{"promotionCoupon":"FREE_DELIVERY"}`, 200)
	if got := row(at(cart, "total"), at(cart, "adjustments delivery 0 id"), at(cart, "adjustments delivery 0 amount"), at(cart, "adjustments delivery_promotion 0 id"),
		at(cart, "adjustments delivery_promotion 0 label"), at(cart, "adjustments delivery_promotion 0 amount")); got != "0|2|350|3|Free delivery|-350" {
		t.Errorf("%s", got)
	}
	if cart := ask(zoe, "PUT", "/api/orders/1", `{"promotionCoupon":"NONE"}`, 200); row(at(cart, "total")) != "0" {
		t.Error("an unknown coupon changes something")
	}
	ask(zoe, "PATCH", "/v1/carts/1", `{"coupon":"NONE"}`, 400)
	if cart := ask(zoe, "PUT", "/api/orders/1", `{"promotionCoupon":null}`, 200); row(at(cart, "total")) != "350" {
		t.Error("the coupon stays")
	}
	rows := ask("", "GET", "/_dev/rows/promotion", `null`, 200)
	if got := row(at(rows, "rows 0 code"), at(rows, "rows 0 rules 0 configuration restaurant_id"), at(rows, "rows 0 actions 0 configuration percentage")); got != "FREE_DELIVERY|1|1" {
		t.Errorf("rows %s", got)
	}

	ask(zoe, "POST", "/api/orders/1/items", `{"product":"PIZZA","quantity":1}`, 201)
	ask(zoe, "POST", "/api/orders/1/credit_notes", `{"amount":250}`, 403)
	ask(dan, "POST", "/api/orders/9/credit_notes", `{"amount":250}`, 404)
	ask(dan, "POST", "/api/orders/1/credit_notes", `{"amount":0}`, 400)
	note := ask(dan, "POST", "/api/orders/1/credit_notes", `{"amount":250}`, 201)
	code, _ := at(note, "coupons 0 code").(string)
	if got := row(at(note, "@context"), at(note, "@id"), at(note, "@type"), at(note, "name"), at(note, "coupons 0 @type"), at(note, "coupons 0 used")); got != "/api/contexts/Promotion|/api/promotions/2|Promotion|Lorem ipsum|PromotionCoupon|0" || len(code) != 6 {
		t.Errorf("%s %s", got, code)
	}
	ask(dan, "POST", "/api/orders/1/credit_notes", `{"amount":250,"couponCode":"`+code+`"}`, 400)
	if cart := ask(zoe, "PUT", "/api/orders/1", `{"promotionCoupon":"`+code+`"}`, 200); row(at(cart, "total"), at(cart, "adjustments order_promotion 0 amount")) != "1000|-250" {
		t.Errorf("%v", cart["adjustments"])
	}
	// AC50: another one's coupon
	ask(dan, "POST", "/api/carts/session", `{"restaurant":"/api/restaurants/1"}`, 200)
	ask(dan, "POST", "/api/orders/2/items", `{"product":"PIZZA","quantity":1}`, 201)
	if cart := ask(dan, "PUT", "/api/orders/2", `{"promotionCoupon":"`+code+`"}`, 200); row(at(cart, "total")) != "1250" {
		t.Errorf("somebody else's coupon: %v", at(cart, "total"))
	}

	const lunch = `"name":"Midi","rules":[{"type":"is_items_total_above","amount":900}],"actions":[{"type":"order_percentage_discount","share":0.5,"shopBears":true}]`
	ask(dan, "GET", "/v1/promotions", `null`, 403)
	ask(dan, "POST", "/v1/promotions", `{`+lunch+`}`, 403)
	ask(ada, "POST", "/v1/promotions", `{"name":"X","actions":[{"type":"order_fixed_discount"}]}`, 400)
	made := ask(ada, "POST", "/v1/promotions", `{`+lunch+`}`, 201)
	if got := row(at(made, "id"), at(made, "version"), at(made, "actions 0 shopBears")); got != "3|1|true" {
		t.Errorf("%s", got)
	}
	ask(ada, "PUT", "/v1/promotions/3", `{"version":7,`+lunch+`}`, 409)
	ask(ada, "POST", "/v1/promotions/3/coupons", `{"number":2}`, 409)
	if cart := ask(dan, "PUT", "/api/orders/2", `{"notes":"x"}`, 200); row(at(cart, "total")) != "800" {
		t.Errorf("for everybody: %v", at(cart, "total"))
	}
	ask(ada, "PUT", "/v1/promotions/3", `{"version":1,"couponBased":true,`+lunch+`}`, 200)
	coupons := ask(ada, "POST", "/v1/promotions/3/coupons", `{"number":2,"perCustomerLimit":1}`, 201)
	if a, b := at(coupons, "coupons 0 code"), at(coupons, "coupons 1 code"); a == b || strings.ContainsAny(row(a), "01IO") {
		t.Errorf("%v %v", a, b)
	}
	if list := ask(ada, "GET", "/v1/promotions", `null`, 200); row(at(list, "promotions 2 coupons 1 reusable"), at(list, "promotions 2 version")) != "true|2" {
		t.Errorf("%v", list)
	}
}
