package flow_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/order"
	"pignon.coop/internal/pay"
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
