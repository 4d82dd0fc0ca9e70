package flow_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/pay/fakestripe"
	"pignon.coop/internal/payment"
)

// takesVouchers lets the pizzeria take meal vouchers, and zoe pay by hers, which have 10.00 left.
func (c *coop) takesVouchers() {
	c.t.Helper()
	c.must(authz.System(), func(tx *db.Tx) error {
		if err := org.SeedSettings(tx, map[string]any{"edenred_client_id": "coop"}); err != nil {
			return err
		}
		c.pizzeria.Options.V.EdenredEnabled, c.pizzeria.Options.V.EdenredMerchantID = true, "MID1"
		return db.Update(tx, "restaurants", c.pizzeria)
	})
}

func (c *coop) link(id int64, access string) error {
	return c.checkout.LinkVouchers(context.Background(), zoe, id, pay.VoucherTokens{Access: access, Refresh: "rt-zoe"})
}

func (c *coop) choose(id int64, code payment.Code) []payment.Payment {
	c.t.Helper()
	chosen, err := c.checkout.ChooseMethod(context.Background(), zoe, payment.ChooseMethodIn{OrderID: id, Code: code})
	if err != nil {
		c.t.Fatal(err)
	}
	return chosen
}

// byVouchers makes a basket that vouchers pay as far as they go.
func (c *coop) byVouchers(pizzas int64) int64 {
	c.t.Helper()
	id := c.basket(pizzas)
	if err := c.link(id, "at-zoe"); err != nil {
		c.t.Fatal(err)
	}
	c.choose(id, payment.Voucher)
	return id
}

func (c *coop) wantVouchers(held, taken, back, left int64) {
	c.t.Helper()
	h, k, b, l := c.edenred.Sums("zoe")
	if [4]int64{h, k, b, l} != [4]int64{held, taken, back, left} {
		c.t.Errorf("vouchers: held %d, taken %d, back %d, left %d; want %d, %d, %d, %d", h, k, b, l, held, taken, back, left)
	}
}

func shape(all []payment.Payment) (s string) {
	for _, p := range all {
		s += fmt.Sprintf("%s %d %s; ", p.Code, p.Amount, p.State)
	}
	return s
}

// Vouchers pay for food, not for the ride, the tip or alcohol, and for no more than they have; a card pays the rest.
func TestVouchersPayForFood(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		c.takesVouchers()
		small := c.basket(1)
		if got, want := shape(c.choose(small, payment.Voucher)), fmt.Sprintf("EDENRED 0 cart; CARD %d cart; ", c.order(small).Total); got != want {
			t.Errorf("without tokens: %s, want %s", got, want)
		}
		if err := c.link(small, "at-zoe"); err != nil {
			t.Fatal(err)
		}
		ride := c.order(small).Total - 900
		if got, want := shape(c.choose(small, payment.Voucher)), fmt.Sprintf("EDENRED 900 cart; CARD %d cart; ", ride); ride > 0 && got != want {
			t.Errorf("a pizza: %s, want %s", got, want)
		}
		c.must(zoe, func(tx *db.Tx) error {
			_, err := order.AddItem(tx, order.AddItemIn{OrderID: small, ItemIn: order.ItemIn{Code: "MARGHERITA", Quantity: 1}})
			return err
		})
		if got, want := shape(c.payments(small)), fmt.Sprintf("EDENRED 1000 cart; CARD %d cart; ", c.order(small).Total-1000); got != want {
			t.Errorf("two pizzas: %s, want %s", got, want)
		}
		c.must(authz.System(), func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE product_variants SET tax_category_id = (SELECT id FROM tax_categories WHERE code = 'DRINK_ALCOHOL')")
			return err
		})
		if got, want := shape(c.choose(small, payment.Voucher)), fmt.Sprintf("EDENRED 0 cart; CARD %d cart; ", c.order(small).Total); got != want {
			t.Errorf("wine: %s, want %s", got, want)
		}
		if got, want := shape(c.choose(small, payment.Card)), fmt.Sprintf("CARD %d cart; ", c.order(small).Total); got != want {
			t.Errorf("by card after all: %s, want %s", got, want)
		}
	})
}

// One order, two payments: both held, both taken, given back each by itself.
func TestVouchersAndACard(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		c.takesVouchers()
		id := c.byVouchers(2)
		paid, err := c.pay(flow.PayIn{OrderID: id, Method: "pm_card_visa"})
		rest := int64(c.order(id).Total) - 1000
		if err != nil || paid.State != flow.Placed || c.states(id) != "authorized authorized" {
			t.Fatalf("%+v, %v, %s", paid, err, c.states(id))
		}
		c.wantVouchers(1000, 0, 0, 0)
		c.wantMoney(rest, 0, 0, 0)
		c.must(owner, func(tx *db.Tx) error { _, err := order.Accept(tx, order.VerbIn{OrderID: id}); return err })
		c.finishTasks(id)
		c.drain()
		c.wantVouchers(0, 1000, 0, 0)
		c.wantMoney(rest, rest, 0, 0)
		var voucher payment.Payment
		for _, p := range c.payments(id) {
			if p.Code == payment.Voucher {
				voucher = p
			}
		}
		if _, err := c.checkout.Refund(context.Background(), dispatcher, payment.RefundIn{PaymentID: voucher.ID, Amount: 100, Liable: "merchant"}); !fail.Has(err, "payment.refund.whole") {
			t.Errorf("a part of vouchers: %v", err)
		}
		if err := c.checkout.RefundOrder(context.Background(), dispatcher, flow.RefundOrderIn{OrderID: id, Liable: "platform"}); err != nil {
			t.Fatal(err)
		}
		c.wantVouchers(0, 1000, 1000, 1000)
		c.wantMoney(rest, rest, 0, rest)
	})
}

// Neither is held for an order that cannot be: a declined card asks for no voucher, a refused voucher lets the card go.
func TestOneOfTwoIsRefused(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		c.takesVouchers()
		id := c.byVouchers(2)
		paid, err := c.pay(flow.PayIn{OrderID: id, Method: "pm_card_chargeDeclined"})
		if err != nil || paid.State != flow.Declined {
			t.Fatalf("%+v, %v", paid, err)
		}
		c.wantVouchers(0, 0, 0, 1000)
		other := c.byVouchers(2)
		if paid, err := c.pay(flow.PayIn{OrderID: other, Method: "pm_card_visa"}); err != nil || paid.State != flow.Placed {
			t.Fatalf("%+v, %v", paid, err)
		}
		rest := int64(c.order(other).Total) - 1000
		paid, err = c.pay(flow.PayIn{OrderID: id, Method: "pm_card_visa"}) // the vouchers are spent meanwhile
		if err != nil || paid.State != flow.Declined || c.order(id).State != order.IsCart {
			t.Fatalf("%+v, %v, %s", paid, err, c.order(id).State)
		}
		c.drain()
		c.wantMoney(2*rest, 0, rest, 0)
		c.choose(id, payment.Card)
		if paid, err := c.pay(flow.PayIn{OrderID: id, Method: "pm_card_visa"}); err != nil || paid.State != flow.Placed {
			t.Errorf("by card alone: %+v, %v", paid, err)
		}
	})
}

func TestRefusedOrderLetsVouchersGo(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		c.takesVouchers()
		id := c.byVouchers(2)
		if _, err := c.pay(flow.PayIn{OrderID: id, Method: "pm_card_visa"}); err != nil {
			t.Fatal(err)
		}
		c.must(owner, func(tx *db.Tx) error {
			_, err := order.Refuse(tx, order.ReasonIn{VerbIn: order.VerbIn{OrderID: id}})
			return err
		})
		c.drain()
		rest := int64(c.order(id).Total) - 1000
		c.wantMoney(rest, 0, rest, 0)
		c.wantVouchers(0, 0, 0, 1000)
	})
}

// Whatever gets lost on the way, both parts are held once and the order is placed once.
func TestLostAnswersOfTwoProviders(t *testing.T) {
	for name, lose := range map[string]func(*coop){
		"card":     func(c *coop) { c.stripe.FailNext(fakestripe.LoseAnswer, fakestripe.LoseAnswer, fakestripe.LoseAnswer) },
		"vouchers": func(c *coop) { c.edenred.LoseAnswers(3) },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, c *coop) {
				c.takesVouchers()
				id := c.byVouchers(2)
				lose(c)
				if _, err := c.pay(flow.PayIn{OrderID: id, Method: "pm_card_visa"}); !fail.Is(err, fail.Unavailable) {
					t.Errorf("%v", err)
				}
				c.Clock.Step(2 * time.Minute)
				for range 2 {
					if err := c.checkout.Rescue(context.Background(), payment.RescueAttempts{}); err != nil {
						t.Fatal(err)
					}
				}
				if c.order(id).State != order.IsNew || c.states(id) != "authorized authorized" || c.happenings("order.created") != 1 {
					t.Errorf("order %s, payments %s", c.order(id).State, c.states(id))
				}
				c.wantVouchers(1000, 0, 0, 0)
				c.wantMoney(int64(c.order(id).Total)-1000, 0, 0, 0)
			})
		})
	}
}

func TestTokensThatCannotBeUsed(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.basket(1)
		if _, err := c.checkout.ChooseMethod(context.Background(), zoe, payment.ChooseMethodIn{OrderID: id, Code: payment.Voucher}); !fail.Has(err, "payment.voucher.not_taken") {
			t.Errorf("where they are not taken: %v", err)
		}
		c.takesVouchers()
		usable := func() bool {
			tokens := pay.VoucherTokens{}
			c.see(func(tx *db.Tx) (err error) {
				var text string
				text, err = db.One[string](tx, "SELECT edenred_credentials FROM customers WHERE id = 1")
				tokens.Usable = err == nil && text != "" && text[len(text)-5:] == "true}"
				return err
			})
			return tokens.Usable
		}
		for access, want := range map[string]bool{"nonsense": true /* renewed by the refresh token */, "at-zoe": true} {
			if err := c.link(id, access); err != nil || usable() != want {
				t.Errorf("%s: usable %v, %v", access, usable(), err)
			}
		}
		if err := c.checkout.LinkVouchers(context.Background(), zoe, id, pay.VoucherTokens{Access: "x", Refresh: "y"}); err != nil || usable() {
			t.Errorf("tokens of nobody are usable, %v", err)
		}
		if err := c.checkout.LinkVouchers(context.Background(), owner, id, pay.VoucherTokens{Access: "x", Refresh: "y"}); !fail.Is(err, fail.Forbidden) {
			t.Errorf("a stranger: %v", err)
		}
		if sum := money.Amount(0); shape(c.choose(id, payment.Voucher))[:10] != fmt.Sprintf("EDENRED %d ", sum) {
			t.Errorf("%s", shape(c.payments(id)))
		}
	})
}
