// Package hook calls the addresses that integrators gave us, one signed POST at a time. Retrying, pausing and logging belong to
// the job that calls it.
package hook

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"strconv"
	"time"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/netguard"
)

// Timeout is how long one call may take, from looking up the name to the end of the answer.
const Timeout = 10 * time.Second

// readLimit bounds how much of an answer is drained; nothing of it is ever kept or shown.
const readLimit = 64 << 10

// Call is one message to one endpoint. ID stays the same for every try, so that the receiver can recognise repeats; Secrets
// holds the live ones (two while a secret is being changed); without any a call is not signed. Body is sent byte for byte.
type Call struct {
	ID      string
	Event   string // for the log and the outbox; not sent
	Method  string // empty: POST
	URL     string
	Body    []byte
	Secrets []string
	Headers map[string]string // further headers, such as the signature of another dialect
}

// Result is what a receiver answered: its status, 0 when there was no answer.
type Result struct {
	Status int
}

// Sender makes one try of a call. A nil error means that the receiver answered 2xx; otherwise the error's code is
// hook.url.refused (never retry), hook.endpoint.gone (410: drop the endpoint), or hook.call.failed (try again later).
type Sender interface {
	Send(ctx context.Context, call Call) (Result, error)
}

// HTTP sends calls over the network.
type HTTP struct {
	client *http.Client
	now    func() time.Time
}

// NewHTTP makes a sender that reaches only what the policy allows, follows no redirect and waits at most Timeout.
func NewHTTP(policy netguard.Policy, now func() time.Time) *HTTP {
	return &HTTP{client: policy.Client(Timeout), now: now}
}

// Send implements Sender.
func (h *HTTP) Send(ctx context.Context, call Call) (Result, error) {
	headers, err := headersOf(call, h.now())
	if err != nil {
		return Result{}, err
	}
	request, err := http.NewRequestWithContext(ctx, cmp.Or(call.Method, http.MethodPost), call.URL, bytes.NewReader(call.Body))
	if err != nil {
		return Result{}, fail.Wrap(err, fail.Invalid, "hook.url.refused", "url", call.URL)
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	answer, err := h.client.Do(request)
	if err != nil {
		return Result{}, unanswered(err, call)
	}
	defer answer.Body.Close()
	// Draining is courtesy: a receiver that hangs or pours must not turn an accepted call into a failed one.
	_, _ = io.CopyN(io.Discard, answer.Body, readLimit)
	return Result{Status: answer.StatusCode}, judge(answer.StatusCode)
}

func headersOf(call Call, now time.Time) (map[string]string, error) {
	headers := map[string]string{"Content-Type": "application/json", "User-Agent": "Pignon-Webhooks/1"}
	for name, value := range call.Headers {
		headers[http.CanonicalHeaderKey(name)] = value
	}
	if len(call.Secrets) == 0 {
		return headers, nil
	}
	signature, err := Sign(SignIn{ID: call.ID, At: now, Body: call.Body, Secrets: call.Secrets})
	if err != nil {
		return nil, err
	}
	headers["Webhook-Id"] = call.ID
	headers["Webhook-Timestamp"] = strconv.FormatInt(now.Unix(), 10)
	headers["Webhook-Signature"] = signature
	return headers, nil
}

func unanswered(err error, call Call) error {
	if fail.Has(err, "url.address.refused") {
		return fail.Wrap(err, fail.Invalid, "hook.url.refused", "url", call.URL)
	}
	return fail.Wrap(err, fail.Unavailable, "hook.call.failed", "status", 0)
}

func judge(status int) error {
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusGone:
		return fail.New(fail.NotFound, "hook.endpoint.gone", "status", status)
	default:
		return fail.New(fail.Unavailable, "hook.call.failed", "status", status)
	}
}

// Delays lists how long to wait before each try, counted from the failure of the try before: 72 hours in all, then give up.
func Delays() []time.Duration {
	return []time.Duration{0, 5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, time.Hour, 3 * time.Hour,
		8 * time.Hour, 24 * time.Hour, 24 * time.Hour, 11*time.Hour + 47*time.Minute}
}
