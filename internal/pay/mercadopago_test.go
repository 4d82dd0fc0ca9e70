package pay_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/pay/fakemercado"
	"pignon.coop/internal/pay/paytest"
)

func page(account pay.AccountID) pay.CreateIn {
	return pay.CreateIn{Key: "k", Amount: 2150, Currency: "brl", Description: "Order 7", Automatic: true, Account: account, ApplicationFee: 300,
		Metadata: map[string]string{"reference": "REF7"}, NotifyURL: "https://pignons.example/mercadopago/webhook?payment=REF7"}
}

// A page stands as the best of the payments that were made on it, takes the money at once and is given back in parts.
func TestPaidOnAPage(t *testing.T) {
	t.Parallel()
	m := paytest.NewMercado(t, time.Now)
	g, ctx := m.Gateway(nil), context.Background()
	opened, err := g.CreateIntent(ctx, page("88"))
	must(t, err)
	ref := pay.Ref{ID: opened.ID, Account: "88"}
	for _, step := range []struct {
		paid, status string
		want         pay.Status
	}{
		{"", "", pay.RequiresMethod}, {"rejected", "", pay.RequiresMethod}, {"in_process", "", pay.Processing}, {"approved", "", pay.Succeeded},
	} {
		if step.paid != "" {
			m.PayOnPage(string(opened.ID), step.paid)
		}
		seen, err := g.Retrieve(ctx, ref)
		must(t, err)
		if seen.ID != opened.ID || seen.Status != step.want || seen.Amount != 2150 || seen.Currency != "brl" {
			t.Errorf("after %q: %+v", step.paid, seen)
		}
	}
	seen, err := g.Retrieve(ctx, ref)
	must(t, err)
	if seen.Received != 2150 || seen.Fee != 107 || seen.Charge == "" {
		t.Errorf("paid: %+v", seen)
	}
	if _, err := g.Cancel(ctx, pay.CancelIn{Ref: ref, Key: "c"}); err == nil || pay.ProblemOf(err).Outcome != pay.Refused {
		t.Errorf("a page that was paid is closed: %v", err)
	}
	back, err := g.Refund(ctx, pay.RefundIn{Ref: ref, Key: "r", Amount: 150})
	must(t, err)
	rest, err := g.Refund(ctx, pay.RefundIn{Ref: ref, Key: "s"})
	must(t, err)
	if back.Amount != 150 || back.Status != "succeeded" || rest.Amount != 2000 {
		t.Errorf("back %+v, rest %+v", back, rest)
	}
}

func TestClosedPageTakesNothing(t *testing.T) {
	t.Parallel()
	m := paytest.NewMercado(t, time.Now)
	g, ctx := m.Gateway(nil), context.Background()
	opened, err := g.CreateIntent(ctx, page(""))
	must(t, err)
	m.PayOnPage(string(opened.ID), "in_process")
	closed, err := g.Cancel(ctx, pay.CancelIn{Ref: pay.Ref{ID: opened.ID}, Key: "c"})
	must(t, err)
	if closed.Status != pay.Cancelled || m.PayOnPage(string(opened.ID), "approved") != 0 {
		t.Errorf("closed: %+v", closed)
	}
	if seen, err := g.Retrieve(ctx, pay.Ref{ID: opened.ID}); err != nil || seen.Status != pay.Cancelled {
		t.Errorf("seen %+v, %v", seen, err)
	}
}

func TestCentsOfCurrencies(t *testing.T) {
	t.Parallel()
	m := paytest.NewMercado(t, time.Now)
	for code, want := range map[string]string{"brl": "21.5", "clp": "2150", "cop": "21.5", "mxn": "21.5"} {
		in := page("")
		in.Key, in.Currency = code, code
		opened, err := m.Gateway(nil).CreateIntent(context.Background(), in)
		must(t, err)
		calls := m.Calls()
		item := calls[len(calls)-1].Body["items"].([]any)[0].(map[string]any)
		if fmt.Sprint(item["unit_price"]) != want || opened.Amount != 2150 {
			t.Errorf("%s: %v, read as %d", code, item["unit_price"], opened.Amount)
		}
	}
}

func TestMercadoPagoInsideAUnitOfWork(t *testing.T) {
	t.Parallel()
	g := paytest.NewMercado(t, time.Now).Gateway(func(context.Context) bool { return true })
	_, err := g.Retrieve(context.Background(), pay.Ref{ID: "1"})
	if !fail.Has(err, "payment.call.in_unit_of_work") {
		t.Error(err)
	}
}

func TestMercadoHooks(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	good := pay.MercadoHookIn{Body: []byte(`{"id":12,"type":"payment","action":"payment.updated","data":{"id":"1001"}}`), Subject: "1001", Request: "r1",
		Secrets: []string{"", "s"}, Now: now, Signature: fakemercado.Sign("s", "1001", "r1", now)}
	if e, err := pay.VerifyMercadoHook(good); err != nil || e.ID != "12" || e.Charge != "1001" || e.Provider != pay.ByMercadoPago {
		t.Errorf("%+v, %v", e, err)
	}
	for name, change := range map[string]func(*pay.MercadoHookIn){
		"another payment": func(in *pay.MercadoHookIn) { in.Subject = "1002" }, "another request": func(in *pay.MercadoHookIn) { in.Request = "r2" },
		"another secret": func(in *pay.MercadoHookIn) { in.Secrets = []string{"x"} }, "no secret": func(in *pay.MercadoHookIn) { in.Secrets = []string{""} },
		"late": func(in *pay.MercadoHookIn) { in.Now = now.Add(6 * time.Minute) }, "no signature": func(in *pay.MercadoHookIn) { in.Signature = "" },
		"an empty secret": func(in *pay.MercadoHookIn) {
			in.Secrets, in.Signature = []string{""}, fakemercado.Sign("", "1001", "r1", now)
		},
		"no body": func(in *pay.MercadoHookIn) { in.Body = nil },
	} {
		in := good
		change(&in)
		if _, err := pay.VerifyMercadoHook(in); !fail.Is(err, fail.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
