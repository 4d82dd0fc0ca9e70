package pay_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/pay/fakestripe"
	"pignon.coop/internal/pay/paytest"
)

func TestDeclinedCards(t *testing.T) {
	t.Parallel()
	gateway := paytest.NewServer(t, 1).Gateway()
	for method, want := range map[pay.MethodID][2]string{
		"pm_card_chargeDeclined":                       {"card_declined", "generic_decline"},
		"pm_card_visa_chargeDeclinedInsufficientFunds": {"card_declined", "insufficient_funds"},
		"pm_card_chargeDeclinedExpiredCard":            {"expired_card", ""},
	} {
		in := pay.CreateIn{Key: string(method), Amount: 2150, Currency: "eur", Method: method}
		_, err := gateway.CreateIntent(context.Background(), in)
		p := pay.ProblemOf(err)
		if p.Outcome != pay.Declined || p.Code != want[0] || p.DeclineCode != want[1] || p.Words == "" || p.Intent == "" {
			t.Errorf("%s: %+v", method, p)
		}
		if !fail.Is(err, fail.Invalid) || !fail.Has(err, "payment.card.declined") {
			t.Errorf("%s: %v", method, err)
		}
		_, again := gateway.CreateIntent(context.Background(), in)
		if pay.ProblemOf(again).Intent != p.Intent {
			t.Errorf("%s: the same key made another intent", method)
		}
	}
}

func TestThreeDSecureWithManualConfirmation(t *testing.T) {
	t.Parallel()
	server := paytest.NewServer(t, 1)
	gateway, ctx := server.Gateway(), context.Background()
	intent, err := gateway.CreateIntent(ctx, pay.CreateIn{Key: "a", Amount: 2150, Currency: "eur", Method: "pm_card_threeDSecure2Required"})
	must(t, err)
	if intent.Status != pay.RequiresAction || intent.Held() || intent.ClientSecret == "" {
		t.Fatalf("%+v", intent)
	}
	ref := pay.Ref{ID: intent.ID}
	if _, err := gateway.Capture(ctx, pay.CaptureIn{Ref: ref, Key: "b"}); pay.ProblemOf(err).Code != "payment_intent_unexpected_state" {
		t.Errorf("captured without a hold: %v", err)
	}
	early, err := gateway.Confirm(ctx, pay.ConfirmIn{Ref: ref, Key: "c"})
	must(t, err)
	if early.Status != pay.RequiresAction {
		t.Errorf("confirmed before the customer acted: %+v", early)
	}
	must(t, server.Act(intent.ClientSecret, true))
	held, err := gateway.Confirm(ctx, pay.ConfirmIn{Ref: ref, Key: "d"})
	must(t, err)
	if !held.Held() || held.Capturable != 2150 {
		t.Errorf("%+v", held)
	}
}

func TestThreeDSecureRefusedThenAnotherCard(t *testing.T) {
	t.Parallel()
	server := paytest.NewServer(t, 1)
	gateway, ctx := server.Gateway(), context.Background()
	intent, err := gateway.CreateIntent(ctx, pay.CreateIn{Key: "a", Amount: 2150, Currency: "eur", Method: "pm_card_authenticationRequired"})
	must(t, err)
	must(t, server.Act(intent.ClientSecret, false))
	read, err := gateway.Retrieve(ctx, pay.Ref{ID: intent.ID})
	must(t, err)
	if read.Status != pay.RequiresMethod || read.LastProblem == "" {
		t.Errorf("%+v", read)
	}
	held, err := gateway.Confirm(ctx, pay.ConfirmIn{Ref: pay.Ref{ID: intent.ID}, Key: "b", Method: "pm_card_visa"})
	must(t, err)
	if !held.Held() {
		t.Errorf("%+v", held)
	}
}

func TestLostAnswerIsUnknownAndRepeatable(t *testing.T) {
	t.Parallel()
	server := paytest.NewServer(t, 1)
	gateway, ctx := server.Gateway(), context.Background()
	in := pay.CreateIn{Key: "attempt-1", Amount: 2150, Currency: "eur", Method: "pm_card_visa"}
	server.FailNext(fakestripe.LoseAnswer, fakestripe.Down)
	for range 2 {
		_, err := gateway.CreateIntent(ctx, in)
		if pay.ProblemOf(err).Outcome != pay.Unknown || !fail.Is(err, fail.Unavailable) {
			t.Fatalf("got %v", err)
		}
	}
	intent, err := gateway.CreateIntent(ctx, in)
	must(t, err)
	if ledger := server.Ledger(); len(ledger) != 1 || ledger[0].Kind != fakestripe.Hold || ledger[0].Intent != string(intent.ID) {
		t.Errorf("held %+v", ledger)
	}
	in.Amount = 2151
	_, err = gateway.CreateIntent(ctx, in)
	if p := pay.ProblemOf(err); p.Outcome != pay.Refused || !fail.Is(err, fail.Internal) {
		t.Errorf("other values under the same key: %+v", p)
	}
}

func TestCallsInsideAUnitOfWorkOrWithoutKeyNeverLeave(t *testing.T) {
	t.Parallel()
	server := paytest.NewServer(t, 1)
	inside := server.GatewayInWork(func(context.Context) bool { return true })
	outside := server.Gateway()
	ctx := context.Background()
	calls := map[string]func(g pay.Gateway, key string) error{
		"create": func(g pay.Gateway, key string) error {
			_, err := g.CreateIntent(ctx, pay.CreateIn{Key: key})
			return err
		},
		"confirm":  func(g pay.Gateway, key string) error { _, err := g.Confirm(ctx, pay.ConfirmIn{Key: key}); return err },
		"capture":  func(g pay.Gateway, key string) error { _, err := g.Capture(ctx, pay.CaptureIn{Key: key}); return err },
		"cancel":   func(g pay.Gateway, key string) error { _, err := g.Cancel(ctx, pay.CancelIn{Key: key}); return err },
		"refund":   func(g pay.Gateway, key string) error { _, err := g.Refund(ctx, pay.RefundIn{Key: key}); return err },
		"transfer": func(g pay.Gateway, key string) error { _, err := g.Transfer(ctx, pay.TransferIn{Key: key}); return err },
		"customer": func(g pay.Gateway, key string) error {
			_, err := g.CreateCustomer(ctx, pay.CustomerIn{Key: key})
			return err
		},
		"attach": func(g pay.Gateway, key string) error { _, err := g.Attach(ctx, pay.AttachIn{Key: key}); return err },
		"clone":  func(g pay.Gateway, key string) error { _, err := g.Clone(ctx, pay.CloneIn{Key: key}); return err },
		"set up": func(g pay.Gateway, key string) error { _, err := g.SetUp(ctx, pay.SetUpIn{Key: key}); return err },
	}
	for name, call := range calls {
		if err := call(inside, "k"); !fail.Has(err, "payment.call.in_unit_of_work") || !fail.Is(err, fail.Internal) {
			t.Errorf("%s inside: %v", name, err)
		}
		if err := call(outside, ""); !fail.Has(err, "payment.call.without_key") {
			t.Errorf("%s without key: %v", name, err)
		}
		if err := call(outside, strings.Repeat("k", 256)); !fail.Has(err, "payment.call.without_key") {
			t.Errorf("%s with a key too long: %v", name, err)
		}
	}
	_, retrieve := inside.Retrieve(ctx, pay.Ref{ID: "pi_1"})
	_, cards := inside.Cards(ctx, "cus_1")
	if !fail.Has(retrieve, "payment.call.in_unit_of_work") || !fail.Has(cards, "payment.call.in_unit_of_work") {
		t.Errorf("reading inside: %v, %v", retrieve, cards)
	}
	if n := len(server.Calls()); n != 0 {
		t.Errorf("%d calls left", n)
	}
}

func TestOutcomeOfEachAnswer(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name   string
		status int
		body   string
		want   pay.Outcome
	}{
		{"card error", 402, `{"error":{"type":"card_error","code":"card_declined"}}`, pay.Declined},
		{"bad values", 400, `{"error":{"type":"invalid_request_error"}}`, pay.Refused},
		{"bad key", 401, `{"error":{"type":"invalid_request_error"}}`, pay.Refused},
		{"no right", 403, `{"error":{"type":"invalid_request_error"}}`, pay.Refused},
		{"absent", 404, `{"error":{"type":"invalid_request_error","code":"resource_missing"}}`, pay.Refused},
		{"key in use", 409, `{"error":{"type":"idempotency_error"}}`, pay.Unknown},
		{"too many", 429, `{"error":{"type":"invalid_request_error","code":"rate_limit"}}`, pay.Unknown},
		{"broken", 500, `{"error":{"type":"api_error"}}`, pay.Unknown},
		{"proxy page", 502, `<html>Bad gateway</html>`, pay.Unknown},
		{"portal page", 200, `<html>Log in to the network</html>`, pay.Unknown},
		{"half an answer", 200, `{"id":"pi_1","status":`, pay.Unknown},
	}
	for _, row := range rows {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(row.status)
			w.Write([]byte(row.body))
		}))
		gateway := pay.NewStripe(pay.StripeIn{Client: server.Client(), BaseURL: server.URL, Key: paytest.Key})
		_, err := gateway.Capture(context.Background(), pay.CaptureIn{Ref: pay.Ref{ID: "pi_1"}, Key: "k"})
		server.Close()
		if got := pay.ProblemOf(err); got == nil || got.Outcome != row.want {
			t.Errorf("%s: %+v, want %s", row.name, got, row.want)
		}
	}
}

func TestTimeOutIsUnknown(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer server.Close()
	defer close(release)
	gateway := pay.NewStripe(pay.StripeIn{Client: &http.Client{Timeout: 30 * time.Millisecond}, BaseURL: server.URL, Key: paytest.Key})
	_, err := gateway.Refund(context.Background(), pay.RefundIn{Ref: pay.Ref{ID: "pi_1"}, Key: "k"})
	if pay.ProblemOf(err).Outcome != pay.Unknown {
		t.Errorf("got %v", err)
	}
}

func TestRequestsCarryWhatTheContractAsks(t *testing.T) {
	t.Parallel()
	server := paytest.NewServer(t, 1)
	_, err := server.Gateway().CreateIntent(context.Background(), pay.CreateIn{Key: "attempt-1", Amount: 2150, Currency: "eur", Description: "Order 7",
		Method: "pm_card_visa", Account: "acct_shop", ApplicationFee: 300, SaveCard: true, Metadata: map[string]string{"order": "7"}})
	must(t, err)
	call := server.Calls()[0]
	if call.Account != "acct_shop" || call.Key != "attempt-1" || call.Path != "/v1/payment_intents" {
		t.Errorf("call %+v", call)
	}
	want := map[string]string{"amount": "2150", "currency": "eur", "description": "Order 7", "payment_method": "pm_card_visa", "confirm": "true",
		"confirmation_method": "manual", "capture_method": "manual", "application_fee_amount": "300", "setup_future_usage": "on_session",
		"metadata[order]": "7"}
	for name, value := range want {
		if got := strings.Join(call.Form[name], ","); got != value {
			t.Errorf("%s: %q, want %q", name, got, value)
		}
	}
}

func TestNoSuchCustomer(t *testing.T) {
	t.Parallel()
	gateway := paytest.NewServer(t, 1).Gateway()
	_, err := gateway.CreateIntent(context.Background(), pay.CreateIn{Key: "a", Amount: 2150, Currency: "eur", Method: "pm_card_visa", Customer: "cus_gone"})
	if !pay.NoSuchCustomer(err) || pay.NoSuchCustomer(nil) {
		t.Errorf("got %v", err)
	}
}

func TestCardValidThroughItsMonth(t *testing.T) {
	t.Parallel()
	card := pay.Card{ExpMonth: 12, ExpYear: 2031}
	for at, want := range map[string]bool{"2031-12-31T23:59:59Z": true, "2032-01-01T00:00:00Z": false, "2031-05-06T12:00:00Z": true} {
		instant, err := time.Parse(time.RFC3339, at)
		must(t, err)
		if card.ValidAt(instant) != want {
			t.Errorf("%s: want %t", at, want)
		}
	}
}

func TestVerifyWebhook(t *testing.T) {
	t.Parallel()
	now := time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)
	body := []byte(`{"id":"evt_1","object":"event","type":"charge.captured","created":1935921600,"livemode":true,"account":"acct_1",` +
		`"data":{"object":{"id":"ch_1","object":"charge","payment_intent":"pi_1"}}}`)
	sign := func(secret string, at time.Time) string { return fakestripe.Signature(body, secret, at) }
	both := sign("old", now) + "," + strings.SplitN(sign("new", now), ",", 2)[1]
	rows := []struct {
		name, header string
		body         []byte
		secrets      []string
		want         bool
	}{
		{"fresh", sign("new", now), body, []string{"new"}, true},
		{"second secret of two", sign("old", now), body, []string{"new", "old"}, true},
		{"signed by two", both, body, []string{"new"}, true},
		{"300 seconds old", sign("new", now.Add(-300*time.Second)), body, []string{"new"}, true},
		{"301 seconds old", sign("new", now.Add(-301*time.Second)), body, []string{"new"}, false},
		{"300 seconds ahead", sign("new", now.Add(300*time.Second)), body, []string{"new"}, true},
		{"301 seconds ahead", sign("new", now.Add(301*time.Second)), body, []string{"new"}, false},
		{"another endpoint's secret", sign("other", now), body, []string{"new", "old"}, false},
		{"one byte changed", sign("new", now), append([]byte(" "), body...), []string{"new"}, false},
		{"no header", "", body, []string{"new"}, false},
		{"no signature", "t=1935921600", body, []string{"new"}, false},
		{"old scheme", strings.Replace(sign("new", now), "v1=", "v0=", 1), body, []string{"new"}, false},
		{"not hex", "t=1935921600,v1=zz", body, []string{"new"}, false},
		{"no secret set", sign("", now), body, []string{""}, false},
		{"no secrets", sign("new", now), body, nil, false},
	}
	for _, row := range rows {
		event, err := pay.VerifyWebhook(pay.WebhookIn{Body: row.body, Header: row.header, Secrets: row.secrets, Now: now})
		if (err == nil) != row.want || err != nil && !fail.Has(err, "payment.webhook.forged") {
			t.Errorf("%s: %v", row.name, err)
		}
		if row.want && (event.ID != "evt_1" || event.Ref() != pay.Ref{ID: "pi_1", Account: "acct_1"} || event.Charge != "ch_1" || !event.LiveMode) {
			t.Errorf("%s: %+v", row.name, event)
		}
	}
}

func FuzzVerifyWebhook(f *testing.F) {
	f.Add([]byte(`{"id":"evt_1","data":{"object":{"id":"pi_1","object":"payment_intent"}}}`))
	f.Add([]byte(`{"id":"evt_1","data":{"object":{"payment_intent":{"id":3}}}}`))
	f.Add([]byte(`{"id":"evt_1","data":null}`))
	f.Add([]byte(`[]`))
	now := time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, body []byte) {
		event, err := pay.VerifyWebhook(pay.WebhookIn{Body: body, Header: fakestripe.Signature(body, "s", now), Secrets: []string{"s"}, Now: now})
		if err == nil && (event.ID == "" || !json.Valid(body)) {
			t.Errorf("read %+v from %q", event, body)
		}
	})
}
