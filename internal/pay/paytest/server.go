// Package paytest gives tests a payment provider: the stateful fake behind a real HTTP server, and Stripe's own mock server.
package paytest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"pignon.coop/internal/pay"
	"pignon.coop/internal/pay/fakeedenred"
	"pignon.coop/internal/pay/fakemercado"
	"pignon.coop/internal/pay/fakestripe"
)

// Key is a secret key that the fake and the mock accept; WebhookSecret signs the fake's webhooks.
const (
	Key           = "sk_test_pignon"
	PublicKey     = "pk_test_pignon"
	WebhookSecret = "whsec_pignon"
)

// Server is a fake provider of one test. Its clock starts on 6 May 2031 at noon, UTC, and moves only by Step.
type Server struct {
	*fakestripe.Engine
	URL string

	http *httptest.Server
	mu   sync.Mutex
	now  time.Time
}

// NewServer starts a fake provider with faults and ids drawn from the seed. It stops with the test.
func NewServer(t testing.TB, seed uint64) *Server {
	t.Helper()
	s := &Server{now: time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)}
	s.Engine = fakestripe.New(fakestripe.Config{Now: s.Now, Seed: seed})
	s.http = httptest.NewServer(s.Engine)
	s.URL = s.http.URL
	t.Cleanup(s.http.Close)
	return s
}

// Now reads the provider's clock.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// Step moves the provider's clock forward.
func (s *Server) Step(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// Gateway gives the real adapter, pointed at this provider. No unit of work is ever open for it.
func (s *Server) Gateway() pay.Gateway {
	return s.GatewayInWork(func(context.Context) bool { return false })
}

// GatewayInWork is Gateway with the test's own answer to whether a unit of work is open.
func (s *Server) GatewayInWork(inWork func(context.Context) bool) pay.Gateway {
	return pay.NewStripe(pay.StripeIn{Client: s.http.Client(), InWork: inWork, BaseURL: s.URL, Key: Key})
}

// SendWebhooksTo makes the provider's webhooks, signed with WebhookSecret, go to a URL when the test calls Pump.
func (s *Server) SendWebhooksTo(url string) {
	s.SetWebhook(fakestripe.Webhook{URL: url, Secret: WebhookSecret, Client: s.http.Client()})
}

// Act is the customer's answer to the bank's question about the intent of a client secret, on the platform.
func (s *Server) Act(clientSecret string, confirm bool) error {
	id, _, _ := strings.Cut(clientSecret, "_secret_")
	form := url.Values{"client_secret": {clientSecret}, "outcome": {"fail"}, "key": {PublicKey}}
	if confirm {
		form.Set("outcome", "success")
	}
	answer, err := s.http.Client().PostForm(s.URL+"/v1/payment_intents/"+id+"/authenticate", form)
	if err != nil {
		return err
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the bank's question could not be answered: %s", answer.Status)
	}
	return nil
}

// Mercado is a fake of the second provider.
type Mercado struct {
	*fakemercado.Engine
	URL string

	http *httptest.Server
}

// NewMercado starts one. It stops with the test.
func NewMercado(t testing.TB, now func() time.Time) *Mercado {
	t.Helper()
	m := &Mercado{Engine: fakemercado.New(now)}
	m.http = httptest.NewServer(m.Engine)
	m.URL = m.http.URL
	t.Cleanup(m.http.Close)
	return m
}

// Gateway gives the real adapter, pointed at this provider, with the test's own answer to whether a unit of work is open.
func (m *Mercado) Gateway(inWork func(context.Context) bool) *pay.MercadoPago {
	return pay.NewMercadoPago(pay.MercadoPagoIn{Client: m.http.Client(), InWork: inWork, BaseURL: m.URL, Token: "APP_",
		AccountToken: func(_ context.Context, account pay.AccountID) (string, error) { return "APP_" + string(account), nil }})
}

// Edenred is a fake provider of meal vouchers.
type Edenred struct {
	*fakeedenred.Engine
	URL string

	http *httptest.Server
}

// NewEdenred starts one where these people have so much. It stops with the test.
func NewEdenred(t testing.TB, balances map[string]int64) *Edenred {
	t.Helper()
	e := &Edenred{Engine: fakeedenred.New(balances)}
	e.http = httptest.NewServer(e.Engine)
	e.URL = e.http.URL
	t.Cleanup(e.http.Close)
	return e
}

// Gateway gives the real adapter for the vouchers of one holder.
func (e *Edenred) Gateway(load func(context.Context) (pay.VoucherTokens, error), renewed func(context.Context, pay.VoucherTokens) error) *pay.Edenred {
	return pay.NewEdenred(pay.EdenredIn{Client: e.http.Client(), Now: time.Now, BaseURL: e.URL, LoginURL: e.URL,
		ClientID: fakeedenred.ClientID, Secret: fakeedenred.Secret, Load: load, Renewed: renewed})
}
