package flow

import (
	"context"
	"errors"
	"strconv"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/order"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/routing"
)

// askAgain is how often a call without an answer is made while the customer waits. After that the rescue goes on.
const askAgain = 3

// charge makes an attempt's call and settles it. Those who come at the same time share one call; who asked first may go away meanwhile.
func (c *Checkout) charge(ctx context.Context, p payment.Payment, a payment.Attempt) (payment.Payment, error) {
	ctx = context.WithoutCancel(ctx)
	found, err, _ := c.flights.Do("attempt "+strconv.FormatInt(a.ID, 10), func() (any, error) {
		gateway, err := c.gateway(p.Door())
		if err != nil {
			return p, err
		}
		answer := payment.Charge(ctx, gateway, a)
		for tries := 1; answer.Unknown() && tries < askAgain; tries++ {
			answer = payment.Charge(ctx, gateway, a)
		}
		if answer.Unknown() {
			return p, fail.Wrap(answer.Problem, fail.Unavailable, "payment.outcome.unknown")
		}
		if err := c.forgetCustomer(ctx, a, answer); err != nil {
			return p, err
		}
		if refused(a, answer) { // it was done before, or is no longer possible: the intent says which
			if seen := payment.Look(ctx, gateway, p); seen.Problem == nil {
				answer.Intent = seen.Intent
			}
		}
		return c.settle(ctx, payment.SettleIn{PaymentID: p.ID, AttemptID: a.ID, Answer: answer})
	})
	p, _ = found.(payment.Payment)
	return p, err
}

func refused(a payment.Attempt, answer payment.Answer) bool {
	return answer.Problem != nil && a.Kind != payment.Authorize && answer.Problem.Outcome == pay.Refused
}

// look asks how a payment stands and settles that.
func (c *Checkout) look(ctx context.Context, p payment.Payment) (payment.Payment, error) {
	if p.Intent == "" {
		return p, nil
	}
	gateway, err := c.gateway(p.Door())
	if err != nil {
		return p, err
	}
	answer := payment.Look(ctx, gateway, p)
	if answer.Problem != nil {
		return p, fail.Wrap(answer.Problem, fail.Unavailable, "payment.outcome.unknown")
	}
	return c.settle(ctx, payment.SettleIn{PaymentID: p.ID, Answer: answer})
}

func (c *Checkout) gateway(d pay.Door) (pay.Intents, error) {
	if g := c.Gateway(d); g != nil {
		return g, nil
	}
	return nil, fail.New(fail.Invalid, "payment.card.not_taken")
}

// settle writes down what the provider said and, when the money is there and the basket still is one, places the order: both or neither. Where
// another part of the basket is to be asked for first, that is written in the same unit of work, and asked then.
func (c *Checkout) settle(ctx context.Context, in payment.SettleIn) (p payment.Payment, err error) {
	var next payment.Step
	err = c.around(ctx, authz.System(), func(tx *db.Tx, legs *routing.Legs) error {
		if p, err = payment.Settle(tx, in); err != nil || !p.State.Good() {
			return err
		}
		if next, err = payment.Next(tx, p); err != nil || next.Attempt.ID != 0 {
			return err
		}
		return placePaid(tx, legs, &p)
	})
	if err != nil || next.Attempt.ID == 0 {
		return p, err
	}
	return c.charge(ctx, next.Payment, next.Attempt)
}

// placePaid places the order of a payment. A basket that can no longer be what was paid is not placed, and the money is let go.
func placePaid(tx *db.Tx, legs *routing.Legs, p *payment.Payment) error {
	o, err := order.LoadOrder(tx, p.OrderID)
	if err != nil || o.State != order.IsCart {
		return err
	}
	err = place(tx, legs, p.OrderID, string(p.QuoteHash))
	if err == nil || !fail.Is(err, fail.Conflict) {
		return err
	}
	if err := payment.GiveUp(tx, p.ID, fail.Of(err).Code); err != nil {
		return err
	}
	*p, err = payment.LoadPayment(tx, p.ID)
	return err
}

// place turns a basket into an order once its total is covered: no order leaves the basket unpaid.
func place(tx *db.Tx, legs *routing.Legs, orderID int64, hash string) error {
	o, err := order.LoadOrder(tx, orderID)
	if err != nil {
		return err
	}
	covered, err := payment.Covered(tx, o)
	if err != nil {
		return err
	}
	if !covered {
		return fail.New(fail.Conflict, "order.place.unpaid")
	}
	_, err = order.PlaceOrder(tx.As(authz.System()), legs, order.PlaceIn{OrderID: orderID, Hash: hash})
	return err
}

// Work makes the call of an attempt that a job stands for. An error asks for another try.
func (c *Checkout) Work(ctx context.Context, job payment.ChargeAttempt) error {
	p, a, err := c.attempt(ctx, job.AttemptID)
	if err != nil || a.State != payment.Pending {
		return err
	}
	_, err = c.charge(ctx, p, a)
	return err
}

func (c *Checkout) attempt(ctx context.Context, id int64) (p payment.Payment, a payment.Attempt, err error) {
	err = c.DB.Read(ctx, authz.System(), func(tx *db.Tx) error {
		if a, err = payment.LoadAttempt(tx, id); err != nil {
			return err
		}
		p, err = payment.LoadPayment(tx, a.PaymentID)
		return err
	})
	return p, a, err
}

// Look asks the provider how a payment stands, for a job.
func (c *Checkout) Look(ctx context.Context, job payment.LookAtPayment) error {
	_, err := c.lookByID(ctx, job.PaymentID)
	return err
}

// LookAtDisputes asks the provider how the disputes about a payment stand, for a job.
func (c *Checkout) LookAtDisputes(ctx context.Context, job payment.LookAtDisputes) error {
	var p payment.Payment
	err := c.DB.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		p, err = payment.LoadPayment(tx, job.PaymentID)
		return err
	})
	if err != nil {
		return err
	}
	gateway, err := c.gateway(p.Door())
	if err != nil {
		return err
	}
	asked, ok := gateway.(pay.Disputer)
	if !ok {
		return nil
	}
	seen, err := asked.Disputes(ctx, p.Ref())
	if err != nil {
		return err
	}
	return c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return payment.SettleDisputes(tx, p.ID, seen) })
}

func (c *Checkout) lookByID(ctx context.Context, id int64) (p payment.Payment, err error) {
	err = c.DB.Read(ctx, authz.System(), func(tx *db.Tx) error {
		p, err = payment.LoadPayment(tx, id)
		return err
	})
	if err != nil {
		return p, err
	}
	return c.look(ctx, p)
}

// Rescue finishes what was left in the middle: calls whose outcome nobody knows, payments of which the browser said nothing more.
func (c *Checkout) Rescue(ctx context.Context, _ payment.RescueAttempts) error {
	var loose payment.Loose
	err := c.DB.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		loose, err = payment.LooseEnds(tx)
		return err
	})
	errs := []error{err}
	for _, id := range loose.Attempts {
		errs = append(errs, c.Work(ctx, payment.ChargeAttempt{AttemptID: id}))
	}
	for _, id := range loose.Unheard {
		errs = append(errs, c.Look(ctx, payment.LookAtPayment{PaymentID: id}))
	}
	for _, id := range loose.Abandoned {
		errs = append(errs, c.abandon(ctx, id))
	}
	return errors.Join(errs...)
}

// abandon gives a payment up that nobody finishes any more, unless a last look shows that somebody did.
func (c *Checkout) abandon(ctx context.Context, id int64) error {
	p, err := c.lookByID(ctx, id)
	if err != nil || !p.State.Open() {
		return err
	}
	return c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return payment.GiveUp(tx, id, "payment.abandoned") })
}

// ReceiveMercado takes in a notification of the second provider about one of our payments, by its reference. A forged one is Invalid.
func (c *Checkout) ReceiveMercado(ctx context.Context, reference string, in pay.MercadoHookIn) error {
	s := c.Settings()
	in.Secrets = []string{s.MercadopagoTestWebhookSecret, s.MercadopagoLiveWebhookSecret}
	event, err := fresh(c, func(now time.Time) (pay.Event, error) {
		in.Now = now
		return pay.VerifyMercadoHook(in)
	})
	if err != nil {
		return err
	}
	return c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return payment.ReceiveFor(tx, event, reference) })
}

// fresh reads a webhook by the co-op's own clock, or else by the real one.
func fresh(c *Checkout, read func(now time.Time) (pay.Event, error)) (pay.Event, error) {
	event, err := read(c.DB.Now())
	if err != nil && c.RealNow != nil {
		return read(c.RealNow())
	}
	return event, err
}

// Receive takes in a webhook of the provider: raw body and signature header. A forged one is Invalid.
func (c *Checkout) Receive(ctx context.Context, body []byte, signature string) error {
	s := c.Settings()
	event, err := fresh(c, func(now time.Time) (pay.Event, error) {
		return pay.VerifyWebhook(pay.WebhookIn{Body: body, Header: signature, Secrets: []string{s.StripeTestWebhookSecret, s.StripeLiveWebhookSecret}, Now: now})
	})
	if err != nil {
		return err
	}
	return c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return payment.Receive(tx, event) })
}
