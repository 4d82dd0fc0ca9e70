package app

import (
	"context"
	"encoding/json"
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/pay/fakestripe"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/seed"
)

// Empty tells whether nobody has an account yet.
func (c *Coop) Empty(ctx context.Context) (empty bool, err error) {
	err = c.db.Read(ctx, authz.System(), func(tx *db.Tx) error {
		_, found, err := db.Maybe[int64](tx, "SELECT id FROM users LIMIT 1")
		empty = !found
		return err
	})
	return empty, err
}

// Seed loads a seed document, anything that is one as JSON, in one unit of work.
func (c *Coop) Seed(ctx context.Context, document any) error {
	b, err := json.Marshal(document)
	if err != nil {
		return err
	}
	var doc seed.Document
	if err := json.Unmarshal(b, &doc); err != nil {
		return err
	}
	url, given := doc.RoutingURL()
	if !given {
		url = c.Settings().RoutingURL
	}
	err = c.plannerFor(url).Around(ctx, func(legs *routing.Legs) error {
		return c.db.Write(ctx, authz.System(), func(tx *db.Tx) error {
			_, err := c.loader.LoadAlong(tx, legs, doc)
			return err
		})
	})
	if err != nil {
		return err
	}
	return c.refresh(ctx)
}

// Keys of the payment provider inside the process; they open nothing elsewhere.
const (
	demoSecretKey = "sk_test_demo"
	demoPublicKey = "pk_test_demo"
	demoWebhook   = "whsec_ZGVtbw=="
)

// takeTestCards starts a payment provider inside the process at the co-op's own address, so that a card payment works without a network.
func (c *Coop) takeTestCards(ctx context.Context) error {
	origin := c.config.Origin()
	c.provider = fakestripe.New(fakestripe.Config{
		Now: c.clock.Now, Seed: 1, PublicURL: origin + "/_stripe",
		Webhook: fakestripe.Webhook{URL: origin + "/stripe/webhook", Secret: demoWebhook, Client: http.DefaultClient},
	})
	return c.Seed(ctx, map[string]any{"settings": map[string]any{
		"stripe_api_url": origin + "/_stripe", "stripe_test_secret_key": demoSecretKey, "stripe_test_publishable_key": demoPublicKey, "stripe_test_webhook_secret": demoWebhook,
		"stripe_test_connect_client_id": "ca_demo",
	}})
}
