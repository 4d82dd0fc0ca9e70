package pay_test

import (
	"context"
	"errors"
	"testing"

	"pignon.coop/internal/money"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/pay/paytest"
)

func tokens(access, refresh string) func(context.Context) (pay.VoucherTokens, error) {
	return func(context.Context) (pay.VoucherTokens, error) {
		return pay.VoucherTokens{Access: access, Refresh: refresh}, nil
	}
}

var zoesTokens = tokens("at-zoe", "rt-zoe")

// Vouchers are held, taken and given back as a whole, each once.
func TestVouchers(t *testing.T) {
	t.Parallel()
	e := paytest.NewEdenred(t, map[string]int64{"zoe": 2500})
	g, ctx := e.Gateway(zoesTokens, nil), context.Background()
	if sum, err := g.Balance(ctx); err != nil || sum != 2500 {
		t.Fatal(sum, err)
	}
	in := pay.CreateIn{Key: "k1", Amount: 1800, Method: "MID1"}
	held, err := g.CreateIntent(ctx, in)
	must(t, err)
	again, err := g.CreateIntent(ctx, in)
	must(t, err)
	if held.ID != again.ID || held.Status != pay.RequiresCapture || held.Amount != 1800 || held.Capturable != 1800 {
		t.Errorf("held %+v, again %+v", held, again)
	}
	in.Key = "k2"
	if _, err := g.CreateIntent(ctx, in); err == nil || pay.ProblemOf(err).Outcome != pay.Declined {
		t.Errorf("more than there is: %v", err)
	}
	ref := pay.Ref{ID: held.ID}
	taken, err := g.Capture(ctx, pay.CaptureIn{Ref: ref, Key: "c"})
	must(t, err)
	if taken.Status != pay.Succeeded || taken.Received != 1800 {
		t.Errorf("taken %+v", taken)
	}
	if _, err := g.Refund(ctx, pay.RefundIn{Ref: ref, Key: "r", Amount: 100}); err == nil || pay.ProblemOf(err).Outcome != pay.Refused {
		t.Errorf("a part: %v", err)
	}
	back, err := g.Refund(ctx, pay.RefundIn{Ref: ref, Key: "r"})
	must(t, err)
	if _, _, sum, left := e.Sums("zoe"); back.Amount != 1800 || sum != 1800 || left != 2500 {
		t.Errorf("back %+v, %d, %d", back, sum, left)
	}
}

func TestVouchersAreLetGo(t *testing.T) {
	t.Parallel()
	e := paytest.NewEdenred(t, map[string]int64{"zoe": 2500})
	g, ctx := e.Gateway(zoesTokens, nil), context.Background()
	held, err := g.CreateIntent(ctx, pay.CreateIn{Key: "k1", Amount: 1800, Method: "MID1"})
	must(t, err)
	over, err := g.Cancel(ctx, pay.CancelIn{Ref: pay.Ref{ID: held.ID}, Key: "c"})
	must(t, err)
	if _, _, _, left := e.Sums("zoe"); over.Status != pay.Cancelled || left != 2500 {
		t.Errorf("%+v, %d left", over, left)
	}
	_, err = g.Cancel(ctx, pay.CancelIn{Ref: pay.Ref{ID: held.ID}, Key: "c2"})
	if seen, problem := g.Retrieve(ctx, pay.Ref{ID: held.ID}); pay.ProblemOf(err).Outcome != pay.Refused || problem != nil || seen.Status != pay.Cancelled {
		t.Errorf("twice: %v, %+v", err, seen)
	}
}

// A token that is over is renewed once, and the new one is kept.
func TestVoucherTokensAreRenewed(t *testing.T) {
	t.Parallel()
	e := paytest.NewEdenred(t, map[string]int64{"zoe": 900})
	var kept pay.VoucherTokens
	keep := func(_ context.Context, tokens pay.VoucherTokens) error { kept = tokens; return nil }
	e.Expire("zoe")
	sum, err := e.Gateway(zoesTokens, keep).Balance(context.Background())
	if err != nil || sum != money.Amount(900) || kept.Access != "at-zoe-new" || kept.Refresh != "rt-zoe" || !kept.Usable {
		t.Errorf("%d, %v, kept %+v", sum, err, kept)
	}
	_, err = e.Gateway(tokens("nonsense", "nonsense"), keep).Balance(context.Background())
	if p := pay.ProblemOf(err); p == nil || p.Outcome != pay.Refused || p.Status != 401 {
		t.Errorf("nonsense: %v", err)
	}
	broken := func(context.Context, pay.VoucherTokens) error { return errors.New("disk full") }
	if _, err := e.Gateway(zoesTokens, broken).Balance(context.Background()); err == nil {
		t.Error("tokens that could not be kept")
	}
}
