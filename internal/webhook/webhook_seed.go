package webhook

import (
	"crypto/rand"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/hook"
	"pignon.coop/internal/seed"
)

// SeedKind is the seed kind webhook.
func SeedKind() seed.Kind {
	return seed.Structs[Webhook]{
		Kind: seed.Kind{Name: "webhook", Table: "webhooks", Fields: []seed.Field{
			seed.Req("app", "@api_app"), seed.Req("event", strings.Join(Events(), "/")), seed.Req("url", "text"), seed.Opt("secret", "text"),
		}},
		Fresh: func() Webhook { return Webhook{Version: 1} },
		Stamp: func(r seed.Row, to *Webhook) { to.ID, to.CreatedAt, to.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		Fill:  fillWebhook,
		Show: seed.Each(func(w Webhook) map[string]any {
			return map[string]any{"id": w.ID, "app": seed.Rel("api_app", &w.AppID), "event": w.Event, "url": w.URL, "secret": w.Secret,
				"createdAt": w.CreatedAt, "updatedAt": w.UpdatedAt}
		}),
	}.Make()
}

func fillWebhook(_ *db.Tx, r seed.Row, to *Webhook) (err error) {
	seed.Given(r, "app", &to.AppID, r.Ref)
	seed.Given(r, "event", &to.Event, r.Text)
	seed.Given(r, "url", &to.URL, r.Text)
	seed.Given(r, "secret", &to.Secret, r.Text)
	if to.Secret == "" {
		to.Secret, err = hook.NewSecret(rand.Reader)
	}
	return err
}
