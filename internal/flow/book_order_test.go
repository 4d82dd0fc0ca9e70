package flow_test

import (
	"reflect"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/check"
	"pignon.coop/internal/db"
	"pignon.coop/internal/ledger"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/pay"
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
		untaxed := after[ledger.Tax] - refunded[ledger.Tax]
		if want := after[ledger.Tax].Divide([]int64{200, int64(total) - 200})[0]; untaxed != want || untaxed == 0 {
			t.Errorf("tax of what was given back: %d, want %d", untaxed, want)
		}
		if left != total-200 || refunded[ledger.Coop] != after[ledger.Coop]-200+untaxed {
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

// Everything that is given back leaves no tax behind, in however many parts.
func TestWhatIsGivenBackIsNotTaxed(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.fulfilled(2)
		c.drain()
		p := c.live(id)
		for left := p.Amount; left > 0; {
			part := min(left, 333)
			if _, err := c.checkout.Refund(t.Context(), dispatcher, payment.RefundIn{PaymentID: p.ID, Amount: part, Liable: "merchant"}); err != nil {
				t.Fatal(err)
			}
			left -= part
		}
		if total, shares := c.split(id); total != 0 || shares[ledger.Tax] != 0 {
			t.Errorf("%d: %v", total, shares)
		}
	})
}

// A dispute costs the co-op the amount and the provider's fee; one that is won, the fee.
func TestDisputes(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id := c.fulfilled(2)
		c.drain()
		p := c.live(id)
		_, before := c.split(id)
		dispute := c.stripe.Dispute(string(p.Intent), 700)
		hear := func(event, kind string) {
			for range 2 {
				if err := c.hear(event, kind, string(p.Intent)); err != nil {
					t.Fatal(err)
				}
				c.drain()
			}
		}
		hear("evt_d1", "charge.dispute.created")
		_, contested := c.split(id)
		if lost := before[ledger.Coop] - contested[ledger.Coop]; lost != 2700 || contested[ledger.CardFee]-before[ledger.CardFee] != 2000 {
			t.Errorf("contested: the co-op lost %d, %v after %v", lost, contested, before)
		}
		c.stripe.CloseDispute(dispute, true)
		hear("evt_d3", "charge.dispute.closed")
		hear("evt_d2", "charge.dispute.funds_withdrawn") // late
		_, won := c.split(id)
		if lost := before[ledger.Coop] - won[ledger.Coop]; lost != 2000 {
			t.Errorf("won: the co-op lost %d", lost)
		}
		c.as(dispatcher, func(tx *db.Tx) error {
			all, err := payment.ListDisputes(tx)
			if len(all) != 1 || all[0].Status != "won" || all[0].Withdrawn != 0 || all[0].Fee != 2000 || all[0].OrderID != id {
				t.Errorf("%+v", all)
			}
			return err
		})
		if n := c.happenings("payment.disputed"); n != 2 {
			t.Errorf("told %d times", n)
		}
	})
}

// What differs from the provider's word is found, both ways.
func TestReconciliation(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		c.fulfilled(1)
		c.drain()
		house := check.House{DB: c.DB, Gateway: c.checkout.Gateway}
		look := func() []string {
			r, err := check.Reconcile(t.Context(), house)
			if err != nil || r.Skipped != "" || r.Compared != 1 {
				t.Errorf("%+v, %v", r, err)
			}
			return r.Differences.V
		}
		if got := look(); len(got) != 0 {
			t.Errorf("all is well: %v", got)
		}
		strange, err := c.stripe.Gateway().CreateIntent(t.Context(), pay.CreateIn{Key: "k", Amount: 999, Currency: "eur", Method: "pm_card_visa",
			Metadata: map[string]string{"reference": "NOBODYS"}})
		if err != nil {
			t.Fatal(err)
		}
		if got := look(); len(got) != 1 || got[0] != string(strange.ID)+": the provider has 999 eur, the co-op knows nothing of it" {
			t.Errorf("missing here: %v", got)
		}
		if _, err := c.stripe.Gateway().Cancel(t.Context(), pay.CancelIn{Ref: pay.Ref{ID: strange.ID}, Key: "c"}); err != nil {
			t.Fatal(err)
		}
		change := func(query string, args ...any) []string {
			c.must(authz.System(), func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err })
			return look()
		}
		before := c.payments(1)[0]
		if got := change("UPDATE payments SET amount = amount + 1"); len(got) != 1 {
			t.Errorf("another amount: %v", got)
		}
		if got := change("UPDATE payments SET amount = amount - 1, intent = 'pi_missing'"); len(got) != 1 {
			t.Errorf("missing there: %v", got)
		}
		if got := change("UPDATE payments SET intent = ?", before.Intent); len(got) != 0 {
			t.Errorf("mended: %v", got)
		}
	})
}
