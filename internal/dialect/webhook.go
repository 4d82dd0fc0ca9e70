package dialect

import (
	"net/http"

	"pignon.coop/internal/db"
	"pignon.coop/internal/web"
	"pignon.coop/internal/webhook"
)

func (f *face) webhookEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "POST /api/webhooks", Access: web.Known, Serve: f.createWebhook},
		{Pattern: "GET /api/webhooks/{id}", Access: web.Known, Serve: f.webhook},
		{Pattern: "DELETE /api/webhooks/{id}", Access: web.Known, Serve: f.deleteWebhook},
	}
}

func webhookObject(w webhook.Webhook) *Object {
	return Obj("@id", iri("webhooks", w.ID), "@type", "Webhook", "url", w.URL, "event", w.Event)
}

// createWebhook tells the secret, this once.
func (f *face) createWebhook(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	var in webhook.CreateWebhookIn
	if in.Event, err = b.text("event"); err != nil {
		return err
	}
	if in.URL, err = b.text("url"); err != nil {
		return err
	}
	w, err := worked(c, f.change, func(tx *db.Tx) (webhook.Webhook, error) { return webhook.CreateWebhook(tx, in) })
	if err != nil {
		return err
	}
	return f.item(c, http.StatusCreated, "Webhook", webhookObject(w).Set("secret", w.Secret))
}

func (f *face) webhook(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	w, err := worked(c, f.read, func(tx *db.Tx) (webhook.Webhook, error) { return webhook.ReadWebhook(tx, id) })
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Webhook", webhookObject(w))
}

func (f *face) deleteWebhook(c *web.Call) error { return f.remove(c, webhook.DeleteWebhook) }
