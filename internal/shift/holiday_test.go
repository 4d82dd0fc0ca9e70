package shift

import (
	"os"
	"path/filepath"
	"testing"
)

// docs/states/holiday_request.md is made from the table; UPDATE=1 writes it.
func TestStatesAreDocumented(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "states", "holiday_request.md")
	want := HolidayFlow.Markdown()
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("docs/states/holiday_request.md does not show the table (%v); run the test with UPDATE=1", err)
	}
}
