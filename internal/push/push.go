// Package push wakes the mobile app through Firebase Cloud Messaging, in the shapes that the app expects.
package push

import (
	"context"
	"encoding/json"
	"fmt"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/outbox"
)

// Platform is the system of a telephone.
type Platform string

// The platforms of the app.
const (
	Android Platform = "android"
	IOS     Platform = "ios"
)

// Notice is one push to one telephone. Event is the name that the app acts on (`tasks:changed`); Data goes into its `event.data`;
// Extra are top-level keys beside `event`.
type Notice struct {
	Token    string
	Platform Platform
	Title    string
	Body     string
	Event    string
	Data     map[string]any
	Extra    map[string]any
}

// Sender makes one try of a notice. Errors: NotFound push.token.gone (forget the token), Invalid push.notice.refused (never retry),
// Unavailable push.send.failed (try again later), Internal push.account.* (the configuration is wrong).
type Sender interface {
	Send(ctx context.Context, n Notice) error
}

// event is what the app decodes: `{"name": …, "data": {…}}`, without data when there is none.
func (n Notice) event() map[string]any {
	event := map[string]any{"name": n.Event}
	if len(n.Data) > 0 {
		event["data"] = n.Data
	}
	return event
}

// texts gives the data of an Android message, where every value is a string and structures are JSON documents.
func (n Notice) texts() (map[string]string, error) {
	all := map[string]any{"event": n.event()}
	for key, value := range n.Extra {
		all[key] = value
	}
	texts := make(map[string]string, len(all))
	for key, value := range all {
		text, err := textOf(value)
		if err != nil {
			return nil, fail.Wrap(err, fail.Internal, "push.notice.unwritable", "key", key)
		}
		texts[key] = text
	}
	return texts, nil
}

func textOf(value any) (string, error) {
	if text, ok := value.(string); ok {
		return text, nil
	}
	document, err := json.Marshal(value)
	return string(document), err
}

func (n Notice) check() error {
	if n.Token == "" {
		return fail.New(fail.Invalid, "push.token.missing")
	}
	if n.Platform != Android && n.Platform != IOS {
		return fail.New(fail.Invalid, "push.platform.unknown", "platform", fmt.Sprintf("%.20s", string(n.Platform)))
	}
	return nil
}

// Recording writes notices to an outbox instead of sending them.
type Recording struct{ box *outbox.Recorder }

// NewRecording makes a sender that accepts every well-formed notice.
func NewRecording(box *outbox.Recorder) *Recording { return &Recording{box: box} }

// Send implements Sender. The outbox gets the event as name, the title as subject and the data of the message as JSON body.
func (r *Recording) Send(_ context.Context, n Notice) error {
	if err := n.check(); err != nil {
		return err
	}
	texts, err := n.texts()
	if err != nil {
		return err
	}
	body, err := json.Marshal(texts)
	if err != nil {
		return fail.Wrap(err, fail.Internal, "push.notice.unwritable")
	}
	r.box.Record(outbox.Message{Channel: outbox.Push, To: []string{n.Token}, Name: n.Event, Subject: n.Title, Body: string(body),
		Headers: map[string]string{"platform": string(n.Platform), "body": n.Body}})
	return nil
}
