package webhook

import (
	"encoding/json"
	"slices"
	"time"

	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Webhook is an address of an integration and the event that it is called for.
type Webhook struct {
	ID             int64        `db:"id"`
	AppID          int64        `db:"app_id"`
	Event          string       `db:"event"`
	URL            string       `db:"url"`
	Secret         string       `db:"secret"`
	OldSecret      org.Text     `db:"old_secret"`
	OldSecretUntil span.Instant `db:"old_secret_until"`
	FailingSince   span.Instant `db:"failing_since"`
	SilentUntil    span.Instant `db:"silent_until"`
	PausedAt       span.Instant `db:"paused_at"`
	Version        int64        `db:"version"`
	CreatedAt      span.Instant `db:"created_at"`
	UpdatedAt      span.Instant `db:"updated_at"`
}

const (
	oldSecretLasts = 7 * 24 * time.Hour  // promise: two live secrets for at most a week
	patience       = 5 * 24 * time.Hour  // with an address where nothing gets through
	silence        = 30 * time.Second    // after a call that nobody answered
	logLasts       = 30 * 24 * time.Hour // calls are kept that long
)

// Events lists what a webhook can be called for.
func Events() []string {
	return []string{"delivery.assigned", "delivery.started", "delivery.failed", "delivery.picked", "delivery.in_transit", "delivery.completed", "order.created"}
}

func known(event string) bool { return slices.Contains(Events(), event) }

// secrets are those that sign at a time, the newest first.
func (w Webhook) secrets(now span.Instant) []string {
	if w.OldSecret != "" && w.OldSecretUntil.After(now.Time) {
		return []string{w.Secret, string(w.OldSecret)}
	}
	return []string{w.Secret}
}

// Call is one message to one webhook.
type Call struct {
	ID        int64        `db:"id"`
	WebhookID int64        `db:"webhook_id"`
	Message   string       `db:"message"` // what receivers know repeats by
	Object    string       `db:"object"`
	Event     string       `db:"event"`
	Sequence  int64        `db:"sequence"`
	State     State        `db:"state"`
	Tries     int64        `db:"tries"`
	Status    int64        `db:"status"`
	DueAt     span.Instant `db:"due_at"`
	EndedAt   span.Instant `db:"ended_at"`
	CreatedAt span.Instant `db:"created_at"`
}

// body is what is sent, byte for byte at every try.
func (c Call) body() ([]byte, error) {
	type data struct {
		Object string `json:"object"`
		Event  string `json:"event"`
	}
	return json.Marshal(struct {
		Data data `json:"data"`
	}{data{c.Object, c.Event}})
}
