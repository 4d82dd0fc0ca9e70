package webhook

import (
	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
)

// ReadWebhook gives the calling client one of its webhooks.
func ReadWebhook(tx *db.Tx, id int64) (Webhook, error) {
	w, err := LoadWebhook(tx, id)
	if err != nil {
		return Webhook{}, err
	}
	return w, mayUse(tx.Who(), w)
}

// DeleteWebhook ends one of the calling client's webhooks, with the log of its calls.
func DeleteWebhook(tx *db.Tx, id int64) error {
	if _, err := ReadWebhook(tx, id); err != nil {
		return err
	}
	if err := deleteCalls(tx, id); err != nil {
		return err
	}
	return deleteWebhook(tx, id)
}

// ListWebhooks lists the webhooks of an integration for people who look after it.
func ListWebhooks(tx *db.Tx, appID int64) ([]Webhook, error) {
	a, err := account.LoadApp(tx, appID)
	if err != nil {
		return nil, err
	}
	if err := mayTend(tx, a); err != nil {
		return nil, err
	}
	return webhooksOf(tx, appID)
}

// tended loads a webhook for somebody who looks after its integration.
func tended(tx *db.Tx, id int64) (Webhook, error) {
	w, err := LoadWebhook(tx, id)
	if err != nil {
		return Webhook{}, err
	}
	a, err := account.LoadApp(tx, w.AppID)
	if err != nil {
		return Webhook{}, err
	}
	return w, mayTend(tx, a)
}
