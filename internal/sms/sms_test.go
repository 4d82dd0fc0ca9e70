package sms_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/outbox"
	"pignon.coop/internal/sms"
)

func TestHTTPPostsTheText(t *testing.T) {
	t.Parallel()
	type seen struct {
		header http.Header
		body   map[string]string
	}
	got := make(chan seen, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := seen{header: r.Header}
		json.NewDecoder(r.Body).Decode(&s.body)
		got <- s
		w.WriteHeader(http.StatusAccepted)
	}))
	defer server.Close()
	sender := sms.NewHTTP(server.Client(), sms.Gateway{URL: server.URL, Token: "t0k", From: "Les Pignons"})
	if err := sender.Send(context.Background(), sms.Text{ID: "n1", To: "+33612345678", Body: "On its way:\nhttps://x.example"}); err != nil {
		t.Fatal(err)
	}
	s := <-got
	if s.header.Get("Authorization") != "Bearer t0k" || s.header.Get("Idempotency-Key") != "n1" {
		t.Errorf("headers %v", s.header)
	}
	if s.body["to"] != "+33612345678" || s.body["from"] != "Les Pignons" || s.body["text"] != "On its way:\nhttps://x.example" {
		t.Errorf("body %v", s.body)
	}
}

func TestHTTPJudgesAnswers(t *testing.T) {
	t.Parallel()
	for status, kind := range map[int]fail.Kind{400: fail.Invalid, 422: fail.Invalid, 401: fail.Unavailable, 429: fail.Unavailable, 500: fail.Unavailable} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		err := sms.NewHTTP(server.Client(), sms.Gateway{URL: server.URL}).Send(context.Background(), sms.Text{To: "+33612345678", Body: "x"})
		server.Close()
		if !fail.Is(err, kind) {
			t.Errorf("%d: %v, want %s", status, err, kind)
		}
	}
	err := sms.NewHTTP(&http.Client{Timeout: time.Second}, sms.Gateway{URL: "http://127.0.0.1:1"}).Send(context.Background(), sms.Text{To: "+33612345678", Body: "x"})
	if !fail.Is(err, fail.Unavailable) {
		t.Errorf("nobody there: %v", err)
	}
}

func TestRecordingCleans(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name                 string
		text                 sms.Text
		code, wantFrom, body string
	}{
		{"plain", sms.Text{To: "+33612345678", From: "Pignon", Body: "hi"}, "", "Pignon", "hi"},
		{"sender with line ends", sms.Text{To: "+33612345678", From: "Pig\r\nTo: x", Body: "hi"}, "", "PigTo x", "hi"},
		{"long sender", sms.Text{To: "+33612345678", From: "Les Pignons de Paris", Body: "hi"}, "", "Les Pignons", "hi"},
		{"number as sender", sms.Text{To: "+33612345678", From: "+33123456789", Body: "hi"}, "", "+33123456789", "hi"},
		{"control characters", sms.Text{To: "+33612345678", Body: "a\x00b\r\nc\x1b"}, "", "", "ab\nc"},
		{"national number", sms.Text{To: "0612345678", Body: "hi"}, "sms.number.malformed", "", ""},
		{"number with line end", sms.Text{To: "+33612345678\n", Body: "hi"}, "sms.number.malformed", "", ""},
		{"empty", sms.Text{To: "+33612345678", Body: " \r\n"}, "sms.text.empty", "", ""},
		{"too long", sms.Text{To: "+33612345678", Body: strings.Repeat("é", sms.MaxText+1)}, "sms.text.too_long", "", ""},
	}
	for _, row := range rows {
		box := outbox.NewRecorder(time.Now, 5)
		err := sms.NewRecording(box).Send(context.Background(), row.text)
		if row.code != "" {
			if !fail.Has(err, row.code) || len(box.List("")) != 0 {
				t.Errorf("%s: %v", row.name, err)
			}
			continue
		}
		if m := box.List(outbox.SMS)[0]; err != nil || m.Body != row.body || m.Headers["from"] != row.wantFrom {
			t.Errorf("%s: %+v, %v", row.name, m, err)
		}
	}
}
