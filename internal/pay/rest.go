package pay

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"

	"pignon.coop/internal/fail"
)

// mostAnswer is how much of a provider's answer is read.
const mostAnswer = 1 << 20

// rest speaks JSON with a provider for which there is no library.
type rest struct {
	client *http.Client
	inWork func(context.Context) bool
	base   string
	header http.Header
}

// ask is one call. Body nil sends none; Into nil reads none.
type ask struct {
	Method, Path string
	Base         string // instead of the usual one
	Token        string // bearer
	Key          string // idempotency key
	Body         any
	Form         url.Values // instead of Body
	Into         any
}

// call makes one call outside any unit of work. An error is a *Problem in a *fail.Error: Unknown without an answer to trust.
func (r rest) call(ctx context.Context, a ask) error {
	if err := outside(ctx, r.inWork); err != nil {
		return err
	}
	request, err := r.request(ctx, a)
	if err != nil {
		return fail.Wrap(err, fail.Internal, "payment.call.refused")
	}
	answer, err := r.client.Do(request)
	if err != nil {
		return (&Problem{Outcome: Unknown, cause: err}).asFail()
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, mostAnswer))
	if err == nil && answer.StatusCode < 300 && a.Into != nil {
		err = json.Unmarshal(text, a.Into)
	}
	switch {
	case err != nil:
		return (&Problem{Outcome: Unknown, Status: answer.StatusCode, cause: err}).asFail()
	case answer.StatusCode >= 300:
		return problemIn(answer.StatusCode, text).asFail()
	}
	return nil
}

func (r rest) request(ctx context.Context, a ask) (*http.Request, error) {
	body, kind, err := a.body()
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, a.Method, cmp.Or(a.Base, r.base)+a.Path, body)
	if err != nil {
		return nil, err
	}
	for name, values := range r.header {
		request.Header[name] = values
	}
	request.Header.Set("Accept", "application/json")
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	if a.Token != "" {
		request.Header.Set("Authorization", "Bearer "+a.Token)
	}
	if a.Key != "" {
		request.Header.Set("X-Idempotency-Key", a.Key)
	}
	return request, nil
}

// body gives what is sent, and of what kind it is.
func (a ask) body() (body io.Reader, kind string, err error) {
	switch {
	case a.Form != nil:
		return strings.NewReader(a.Form.Encode()), "application/x-www-form-urlencoded", nil
	case a.Body == nil:
		return nil, "", nil
	}
	text, err := json.Marshal(a.Body)
	return bytes.NewReader(text), "application/json", err
}

// problemIn reads what a provider says of a call that it did not carry out. 5xx, 409 and 429 may be repeated, like no answer at all.
func problemIn(status int, text []byte) *Problem {
	var said struct {
		Message string `json:"message"`
		Error   string `json:"error"`
		Meta    struct {
			Messages []struct {
				Code string `json:"code"`
				Text string `json:"text"`
			} `json:"messages"`
		} `json:"meta"`
	}
	_ = json.Unmarshal(text, &said) // an answer that says nothing is judged by its status
	p := &Problem{Outcome: Refused, Status: status, Code: said.Error, Words: said.Message}
	if m := said.Meta.Messages; len(m) > 0 {
		p.Code, p.Words = m[0].Code, m[0].Text
	}
	switch {
	case status >= 500 || status == http.StatusConflict || status == http.StatusTooManyRequests:
		p.Outcome = Unknown
	case status == http.StatusNotFound:
		p.Code = "resource_missing"
	}
	return p
}

// outside refuses a call inside a unit of work, where a slow provider would hold locks and a rollback would forget a payment.
func outside(ctx context.Context, inWork func(context.Context) bool) error {
	if inWork != nil && inWork(ctx) {
		return fail.Wrap(&Problem{Outcome: Refused, Words: "called inside a unit of work"}, fail.Internal, "payment.call.in_unit_of_work")
	}
	return nil
}

// keyed refuses a call without a fit key, which could not be repeated.
func keyed(key string) error {
	if key != "" && len(key) <= longestKey {
		return nil
	}
	problem := &Problem{Outcome: Refused, Words: "called without an idempotency key, or with one of more than 255 bytes"}
	return fail.Wrap(problem, fail.Internal, "payment.call.without_key")
}
