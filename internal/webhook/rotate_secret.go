package webhook

import (
	"crypto/rand"

	"pignon.coop/internal/db"
	"pignon.coop/internal/hook"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// RotateSecret gives a webhook a new secret, which can be read this once. The one before signs beside it for a week.
func RotateSecret(tx *db.Tx, id int64) (Webhook, error) {
	w, err := tended(tx, id)
	if err != nil {
		return Webhook{}, err
	}
	secret, err := hook.NewSecret(rand.Reader)
	if err != nil {
		return Webhook{}, err
	}
	w.OldSecret, w.OldSecretUntil, w.Secret, w.UpdatedAt = org.Text(w.Secret), tx.Now().Add(oldSecretLasts), secret, tx.Now()
	return w, saveWebhook(tx, &w)
}

// ResumeWebhook ends a pause. What was given up meanwhile can be replayed.
func ResumeWebhook(tx *db.Tx, id int64) (Webhook, error) {
	w, err := tended(tx, id)
	if err != nil {
		return Webhook{}, err
	}
	w.PausedAt, w.FailingSince, w.SilentUntil, w.UpdatedAt = span.Instant{}, span.Instant{}, span.Instant{}, tx.Now()
	return w, saveWebhook(tx, &w)
}
