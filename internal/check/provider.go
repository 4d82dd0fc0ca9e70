package check

import (
	"context"
	"fmt"
	"slices"

	"pignon.coop/internal/pay"
	"pignon.coop/internal/payment"
)

var providersTruth = statement{"I11", "the payment provider knows each card payment of the last 30 days as the co-op does"}

// askProvider compares card payments with the provider's. What cannot be asked is skipped, with the reason.
func (r *Report) askProvider(ctx context.Context, gateway func(pay.Door) pay.Intents, all []paid) {
	wrong, why := askAll(ctx, gateway, all)
	if why != "" {
		r.Skipped = append(r.Skipped, Skipped{providersTruth.id, providersTruth.words, why})
	} else {
		r.Checked++
	}
	r.Broken = append(r.Broken, providersTruth.broken(wrong)...)
}

// askAll names the payments of which the provider says something else; why tells what could not be asked.
func askAll(ctx context.Context, gateway func(pay.Door) pay.Intents, all []paid) (wrong []string, why string) {
	if !slices.ContainsFunc(doors(), func(d pay.Door) bool { return gateway(d) != nil }) {
		return nil, "no payment provider is configured"
	}
	for _, p := range all {
		g := gateway(p.Door())
		if g == nil {
			return wrong, "the keys of the payment provider's mode are missing"
		}
		seen := payment.Look(ctx, g, p.Payment)
		switch {
		case seen.Problem == nil:
			if reason := p.differs(seen.Intent); reason != "" {
				wrong = append(wrong, fmt.Sprintf("payment %d (%s): %s", p.ID, p.Intent, reason))
			}
		case seen.Problem.Code == "resource_missing":
			wrong = append(wrong, fmt.Sprintf("payment %d (%s): the provider does not know it", p.ID, p.Intent))
		default:
			return wrong, "the payment provider gives no answer: " + seen.Problem.Error()
		}
	}
	return wrong, ""
}

// differs says how the provider's word differs from the house's, while nothing is under way that explains it.
func (p paid) differs(i pay.Intent) string {
	switch {
	case i.Amount != p.Amount || i.Currency != p.Currency || i.LiveMode != p.LiveMode:
		return fmt.Sprintf("the provider has %d %s", i.Amount, i.Currency)
	case i.Refunded < p.Given || i.Refunded > p.Given+p.Giving:
		return fmt.Sprintf("the provider gave back %d, the co-op counts %d", i.Refunded, p.Given)
	case p.Pending > 0:
		return ""
	case p.State.Taken() && (i.Status != pay.Succeeded || i.Received != p.Amount):
		return fmt.Sprintf("it is taken here, at the provider %s with %d", i.Status, i.Received)
	case p.State == payment.IsAuthorized && i.Status != pay.RequiresCapture:
		return fmt.Sprintf("it is held here, at the provider %s", i.Status)
	case p.State.Over() && i.Held() && i.Received == i.Refunded+p.Giving && i.Received > 0:
		return "" // it was astray
	case p.State.Over() && i.Held():
		return fmt.Sprintf("it is over here, at the provider %s", i.Status)
	case p.State.Open() && i.Held() && !p.Fresh:
		return fmt.Sprintf("it is unpaid here, at the provider %s", i.Status)
	}
	return ""
}
