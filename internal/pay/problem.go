package pay

import (
	"errors"

	"pignon.coop/internal/fail"
)

// Outcome says what is known after a failed call, and so what the caller may do next.
type Outcome string

// The outcomes.
const (
	// Declined: the bank or the provider said no; no money moved. Show Words, offer another card with a new key.
	Declined Outcome = "declined"
	// Unknown: no answer, or none that can be trusted. The money may have moved: make the same call with the same key again.
	Unknown Outcome = "unknown"
	// Refused: the call itself was wrong (values, state, credentials); nothing happened and repeating it will not help.
	Refused Outcome = "refused"
)

// Problem is what the provider said. It stands in the chain of the *fail.Error that every call returns.
type Problem struct {
	Outcome     Outcome
	Status      int    // HTTP status, 0 without an answer
	Code        string // card_declined, resource_missing, payment_intent_unexpected_state, ...
	DeclineCode string // insufficient_funds, ...
	Param       string // the parameter that the provider complains about
	Words       string // the provider's sentence; for Declined fit for the customer
	RequestID   string // to ask the provider's support with
	Intent      IntentID
	cause       error
}

// Error gives the line for the log.
func (p *Problem) Error() string {
	text := "payment provider: " + string(p.Outcome)
	for _, part := range []string{p.Code, p.DeclineCode, p.Param, p.Words, p.RequestID} {
		if part != "" {
			text += ", " + part
		}
	}
	if p.cause != nil {
		text += ": " + p.cause.Error()
	}
	return text
}

// Unwrap gives the cause, nil when the provider answered.
func (p *Problem) Unwrap() error { return p.cause }

// ProblemOf finds what the provider said in an error of this package. An error that has nothing of the kind counts as Unknown, which
// is always safe. Nil for nil.
func ProblemOf(err error) *Problem {
	if err == nil {
		return nil
	}
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	return &Problem{Outcome: Unknown, cause: err}
}

// NoSuchCustomer tells that the provider does not know the customer id (any more): forget it and try again without, with a new key.
func NoSuchCustomer(err error) bool {
	p := ProblemOf(err)
	return p != nil && p.Outcome == Refused && p.Code == "resource_missing" && p.Param == "customer"
}

// asFail gives a problem the kind that the faces understand.
func (p *Problem) asFail() error {
	switch p.Outcome {
	case Declined:
		return fail.Wrap(p, fail.Invalid, "payment.card.declined", "code", p.Code, "words", p.Words)
	case Unknown:
		return fail.Wrap(p, fail.Unavailable, "payment.outcome.unknown")
	default:
		return fail.Wrap(p, fail.Internal, "payment.call.refused", "code", p.Code, "words", p.Words)
	}
}
