package fakestripe_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pignon.coop/internal/money"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/pay/fakestripe"
	"pignon.coop/internal/pay/paytest"
)

// A shop that repeats every call with the same key until it is answered ends, whatever is lost or down on the way, in agreement with
// the provider's ledger; and the ledger itself never takes more than was held nor gives back more than was taken.
func TestRepeatingCallsNeverChargesTwice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := paytest.NewServer(t, rapid.Uint64().Draw(rt, "seed"))
		s.SetFaults(fakestripe.Faults{Down: 0.2, LoseAnswer: 0.3})
		shop := &shop{gateway: s.Gateway()}
		for step := range rapid.IntRange(1, 15).Draw(rt, "steps") {
			shop.act(rt, fmt.Sprint("step-", step))
			s.Step(time.Duration(rapid.IntRange(0, 48).Draw(rt, "hours")) * time.Hour)
		}
		checkLedger(rt, s.Ledger(), shop)
	})
}

// shop remembers what it believes to have happened.
type shop struct {
	gateway         pay.Gateway
	intents         []pay.IntentID
	taken, returned money.Amount
}

func (s *shop) act(rt *rapid.T, key string) {
	ctx := context.Background()
	if len(s.intents) == 0 || rapid.Bool().Draw(rt, "new") {
		method := rapid.SampledFrom([]pay.MethodID{"pm_card_visa", "pm_card_visa", "pm_card_chargeDeclined", "pm_card_threeDSecure2Required"}).Draw(rt, "card")
		amount := money.Amount(rapid.IntRange(50, 5000).Draw(rt, "amount"))
		intent, err := until(func() (pay.Intent, error) {
			return s.gateway.CreateIntent(ctx, pay.CreateIn{Key: key, Amount: amount, Currency: "eur", Method: method})
		})
		if err == nil {
			s.intents = append(s.intents, intent.ID)
		}
		return
	}
	ref := pay.Ref{ID: rapid.SampledFrom(s.intents).Draw(rt, "intent")}
	amount := money.Amount(rapid.IntRange(0, 3000).Draw(rt, "part"))
	switch rapid.SampledFrom([]string{"capture", "cancel", "refund"}).Draw(rt, "verb") {
	case "capture":
		if intent, err := until(func() (pay.Intent, error) {
			return s.gateway.Capture(ctx, pay.CaptureIn{Ref: ref, Key: key, Amount: amount})
		}); err == nil {
			s.taken += intent.Received
		}
	case "cancel":
		_, _ = until(func() (pay.Intent, error) { return s.gateway.Cancel(ctx, pay.CancelIn{Ref: ref, Key: key}) })
	case "refund":
		if refund, err := until(func() (pay.Refund, error) {
			return s.gateway.Refund(ctx, pay.RefundIn{Ref: ref, Key: key, Amount: amount})
		}); err == nil {
			s.returned += refund.Amount
		}
	}
}

// until repeats a call while its outcome is unknown.
func until[T any](call func() (T, error)) (T, error) {
	for {
		result, err := call()
		if p := pay.ProblemOf(err); p == nil || p.Outcome != pay.Unknown {
			return result, err
		}
	}
}

func checkLedger(rt *rapid.T, ledger []fakestripe.Entry, s *shop) {
	held, taken, released, returned := map[string]int64{}, map[string]int64{}, map[string]int64{}, map[string]int64{}
	var takenInAll, returnedInAll int64
	for _, entry := range ledger {
		switch entry.Kind {
		case fakestripe.Hold:
			held[entry.Intent] += entry.Amount
		case fakestripe.Take:
			taken[entry.Intent] += entry.Amount
			takenInAll += entry.Amount
		case fakestripe.Release:
			released[entry.Intent] += entry.Amount
		case fakestripe.Return:
			returned[entry.Intent] += entry.Amount
			returnedInAll += entry.Amount
		}
	}
	for intent := range held {
		if taken[intent]+released[intent] > held[intent] || returned[intent] > taken[intent] {
			rt.Errorf("%s: held %d, taken %d, released %d, returned %d", intent, held[intent], taken[intent], released[intent], returned[intent])
		}
	}
	if int64(s.taken) != takenInAll || int64(s.returned) != returnedInAll {
		rt.Errorf("shop believes %d taken, %d returned; provider has %d, %d", s.taken, s.returned, takenInAll, returnedInAll)
	}
}
