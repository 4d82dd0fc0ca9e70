package dialect

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/job"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/pay/fakemercado"
	"pignon.coop/internal/pay/paytest"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/shop"
)

// till is a market with three payment providers and their jobs.
type till struct {
	market
	w       *dbtest.World
	stripe  *paytest.Server
	mercado *paytest.Mercado
	edenred *paytest.Edenred
	queue   *job.Queue
}

func newTill(t *testing.T, w *dbtest.World) *till {
	t.Helper()
	p := &till{w: w, stripe: paytest.NewServer(t, 1), mercado: paytest.NewMercado(t, w.Clock.Now), edenred: paytest.NewEdenred(t, map[string]int64{"zoe": 1000})}
	planner := routing.NewPlanner(routing.PlannerIn{})
	stripe := p.stripe.GatewayInWork(db.InWork)
	checkout := flow.NewCheckout(flow.CheckoutIn{
		DB: w.DB, Log: slog.New(slog.DiscardHandler), Planner: func() *routing.Planner { return planner }, Origin: "https://pignons.example",
		Gateway: func(d pay.Door) pay.Intents {
			switch d.Provider {
			case pay.ByMercadoPago:
				return p.mercado.Gateway(db.InWork)
			case pay.ByEdenred:
				return p.vouchers(d.Live, d.Holder)
			}
			return stripe
		},
		Wallet: func(bool) pay.Wallet { return stripe }, Vouchers: p.vouchers, RealNow: p.stripe.Now,
		Settings: func() (s org.Settings) {
			p.read(func(tx *db.Tx) (err error) { s, err = org.LoadSettings(tx); return err })
			return s
		},
	})
	p.market = newMarketOn(t, w, func(h *House) { h.Checkout = checkout })
	p.set(map[string]any{"stripe_test_publishable_key": paytest.PublicKey, "stripe_test_secret_key": paytest.Key, "stripe_test_connect_client_id": "ca_x",
		"stripe_test_webhook_secret": paytest.WebhookSecret})
	p.write(func(tx *db.Tx) error {
		id, err := tx.ID("payment_methods")
		if err != nil {
			return err
		}
		return db.Insert(tx, "payment_methods", payment.Method{ID: id, Code: payment.Card, Name: "Card", Enabled: true, CreatedAt: tx.Now(), UpdatedAt: tx.Now()})
	})
	p.queue = job.New(w.DB, slog.New(slog.DiscardHandler), []job.Handler{job.On(checkout.Work), job.On(checkout.Look), job.On(checkout.LookAtDisputes)}, nil)
	return p
}

func (p *till) vouchers(_ bool, customer int64) *pay.Edenred {
	load := func(context.Context) (t pay.VoucherTokens, err error) {
		p.read(func(tx *db.Tx) error {
			found, err := account.LoadCustomer(tx, customer)
			t = found.Vouchers()
			return err
		})
		return t, nil
	}
	return p.edenred.Gateway(load, func(_ context.Context, t pay.VoucherTokens) error {
		p.write(func(tx *db.Tx) error { return account.KeepVouchers(tx, customer, t) })
		return nil
	})
}

func (p *till) set(settings map[string]any) {
	p.t.Helper()
	p.write(func(tx *db.Tx) error { return org.SeedSettings(tx, settings) })
}

// paymentReactions are those between baskets, orders and their payments.
func paymentReactions() []db.Reaction {
	return []db.Reaction{db.On(flow.BasketPricedAdjustsPayment), db.On(flow.OrderFulfilledTakesMoney), db.On(flow.OrderRefusedReleasesMoney),
		db.On(flow.OrderCancelledReleasesMoney), db.On(flow.OrderRestoredWantsMoney)}
}

// plays makes a request: who, what, its status, what its answer has (keys: exactly those), and the events of payments and orders that it fires.
func (p *till) plays(who, request string, status int, want map[string]any, keys, events string) map[string]any {
	p.t.Helper()
	people := map[string]string{"": "", "zoe": p.zoe, "bob": p.bob, "ana": p.owner, "dora": p.dispatcher, "root": p.admin}
	before := p.events()
	got := p.wants(p.call(people[who], request), status, want)
	if keys != "" && allKeys(got) != keys {
		p.t.Errorf("%s: keys %s, want %s", request, allKeys(got), keys)
	}
	if fired := strings.Join(p.events()[len(before):], " "); fired != events {
		p.t.Errorf("%s as %q: events %q, want %q", request, who, fired, events)
	}
	return got
}

func (p *till) events() (names []string) {
	p.read(func(tx *db.Tx) error {
		all, err := db.EntriesAfter(tx, 0, 1_000_000)
		for _, e := range all {
			if e.Name != (order.Priced{}).EventName() { // a basket is priced anew whenever somebody pays
				names = append(names, e.Name)
			}
		}
		return err
	})
	return names
}

func (p *till) basket() int64 {
	p.t.Helper()
	got := p.wants(p.call(p.zoe, `POST /api/carts/session {"restaurant":"/api/restaurants/1","shippingAddress":"/api/addresses/`+fmt.Sprint(p.home)+`"}`), 200, nil)
	cart, _ := got["cart"].(map[string]any)
	id := idOf("orders", fmt.Sprint(cart["@id"]))
	p.wants(p.call(p.zoe, fmt.Sprintf(`POST /api/orders/%d/items {"product":"BURGER","quantity":2}`, id)), 201, nil)
	return id
}

// withID puts an order's id into a request.
func withID(request string, id int64) string {
	return strings.ReplaceAll(request, "ID", fmt.Sprint(id))
}

const (
	methodsKeys    = "@context @id @type methods"
	detailsKeys    = "@context @id @type payments stripeAccount"
	chosenKeys     = "@context @id @type payments redirectUrl"
	stripeKeys     = "@context @id @type paymentIntentClientSecret paymentIntentId requiresAction"
	collectionKeys = "@context @id @type hydra:member hydra:totalItems"
	paymentKeys    = "@id @type amount method refundedAmount supportsPartialRefunds updatedAt"
)

// Every operation of a basket's payments by card and in cash, by who may.
func TestPaymentRows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		p := newTill(t, w)
		id := p.basket()
		for _, path := range []string{"GET /api/orders/ID/payment_methods", "GET /api/orders/ID/payment", `PUT /api/orders/ID/payment {"paymentMethod":"card"}`,
			`PUT /api/orders/ID/pay {}`, `PUT /api/orders/ID/edenred_credentials {"accessToken":"a","refreshToken":"b"}`} {
			p.plays("", withID(path, id), 401, nil, "", "")
			p.plays("bob", withID(path, id), 403, nil, "", "")
			p.plays("zoe", withID(path, 99), 404, nil, "", "")
		}
		p.plays("zoe", withID("GET /api/orders/ID/payment_methods", id), 200, map[string]any{"@type": "PaymentMethodsOutput",
			"methods": []any{map[string]any{"type": "card"}}}, methodsKeys, "")
		p.set(map[string]any{"cash_on_delivery_enabled": true, "edenred_client_id": "coop"})
		p.plays("zoe", withID("GET /api/orders/ID/payment_methods", id), 200, map[string]any{
			"methods": []any{map[string]any{"type": "card"}, map[string]any{"type": "cash_on_delivery"}}}, methodsKeys, "")
		p.set(map[string]any{"cash_on_delivery_enabled": false})

		details := p.plays("zoe", withID("GET /api/orders/ID/payment", id), 200, map[string]any{"@type": "PaymentDetailsOutput", "stripeAccount": nil}, detailsKeys, "")
		if open := details["payments"].([]any); len(open) != 1 || open[0].(map[string]any)["amount"] != 2150.0 || allKeys(open[0].(map[string]any)) != paymentKeys {
			t.Errorf("open payments %v", open)
		}
		for _, wrong := range []string{"nonsense", "swile", "conecs", "cash_on_delivery", "edenred", ""} {
			p.plays("zoe", withID(`PUT /api/orders/ID/payment {"paymentMethod":"`+wrong+`"}`, id), 400, nil, "", "")
		}
		p.plays("zoe", withID(`PUT /api/orders/ID/payment {"paymentMethod":7}`, id), 400, nil, "", "")
		chosen := p.plays("zoe", withID(`PUT /api/orders/ID/payment {"paymentMethod":"Card"}`, id), 200, map[string]any{"@type": "ConfigurePaymentOutput", "redirectUrl": nil}, chosenKeys, "")
		one := chosen["payments"].([]any)[0].(map[string]any)
		method := one["method"].(map[string]any)
		if allKeys(one) != "@context @id @type amount method supportsPartialRefunds updatedAt" || allKeys(method) != "@context @id @type code" ||
			method["code"] != "CARD" || one["amount"] != 2150.0 || one["supportsPartialRefunds"] != true {
			t.Errorf("chosen %v", one)
		}

		for _, wrong := range []string{`{}`, `[]`, `{"cashOnDelivery":true}`, `{"cashOnDelivery":false}`, `{"paymentOrderId":"po_1"}`, `{"paymentMethodId":7}`,
			`{"paymentIntentId":"pi_other"}`, `not JSON`} {
			p.plays("zoe", withID(`PUT /api/orders/ID/pay `+wrong, id), 400, nil, "", "")
		}
		p.plays("zoe", withID(`PUT /api/orders/ID/pay {"paymentMethodId":"pm_card_chargeDeclined"}`, id), 400, nil, "", "payment.failed")
		asked := p.plays("zoe", withID(`PUT /api/orders/ID/pay {"paymentMethodId":"pm_card_threeDSecure2Required"}`, id), 200, map[string]any{"@type": "StripeOutput",
			"requiresAction": true, "paymentIntentId": nil}, stripeKeys, "")
		secret := fmt.Sprint(asked["paymentIntentClientSecret"])
		if err := p.stripe.Act(secret, true); err != nil {
			t.Fatal(err)
		}
		intent, _, _ := strings.Cut(secret, "_secret_")
		ordered := p.plays("zoe", withID(`PUT /api/orders/ID/pay {"paymentIntentId":"`+intent+`"}`, id), 200, map[string]any{"state": "new", "total": 2150, "paymentMethod": "CARD"},
			orderKeys, "payment.authorized order.created")
		if number := fmt.Sprint(ordered["number"]); number == "" || number == "<nil>" {
			t.Errorf("number %q", number)
		}
		p.plays("zoe", withID(`PUT /api/orders/ID/pay {"paymentIntentId":"`+intent+`"}`, id), 200, map[string]any{"state": "new"}, orderKeys, "")
		p.plays("zoe", withID(`PUT /api/orders/ID/payment {"paymentMethod":"card"}`, id), 400, nil, "", "")

		other := p.basket()
		p.plays("zoe", withID(`PUT /api/orders/ID/pay {"paymentMethodId":"pm_card_visa"}`, other), 200, map[string]any{"requiresAction": false, "paymentIntentClientSecret": nil},
			stripeKeys, "payment.authorized order.created")
		p.set(map[string]any{"cash_on_delivery_enabled": true})
		third := p.basket()
		p.plays("zoe", withID(`PUT /api/orders/ID/pay {"cashOnDelivery":true}`, third), 200, map[string]any{"state": "new", "paymentMethod": "CASH_ON_DELIVERY"}, orderKeys,
			"payment.authorized order.created")
	}, paymentReactions()...)
}

// What dispatchers see and give back of an order's payments, and kept cards.
func TestRefundAndCardRows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		p := newTill(t, w)
		id := p.basket()
		cards := p.plays("zoe", "GET /api/me/stripe-payment-methods", 200, map[string]any{"@type": "StripePaymentMethodsOutput"}, "@context @id @type methods", "")
		if len(cards["methods"].([]any)) != 0 {
			t.Errorf("cards of a stranger %v", cards)
		}
		p.plays("", "GET /api/me/stripe-payment-methods", 401, nil, "", "")
		keep := withID(`POST /api/orders/ID/stripe/create-setup-intent-or-attach-pm `, id)
		p.plays("", keep+`{"payment_method_to_save":"pm_card_visa"}`, 401, nil, "", "")
		p.plays("bob", keep+`{"payment_method_to_save":"pm_card_visa"}`, 403, nil, "", "")
		p.plays("zoe", keep+`{}`, 400, nil, "", "")
		p.plays("zoe", keep+`{"payment_method_to_save":"pm_card_visa"}`, 201, map[string]any{"state": "cart"}, orderKeys, "")
		cards = p.plays("zoe", "GET /api/me/stripe-payment-methods", 200, nil, "", "")
		if kept := cards["methods"].([]any); len(kept) != 1 || allKeys(kept[0].(map[string]any)) != "brand expMonth expYear id last4" || kept[0].(map[string]any)["last4"] != "4242" {
			t.Errorf("kept cards %v", kept)
		}
		clone := withID(`GET /api/orders/ID/stripe/clone-payment-method/`, id)
		p.plays("zoe", clone+"pm_card_visa", 400, nil, "", "") // the order is charged on the platform
		p.plays("bob", clone+"pm_card_visa", 403, nil, "", "")

		p.plays("zoe", withID(`PUT /api/orders/ID/pay {"paymentMethodId":"pm_card_visa"}`, id), 200, nil, "", "payment.authorized order.created")
		for _, ask := range []string{"GET /api/orders/ID/payments", "GET /api/orders/ID/refunds", `PUT /api/orders/ID/refund {"liableParty":"platform"}`,
			`POST /api/orders/ID/credit_notes {"amount":100}`} {
			p.plays("", withID(ask, id), 401, nil, "", "")
			p.plays("zoe", withID(ask, id), 403, nil, "", "")
			p.plays("dora", withID(ask, 99), 404, nil, "", "")
		}
		p.plays("zoe", `POST /api/payments/1/refunds {"amount":100,"liableParty":"platform"}`, 403, nil, "", "")
		list := p.plays("dora", withID("GET /api/orders/ID/payments", id), 200, map[string]any{"@context": "/api/contexts/Order", "hydra:totalItems": 1,
			"@id": withID("/api/orders/ID/payments", id)}, collectionKeys, "")
		one := list["hydra:member"].([]any)[0].(map[string]any)
		if allKeys(one) != paymentKeys || one["amount"] != 2150.0 || one["refundedAmount"] != 0.0 {
			t.Errorf("payments %v", one)
		}
		back := fmt.Sprintf("POST %s/refunds ", one["@id"])
		p.plays("dora", back+`{"amount":100,"liableParty":"platform"}`, 400, nil, "", "") // not taken yet
		p.write(func(tx *db.Tx) error {
			if _, err := tx.Exec("UPDATE orders SET state = 'fulfilled' WHERE id = ?", id); err != nil {
				return err
			}
			return payment.Finish(tx, id)
		})
		if _, err := p.queue.Drain(context.Background()); err != nil {
			t.Fatal(err)
		}
		for _, wrong := range []string{`{"amount":100}`, `{"amount":100,"liableParty":"nobody"}`, `{"amount":0,"liableParty":"platform"}`, `{"amount":-1,"liableParty":"platform"}`,
			`{"amount":2151,"liableParty":"platform"}`, `{"amount":"100","liableParty":"platform"}`, `{"liableParty":"platform"}`} {
			p.plays("dora", back+wrong, 400, nil, "", "")
		}
		p.plays("dora", `POST /api/payments/99/refunds {"amount":100,"liableParty":"platform"}`, 404, nil, "", "")
		p.plays("dora", back+`{"amount":150,"liableParty":"merchant","comments":"cold"}`, 201, map[string]any{"@context": "/api/contexts/Payment", "@id": one["@id"],
			"amount": 2150, "refundedAmount": 150}, "@context "+paymentKeys, "payment.refunded")
		p.plays("dora", withID(`PUT /api/orders/ID/refund {"liableParty":"nobody"}`, id), 400, nil, "", "")
		p.plays("dora", withID(`PUT /api/orders/ID/refund {"liableParty":"platform","comments":"lost"}`, id), 200, map[string]any{"state": "fulfilled", "total": 2150}, orderKeys, "payment.refunded")
		p.plays("dora", withID(`PUT /api/orders/ID/refund {"liableParty":"platform"}`, id), 400, nil, "", "")
		refunds := p.plays("dora", withID("GET /api/orders/ID/refunds", id), 200, map[string]any{"@context": "/api/contexts/Order", "hydra:totalItems": 2}, collectionKeys, "")
		for i, want := range []map[string]any{{"amount": 150.0, "liableParty": "merchant", "comments": "cold"}, {"amount": 2000.0, "liableParty": "platform", "comments": "lost"}} {
			got := refunds["hydra:member"].([]any)[i].(map[string]any)
			if allKeys(got) != "@id @type amount comments liableParty" || got["amount"] != want["amount"] || got["liableParty"] != want["liableParty"] || got["comments"] != want["comments"] {
				t.Errorf("refund %d: %v", i, got)
			}
		}

		p.plays("dora", withID(`POST /api/orders/ID/credit_notes {}`, id), 400, nil, "", "")
		note := p.plays("dora", withID(`POST /api/orders/ID/credit_notes {"amount":500,"couponCode":"SORRY"}`, id), 201, map[string]any{"@context": "/api/contexts/Promotion"},
			"@context @id @type coupons name", "promotion.saved")
		coupon := note["coupons"].([]any)[0].(map[string]any)
		if allKeys(coupon) != "@id @type code updatedAt used" || coupon["code"] != "SORRY" || coupon["used"] != 0.0 {
			t.Errorf("coupon %v", coupon)
		}
	}, paymentReactions()...)
}

// The second provider's page, its notifications, and meal vouchers.
func TestOtherProviderRows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		p := newTill(t, w)
		p.plays("", "GET /restaurant/1/mercadopago-account", 404, nil, "message", "")
		p.write(func(tx *db.Tx) error {
			all, err := shop.LoadRestaurants(tx, []int64{1})
			r := all[1]
			r.Options.V.MercadopagoAccount = []byte(`{"userId":"88","accessToken":"APP_88","publicKey":"PUBLIC_KEY"}`)
			r.Options.V.EdenredEnabled, r.Options.V.EdenredMerchantID = true, "MID1"
			if err == nil {
				err = db.Update(tx, "restaurants", r)
			}
			return err
		})
		p.plays("", "GET /restaurant/1/mercadopago-account", 200, map[string]any{"public_key": "PUBLIC_KEY"}, "public_key", "")
		p.plays("", "GET /restaurant/9/mercadopago-account", 404, nil, "message", "")

		p.set(map[string]any{"edenred_client_id": "coop"})
		fed := p.basket()
		link := withID(`PUT /api/orders/ID/edenred_credentials `, fed)
		p.plays("zoe", link+`{"accessToken":"at-zoe"}`, 400, nil, "", "")
		p.plays("zoe", link+`{"accessToken":"x","refreshToken":"y"}`, 200, map[string]any{"hasEdenredCredentials": false}, cartKeys, "")
		two := p.plays("zoe", withID(`PUT /api/orders/ID/payment {"paymentMethod":"edenred"}`, fed), 200, map[string]any{"redirectUrl": nil}, chosenKeys, "")
		want := [][3]any{{"EDENRED", 0.0, false}, {"CARD", 2150.0, true}}
		for i, got := range two["payments"].([]any) {
			o := got.(map[string]any)
			if [3]any{o["method"].(map[string]any)["code"], o["amount"], o["supportsPartialRefunds"]} != want[i] {
				t.Errorf("payment %d of two: %v", i, o)
			}
		}
		p.plays("zoe", link+`{"accessToken":"at-zoe","refreshToken":"rt-zoe"}`, 200, map[string]any{"hasEdenredCredentials": true}, cartKeys, "")
		p.plays("zoe", withID(`PUT /api/orders/ID/payment {"paymentMethod":"edenred"}`, fed), 200, nil, chosenKeys, "")
		p.plays("zoe", withID(`PUT /api/orders/ID/pay {}`, fed), 400, nil, "", "")
		p.plays("zoe", withID(`PUT /api/orders/ID/pay {"paymentMethodId":"pm_card_visa"}`, fed), 200, map[string]any{"requiresAction": false}, stripeKeys,
			"payment.authorized payment.authorized order.created")
		if held, _, _, _ := p.edenred.Sums("zoe"); held != 1000 {
			t.Errorf("vouchers held %d", held)
		}

		id := p.basket()
		page := withID("GET /api/orders/ID/mercadopago-preference", id)
		p.plays("zoe", page, 400, nil, "", "") // not in this country
		p.set(map[string]any{"country": "br", "currency_code": "brl", "mercadopago_test_publishable_key": "pk", "mercadopago_test_access_token": "APP_",
			"mercadopago_test_webhook_secret": "s3cret"})
		p.plays("", page, 401, nil, "", "")
		p.plays("bob", page, 403, nil, "", "")
		p.plays("zoe", withID(`PUT /api/orders/ID/pay {"paymentMethodId":"CARD","paymentId":"123"}`, id), 400, nil, "", "")
		opened := p.plays("zoe", page, 200, map[string]any{"@type": "MercadopagoPreferenceResponse"}, "@context @id @type id", "")
		p.plays("zoe", page, 200, map[string]any{"id": opened["id"]}, "", "")
		p.plays("zoe", withID(`PUT /api/orders/ID/pay {"paymentMethodId":"CARD","paymentId":"123"}`, id), 400, nil, "", "")
		p.plays("zoe", withID(`PUT /api/orders/ID/pay {"paymentMethodId":"CARD","paymentId":null}`, id), 400, nil, "", "")
		p.plays("", "POST /mercadopago/webhook?payment=x&data.id=1 {}", 400, nil, "", "")
		charge := p.mercado.PayOnPage(fmt.Sprint(opened["id"]), "approved")
		notify := p.call("", fmt.Sprintf(`POST /mercadopago/webhook?%s&data.id=%d {"id":7,"action":"payment.updated"}`,
			strings.SplitN(p.mercado.NotificationURL(fmt.Sprint(opened["id"])), "?", 2)[1], charge))
		notify.headers = append(notify.headers, "X-Request-Id", "r", "X-Signature", fakemercado.Sign("s3cret", fmt.Sprint(charge), "r", w.Clock.Now()))
		p.wants(notify, 200, map[string]any{"received": true})
		p.plays("zoe", withID(fmt.Sprintf(`PUT /api/orders/ID/pay {"paymentMethodId":"CARD","paymentId":"%d"}`, charge), id), 200, map[string]any{"state": "new"}, orderKeys,
			"payment.fee_known payment.authorized payment.completed order.created")
		p.plays("zoe", page, 400, nil, "", "")
	}, paymentReactions()...)
}
