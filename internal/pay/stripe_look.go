package pay

import (
	"context"
	"time"

	"github.com/stripe/stripe-go/v85"

	"pignon.coop/internal/money"
)

var (
	_ Disputer = (*Stripe)(nil)
	_ Lister   = (*Stripe)(nil)
)

// Disputes implements Disputer.
func (s *Stripe) Disputes(ctx context.Context, ref Ref) ([]Dispute, error) {
	if err := s.outside(ctx); err != nil {
		return nil, err
	}
	list := s.api.V1Disputes.List(ctx, &stripe.DisputeListParams{ListParams: listParams(ref.Account), PaymentIntent: text(ref.ID)})
	found := []Dispute{}
	for d, err := range list.All(ctx) {
		if err != nil {
			return nil, judge(err)
		}
		found = append(found, disputeOf(d))
	}
	return found, nil
}

func disputeOf(d *stripe.Dispute) Dispute {
	out := Dispute{ID: d.ID, Amount: money.Amount(d.Amount), Status: string(d.Status), Reason: string(d.Reason)}
	for _, b := range d.BalanceTransactions {
		out.Withdrawn -= money.Amount(b.Amount)
		out.Fee += money.Amount(b.Fee)
	}
	if d.EvidenceDetails != nil && d.EvidenceDetails.DueBy > 0 {
		out.Due = time.Unix(d.EvidenceDetails.DueBy, 0).UTC()
	}
	return out
}

// Since implements Lister.
func (s *Stripe) Since(ctx context.Context, since time.Time) ([]Intent, error) {
	if err := s.outside(ctx); err != nil {
		return nil, err
	}
	list := s.api.V1PaymentIntents.List(ctx, &stripe.PaymentIntentListParams{ListParams: listParams(""),
		CreatedRange: &stripe.RangeQueryParams{GreaterThanOrEqual: since.Unix()}})
	found := []Intent{}
	for i, err := range list.All(ctx) {
		if err != nil {
			return nil, judge(err)
		}
		found = append(found, intentOf(i))
	}
	return found, nil
}

func listParams(account AccountID) stripe.ListParams {
	p := stripe.ListParams{Limit: stripe.Int64(100)}
	if account != "" {
		p.SetStripeAccount(string(account))
	}
	return p
}
