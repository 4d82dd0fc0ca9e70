package fakestripe_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"pignon.coop/internal/pay"
	"pignon.coop/internal/pay/fakestripe"
	"pignon.coop/internal/pay/paytest"
)

// post sends a form as a browser or a server would and reads the answer.
func post(t *testing.T, s *paytest.Server, key, path string, form url.Values) (int, map[string]any) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, s.URL+path, strings.NewReader(form.Encode()))
	must(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Authorization", "Bearer "+key)
	answer, err := http.DefaultClient.Do(request)
	must(t, err)
	defer answer.Body.Close()
	var body map[string]any
	must(t, json.NewDecoder(answer.Body).Decode(&body))
	return answer.StatusCode, body
}

func hold(t *testing.T, s *paytest.Server, key string) pay.Intent {
	t.Helper()
	intent, err := s.Gateway().CreateIntent(context.Background(), pay.CreateIn{Key: key, Amount: 2150, Currency: "eur", Method: "pm_card_visa"})
	must(t, err)
	return intent
}

func TestBrowserPaysWithACard(t *testing.T) {
	t.Parallel()
	s := paytest.NewServer(t, 1)
	_, card := post(t, s, paytest.PublicKey, "/v1/payment_methods", url.Values{"type": {"card"}, "card[number]": {"4242 4242 4242 4242"},
		"card[exp_month]": {"4"}, "card[exp_year]": {"34"}, "card[cvc]": {"123"}})
	method, _ := card["id"].(string)
	intent, err := s.Gateway().CreateIntent(context.Background(), pay.CreateIn{Key: "a", Amount: 2150, Currency: "eur", Automatic: true})
	must(t, err)
	confirm := "/v1/payment_intents/" + string(intent.ID) + "/confirm"
	if status, _ := post(t, s, paytest.PublicKey, confirm, url.Values{"client_secret": {"guess"}, "payment_method": {method}}); status != 400 {
		t.Errorf("a wrong client secret: %d", status)
	}
	status, got := post(t, s, paytest.PublicKey, confirm, url.Values{"client_secret": {intent.ClientSecret}, "payment_method": {method}})
	if status != 200 || got["status"] != "requires_capture" {
		t.Errorf("%d %v", status, got)
	}
}

func TestBrowserMayNotDoWhatServersDo(t *testing.T) {
	t.Parallel()
	s := paytest.NewServer(t, 1)
	intent := hold(t, s, "a")
	secret := url.Values{"client_secret": {intent.ClientSecret}}
	base := "/v1/payment_intents/" + string(intent.ID)
	for path, want := range map[string]int{base + "/capture": 401, base + "/cancel": 401, "/v1/refunds": 401, "/v1/payment_intents": 401,
		"/v1/transfers": 401, "/v1/customers": 401, base + "/confirm": 400} {
		if status, _ := post(t, s, paytest.PublicKey, path, secret); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
	for _, key := range []string{"sk_live_x", "pk_live_x", ""} {
		if status, _ := post(t, s, key, "/v1/customers", nil); status != 401 {
			t.Errorf("key %q: %d", key, status)
		}
	}
}

func TestCardsThatCannotBe(t *testing.T) {
	t.Parallel()
	s := paytest.NewServer(t, 1)
	for code, form := range map[string]url.Values{
		"incorrect_number":    {"card[number]": {"4111111111111112"}},
		"invalid_expiry_year": {"card[number]": {"4242424242424242"}, "card[exp_month]": {"4"}, "card[exp_year]": {"2031"}},
	} {
		status, got := post(t, s, paytest.PublicKey, "/v1/payment_methods", form)
		if problem, _ := got["error"].(map[string]any); status != 402 || problem["code"] != code {
			t.Errorf("%s: %d %v", code, status, got)
		}
	}
}

func TestBankPage(t *testing.T) {
	t.Parallel()
	s := paytest.NewServer(t, 1)
	intent, err := s.Gateway().CreateIntent(context.Background(), pay.CreateIn{Key: "a", Amount: 2105, Currency: "eur", Automatic: true})
	must(t, err)
	_, asked := post(t, s, paytest.PublicKey, "/v1/payment_intents/"+string(intent.ID)+"/confirm", url.Values{"client_secret": {intent.ClientSecret},
		"payment_method": {"pm_card_threeDSecure2Required"}, "return_url": {"https://pignons.example/paid?order=7"}})
	redirect, _ := asked["next_action"].(map[string]any)["redirect_to_url"].(map[string]any)
	page, _ := redirect["url"].(string)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Get(page)
	must(t, err)
	text, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if err != nil || !strings.Contains(string(text), "21.05 EUR") {
		t.Errorf("page %s %v", text, err)
	}
	answer, err = client.PostForm(page, url.Values{"outcome": {"success"}})
	must(t, err)
	answer.Body.Close()
	back := answer.Header.Get("Location")
	if !strings.HasPrefix(back, "https://pignons.example/paid?") || !strings.Contains(back, "redirect_status=succeeded") || !strings.Contains(back, "order=7") {
		t.Errorf("sent back to %s", back)
	}
	read, err := s.Gateway().Retrieve(context.Background(), pay.Ref{ID: intent.ID})
	if must(t, err); read.Status != pay.RequiresCapture {
		t.Errorf("%+v", read)
	}
	if answer, err := client.Get(strings.Replace(page, "client_secret=", "client_secret=x", 1)); err != nil || answer.StatusCode != 404 {
		t.Errorf("a stranger saw the page: %v", err)
	}
}

func TestHoldsExpireAfterSevenDays(t *testing.T) {
	t.Parallel()
	s := paytest.NewServer(t, 1)
	first := hold(t, s, "a")
	s.Step(24 * time.Hour)
	second := hold(t, s, "b")
	if want := s.Now().Add(7 * 24 * time.Hour); !second.CaptureBefore.Equal(want) {
		t.Errorf("capture before %s, want %s", second.CaptureBefore, want)
	}
	s.Step(6*24*time.Hour + time.Second)
	_, err := s.Gateway().Capture(context.Background(), pay.CaptureIn{Ref: pay.Ref{ID: first.ID}, Key: "c"})
	if pay.ProblemOf(err).Code != "payment_intent_unexpected_state" {
		t.Errorf("an expired hold was taken: %v", err)
	}
	_, err = s.Gateway().Capture(context.Background(), pay.CaptureIn{Ref: pay.Ref{ID: second.ID}, Key: "d"})
	must(t, err)
}

func TestKeysAreForgottenAfterADay(t *testing.T) {
	t.Parallel()
	s := paytest.NewServer(t, 1)
	first := hold(t, s, "a")
	s.Step(24 * time.Hour)
	if again := hold(t, s, "a"); again.ID != first.ID {
		t.Error("the key was forgotten too early")
	}
	s.Step(time.Second)
	if other := hold(t, s, "a"); other.ID == first.ID {
		t.Error("the key was remembered for ever")
	}
}

func TestOneCaptureAmongFiftyAtOnce(t *testing.T) {
	t.Parallel()
	s := paytest.NewServer(t, 1)
	intent := hold(t, s, "a")
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			key := []string{"same", "other"}[i%2]
			_, _ = s.Gateway().Capture(context.Background(), pay.CaptureIn{Ref: pay.Ref{ID: intent.ID}, Key: key})
		})
	}
	all.Wait()
	taken := 0
	for _, entry := range s.Ledger() {
		if entry.Kind == fakestripe.Take {
			taken++
		}
	}
	if taken != 1 {
		t.Errorf("taken %d times", taken)
	}
}

// receiver is a shop's webhook address: it verifies, and answers with the statuses given, 200 after them.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	statuses []int
	ids      []string
	kinds    []string
	forged   int
}

func newReceiver(t *testing.T, s *paytest.Server, statuses ...int) *receiver {
	t.Helper()
	r := &receiver{statuses: statuses}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		event, err := pay.VerifyWebhook(pay.WebhookIn{Body: body, Header: request.Header.Get(pay.SignatureHeader),
			Secrets: []string{paytest.WebhookSecret}, Now: s.Now()})
		w.WriteHeader(r.take(event, err))
	}))
	t.Cleanup(r.Close)
	s.SendWebhooksTo(r.URL)
	return r
}

func (r *receiver) take(event pay.Event, err error) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.forged++
		return 400
	}
	if len(r.statuses) > 0 {
		status := r.statuses[0]
		r.statuses = r.statuses[1:]
		return status
	}
	r.ids, r.kinds = append(r.ids, event.ID), append(r.kinds, event.Type)
	return 200
}

func TestWebhooksArriveSignedAndInOrder(t *testing.T) {
	t.Parallel()
	s := paytest.NewServer(t, 1)
	r := newReceiver(t, s)
	intent := hold(t, s, "a")
	_, err := s.Gateway().Capture(context.Background(), pay.CaptureIn{Ref: pay.Ref{ID: intent.ID}, Key: "b"})
	must(t, err)
	s.Pump(context.Background())
	want := "payment_intent.created charge.succeeded payment_intent.amount_capturable_updated charge.captured payment_intent.succeeded"
	if got := strings.Join(r.kinds, " "); got != want || r.forged != 0 {
		t.Errorf("got %s, forged %d", got, r.forged)
	}
	if n := len(s.Events()); n != 5 {
		t.Errorf("%d events listed", n)
	}
}

func TestRefusedWebhooksComeAgain(t *testing.T) {
	t.Parallel()
	s := paytest.NewServer(t, 1)
	r := newReceiver(t, s, 500, 302, 404)
	hold(t, s, "a")
	if n := s.Pump(context.Background()); n != 0 || s.Pending() != 3 {
		t.Errorf("%d taken, %d pending", n, s.Pending())
	}
	if s.Pump(context.Background()) != 0 {
		t.Error("repeated without waiting")
	}
	s.Step(time.Minute)
	if n := s.Pump(context.Background()); n != 3 || s.Pending() != 0 || len(r.ids) != 3 {
		t.Errorf("%d taken, %d pending", n, s.Pending())
	}
}

func TestWebhookFaults(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name       string
		faults     fakestripe.Faults
		now, later int
	}{
		{"lost", fakestripe.Faults{Lost: 1}, 0, 0},
		{"twice", fakestripe.Faults{Duplicate: 1}, 60, 60},
		{"late", fakestripe.Faults{Late: 1, MaxDelay: time.Hour}, 0, 30},
		{"shuffled", fakestripe.Faults{Shuffle: true}, 30, 30},
	}
	for _, row := range rows {
		s := paytest.NewServer(t, 1)
		s.SetFaults(row.faults)
		r := newReceiver(t, s)
		for i := range 10 {
			hold(t, s, strings.Repeat("k", i+1))
		}
		s.Pump(context.Background())
		now := len(r.ids)
		s.Step(time.Hour)
		s.Pump(context.Background())
		if now != row.now || len(r.ids) != row.later {
			t.Errorf("%s: %d at once, %d in all", row.name, now, len(r.ids))
		}
		if inOrder := strings.HasPrefix(strings.Join(r.kinds, " "), "payment_intent.created charge.succeeded payment_intent.amount"); row.faults.Shuffle && inOrder {
			t.Errorf("%s: came in order", row.name)
		}
	}
}

func TestRunSendsUntilTheContextEnds(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{}, 10)
	shop := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { arrived <- struct{}{} }))
	defer shop.Close()
	s := paytest.NewServer(t, 1)
	s.SendWebhooksTo(shop.URL)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		s.Run(ctx)
		close(ended)
	}()
	hold(t, s, "a")
	<-arrived
	stop()
	<-ended
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// The demo mounts the engine under a path of its own server.
func TestEngineUnderAPath(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC) }
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	engine := fakestripe.New(fakestripe.Config{Now: now, Seed: 1, PublicURL: server.URL + "/_stripe"})
	mux.Handle("/_stripe/", http.StripPrefix("/_stripe", engine))
	gateway := pay.NewStripe(pay.StripeIn{Client: server.Client(), BaseURL: server.URL + "/_stripe/v1/", Key: paytest.Key})
	intent, err := gateway.CreateIntent(context.Background(), pay.CreateIn{Key: "a", Amount: 2150, Currency: "eur", Method: "pm_card_threeDSecure2Required"})
	must(t, err)
	answer, err := server.Client().Get(server.URL + "/_stripe/3ds/" + string(intent.ID) + "?client_secret=" + intent.ClientSecret)
	must(t, err)
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("bank page: %s", answer.Status)
	}
}

func TestBrowsersOfOtherOriginsMayCall(t *testing.T) {
	t.Parallel()
	s := paytest.NewServer(t, 1)
	request, err := http.NewRequest(http.MethodOptions, s.URL+"/v1/payment_methods", nil)
	must(t, err)
	answer, err := http.DefaultClient.Do(request)
	must(t, err)
	answer.Body.Close()
	if answer.StatusCode != http.StatusNoContent || answer.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("%s %v", answer.Status, answer.Header)
	}
}
