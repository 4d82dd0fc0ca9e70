package flow_test

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stripe/stripe-go/v85/webhook"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/blob"
	"pignon.coop/internal/check"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/job"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/pay/fakestripe"
	"pignon.coop/internal/pay/paytest"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

var (
	zoe        = authz.Actor{Kind: authz.Person, UserID: 1, Username: "zoe", CustomerID: 1}
	dispatcher = authz.Actor{Kind: authz.Person, UserID: 2, Username: "bob", CustomerID: 2, Roles: []authz.Role{authz.Dispatcher}}
	owner      = authz.Actor{Kind: authz.Person, UserID: 3, Username: "ada", CustomerID: 3, Roles: []authz.Role{authz.Restaurant}}
)

// coop is a co-op with one pizzeria, a payment provider and its jobs.
type coop struct {
	*dbtest.World
	t        testing.TB
	stripe   *paytest.Server
	mercado  *paytest.Mercado
	edenred  *paytest.Edenred
	checkout *flow.Checkout
	queue    *job.Queue
	pizzeria shop.Restaurant
	pizza    shop.Item
}

// each runs a test on both engines with a co-op of its own.
func each(t *testing.T, fn func(*testing.T, *coop)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) { c := newCoop(t, w); fn(t, c); c.wantSound() },
		db.On(flow.BasketPricedAdjustsPayment), db.On(flow.OrderAcceptedMakesDelivery), db.On(flow.OrderDelayedShiftsTasks),
		db.On(flow.OrderFulfilledTakesMoney), db.On(flow.OrderRefusedReleasesMoney), db.On(flow.OrderRefusedCancelsTasks),
		db.On(flow.OrderCancelledReleasesMoney), db.On(flow.OrderCancelledCancelsTasks), db.On(flow.OrderRestoredWantsMoney),
		db.On(flow.OrderRestoredRestoresTasks), db.On(flow.TaskDoneMovesOrder), db.On(flow.AllTasksCancelledCancelsOrder),
		db.On(flow.OrderPlacedBooksSale), db.On(flow.OrderRepricedBooksSale), db.On(flow.OrderRefusedUndoesSale), db.On(flow.OrderCancelledUndoesSale),
		db.On(flow.OrderRestoredBooksSale), db.On(flow.PaymentTakenIsBooked), db.On(flow.AstrayMoneyIsBooked), db.On(flow.CardFeeIsBooked), db.On(flow.RefundIsBooked), db.On(flow.DisputeIsBooked),
		db.On(flow.OrderFulfilledIsInvoiced), db.On(flow.OrderCancelledIsCredited), db.On(flow.OrderRefusedIsCredited), db.On(flow.OrderRepricedIsInvoicedAnew),
		db.On(flow.RefundIsCredited), db.On(flow.OrderRefusedGivesCouponBack), db.On(flow.OrderCancelledGivesCouponBack), db.On(flow.OrderRestoredUsesCouponAgain))
}

func newCoop(t testing.TB, w *dbtest.World) *coop {
	t.Helper()
	c := &coop{World: w, t: t, stripe: paytest.NewServer(t, 7), mercado: paytest.NewMercado(t, w.Clock.Now),
		edenred: paytest.NewEdenred(t, map[string]int64{"zoe": 1000})}
	c.must(authz.System(), func(tx *db.Tx) error {
		if err := org.SeedSettings(tx, map[string]any{
			"stripe_test_publishable_key": paytest.PublicKey, "stripe_test_secret_key": paytest.Key, "stripe_test_connect_client_id": "ca_x",
			"stripe_test_webhook_secret": paytest.WebhookSecret, "cash_on_delivery_enabled": true,
		}); err != nil {
			return err
		}
		return c.build(tx)
	})
	gateway := c.stripe.GatewayInWork(db.InWork)
	c.checkout = flow.NewCheckout(flow.CheckoutIn{
		DB: w.DB, Log: slog.New(slog.DiscardHandler), Planner: func() *routing.Planner { return routing.NewPlanner(routing.PlannerIn{}) },
		Gateway: func(d pay.Door) pay.Intents {
			switch {
			case d.Live:
				return nil
			case d.Provider == pay.ByMercadoPago:
				return c.mercado.Gateway(db.InWork)
			case d.Provider == pay.ByEdenred:
				return c.vouchers(d.Live, d.Holder)
			}
			return gateway
		},
		Wallet: func(bool) pay.Wallet { return gateway }, Vouchers: c.vouchers,
		Settings: c.settings, RealNow: c.stripe.Now, Origin: "https://pignons.example",
	})
	router := flow.Router{DB: w.DB, Planner: func() *routing.Planner { return routing.NewPlanner(routing.PlannerIn{}) }}
	c.queue = job.New(w.DB, slog.New(slog.DiscardHandler), []job.Handler{
		job.On(c.checkout.Work), job.On(c.checkout.Look), job.On(c.checkout.Rescue), job.On(c.checkout.LookAtDisputes), job.On(router.Route), job.On(clerk(c).Work), job.On(clerk(c).Close),
	}, nil)
	return c
}

// vouchers is the provider of meal vouchers for a customer.
func (c *coop) vouchers(_ bool, customer int64) *pay.Edenred {
	load := func(ctx context.Context) (t pay.VoucherTokens, err error) {
		err = c.Read(ctx, authz.System(), func(tx *db.Tx) error {
			found, err := account.LoadCustomer(tx, customer)
			t = found.Vouchers()
			return err
		})
		return t, err
	}
	return c.edenred.Gateway(load, func(ctx context.Context, t pay.VoucherTokens) error {
		return c.Write(ctx, authz.System(), func(tx *db.Tx) error { return account.KeepVouchers(tx, customer, t) })
	})
}

func (c *coop) settings() (s org.Settings) {
	c.see(func(tx *db.Tx) (err error) { s, err = org.LoadSettings(tx); return err })
	return s
}

func ptr[T any](v T) *T { return &v }

func (c *coop) build(tx *db.Tx) error {
	for i, name := range []string{"zoe", "bob", "ada"} {
		email := name + "@example.org"
		if _, err := tx.Exec("INSERT INTO customers (id, email, email_canonical, tags, created_at, updated_at) VALUES (?, ?, ?, '[]', 0, 0)", i+1, email, email); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO users (id, username, username_canonical, email, email_canonical, roles, enabled, customer_id, version, created_at, updated_at)
			VALUES (?, ?, ?, ?, ?, '["ROLE_ADMIN"]', TRUE, ?, 1, 0, 0)`, i+1, name, name, email, email, i+1); err != nil {
			return err
		}
	}
	hours, err := span.ParseHours([]string{"Mo-Su 11:30-23:30"})
	if err != nil {
		return err
	}
	delivery, collection := shop.DefaultMethod(shop.Delivery), shop.DefaultMethod(shop.Collection)
	delivery.OpeningHours, collection.OpeningHours, collection.Enabled = hours, hours, true
	if c.pizzeria, err = shop.CreateRestaurant(tx, shop.CreateRestaurantIn{
		Address: org.AddressIn{StreetAddress: ptr("12 Rue Sedaine, Paris"), Position: &org.Position{Lat: 48.8562, Lng: 2.3726}},
		Fields:  shop.Fields{Name: ptr("Da Ada"), Enabled: ptr(true), Methods: &[]shop.FulfillmentMethod{delivery, collection}},
	}); err != nil {
		return err
	}
	if err := shop.SetOwners(tx, owner.UserID, []int64{c.pizzeria.ID}); err != nil {
		return err
	}
	if err := shop.ProvisionTaxes(tx, "fr"); err != nil {
		return err
	}
	rates, err := shop.LoadTaxRates(tx)
	if err != nil {
		return err
	}
	c.pizza, err = shop.CreateProduct(tx, shop.CreateProductIn{
		RestaurantID: c.pizzeria.ID, Code: "MARGHERITA", Name: "Margherita", Price: 900, TaxCategoryID: rates.Categories[1].ID,
	})
	return err
}

func (c *coop) must(who authz.Actor, fn func(*db.Tx) error) {
	c.t.Helper()
	if err := c.Write(context.Background(), who, fn); err != nil {
		c.t.Fatal(err)
	}
}

func (c *coop) see(fn func(*db.Tx) error) {
	c.t.Helper()
	if err := c.Read(context.Background(), authz.System(), fn); err != nil {
		c.t.Fatal(err)
	}
}

// basket makes zoe a basket with some pizzas, to be brought to her.
func (c *coop) basket(pizzas int64) (id int64) {
	c.t.Helper()
	c.must(zoe, func(tx *db.Tx) error {
		o, err := order.OpenCart(tx, order.OpenCartIn{RestaurantID: c.pizzeria.ID, Address: &org.AddressIn{
			StreetAddress: ptr("4 Rue de la Roquette, Paris"), Position: &org.Position{Lat: 48.8538, Lng: 2.3707},
		}})
		if err != nil {
			return err
		}
		id = o.ID
		_, err = order.AddItem(tx, order.AddItemIn{OrderID: id, ItemIn: order.ItemIn{Code: "MARGHERITA", Quantity: pizzas}})
		return err
	})
	return id
}

func (c *coop) pay(in flow.PayIn) (flow.Paid, error) {
	return c.checkout.Pay(context.Background(), zoe, in)
}

// placed makes an order of zoe, paid by card.
func (c *coop) placed(pizzas int64) int64 {
	c.t.Helper()
	id := c.basket(pizzas)
	paid, err := c.pay(flow.PayIn{OrderID: id, Method: "pm_card_visa"})
	if err != nil || paid.State != flow.Placed {
		c.t.Fatalf("pay: %+v, %v", paid, err)
	}
	return id
}

func (c *coop) drain() {
	c.t.Helper()
	if _, err := c.queue.Drain(context.Background()); err != nil {
		c.t.Fatal(err)
	}
}

func (c *coop) order(id int64) (o order.Order) {
	c.t.Helper()
	c.see(func(tx *db.Tx) (err error) { o, err = order.LoadOrder(tx, id); return err })
	return o
}

// states gives the states of an order's payments, those that were given up left out.
func (c *coop) states(id int64) string {
	c.t.Helper()
	var states []string
	for _, p := range c.payments(id) {
		if p.State != payment.IsFailed {
			states = append(states, string(p.State))
		}
	}
	return strings.Join(states, " ")
}

func (c *coop) payments(id int64) (all []payment.Payment) {
	c.t.Helper()
	c.see(func(tx *db.Tx) (err error) { all, err = payment.PaymentsOf(tx, id); return err })
	return all
}

func (c *coop) live(id int64) payment.Payment {
	c.t.Helper()
	for _, p := range c.payments(id) {
		if !p.State.Over() {
			return p
		}
	}
	c.t.Fatalf("order %d has no live payment", id)
	return payment.Payment{}
}

// money sums what the provider's own ledger says: held, taken, let go, given back.
func (c *coop) money() (held, taken, released, returned int64) {
	for _, e := range c.stripe.Ledger() {
		switch e.Kind {
		case fakestripe.Hold:
			held += e.Amount
		case fakestripe.Take:
			taken += e.Amount
		case fakestripe.Release:
			released += e.Amount
		case fakestripe.Return:
			returned += e.Amount
		}
	}
	return held, taken, released, returned
}

func (c *coop) wantMoney(held, taken, released, returned int64) {
	c.t.Helper()
	h, k, r, b := c.money()
	if [4]int64{h, k, r, b} != [4]int64{held, taken, released, returned} {
		c.t.Errorf("the provider held %d, took %d, let go %d, gave back %d; want %d, %d, %d, %d", h, k, r, b, held, taken, released, returned)
	}
}

// happenings counts the journal's entries of a name.
func (c *coop) happenings(name string) (n int) {
	c.t.Helper()
	c.see(func(tx *db.Tx) error {
		entries, err := db.EntriesAfter(tx, 0, 1_000_000)
		for _, e := range entries {
			if e.Name == name {
				n++
			}
		}
		return err
	})
	return n
}

// confirm is the customer's browser, which confirms an intent with its client secret and a card.
func (c *coop) confirm(secret, card string) {
	c.t.Helper()
	id, _, _ := strings.Cut(secret, "_secret_")
	form := url.Values{"client_secret": {secret}, "payment_method": {card}, "key": {paytest.PublicKey}}
	answer, err := http.PostForm(c.stripe.URL+"/v1/payment_intents/"+id+"/confirm", form)
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusPaymentRequired {
		body, _ := io.ReadAll(answer.Body)
		c.t.Fatalf("confirm: %s %s", answer.Status, body)
	}
}

// hear delivers a webhook about an intent, signed as the provider signs.
func (c *coop) hear(eventID, kind, intent string) error {
	object := map[string]any{"id": intent, "object": "payment_intent"}
	if strings.HasPrefix(kind, "charge.") {
		object = map[string]any{"id": "ch_1", "object": "charge", "payment_intent": intent}
	}
	body, err := json.Marshal(map[string]any{"id": eventID, "object": "event", "type": kind, "created": 1, "data": map[string]any{"object": object}})
	if err != nil {
		return err
	}
	now := c.stripe.Now()
	signature := hex.EncodeToString(webhook.ComputeSignature(now, body, paytest.WebhookSecret))
	return c.checkout.Receive(context.Background(), body, fmt.Sprintf("t=%d,v1=%s", now.Unix(), signature))
}

// wantSound checks every invariant of the co-op's data, and its payments at the provider.
func (c *coop) wantSound() {
	c.t.Helper()
	r, err := check.Run(context.Background(), check.House{DB: c.DB, Blobs: blob.NewMemory(c.Clock.Now, 1), Gateway: c.checkout.Gateway})
	if err != nil || len(r.Broken)+len(r.Skipped) > 0 {
		c.t.Errorf("%v %v %v", r.Broken, r.Skipped, err)
	}
}
