package flow_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/order"
	"pignon.coop/internal/pay/fakestripe"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/span"
)

func TestCardPaysAndPlaces(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.placed(2)
		total := int64(c.order(id).Total)
		c.wantMoney(total, 0, 0, 0)
		if got := c.states(id); got != "authorized" {
			t.Errorf("payments: %s", got)
		}
		if o := c.order(id); o.State != order.IsNew || o.Number == "" {
			t.Errorf("order: %+v", o)
		}
		paid, err := c.pay(flow.PayIn{OrderID: id, Method: "pm_card_visa"})
		if err != nil || paid.State != flow.Placed {
			t.Errorf("a second try: %+v, %v", paid, err)
		}
		c.wantMoney(total, 0, 0, 0)
	})
}

func TestDeclinedCardLeavesABasketThatCanBePaid(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.basket(1)
		paid, err := c.pay(flow.PayIn{OrderID: id, Method: "pm_card_chargeDeclinedInsufficientFunds"})
		if err != nil || paid.State != flow.Declined || paid.Words != "Your card has insufficient funds." {
			t.Fatalf("%+v, %v", paid, err)
		}
		if got := c.states(id); got != "cart" {
			t.Errorf("payments: %s", got)
		}
		if paid, err = c.pay(flow.PayIn{OrderID: id, Method: "pm_card_visa"}); err != nil || paid.State != flow.Placed {
			t.Errorf("%+v, %v", paid, err)
		}
		c.wantMoney(int64(c.order(id).Total), 0, 0, 0)
	})
}

func TestFiveCardsForABasket(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.basket(1)
		for range 5 {
			if _, err := c.pay(flow.PayIn{OrderID: id, Method: "pm_card_chargeDeclined"}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := c.pay(flow.PayIn{OrderID: id, Method: "pm_card_visa"}); !fail.Is(err, fail.Throttled) {
			t.Errorf("the sixth: %v", err)
		}
		for range 3 {
			other := c.basket(1)
			for range 5 {
				if _, err := c.pay(flow.PayIn{OrderID: other, Method: "pm_card_chargeDeclined", Address: "203.0.113.9"}); err != nil {
					t.Fatal(err)
				}
			}
		}
		id = c.basket(1)
		for range 5 {
			_, _ = c.pay(flow.PayIn{OrderID: id, Method: "pm_card_chargeDeclined", Address: "203.0.113.9"})
		}
		if _, err := c.pay(flow.PayIn{OrderID: c.basket(1), Method: "pm_card_visa", Address: "203.0.113.9"}); !fail.Is(err, fail.Throttled) {
			t.Errorf("the 21st from one address: %v", err)
		}
	})
}

func TestBankAsksAQuestion(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		for _, yes := range []bool{true, false} {
			id := c.basket(1)
			paid, err := c.pay(flow.PayIn{OrderID: id, Method: "pm_card_threeDSecure2Required"})
			if err != nil || paid.State != flow.ActionRequired || paid.ClientSecret == "" {
				t.Fatalf("%+v, %v", paid, err)
			}
			if err := c.stripe.Act(paid.ClientSecret, yes); err != nil {
				t.Fatal(err)
			}
			again, err := c.pay(flow.PayIn{OrderID: id, Intent: paid.Intent})
			want := flow.Declined
			if yes {
				want = flow.Placed
			}
			if err != nil || again.State != want {
				t.Errorf("answered %v: %+v, %v", yes, again, err)
			}
		}
	})
}

func TestIntentOfAnotherOrder(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		cheap, dear := c.basket(1), c.basket(5)
		paid, err := c.pay(flow.PayIn{OrderID: cheap, Method: "pm_card_threeDSecure2Required"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.pay(flow.PayIn{OrderID: dear, Intent: paid.Intent}); !fail.Has(err, "payment.intent.other") {
			t.Errorf("an intent of another order: %v", err)
		}
		if _, err := c.checkout.Pay(context.Background(), owner, flow.PayIn{OrderID: dear, Method: "pm_card_visa"}); !fail.Is(err, fail.Forbidden) {
			t.Errorf("an order of somebody else: %v", err)
		}
		if c.order(dear).State != order.IsCart {
			t.Error("it was placed")
		}
	})
}

func TestOnlyWhatIsAllowed(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.basket(1)
		if _, err := c.pay(flow.PayIn{OrderID: id, Code: payment.Nothing}); !fail.Has(err, "payment.method.missing") {
			t.Errorf("for nothing: %v", err)
		}
		c.must(authz.System(), func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE settings SET value = '' WHERE name = 'cash_on_delivery_enabled'")
			return err
		})
		if _, err := c.pay(flow.PayIn{OrderID: id, Code: payment.Cash}); !fail.Has(err, "payment.cash.not_taken") {
			t.Errorf("cash: %v", err)
		}
		if c.order(id).State != order.IsCart {
			t.Error("it was placed unpaid")
		}
	})
}

func TestCashIsDueAtTheDoor(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.basket(1)
		paid, err := c.pay(flow.PayIn{OrderID: id, Code: payment.Cash})
		if err != nil || paid.State != flow.Placed || c.states(id) != "authorized" {
			t.Fatalf("%+v, %v, %s", paid, err, c.states(id))
		}
		c.must(owner, func(tx *db.Tx) error { _, err := order.Accept(tx, order.VerbIn{OrderID: id}); return err })
		c.finishTasks(id)
		if got := c.states(id); got != "completed" || c.order(id).State != order.IsFulfilled {
			t.Errorf("payments %s, order %s", got, c.order(id).State)
		}
		c.wantMoney(0, 0, 0, 0)
	})
}

func TestFiftyAtOnce(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.basket(2)
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				if paid, err := c.pay(flow.PayIn{OrderID: id, Method: "pm_card_visa"}); err != nil || paid.State != flow.Placed {
					t.Errorf("%+v, %v", paid, err)
				}
			})
		}
		group.Wait()
		c.wantMoney(int64(c.order(id).Total), 0, 0, 0)
		if n := c.happenings("order.created"); n != 1 {
			t.Errorf("%d orders were created", n)
		}
	})
}

// TestKilledBetweenPhases stops a payment after each phase; the rescue must bring it to one order and one hold.
func TestKilledBetweenPhases(t *testing.T) {
	prepare := func(c *coop, id int64) payment.Step {
		var step payment.Step
		c.must(zoe, func(tx *db.Tx) error {
			quote, err := order.QuoteCart(tx, id)
			if err == nil {
				step, err = payment.Prepare(tx, payment.PrepareIn{Quote: quote, Code: payment.Card, Card: "pm_card_visa"})
			}
			return err
		})
		return step
	}
	each(t, func(t *testing.T, c *coop) {
		prepared, charged := c.basket(1), c.basket(2)
		prepare(c, prepared)
		step := prepare(c, charged)
		if answer := payment.Charge(context.Background(), c.stripe.Gateway(), step.Attempt); answer.Problem != nil {
			t.Fatal(answer.Problem)
		}
		c.Clock.Step(2 * time.Minute)
		for range 2 {
			if err := c.checkout.Rescue(context.Background(), payment.RescueAttempts{}); err != nil {
				t.Fatal(err)
			}
		}
		c.drain()
		for _, id := range []int64{prepared, charged} {
			if c.order(id).State != order.IsNew || c.states(id) != "authorized" {
				t.Errorf("order %d: %s, payments %s", id, c.order(id).State, c.states(id))
			}
		}
		c.wantMoney(int64(c.order(prepared).Total+c.order(charged).Total), 0, 0, 0)
	})
}

func TestLostAnswers(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		down, lose := fakestripe.Down, fakestripe.LoseAnswer
		for _, faults := range [][]fakestripe.Fault{{lose}, {down}, {lose, down}, {lose, lose, lose}, {down, down, down}} {
			id := c.basket(1)
			c.stripe.FailNext(faults...)
			_, err := c.pay(flow.PayIn{OrderID: id, Method: "pm_card_visa"})
			if wanted := len(faults) == 3; fail.Is(err, fail.Unavailable) != wanted {
				t.Errorf("%v: %v", faults, err)
			}
			c.Clock.Step(2 * time.Minute)
			if err := c.checkout.Rescue(context.Background(), payment.RescueAttempts{}); err != nil {
				t.Fatal(err)
			}
			if c.order(id).State != order.IsNew {
				t.Errorf("%v: the order is %s", faults, c.order(id).State)
			}
		}
		held, _, _, _ := c.money()
		if want := 5 * int64(c.order(1).Total); held != want {
			t.Errorf("held %d, want %d", held, want)
		}
		c.wantOneKeyPerAttempt()
	})
}

// wantOneKeyPerAttempt checks that no two keys were used for one call of ours.
func (c *coop) wantOneKeyPerAttempt() {
	c.t.Helper()
	seen := map[string]string{}
	for _, call := range c.stripe.Calls() {
		if call.Method != "POST" || call.Key == "" || len(call.Form["metadata[payment]"]) == 0 {
			continue
		}
		of := call.Form["metadata[payment]"][0]
		if before, ok := seen[of]; ok && before != call.Key {
			c.t.Errorf("payment %s was asked for with two keys", of)
		}
		seen[of] = call.Key
	}
}

func TestClosedBrowser(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		for i, by := range []string{"webhook", "rescue", "return"} {
			id := c.basket(1)
			paid, err := c.pay(flow.PayIn{OrderID: id, Automatic: true})
			if err != nil || paid.State != flow.ActionRequired {
				t.Fatalf("%+v, %v", paid, err)
			}
			c.confirm(paid.ClientSecret, "pm_card_visa")
			switch by {
			case "webhook":
				err = c.hear(fmt.Sprintf("evt_%d", i), "payment_intent.amount_capturable_updated", string(paid.Intent))
				c.drain()
			case "rescue":
				c.Clock.Step(3 * time.Minute)
				err = c.checkout.Rescue(context.Background(), payment.RescueAttempts{})
			case "return":
				_, err = c.pay(flow.PayIn{OrderID: id, Automatic: true})
			}
			if err != nil || c.order(id).State != order.IsNew || c.states(id) != "authorized" {
				t.Errorf("%s: %v, order %s, payments %s", by, err, c.order(id).State, c.states(id))
			}
		}
		if n := c.happenings("order.created"); n != 3 {
			t.Errorf("%d orders", n)
		}
	})
}

func TestBasketChangedAfterTheIntent(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.basket(1)
		before := int64(c.order(id).Total)
		paid, err := c.pay(flow.PayIn{OrderID: id, Automatic: true})
		if err != nil {
			t.Fatal(err)
		}
		c.confirm(paid.ClientSecret, "pm_card_visa")
		c.must(zoe, func(tx *db.Tx) error {
			_, err := order.AddItem(tx, order.AddItemIn{OrderID: id, ItemIn: order.ItemIn{Code: "MARGHERITA", Quantity: 1}})
			return err
		})
		if err := c.hear("evt_1", "payment_intent.amount_capturable_updated", string(paid.Intent)); err != nil {
			t.Fatal(err)
		}
		c.drain()
		if c.order(id).State != order.IsCart {
			t.Error("the dearer basket was placed for the cheaper one's money")
		}
		c.wantMoney(before, 0, before, 0)
		if again, err := c.pay(flow.PayIn{OrderID: id, Method: "pm_card_visa"}); err != nil || again.State != flow.Placed {
			t.Errorf("%+v, %v", again, err)
		}
	})
}

func TestForgedWebhooks(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		for _, header := range []string{"", "t=1,v1=00", fmt.Sprintf("t=%d,v1=%064d", c.stripe.Now().Unix(), 0)} {
			err := c.checkout.Receive(context.Background(), []byte(`{"id":"evt_1","type":"x","data":{"object":{}}}`), header)
			if !fail.Is(err, fail.Invalid) {
				t.Errorf("%q: %v", header, err)
			}
		}
		if err := c.hear("evt_2", "payment_intent.succeeded", "pi_nobody"); err != nil {
			t.Errorf("an intent of nobody: %v", err)
		}
		if err := c.hear("evt_3", "invoice.paid", "pi_nobody"); err != nil {
			t.Errorf("an event of another kind: %v", err)
		}
	})
}

// TestWebhooksInAnyOrder delivers six events, each of them twice, in all of their 720 orders.
func TestWebhooksInAnyOrder(t *testing.T) {
	kinds := []string{"payment_intent.created", "payment_intent.payment_failed", "payment_intent.amount_capturable_updated", "payment_intent.succeeded",
		"charge.captured", "payment_intent.canceled"}
	each(t, func(t *testing.T, c *coop) {
		id := c.basket(1)
		paid, err := c.pay(flow.PayIn{OrderID: id, Automatic: true})
		if err != nil {
			t.Fatal(err)
		}
		c.confirm(paid.ClientSecret, "pm_card_chargeDeclined")
		c.confirm(paid.ClientSecret, "pm_card_visa")
		serial := 0
		permute(kinds, func(order []string) {
			serial++
			for i, kind := range order {
				for range 2 {
					if err := c.hear(fmt.Sprintf("evt_%d_%d", serial, i), kind, string(paid.Intent)); err != nil {
						t.Fatal(err)
					}
				}
				if serial < 8 {
					c.drain()
				}
			}
		})
		c.drain()
		if c.order(id).State != order.IsNew || c.states(id) != "authorized" || c.happenings("order.created") != 1 {
			t.Errorf("order %s, payments %s", c.order(id).State, c.states(id))
		}
		c.wantMoney(int64(c.order(id).Total), 0, 0, 0)
	})
}

func permute(list []string, visit func([]string)) {
	var walk func(k int)
	walk = func(k int) {
		if k == len(list) {
			visit(list)
			return
		}
		for i := k; i < len(list); i++ {
			list[k], list[i] = list[i], list[k]
			walk(k + 1)
			list[k], list[i] = list[i], list[k]
		}
	}
	walk(0)
}

func TestTimePassesAtTheBank(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.basket(1)
		var window span.Range
		c.see(func(tx *db.Tx) error {
			timing, err := order.TimingOf(tx.As(zoe), nil, id)
			if err == nil && len(timing.Ranges) > 0 {
				window = timing.Ranges[0]
			}
			return err
		})
		c.must(zoe, func(tx *db.Tx) error {
			_, err := order.UpdateCart(tx, order.UpdateCartIn{OrderID: id, Window: &window})
			return err
		})
		paid, err := c.pay(flow.PayIn{OrderID: id, Method: "pm_card_threeDSecure2Required"})
		if err != nil {
			t.Fatal(err)
		}
		c.Clock.Step(3 * time.Hour)
		if err := c.stripe.Act(paid.ClientSecret, true); err != nil {
			t.Fatal(err)
		}
		if again, err := c.pay(flow.PayIn{OrderID: id, Intent: paid.Intent}); err != nil || again.State != flow.Placed {
			t.Errorf("%+v, %v", again, err)
		}
		other := c.basket(1)
		c.must(zoe, func(tx *db.Tx) error {
			_, err := order.UpdateCart(tx, order.UpdateCartIn{OrderID: other, Window: &window})
			return err
		})
		if _, err := c.pay(flow.PayIn{OrderID: other, Method: "pm_card_visa"}); !fail.Is(err, fail.Invalid) {
			t.Errorf("a basket for a time that is over: %v", err)
		}
	})
}
