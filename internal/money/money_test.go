package money_test

import (
	"testing"

	"pignon.coop/internal/money"
)

func TestRates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		share          float64
		amount         money.Amount
		of, includedIn money.Amount
	}{
		{0.2, 350, 70, 58},
		{0.1, 1800, 180, 164},
		{0.055, 1000, 55, 52},
		{0.1, -350, -35, -32},
		{0, 999, 0, 0},
		{0.5, 1, 1, 0},
	} {
		r := money.RateOf(c.share)
		if got := r.Of(c.amount); got != c.of {
			t.Errorf("%v of %d = %d, want %d", c.share, c.amount, got, c.of)
		}
		if got := r.IncludedIn(c.amount); got != c.includedIn {
			t.Errorf("%v included in %d = %d, want %d", c.share, c.amount, got, c.includedIn)
		}
	}
}
