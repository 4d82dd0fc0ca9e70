package money_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

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

func TestDivideLosesNoCent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		amount  money.Amount
		weights []int64
		want    []money.Amount
	}{
		{100, []int64{1, 1, 1}, []money.Amount{34, 33, 33}},
		{-100, []int64{1, 1, 1}, []money.Amount{-34, -33, -33}},
		{1153, []int64{1200, 600}, []money.Amount{769, 384}},
		{5, []int64{0, 0}, []money.Amount{5, 0}},
		{5, []int64{-1, 1}, []money.Amount{0, 5}},
		{5, nil, []money.Amount{}},
	} {
		if got := c.amount.Divide(c.weights); !slices.Equal(got, c.want) {
			t.Errorf("%d by %v: %v, want %v", c.amount, c.weights, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		amount := money.Amount(rapid.Int64Range(-1e9, 1e9).Draw(t, "amount"))
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1e9), 1, 9).Draw(t, "weights")
		var sum money.Amount
		for _, part := range amount.Divide(weights) {
			sum += part
		}
		if sum != amount {
			t.Fatalf("parts add up to %d", sum)
		}
	})
}
