package flow

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/payment"
)

// Refund gives back an amount of a payment and tells how the payment stands then. A payment whose capture is still under way is captured first.
func (c *Checkout) Refund(ctx context.Context, who authz.Actor, in payment.RefundIn) (payment.Payment, error) {
	if err := c.captureFirst(ctx, in.PaymentID); err != nil {
		return payment.Payment{}, err
	}
	var step payment.Step
	err := c.DB.Write(ctx, who, func(tx *db.Tx) (err error) {
		step, err = payment.PrepareRefund(tx, in)
		return err
	})
	if err != nil || step.Attempt.ID == 0 {
		return step.Payment, err
	}
	if _, err := c.charge(ctx, step.Payment, step.Attempt); err != nil {
		return step.Payment, err
	}
	p, a, err := c.attempt(ctx, step.Attempt.ID)
	if err == nil && a.State == payment.Refused {
		err = fail.New(fail.Conflict, "payment.refund.refused", "words", string(a.Problem))
	}
	return p, err
}

func (c *Checkout) captureFirst(ctx context.Context, paymentID int64) error {
	var p payment.Payment
	var a payment.Attempt
	var waits bool
	err := c.DB.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		if p, err = payment.LoadPayment(tx, paymentID); err != nil {
			return err
		}
		a, waits, err = payment.OpenCapture(tx, p)
		return err
	})
	if err != nil || !waits {
		return err
	}
	_, err = c.charge(ctx, p, a)
	return err
}

// RefundOrderIn gives back all that is left of an order's payments.
type RefundOrderIn struct {
	OrderID  int64
	Liable   string
	Comments string
}

// RefundOrder gives back what is left of each payment of an order whose money was taken. An order without one is Conflict.
func (c *Checkout) RefundOrder(ctx context.Context, who authz.Actor, in RefundOrderIn) error {
	var all []payment.Payment
	err := c.DB.Read(ctx, who, func(tx *db.Tx) (err error) {
		all, err = payment.PaymentsOf(tx, in.OrderID)
		return err
	})
	if err != nil {
		return err
	}
	refunded := 0
	for _, p := range all {
		if p.State.Over() || p.State.Open() || p.State == payment.IsRefunded {
			continue
		}
		if _, err := c.Refund(ctx, who, payment.RefundIn{PaymentID: p.ID, Liable: in.Liable, Comments: in.Comments}); err != nil {
			return err
		}
		refunded++
	}
	if refunded == 0 {
		return fail.New(fail.Conflict, "payment.refund.nothing")
	}
	return nil
}
