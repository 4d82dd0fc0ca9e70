package webhook

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/span"
)

// ListCalls gives the latest calls of a webhook, newest first, at most limit, older than the call `before` (0: from the newest).
func ListCalls(tx *db.Tx, webhookID, before, limit int64) ([]Call, error) {
	if _, err := tended(tx, webhookID); err != nil {
		return nil, err
	}
	return callsBefore(tx, webhookID, before, limit)
}

// ReplayCall makes a call that ended once more, with the same message id. Conflict while it still waits (webhook_call.replay.waiting) or while
// its webhook is paused (webhook.paused).
func ReplayCall(tx *db.Tx, id int64) (Call, error) {
	c, err := loadCall(tx, id)
	if err != nil {
		return Call{}, err
	}
	w, err := tended(tx, c.WebhookID)
	if err != nil {
		return Call{}, err
	}
	if !w.PausedAt.IsZero() {
		return Call{}, fail.New(fail.Conflict, "webhook.paused")
	}
	if c.State, err = Flow.Next(c.State, ReplayVerb); err != nil {
		return Call{}, err
	}
	c.Tries, c.EndedAt, c.DueAt = 0, span.Instant{}, tx.Now()
	return c, planTry(tx, c)
}

// planTry saves a call that waits, with the job that will make it.
func planTry(tx *db.Tx, c Call) error {
	if err := saveCall(tx, c); err != nil {
		return err
	}
	return job.Add(tx, CallWebhook{ID: c.ID}, job.Options{At: c.DueAt})
}
