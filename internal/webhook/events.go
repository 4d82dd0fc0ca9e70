package webhook

// Paused : nothing got through to a webhook for days, or its receiver said that it is gone; it is called no more until somebody resumes it.
type Paused struct {
	WebhookID int64 `json:"webhookId"`
	AppID     int64 `json:"appId"`
}

// EventName names the fact in the journal.
func (Paused) EventName() string { return "webhook.paused" }
