package payment

import (
	"slices"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/pay"
)

// SettleIn is the answer to an attempt, or, without one (0), to a look at a payment.
type SettleIn struct {
	PaymentID int64
	AttemptID int64
	Answer    Answer
}

// Settle is the last phase of paying: it writes down what the provider said. It is idempotent, and answers may come twice and in any order: a
// payment only moves on, and money that is held for a payment that was given up meanwhile is let go. An unknown outcome changes nothing. Whoever
// calls it must look whether the order can be placed now, in the same unit of work.
func Settle(tx *db.Tx, in SettleIn) (Payment, error) {
	p, err := LoadPayment(tx, in.PaymentID)
	if err != nil || in.Answer.Unknown() {
		return p, err
	}
	if in.AttemptID != 0 {
		a, err := LoadAttempt(tx, in.AttemptID)
		if err != nil || a.State != Pending { // settled before: the provider's replay of its answer is old news
			return p, err
		}
		if err := settleAttempt(tx, &p, a, in.Answer); err != nil {
			return p, err
		}
	}
	if in.Answer.Intent.ID == "" {
		return p, nil
	}
	return p, apply(tx, &p, in.Answer.Intent)
}

func settleAttempt(tx *db.Tx, p *Payment, a Attempt, answer Answer) error {
	a.State, a.SettledAt = Succeeded, tx.Now()
	problem := answer.Problem
	if problem != nil {
		a.State, a.Problem = Refused, textOf(reasonOf(problem))
	}
	if err := saveAttempt(tx, a); err != nil {
		return err
	}
	switch {
	case a.Kind == GiveBack && problem == nil:
		return giveBack(tx, p, Refund{Amount: answer.Refund.Amount, Liable: a.Call.V.Liable, Comments: a.Call.V.Comments})
	case problem != nil && (a.Kind == Authorize || a.Kind == Confirm) && p.State.Open():
		return failed(tx, p, reasonOf(problem))
	}
	return nil
}

// reasonOf is what the customer reads: the bank's or the provider's words, or a code of ours when there are none.
func reasonOf(problem *pay.Problem) string {
	if problem.Words != "" {
		return problem.Words
	}
	return "payment.call.refused"
}

// apply moves a payment to where its intent stands.
func apply(tx *db.Tx, p *Payment, i pay.Intent) error {
	if err := adopt(tx, p, i); err != nil {
		return err
	}
	switch i.Status {
	case pay.RequiresCapture:
		return held(tx, p, i)
	case pay.Succeeded:
		return taken(tx, p, i)
	case pay.Cancelled:
		return letGo(tx, p)
	case pay.RequiresMethod:
		if p.State.Open() && i.LastProblem != "" && !p.Details.V.Automatic {
			return failed(tx, p, i.LastProblem)
		}
	}
	if p.State.Over() { // nothing is held yet, but it could be
		return release(tx, *p)
	}
	return nil
}

// adopt keeps what is new about a payment's intent.
func adopt(tx *db.Tx, p *Payment, i pay.Intent) error {
	if p.Intent != "" && pay.IntentID(p.Intent) != i.ID {
		return fail.New(fail.Conflict, "payment.intent.other")
	}
	before := *p
	p.Intent, p.Details.V.Status = textOf(string(i.ID)), i.Status
	if i.ClientSecret != "" {
		p.ClientSecret = textOf(i.ClientSecret)
	}
	if i.Charge != "" {
		p.Details.V.Charge = i.Charge
	}
	if i.Fee > 0 {
		p.Details.V.Fee = i.Fee
	}
	if i.LastProblem != "" && p.State.Open() {
		p.LastError = textOf(i.LastProblem)
	}
	if *p == before {
		return nil
	}
	if err := savePayment(tx, p); err != nil || p.Details.V.Fee == before.Details.V.Fee {
		return err
	}
	return tx.Emit(FeeKnown{Fact: p.fact(), Fee: int64(i.Fee)})
}

func held(tx *db.Tx, p *Payment, i pay.Intent) error {
	switch {
	case p.State.Over():
		return release(tx, *p)
	case p.State.Open() && notFit(*p, i):
		if err := failed(tx, p, "payment.intent.amount"); err != nil {
			return err
		}
		return release(tx, *p)
	case p.State.Open():
		return authorize(tx, p)
	}
	return nil
}

func authorize(tx *db.Tx, p *Payment) error {
	if err := turn(tx, p, AuthorizeVerb, ""); err != nil {
		return err
	}
	return tx.Emit(Authorized{p.fact()})
}

func taken(tx *db.Tx, p *Payment, i pay.Intent) error {
	if p.State.Over() {
		return astray(tx, *p, i)
	}
	if p.State.Open() && notFit(*p, i) {
		if err := failed(tx, p, "payment.intent.amount"); err != nil {
			return err
		}
		return astray(tx, *p, i)
	}
	if p.State.Open() {
		if err := authorize(tx, p); err != nil {
			return err
		}
	}
	if p.State == IsAuthorized {
		if err := complete(tx, p); err != nil {
			return err
		}
	}
	return reconcile(tx, p, i)
}

// astray tells that money was taken for a payment that is over, and gives it back, once.
func astray(tx *db.Tx, p Payment, i pay.Intent) error {
	before, err := AttemptsOf(tx, p.ID)
	if err != nil || slices.ContainsFunc(before, func(a Attempt) bool { return a.Kind == GiveBack }) {
		return err
	}
	if err := tx.Emit(Astray{p.fact()}); err != nil || i.Received <= i.Refunded {
		return err
	}
	return openLater(tx, p, giveBackAttempt(p, RefundIn{Amount: i.Received - i.Refunded, Liable: "platform"}))
}

func complete(tx *db.Tx, p *Payment) error {
	if err := turn(tx, p, CompleteVerb, ""); err != nil {
		return err
	}
	if p.Intent != "" && p.Details.V.Fee == 0 { // the provider works its fee out a moment later, and tells it to who asks
		if err := job.Add(tx, LookAtPayment{PaymentID: p.ID}, job.Options{At: tx.Now().Add(time.Minute)}); err != nil {
			return err
		}
	}
	return tx.Emit(Completed{p.fact()})
}

// reconcile writes down what was given back on the provider's own pages. While a refund of ours is under way nobody can tell whose it is.
func reconcile(tx *db.Tx, p *Payment, i pay.Intent) error {
	known, err := refundedOf(tx, p.ID)
	if err != nil || i.Refunded <= known {
		return err
	}
	if _, busy, err := pending(tx, *p, GiveBack); err != nil || busy {
		return err
	}
	return giveBack(tx, p, Refund{Amount: i.Refunded - known, Liable: "platform"})
}

// letGo: the provider ended the intent, at our wish, at somebody's on its pages, or because it was held for too long.
func letGo(tx *db.Tx, p *Payment) error {
	if !Flow.May(p.State, CancelVerb) {
		return nil
	}
	all, err := PaymentsOf(tx, p.OrderID)
	if err != nil {
		return err
	}
	if err := turn(tx, p, CancelVerb, ""); err != nil {
		return err
	}
	if err := tx.Emit(Cancelled{p.fact()}); err != nil {
		return err
	}
	return startAgain(tx, *p, all)
}

// release plans that the provider lets go of what it holds, once; there is nothing to let go where it was never asked.
func release(tx *db.Tx, p Payment) error {
	if p.Intent == "" || p.Details.V.Status == pay.Cancelled || p.Details.V.Status == pay.Succeeded {
		return nil
	}
	if _, ok, err := pending(tx, p, Release); err != nil || ok {
		return err
	}
	return openLater(tx, p, Attempt{Kind: Release, Amount: p.Amount, Call: callOf(Call{Cancel: &pay.CancelIn{Ref: p.Ref()}})})
}
