package notify

import (
	"context"
	"fmt"

	"pignon.coop/internal/db"
	"pignon.coop/internal/job"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/payment"
)

// SendReconciliationMail is the job that writes to the house that its payments are not those of the provider.
type SendReconciliationMail struct {
	ReconciliationID int64 `json:"reconciliationId"`
	Seq              int64 `json:"seq"` // of the event
}

// JobKind names the job.
func (SendReconciliationMail) JobKind() string { return "send_reconciliation_mail" }

func planReconciliationMail(tx *db.Tx, n news) error {
	if n.Differences == 0 {
		return nil
	}
	return job.Add(tx, SendReconciliationMail{ReconciliationID: n.Reconciled, Seq: n.entry.Seq}, job.Options{})
}

// mostLines is how many differences a mail names.
const mostLines = 20

func (m Mails) sendAboutReconciliation(ctx context.Context, args SendReconciliationMail) error {
	_, _, err := m.send(ctx, envelope{"payment.reconciled", fmt.Sprintf("reconciliation-%d", args.Seq)}, func(tx *db.Tx) (letter, error) {
		r, err := payment.LoadReconciliation(tx, args.ReconciliationID)
		all := r.Differences.V
		l := m.toHouse()
		l.Subject = l.words.T("mail.reconciliation.differs.subject", locale.Args{"count": len(all)})
		l.Paragraphs = append([]string{l.words.T("mail.reconciliation.differs.text", nil)}, all[:min(mostLines, len(all))]...)
		return l, err
	})
	return err
}
