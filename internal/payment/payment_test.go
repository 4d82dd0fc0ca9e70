package payment_test

import (
	"os"
	"path/filepath"
	"testing"

	"pignon.coop/internal/payment"
)

// docs/states/payment.md is made from the table; UPDATE=1 writes it.
func TestStatesAreDocumented(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "states", "payment.md")
	want := payment.Flow.Markdown()
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("docs/states/payment.md does not show the table (%v); run the test with UPDATE=1", err)
	}
}

func TestStatesSayWhatTheyAre(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		state                   payment.State
		open, good, taken, over bool
	}{
		{payment.IsCart, true, false, false, false},
		{payment.IsNew, true, false, false, false},
		{payment.IsAuthorized, false, true, false, false},
		{payment.IsCompleted, false, true, true, false},
		{payment.IsRefundedPartially, false, true, true, false},
		{payment.IsRefunded, false, true, true, false},
		{payment.IsFailed, false, false, false, true},
		{payment.IsCancelled, false, false, false, true},
		{payment.IsVoid, false, false, false, true},
	} {
		s := row.state
		if s.Open() != row.open || s.Good() != row.good || s.Taken() != row.taken || s.Over() != row.over {
			t.Errorf("%s: open %v, good %v, taken %v, over %v", s, s.Open(), s.Good(), s.Taken(), s.Over())
		}
	}
}

func TestMeansOfPayment(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"card": true, "Card": true, "CASH_ON_DELIVERY": true, "cash_on_delivery": true, "edenred": true, "swile": false, "none": false, "": false} {
		if _, ok := payment.ParseCode(text); ok != want {
			t.Errorf("%q is taken: %v", text, ok)
		}
	}
}
