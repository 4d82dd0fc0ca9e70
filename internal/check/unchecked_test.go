package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pignon.coop/internal/check"
)

// docs/invariants.md is made from the code; UPDATE=1 writes it.
func TestInvariantsAreDocumented(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "invariants.md")
	want := check.Markdown()
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("docs/invariants.md does not list the invariants (%v); run the test with UPDATE=1", err)
	}
	for n := 1; n <= 72; n++ {
		id := fmt.Sprintf("| I%02d | ", n)
		if checked := strings.Count(want, id) - strings.Count(want, id+"*"); !strings.Contains(want, id) || checked > 0 && strings.Contains(want, id+"*") {
			t.Errorf("I%02d is neither checked nor left out for a reason, or both", n)
		}
	}
}

// TestEveryStatementHasItsMutation keeps a check from being there that nothing trips.
func TestEveryStatementHasItsMutation(t *testing.T) {
	t.Parallel()
	outside := "I11 I40 I41 I68" // house_test.go
	for line := range strings.Lines(check.Markdown()) {
		id, _, ok := strings.Cut(strings.TrimPrefix(line, "| "), " | ")
		if !ok || !strings.HasPrefix(id, "I") || strings.Contains(line, "| *Not") || strings.Contains(outside, id) {
			continue
		}
		found := false
		for ids := range mutations {
			found = found || strings.HasPrefix(ids, id)
		}
		if !found {
			t.Errorf("nothing breaks %s", id)
		}
	}
}
