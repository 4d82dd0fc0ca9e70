package webhook

import (
	"crypto/rand"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/hook"
	"pignon.coop/internal/netguard"
)

const longestURL = 2000

// CreateWebhookIn is an address to be called at, and the event.
type CreateWebhookIn struct{ Event, URL string }

// CreateWebhook makes a webhook of the calling OAuth2 client. Its secret can be read this once. Fields: event (value.choice), url (value.url).
func CreateWebhook(tx *db.Tx, in CreateWebhookIn) (Webhook, error) {
	if err := mayCreate(tx.Who()); err != nil {
		return Webhook{}, err
	}
	if err := in.check(); err != nil {
		return Webhook{}, err
	}
	secret, err := hook.NewSecret(rand.Reader)
	if err != nil {
		return Webhook{}, err
	}
	id, err := tx.ID("webhooks")
	if err != nil {
		return Webhook{}, err
	}
	w := Webhook{ID: id, AppID: tx.Who().AppID, Event: in.Event, URL: in.URL, Secret: secret, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	return w, insertWebhook(tx, w)
}

func (in CreateWebhookIn) check() error {
	var wrong *fail.Error
	if !known(in.Event) {
		wrong = wrong.Add("event", "value.choice")
	}
	if len(in.URL) > longestURL || (netguard.Policy{}).CheckURL(in.URL) != nil {
		wrong = wrong.Add("url", "value.url")
	}
	if wrong != nil {
		return wrong
	}
	return nil
}
