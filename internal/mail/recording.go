package mail

import (
	"context"
	"maps"
	netmail "net/mail"
	"strings"

	"pignon.coop/internal/outbox"
)

// Recording writes mails to an outbox instead of sending them.
type Recording struct{ box *outbox.Recorder }

// NewRecording makes a sender that accepts every well-formed mail.
func NewRecording(box *outbox.Recorder) *Recording { return &Recording{box: box} }

// bare leaves out the names before addresses; clean has checked that each is one.
func bare(list []string) []string {
	addresses := make([]string, len(list))
	for i, text := range list {
		addresses[i] = text
		if parsed, err := netmail.ParseAddress(text); err == nil {
			addresses[i] = parsed.Address
		}
	}
	return addresses
}

// Send implements Sender. The outbox gets the text as body; the HTML, if any, under the header "html", and the names of
// attached files under "attached".
func (r *Recording) Send(_ context.Context, m Mail) error {
	m, err := clean(m)
	if err != nil {
		return err
	}
	headers := maps.Clone(m.Headers)
	if m.ReplyTo != "" {
		headers["Reply-To"] = m.ReplyTo
	}
	for _, f := range m.Files {
		headers["attached"] = strings.TrimSpace(headers["attached"] + " " + f.Name)
	}
	if m.HTML != "" {
		headers["html"] = m.HTML
	}
	r.box.Record(outbox.Message{Channel: outbox.Mail, To: bare(m.To), Name: m.Name, Subject: m.Subject, Body: m.Text, Headers: headers})
	return nil
}
