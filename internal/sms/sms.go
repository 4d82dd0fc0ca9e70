// Package sms sends text messages through whatever provider the co-op has, by way of one generic HTTP call.
package sms

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/outbox"
)

// MaxText is how many characters a text may have: ten concatenated parts.
const MaxText = 1530

// Text is one message to one telephone. ID stays the same for every try, so that the provider can recognise repeats.
type Text struct {
	ID   string
	To   string // E.164: +33612345678
	From string // sender name or number; unfit characters are dropped, at most 11 letters or 15 digits stay
	Body string
}

// Sender makes one try of a text. Errors are Invalid (never retry: sms.number.malformed, sms.text.*, sms.send.refused) or
// Unavailable (sms.send.failed: try again later).
type Sender interface {
	Send(ctx context.Context, text Text) error
}

// Gateway is the address of the provider, or of the small bridge in front of it, and the bearer token that it asks for.
type Gateway struct {
	URL   string
	Token string
	From  string // used when a text names no sender
}

// HTTP posts {"id","to","from","text"} as JSON to a gateway; any 2xx answer means accepted.
type HTTP struct {
	client  *http.Client
	gateway Gateway
}

// NewHTTP makes a sender. The client must carry a timeout.
func NewHTTP(client *http.Client, gateway Gateway) *HTTP {
	return &HTTP{client: client, gateway: gateway}
}

// Send implements Sender.
func (h *HTTP) Send(ctx context.Context, text Text) error {
	if text.From == "" {
		text.From = h.gateway.From
	}
	text, err := clean(text)
	if err != nil {
		return err
	}
	request, err := h.request(ctx, text)
	if err != nil {
		return err
	}
	answer, err := h.client.Do(request)
	if err != nil {
		return fail.Wrap(err, fail.Unavailable, "sms.send.failed", "status", 0)
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, 64<<10)
	return judge(answer.StatusCode)
}

func (h *HTTP) request(ctx context.Context, text Text) (*http.Request, error) {
	body, err := json.Marshal(map[string]string{"id": text.ID, "to": text.To, "from": text.From, "text": text.Body})
	if err != nil {
		return nil, fail.Wrap(err, fail.Internal, "sms.text.unwritable")
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.gateway.URL, bytes.NewReader(body))
	if err != nil {
		return nil, fail.Wrap(err, fail.Internal, "sms.gateway.malformed", "url", h.gateway.URL)
	}
	request.Header.Set("Content-Type", "application/json")
	if text.ID != "" {
		request.Header.Set("Idempotency-Key", text.ID)
	}
	if h.gateway.Token != "" {
		request.Header.Set("Authorization", "Bearer "+h.gateway.Token)
	}
	return request, nil
}

func judge(status int) error {
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusBadRequest || status == http.StatusUnprocessableEntity:
		return fail.New(fail.Invalid, "sms.send.refused", "status", status)
	default:
		return fail.New(fail.Unavailable, "sms.send.failed", "status", status)
	}
}

// Recording writes texts to an outbox instead of sending them.
type Recording struct{ box *outbox.Recorder }

// NewRecording makes a sender that accepts every well-formed text.
func NewRecording(box *outbox.Recorder) *Recording { return &Recording{box: box} }

// Send implements Sender.
func (r *Recording) Send(_ context.Context, text Text) error {
	text, err := clean(text)
	if err != nil {
		return err
	}
	m := outbox.Message{Channel: outbox.SMS, To: []string{text.To}, Body: text.Body}
	if text.From != "" {
		m.Headers = map[string]string{"from": text.From}
	}
	r.box.Record(m)
	return nil
}

func clean(text Text) (Text, error) {
	if !regexp.MustCompile(`^\+[1-9][0-9]{5,14}$`).MatchString(text.To) {
		return text, fail.New(fail.Invalid, "sms.number.malformed", "number", text.To)
	}
	text.From = senderOf(text.From)
	text.Body = strings.TrimSpace(strings.Map(printable, text.Body))
	if text.Body == "" {
		return text, fail.New(fail.Invalid, "sms.text.empty")
	}
	if n := utf8.RuneCountInString(text.Body); n > MaxText {
		return text, fail.New(fail.Invalid, "sms.text.too_long", "characters", n, "limit", MaxText)
	}
	return text, nil
}

func senderOf(from string) string {
	if number := regexp.MustCompile(`^\+?[0-9]{3,15}$`).FindString(strings.TrimSpace(from)); number != "" {
		return number
	}
	kept := strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == ' ') {
			return r
		}
		return -1
	}, from)
	return strings.TrimSpace(kept[:min(len(kept), 11)])
}

func printable(r rune) rune {
	if r == '\n' || !unicode.IsControl(r) {
		return r
	}
	return -1
}
