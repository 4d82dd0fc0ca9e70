package notify

import (
	"context"
	"fmt"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/webhook"
)

// SendWebhookMail is the job that writes to the house that a webhook was paused.
type SendWebhookMail struct {
	WebhookID int64 `json:"webhookId"`
	Seq       int64 `json:"seq"` // of the event
}

// JobKind names the job.
func (SendWebhookMail) JobKind() string { return "send_webhook_mail" }

func (m Mails) sendAboutWebhook(ctx context.Context, args SendWebhookMail) error {
	_, _, err := m.send(ctx, envelope{"webhook.paused", fmt.Sprintf("webhook-%d", args.Seq)}, func(tx *db.Tx) (letter, error) {
		w, err := webhook.LoadWebhook(tx, args.WebhookID)
		if err != nil {
			return letter{}, err
		}
		a, err := account.LoadApp(tx, w.AppID)
		l := m.toHouse()
		l.Subject = l.words.T("mail.webhook.paused.subject", locale.Args{"app": a.Name})
		l.Paragraphs = []string{l.words.T("mail.webhook.paused.text", locale.Args{"url": w.URL, "event": w.Event})}
		return l, err
	})
	return err
}
