package hook_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/hook"
	"pignon.coop/internal/netguard"
	"pignon.coop/internal/outbox"
)

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

func noon() time.Time { return time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC) }

// The values are the example that the Standard Webhooks specification publishes.
func TestSignPublishedExample(t *testing.T) {
	t.Parallel()
	got, err := hook.Sign(hook.SignIn{ID: "msg_p5jXN8AQM9LWM0D4loKWxJek", At: time.Unix(1614265330, 0),
		Body: []byte(`{"test": 2432232314}`), Secrets: []string{secret}})
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; err != nil || got != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestSignBody(t *testing.T) {
	t.Parallel()
	got := hook.SignBody("key", []byte("The quick brown fox jumps over the lazy dog"))
	if want := "97yD9DBThCSxMpjmqm+xQ+9NWaFJRhdZl0edvC0aPNg="; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestVerify(t *testing.T) {
	t.Parallel()
	fresh, err := hook.NewSecret(bytes.NewReader(make([]byte, 32)))
	if err != nil {
		t.Fatal(err)
	}
	in := hook.SignIn{ID: "evt_1", At: noon(), Body: []byte(`{}`), Secrets: []string{secret, fresh}}
	header, err := hook.Sign(in)
	if err != nil {
		t.Fatal(err)
	}
	with := func(change func(*hook.SignIn)) hook.SignIn { c := in; change(&c); return c }
	rows := []struct {
		name string
		in   hook.SignIn
		now  time.Time
		want bool
	}{
		{"both secrets", in, noon(), true},
		{"old secret only", with(func(i *hook.SignIn) { i.Secrets = []string{secret} }), noon(), true},
		{"new secret only", with(func(i *hook.SignIn) { i.Secrets = []string{fresh} }), noon(), true},
		{"other secret", with(func(i *hook.SignIn) { i.Secrets = []string{"whsec_c2VjcmV0"} }), noon(), false},
		{"other body", with(func(i *hook.SignIn) { i.Body = []byte(`{ }`) }), noon(), false},
		{"other id", with(func(i *hook.SignIn) { i.ID = "evt_2" }), noon(), false},
		{"at the edge", in, noon().Add(5 * time.Minute), true},
		{"too old", in, noon().Add(5*time.Minute + time.Second), false},
		{"from the future", in, noon().Add(-5*time.Minute - time.Second), false},
	}
	for _, row := range rows {
		if got := hook.Verify(row.in, header, row.now); got != row.want {
			t.Errorf("%s: %t", row.name, got)
		}
	}
}

func TestSignRefusesWhatCannotBeSigned(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]hook.SignIn{
		"no id": {Secrets: []string{secret}}, "dot in id": {ID: "a.b", Secrets: []string{secret}},
		"no secret": {ID: "a"}, "bad secret": {ID: "a", Secrets: []string{"whsec_%"}}, "empty secret": {ID: "a", Secrets: []string{""}},
	} {
		if _, err := hook.Sign(in); !fail.Is(err, fail.Internal) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSendReachesTheReceiverSigned(t *testing.T) {
	t.Parallel()
	got := make(chan *http.Request, 1)
	body := make(chan []byte, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got <- r
		body <- b
	}))
	defer server.Close()
	call := hook.Call{ID: "evt_1", URL: server.URL + "/in", Body: []byte(`{"a":"\/"}`), Secrets: []string{secret},
		Headers: map[string]string{"X-CoopCycle-Signature": "abc", "webhook-id": "ignored"}}
	result, err := hook.NewHTTP(netguard.Policy{AllowLoopback: true}, noon).Send(context.Background(), call)
	if err != nil || result.Status != 200 {
		t.Fatalf("%+v, %v", result, err)
	}
	r, b := <-got, <-body
	if !bytes.Equal(b, call.Body) || r.URL.Path != "/in" || r.Header.Get("X-CoopCycle-Signature") != "abc" {
		t.Errorf("received %s %s", r.URL, b)
	}
	stamp, _ := strconv.ParseInt(r.Header.Get("Webhook-Timestamp"), 10, 64)
	in := hook.SignIn{ID: r.Header.Get("Webhook-Id"), At: time.Unix(stamp, 0), Body: b, Secrets: call.Secrets}
	if !hook.Verify(in, r.Header.Get("Webhook-Signature"), noon()) {
		t.Error("the signature does not hold")
	}
}

func TestSendJudgesAnswers(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name   string
		answer http.HandlerFunc
		code   string
	}{
		{"204", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, ""},
		{"500", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, "hook.call.failed"},
		{"404", http.NotFound, "hook.call.failed"},
		{"410", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) }, "hook.endpoint.gone"},
		{"redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", 302) }, "hook.call.failed"},
		{"reset", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "hook.call.failed"},
		{"10 MB", func(w http.ResponseWriter, _ *http.Request) {
			for range 160 {
				w.Write(make([]byte, 64<<10))
			}
		}, ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(row.answer)
			defer server.Close()
			_, err := hook.NewHTTP(netguard.Policy{AllowLoopback: true}, noon).Send(context.Background(),
				hook.Call{ID: "evt_1", URL: server.URL, Secrets: []string{secret}})
			if (row.code == "") != (err == nil) || row.code != "" && !fail.Has(err, row.code) {
				t.Errorf("got %v, want %q", err, row.code)
			}
		})
	}
}

func TestSendGivesUpOnAHangingReceiver(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-done }))
	defer server.Close()
	defer close(done)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	_, err := hook.NewHTTP(netguard.Policy{AllowLoopback: true}, noon).Send(ctx, hook.Call{ID: "e", URL: server.URL, Secrets: []string{secret}})
	if !fail.Has(err, "hook.call.failed") {
		t.Errorf("got %v", err)
	}
}

func TestSendRefusesInsideAddresses(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"http://example.org/", "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/", "file:///etc/passwd", "::"} {
		_, err := hook.NewHTTP(netguard.Policy{}, noon).Send(context.Background(), hook.Call{ID: "e", URL: url, Secrets: []string{secret}})
		if !fail.Has(err, "hook.url.refused") {
			t.Errorf("%s: %v", url, err)
		}
	}
}

func TestRecordingKeepsTheSignedCall(t *testing.T) {
	t.Parallel()
	box := outbox.NewRecorder(noon, 10)
	result, err := hook.NewRecording(box, noon).Send(context.Background(),
		hook.Call{ID: "evt_1", Event: "delivery.picked", URL: "https://example.org", Body: []byte(`{}`), Secrets: []string{secret}})
	if err != nil || result.Status != 200 {
		t.Fatal(result, err)
	}
	m := box.List(outbox.Webhook)[0]
	if m.Name != "delivery.picked" || m.Body != "{}" || !strings.HasPrefix(m.Headers["Webhook-Signature"], "v1,") {
		t.Errorf("got %+v", m)
	}
}

func TestDelaysCoverThreeDays(t *testing.T) {
	t.Parallel()
	var sum time.Duration
	for _, d := range hook.Delays() {
		sum += d
	}
	if sum < 71*time.Hour || sum > 72*time.Hour {
		t.Errorf("%s in all", sum)
	}
}
