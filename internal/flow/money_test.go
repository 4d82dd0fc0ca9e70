package flow_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/order"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/pay/fakestripe"
	"pignon.coop/internal/payment"
)

// finishTasks picks the order up and drops it off.
func (c *coop) finishTasks(id int64) {
	c.t.Helper()
	for _, t := range c.tasks(id) {
		c.must(authz.System(), func(tx *db.Tx) error {
			_, err := delivery.CompleteTask(tx, delivery.FinishIn{TaskID: t.ID})
			return err
		})
	}
}

func (c *coop) tasks(id int64) (tasks []delivery.Task) {
	c.t.Helper()
	c.see(func(tx *db.Tx) error {
		d, ok, err := delivery.DeliveryOfOrder(tx, id)
		if err != nil || !ok {
			return err
		}
		tasks, err = delivery.TasksOf(tx, d.ID)
		return err
	})
	return tasks
}

func (c *coop) accepted(pizzas int64) int64 {
	c.t.Helper()
	id := c.placed(pizzas)
	c.must(owner, func(tx *db.Tx) error { _, err := order.Accept(tx, order.VerbIn{OrderID: id}); return err })
	return id
}

func (c *coop) fulfilled(pizzas int64) int64 {
	c.t.Helper()
	id := c.accepted(pizzas)
	c.finishTasks(id)
	return id
}

func TestAcceptedOrderIsBroughtAndPaid(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.accepted(2)
		o, tasks := c.order(id), c.tasks(id)
		if len(tasks) != 2 {
			t.Fatalf("%d tasks", len(tasks))
		}
		pickup, drop := tasks[0], tasks[1]
		if !pickup.After.Equal(o.PickupAt.Add(-5*60e9).Time) || !pickup.Before.Equal(o.PickupAt.Add(5*60e9).Time) || pickup.AddressID != c.pizzeria.AddressID {
			t.Errorf("pick-up: %+v", pickup)
		}
		if drop.After != o.From || drop.Before != o.To || drop.AddressID != *o.ShippingAddressID || drop.Metadata.V["payment_method"] != "CARD" {
			t.Errorf("drop-off: %+v", drop)
		}
		c.finishTasks(id)
		c.drain()
		c.drain()
		total := int64(o.Total)
		c.wantMoney(total, total, 0, 0)
		if c.order(id).State != order.IsFulfilled || c.states(id) != "completed" {
			t.Errorf("order %s, payments %s", c.order(id).State, c.states(id))
		}
	})
}

func TestRefusedAndCancelledLetGo(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		refused, cancelled := c.placed(1), c.accepted(2)
		held := int64(c.order(refused).Total + c.order(cancelled).Total)
		c.must(owner, func(tx *db.Tx) error {
			_, err := order.Refuse(tx, order.ReasonIn{VerbIn: order.VerbIn{OrderID: refused}})
			return err
		})
		c.must(dispatcher, func(tx *db.Tx) error {
			_, err := order.Cancel(tx, order.ReasonIn{VerbIn: order.VerbIn{OrderID: cancelled}, Reason: "CUSTOMER"})
			return err
		})
		c.drain()
		c.wantMoney(held, 0, held, 0)
		for _, task := range c.tasks(cancelled) {
			if task.Status != delivery.Cancelled {
				t.Errorf("task %d is %s", task.ID, task.Status)
			}
		}
		if _, err := c.pay(flow.PayIn{OrderID: cancelled, Method: "pm_card_visa"}); !fail.Is(err, fail.Conflict) {
			t.Errorf("pay after cancel: %v", err)
		}
		c.must(dispatcher, func(tx *db.Tx) error { _, err := order.Restore(tx, order.VerbIn{OrderID: cancelled}); return err })
		if got := c.states(cancelled); got != "cancelled new" {
			t.Errorf("payments of the restored order: %s", got)
		}
		for _, task := range c.tasks(cancelled) {
			if task.Status != delivery.Todo {
				t.Errorf("task %d is %s", task.ID, task.Status)
			}
		}
	})
}

func TestNobodyCame(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.basket(1)
		c.must(zoe, func(tx *db.Tx) error {
			_, err := order.UpdateCart(tx, order.UpdateCartIn{OrderID: id, Method: ptr(c.pizzeria.Methods.V[1].Type)})
			return err
		})
		if _, err := c.pay(flow.PayIn{OrderID: id, Method: "pm_card_visa"}); err != nil {
			t.Fatal(err)
		}
		c.must(owner, func(tx *db.Tx) error {
			_, err := order.Cancel(tx, order.ReasonIn{VerbIn: order.VerbIn{OrderID: id}, Reason: order.NoShow})
			return err
		})
		c.drain()
		total := int64(c.order(id).Total)
		c.wantMoney(total, total, 0, 0)
	})
}

func TestRefunds(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.fulfilled(3)
		p := c.live(id)
		ask := func(in payment.RefundIn) error {
			in.PaymentID = p.ID
			_, err := c.checkout.Refund(context.Background(), dispatcher, in)
			return err
		}
		if err := ask(payment.RefundIn{Amount: 100, Liable: "nobody"}); !fail.Has(err, "value.choice") {
			t.Errorf("liable party: %v", err)
		}
		if _, err := c.checkout.Refund(context.Background(), zoe, payment.RefundIn{PaymentID: p.ID, Liable: "platform"}); !fail.Is(err, fail.Forbidden) {
			t.Errorf("a customer: %v", err)
		}
		if err := ask(payment.RefundIn{Amount: 100, Liable: "merchant"}); err != nil { // captures first
			t.Fatal(err)
		}
		if err := ask(payment.RefundIn{Amount: p.Amount, Liable: "merchant"}); !fail.Has(err, "payment.refund.too_much") {
			t.Errorf("too much: %v", err)
		}
		var group sync.WaitGroup
		var good atomic.Int64
		for range 10 {
			group.Go(func() {
				if ask(payment.RefundIn{Amount: p.Amount - 100, Liable: "platform"}) == nil {
					good.Add(1)
				}
			})
		}
		group.Wait()
		if good.Load() != 1 {
			t.Errorf("%d of ten refunds of the whole rest went through", good.Load())
		}
		c.wantMoney(int64(p.Amount), int64(p.Amount), 0, int64(p.Amount))
		if got := c.states(id); got != "refunded" {
			t.Errorf("payments: %s", got)
		}
	})
}

func TestRefundOnTheProvidersPages(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.fulfilled(2)
		c.drain()
		p := c.live(id)
		gateway := c.stripe.Gateway()
		if _, err := gateway.Refund(context.Background(), pay.RefundIn{Ref: p.Ref(), Key: "by-hand", Amount: 300}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := c.hear("evt_refund", "charge.refunded", string(p.Intent)); err != nil {
				t.Fatal(err)
			}
			c.drain()
		}
		if err := c.checkout.RefundOrder(context.Background(), dispatcher, flow.RefundOrderIn{OrderID: id, Liable: "platform"}); err != nil {
			t.Fatal(err)
		}
		c.wantMoney(int64(p.Amount), int64(p.Amount), 0, int64(p.Amount))
		if err := c.checkout.RefundOrder(context.Background(), dispatcher, flow.RefundOrderIn{OrderID: id, Liable: "platform"}); !fail.Is(err, fail.Conflict) {
			t.Errorf("once more: %v", err)
		}
	})
}

func TestAllTasksCancelled(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.accepted(1)
		for _, task := range c.tasks(id) {
			c.must(dispatcher, func(tx *db.Tx) error { _, err := delivery.CancelTask(tx, task.ID); return err })
		}
		c.drain()
		total := int64(c.order(id).Total)
		if c.order(id).State != order.IsCancelled {
			t.Errorf("order %s", c.order(id).State)
		}
		c.wantMoney(total, 0, total, 0)
	})
}

func TestDelayShiftsTasks(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.accepted(1)
		before := c.tasks(id)
		c.must(owner, func(tx *db.Tx) error {
			_, err := order.Delay(tx, order.DelayIn{VerbIn: order.VerbIn{OrderID: id}, Minutes: 20})
			return err
		})
		for i, task := range c.tasks(id) {
			if want := before[i].Before.Add(20 * 60e9); task.Before != want {
				t.Errorf("task %d ends at %v, want %v", task.ID, task.Before, want)
			}
		}
	})
}

func TestCancelWhileTheMoneyIsTaken(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.fulfilled(1) // the capture waits in the queue
		err := c.Write(context.Background(), dispatcher, func(tx *db.Tx) error {
			_, err := order.Cancel(tx, order.ReasonIn{VerbIn: order.VerbIn{OrderID: id}})
			return err
		})
		if !fail.Is(err, fail.Conflict) {
			t.Errorf("cancel after fulfilment: %v", err)
		}
		c.drain()
		total := int64(c.order(id).Total)
		c.wantMoney(total, total, 0, 0)
		if err := c.checkout.RefundOrder(context.Background(), dispatcher, flow.RefundOrderIn{OrderID: id, Liable: "platform"}); err != nil {
			t.Fatal(err)
		}
		if err := c.hear("evt_late", "payment_intent.succeeded", string(c.live(id).Intent)); err != nil {
			t.Fatal(err)
		}
		c.drain()
		if got := c.states(id); got != "refunded" {
			t.Errorf("payments: %s", got)
		}
		c.wantMoney(total, total, 0, total)
	})
}

func TestCaptureThatIsRepeatedTakesOnce(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.fulfilled(2)
		c.stripe.FailNext(fakestripe.LoseAnswer, fakestripe.LoseAnswer, fakestripe.LoseAnswer)
		c.drain() // fails, and waits for its next try
		c.Clock.Step(2 * time.Minute)
		for range 3 {
			c.drain()
			if err := c.checkout.Rescue(context.Background(), payment.RescueAttempts{}); err != nil {
				t.Fatal(err)
			}
		}
		total := int64(c.order(id).Total)
		c.wantMoney(total, total, 0, 0)
		if got := c.states(id); got != "completed" {
			t.Errorf("payments: %s", got)
		}
	})
}

func TestMoneyIsShared(t *testing.T) {
	for _, direct := range []bool{true, false} {
		t.Run(fmt.Sprintf("direct=%v", direct), func(t *testing.T) {
			each(t, func(t *testing.T, c *coop) {
				c.must(authz.System(), func(tx *db.Tx) error {
					if _, err := tx.Exec(`INSERT INTO contracts (id, flat_delivery_price, customer_amount, fee_rate, take_away_fee_rate, variable_delivery_price_enabled,
						variable_customer_amount_enabled, restaurant_pays_stripe_fee, created_at, updated_at) VALUES (1, 0, 250, 200000, 0, FALSE, FALSE, ?, 0, 0)`, direct); err != nil {
						return err
					}
					_, err := tx.Exec("UPDATE restaurants SET stripe_account = 'acct_1pizzeria', contract_id = 1 WHERE id = ?", c.pizzeria.ID)
					return err
				})
				id := c.placed(2)
				p := c.live(id)
				if (p.Account == "acct_1pizzeria") != direct || (p.Details.V.Destination == "acct_1pizzeria") == direct {
					t.Errorf("account %q, destination %q", p.Account, p.Details.V.Destination)
				}
				c.must(owner, func(tx *db.Tx) error { _, err := order.Accept(tx, order.VerbIn{OrderID: id}); return err })
				c.finishTasks(id)
				c.drain()
				if _, err := c.checkout.Refund(context.Background(), dispatcher, payment.RefundIn{PaymentID: p.ID, Amount: 500, Liable: "merchant"}); err != nil {
					t.Fatal(err)
				}
				total := int64(c.order(id).Total)
				c.wantMoney(total, total, 0, 500)
			})
		})
	}
}

func TestAbandonedPaymentIsGivenUp(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.basket(1)
		paid, err := c.pay(flow.PayIn{OrderID: id, Automatic: true})
		if err != nil {
			t.Fatal(err)
		}
		c.Clock.Step(21 * time.Hour)
		if err := c.checkout.Rescue(context.Background(), payment.RescueAttempts{}); err != nil {
			t.Fatal(err)
		}
		c.drain()
		intent, err := c.stripe.Gateway().Retrieve(context.Background(), pay.Ref{ID: paid.Intent})
		if err != nil || intent.Status != pay.Cancelled {
			t.Errorf("the intent is %s, %v", intent.Status, err)
		}
		if got := c.states(id); got != "cart" {
			t.Errorf("payments: %s", got)
		}
	})
}

func TestCardIsKept(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		ctx := context.Background()
		if cards, err := c.checkout.Cards(ctx, zoe); err != nil || len(cards) != 0 {
			t.Errorf("cards of a stranger: %v, %v", cards, err)
		}
		id := c.basket(1)
		if err := c.checkout.KeepCard(ctx, zoe, flow.WalletIn{OrderID: id, Method: "pm_card_visa"}); err != nil {
			t.Fatal(err)
		}
		cards, err := c.checkout.Cards(ctx, zoe)
		if err != nil || len(cards) != 1 || cards[0].Last4 != "4242" {
			t.Errorf("cards: %v, %v", cards, err)
		}
		if err := c.checkout.KeepCard(ctx, owner, flow.WalletIn{OrderID: id, Method: "pm_card_visa"}); !fail.Is(err, fail.Forbidden) {
			t.Errorf("for a stranger's order: %v", err)
		}
	})
}

func TestProviderForgotTheCustomer(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		c.must(authz.System(), func(tx *db.Tx) error { return account.RememberStripeCustomer(tx, zoe.UserID, "cus_gone") })
		c.placed(1)
		c.see(func(tx *db.Tx) error {
			u, err := account.LoadUser(tx, zoe.UserID)
			if u.StripeCustomerID != "" {
				t.Errorf("the customer is still %s", u.StripeCustomerID)
			}
			return err
		})
	})
}
