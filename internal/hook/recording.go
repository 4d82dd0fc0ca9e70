package hook

import (
	"context"
	"time"

	"pignon.coop/internal/outbox"
)

// Recording writes calls to an outbox instead of sending them, with the very headers that would have gone out.
type Recording struct {
	box *outbox.Recorder
	now func() time.Time
}

// NewRecording makes a sender whose receivers always answer 200.
func NewRecording(box *outbox.Recorder, now func() time.Time) *Recording {
	return &Recording{box: box, now: now}
}

// Send implements Sender.
func (r *Recording) Send(_ context.Context, call Call) (Result, error) {
	headers, err := headersOf(call, r.now())
	if err != nil {
		return Result{}, err
	}
	r.box.Record(outbox.Message{Channel: outbox.Webhook, To: []string{call.URL}, Name: call.Event, Body: string(call.Body), Headers: headers})
	return Result{Status: 200}, nil
}
