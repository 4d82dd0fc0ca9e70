package notify

import (
	"context"
	"fmt"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/mail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/webhook"
)

// SendWebhookMail is the job that writes to the house that a webhook was paused.
type SendWebhookMail struct {
	WebhookID int64 `json:"webhookId"`
	Seq       int64 `json:"seq"` // of the event
}

// JobKind names the job.
func (SendWebhookMail) JobKind() string { return "send_webhook_mail" }

// WebhookMails writes to the house about webhooks.
type WebhookMails struct {
	DB       *db.DB
	Sender   mail.Sender
	Words    func() *locale.Printer
	Settings func() org.Settings
}

// Handler runs the jobs SendWebhookMail.
func (m WebhookMails) Handler() job.Handler { return job.On(m.send) }

func (m WebhookMails) send(ctx context.Context, args SendWebhookMail) error {
	s, words := m.Settings(), m.Words()
	l := letter{To: s.AdministratorEmail, Name: s.BrandName, Coop: s.BrandName}
	err := m.DB.Read(ctx, authz.System(), func(tx *db.Tx) error {
		w, err := webhook.LoadWebhook(tx, args.WebhookID)
		if err != nil {
			return err
		}
		a, err := account.LoadApp(tx, w.AppID)
		l.Subject = words.T("mail.webhook.paused.subject", locale.Args{"app": a.Name})
		l.Paragraphs = []string{words.T("mail.webhook.paused.text", locale.Args{"url": w.URL, "event": w.Event})}
		return err
	})
	if fail.Is(err, fail.NotFound) || err == nil && l.To == "" {
		return nil // it is gone meanwhile, or the house has no mailbox
	}
	if err != nil {
		return err
	}
	dressed, err := l.dressed(words)
	if err != nil {
		return err
	}
	dressed.Name, dressed.ID = "webhook.paused", fmt.Sprintf("webhook-%d", args.Seq)
	return m.Sender.Send(ctx, dressed)
}
