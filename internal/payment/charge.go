package payment

import (
	"context"

	"pignon.coop/internal/pay"
)

// Answer is what came of a call: the intent or refund, or a problem.
type Answer struct {
	Intent  pay.Intent
	Refund  pay.Refund
	Problem *pay.Problem
}

// Unknown tells that nobody knows whether the call was carried out.
func (a Answer) Unknown() bool { return a.Problem != nil && a.Problem.Outcome == pay.Unknown }

// Charge makes an attempt's call. No unit of work may be open. It never fails: what went wrong is part of the answer, which Settle takes.
// Making it again, at the same time or later, is safe: the provider knows the key.
func Charge(ctx context.Context, gateway pay.Intents, a Attempt) Answer {
	var out Answer
	var err error
	switch call := a.Call.V; {
	case call.Create != nil:
		call.Create.Key = a.Key
		out.Intent, err = gateway.CreateIntent(ctx, *call.Create)
	case call.Confirm != nil:
		call.Confirm.Key = a.Key
		out.Intent, err = gateway.Confirm(ctx, *call.Confirm)
	case call.Capture != nil:
		call.Capture.Key = a.Key
		out.Intent, err = gateway.Capture(ctx, *call.Capture)
	case call.Cancel != nil:
		call.Cancel.Key = a.Key
		out.Intent, err = gateway.Cancel(ctx, *call.Cancel)
	case call.Refund != nil:
		call.Refund.Key = a.Key
		out.Refund, err = gateway.Refund(ctx, *call.Refund)
	}
	out.Problem = pay.ProblemOf(err)
	return out
}

// Look asks how a payment stands at the provider. No unit of work may be open.
func Look(ctx context.Context, gateway pay.Intents, p Payment) Answer {
	intent, err := gateway.Retrieve(ctx, p.Ref())
	return Answer{Intent: intent, Problem: pay.ProblemOf(err)}
}
