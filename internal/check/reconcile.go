package check

import (
	"context"
	"fmt"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/payment"
)

// Reconcile compares the payments of the last 30 days with the providers', both ways.
func Reconcile(ctx context.Context, h House) (r payment.Reconciliation, err error) {
	var all []paid
	err = h.DB.Read(ctx, authz.System(), func(tx *db.Tx) error {
		all, err = paidOf(tx)
		return err
	})
	if err != nil {
		return r, err
	}
	wrong, why := askAll(ctx, h.Gateway, all)
	strange, silent, err := strangers(ctx, h)
	if why == "" {
		why = silent
	}
	r.Compared, r.Differences.V = int64(len(all)), append(wrong, strange...)
	r.Skipped = org.Text(why)
	return r, err
}

// strangers are intents that have money, were made in our name, and of which the house knows nothing.
func strangers(ctx context.Context, h House) (wrong []string, why string, err error) {
	for _, d := range doors() {
		g, ok := h.Gateway(d).(pay.Lister)
		if !ok {
			continue
		}
		seen, problem := g.Since(ctx, h.DB.Now().Add(-lookedBack*24*time.Hour))
		if problem != nil {
			why = "the payment provider gives no list: " + pay.ProblemOf(problem).Error()
			continue
		}
		found, err := unknownOf(ctx, h, seen)
		if err != nil {
			return wrong, why, err
		}
		wrong = append(wrong, found...)
	}
	return wrong, why, nil
}

func unknownOf(ctx context.Context, h House, seen []pay.Intent) (wrong []string, err error) {
	var references []string
	for _, i := range seen {
		references = append(references, i.Metadata["reference"])
	}
	var unknown map[string]bool
	err = h.DB.Read(ctx, authz.System(), func(tx *db.Tx) error {
		unknown, err = payment.UnknownReferences(tx, references)
		return err
	})
	for _, i := range seen {
		if reference := i.Metadata["reference"]; reference != "" && i.Held() && i.Received >= i.Refunded && unknown[reference] {
			wrong = append(wrong, fmt.Sprintf("%s: the provider has %d %s, the co-op knows nothing of it", i.ID, i.Amount, i.Currency))
		}
	}
	return wrong, err
}

func doors() (list []pay.Door) {
	for _, p := range []pay.Provider{pay.ByStripe, pay.ByMercadoPago} {
		list = append(list, pay.Door{Provider: p}, pay.Door{Provider: p, Live: true})
	}
	return list
}
