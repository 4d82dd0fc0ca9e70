package flow_test

import (
	"reflect"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/ledger"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/payment"
)

// split is what each account has of an order, as its customer sees it.
func (c *coop) split(id int64) (money.Amount, map[ledger.Account]money.Amount) {
	c.t.Helper()
	var v ledger.SplitView
	c.as(zoe, func(tx *db.Tx) (err error) { v, err = ledger.ViewSplit(tx, id); return err })
	shares := map[ledger.Account]money.Amount{}
	for _, s := range v.Shares {
		shares[s.Account] += s.Amount
	}
	return v.Total, shares
}

// as reads with somebody's rights.
func (c *coop) as(who authz.Actor, fn func(*db.Tx) error) {
	c.t.Helper()
	if err := c.Read(c.t.Context(), who, fn); err != nil {
		c.t.Fatal(err)
	}
}

func TestEachOrderSaysWhereItsMoneyGoes(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.placed(2)
		total, shares := c.split(id)
		if o := c.order(id); total != o.Total || shares[ledger.Tax] == 0 || shares[ledger.Shop] == 0 {
			t.Errorf("%d of %d: %v", total, o.Total, shares)
		}
		c.must(owner, func(tx *db.Tx) error { _, err := order.Accept(tx, order.VerbIn{OrderID: id}); return err })
		c.finishTasks(id)
		c.drain()
		c.Clock.Step(2 * time.Minute) // the provider's fee is known by then
		c.drain()
		paid, after := c.split(id)
		if fee := after[ledger.CardFee]; paid != total || fee == 0 || after[ledger.Shop]+after[ledger.Coop] != shares[ledger.Shop]+shares[ledger.Coop]-fee {
			t.Errorf("paid %d of %d: %v after %v", paid, total, after, shares)
		}
		p := c.payments(id)[0]
		if _, err := c.checkout.Refund(t.Context(), dispatcher, payment.RefundIn{PaymentID: p.ID, Amount: 200, Liable: "platform"}); err != nil {
			t.Fatal(err)
		}
		left, refunded := c.split(id)
		if left != total-200 || refunded[ledger.Coop] != after[ledger.Coop]-200 {
			t.Errorf("%d left of %d: %v", left, total, refunded)
		}
	})
}

func TestRefusedOrderIsBookedBack(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.placed(1)
		c.must(owner, func(tx *db.Tx) error {
			_, err := order.Refuse(tx, order.ReasonIn{VerbIn: order.VerbIn{OrderID: id}, Reason: "SOLD_OUT"})
			return err
		})
		if total, shares := c.split(id); total != 0 || !reflect.DeepEqual(shares, map[ledger.Account]money.Amount{}) {
			t.Errorf("%d: %v", total, shares)
		}
	})
}
