package flow_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/pay/fakemercado"
	"pignon.coop/internal/payment"
)

// inBrazil makes the second provider the co-op's.
func (c *coop) inBrazil() {
	c.t.Helper()
	c.must(authz.System(), func(tx *db.Tx) error {
		return org.SeedSettings(tx, map[string]any{"country": "br", "currency_code": "brl", "mercadopago_test_publishable_key": "pk",
			"mercadopago_test_access_token": "APP_", "mercadopago_test_webhook_secret": "s3cret"})
	})
}

// open gives the page on which a basket is paid.
func (c *coop) open(id int64) string {
	c.t.Helper()
	paid, err := c.pay(flow.PayIn{OrderID: id, Automatic: true})
	if err != nil || paid.State != flow.ActionRequired || paid.Intent == "" {
		c.t.Fatalf("%+v, %v", paid, err)
	}
	return string(paid.Intent)
}

// notified is the provider's notification about a payment on a page.
func (c *coop) notified(event, page string, charge int64) error {
	_, reference, _ := strings.Cut(c.mercado.NotificationURL(page), "?payment=")
	subject := fmt.Sprint(charge)
	return c.checkout.ReceiveMercado(context.Background(), reference, pay.MercadoHookIn{Body: []byte(`{"id":` + event + `,"action":"payment.updated"}`),
		Subject: subject, Request: "r", Signature: fakemercado.Sign("s3cret", subject, "r", c.Clock.Now())})
}

// A basket that is paid on the provider's page becomes one order, whoever hears of it first: the app, the notification or the rescue.
func TestPaidOnThePageOfTheSecondProvider(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		c.inBrazil()
		for i, by := range []string{"app", "notification", "rescue"} {
			id := c.basket(1)
			page := c.open(id)
			if again := c.open(id); again != page {
				t.Errorf("two pages for a basket: %s and %s", page, again)
			}
			if _, err := c.pay(flow.PayIn{OrderID: id, Automatic: true, Charge: "123"}); err != nil || c.order(id).State != order.IsCart {
				t.Errorf("a payment of nobody: %v, order %s", err, c.order(id).State)
			}
			c.mercado.PayOnPage(page, "rejected")
			charge := c.mercado.PayOnPage(page, "approved")
			var err error
			switch by {
			case "app":
				_, err = c.pay(flow.PayIn{OrderID: id, Automatic: true, Charge: pay.ChargeID(fmt.Sprint(charge))})
			case "notification":
				for range 2 {
					err = c.notified(fmt.Sprint(100+i), page, charge)
				}
				c.drain()
			case "rescue":
				c.Clock.Step(3 * time.Minute)
				err = c.checkout.Rescue(context.Background(), payment.RescueAttempts{})
			}
			if err != nil || c.order(id).State != order.IsNew || c.states(id) != "completed" {
				t.Errorf("%s: %v, order %s, payments %s", by, err, c.order(id).State, c.states(id))
			}
			c.must(owner, func(tx *db.Tx) error { _, err := order.Accept(tx, order.VerbIn{OrderID: id}); return err })
			c.finishTasks(id)
			if p := c.live(id); p.Details.V.Fee == 0 || c.order(id).State != order.IsFulfilled {
				t.Errorf("%s: fee %d, order %s", by, p.Details.V.Fee, c.order(id).State)
			}
		}
		if n := c.happenings("order.created"); n != 3 {
			t.Errorf("%d orders", n)
		}
	})
}

// What was taken at once goes back when the order is refused or cancelled, once; a part can go back later.
func TestSecondProviderGivesBack(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		c.inBrazil()
		ordered := func() int64 {
			id := c.basket(2)
			c.mercado.PayOnPage(c.open(id), "approved")
			if _, err := c.pay(flow.PayIn{OrderID: id, Automatic: true, Charge: "x"}); err != nil {
				t.Fatal(err)
			}
			return id
		}
		refused, kept := ordered(), ordered()
		c.must(owner, func(tx *db.Tx) error {
			_, err := order.Refuse(tx, order.ReasonIn{VerbIn: order.VerbIn{OrderID: refused}})
			return err
		})
		c.mercado.LoseAnswers(3)
		for range 3 {
			c.drain()
			c.Clock.Step(2 * time.Minute)
			_ = c.checkout.Rescue(context.Background(), payment.RescueAttempts{})
		}
		if got := c.states(refused); got != "refunded" {
			t.Errorf("refused: %s", got)
		}
		if _, err := c.checkout.Refund(context.Background(), dispatcher, payment.RefundIn{PaymentID: c.live(kept).ID, Amount: 300, Liable: "merchant"}); err != nil {
			t.Fatal(err)
		}
		if got := c.states(kept); got != "refunded_partially" {
			t.Errorf("kept: %s", got)
		}
		keys := map[string]int{}
		for _, call := range c.mercado.Calls() {
			if strings.HasSuffix(call.Path, "/refunds") {
				keys[call.Key]++
			}
		}
		if len(keys) != 2 {
			t.Errorf("keys of refunds: %v", keys)
		}
	})
}

// A page is closed when the basket changes; what was paid on it meanwhile is astray, and told.
func TestPageOfAnOlderBasket(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		c.inBrazil()
		id := c.basket(1)
		page := c.open(id)
		more := func() {
			c.must(zoe, func(tx *db.Tx) error {
				_, err := order.AddItem(tx, order.AddItemIn{OrderID: id, ItemIn: order.ItemIn{Code: "MARGHERITA", Quantity: 1}})
				return err
			})
		}
		more()
		c.drain()
		if c.mercado.PayOnPage(page, "approved") != 0 {
			t.Error("the old page still takes money")
		}
		second := c.open(id)
		more()
		c.mercado.PayOnPage(second, "approved")
		c.drain()
		if n := c.happenings("payment.astray"); n != 1 || c.order(id).State != order.IsCart {
			t.Errorf("%d astray, order %s", n, c.order(id).State)
		}
		c.drain()
		back := 0
		for _, p := range c.payments(id) {
			c.see(func(tx *db.Tx) error {
				sum, err := payment.RefundedOf(tx, p.ID)
				back += int(sum)
				return err
			})
		}
		if back == 0 {
			t.Error("what went astray was not given back")
		}
	})
}

func TestForgedNotifications(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		c.inBrazil()
		for _, signature := range []string{"", "ts=1,v1=00", fakemercado.Sign("other", "1", "r", c.Clock.Now())} {
			err := c.checkout.ReceiveMercado(context.Background(), "x", pay.MercadoHookIn{Body: []byte(`{"id":1}`), Subject: "1", Request: "r", Signature: signature})
			if !fail.Is(err, fail.Invalid) {
				t.Errorf("%q: %v", signature, err)
			}
		}
	})
}

// The restaurant's own account is charged, less the co-op's fee.
func TestSellerOfTheSecondProvider(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		c.inBrazil()
		c.must(authz.System(), func(tx *db.Tx) error {
			c.pizzeria.Options.V.MercadopagoAccount = []byte(`{"userId":"88","accessToken":"APP_88","publicKey":"PUBLIC_KEY"}`)
			return db.Update(tx, "restaurants", c.pizzeria)
		})
		id := c.basket(1)
		c.mercado.PayOnPage(c.open(id), "approved")
		if _, err := c.pay(flow.PayIn{OrderID: id, Automatic: true, Charge: "x"}); err != nil || c.live(id).Account != "88" {
			t.Errorf("%v, account %q", err, c.live(id).Account)
		}
		first := c.mercado.Calls()[0]
		payer, _ := first.Body["payer"].(map[string]any)
		if first.Token != "88" || payer["email"] != "zoe@example.org" {
			t.Errorf("%+v", first)
		}
	})
}
