package order_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"pignon.coop/internal/order"
	"pignon.coop/locales"
)

// docs/states/order.md is made from the table; UPDATE=1 writes it.
func TestStatesAreDocumented(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "states", "order.md")
	want := order.Flow().Markdown()
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("docs/states/order.md does not show the table (%v); run the test with UPDATE=1", err)
	}
}

func TestRefusalsHaveWords(t *testing.T) {
	t.Parallel()
	raw, err := locales.Files.ReadFile("fr.json")
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]string
	if err := json.Unmarshal(raw, &words); err != nil {
		t.Fatal(err)
	}
	for _, code := range order.Flow().Codes() {
		if words["error."+code] == "" {
			t.Errorf("no words for %s", code)
		}
	}
}
