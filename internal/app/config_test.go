package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pignon.coop/internal/app"
)

func TestDevelopmentModeStaysOnLoopback(t *testing.T) {
	t.Parallel()
	for addr, ok := range map[string]bool{"127.0.0.1:1": true, "[::1]:1": true, "localhost:1": true, "0.0.0.0:1": false, ":1": false, "192.168.1.2:1": false} {
		err := app.Config{Addr: addr, Dev: true}.Check()
		if (err == nil) != ok {
			t.Errorf("%s: %v", addr, err)
		}
	}
	if err := (app.Config{Addr: "0.0.0.0:80"}).Check(); err != nil {
		t.Error(err)
	}
}

func TestFileRefusesUnknownKeys(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pignon.conf")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("# a comment\naddr = 127.0.0.1:9\n\nadr = x\n")
	if _, err := app.ReadFile(path); err == nil || !strings.Contains(err.Error(), `:4: there is no key "adr"`) {
		t.Errorf("got %v", err)
	}
	write("addr = 127.0.0.1:9\nsmtp-password = hush\n")
	f, err := app.ReadFile(path)
	if v, ok := f.Value("addr"); err != nil || !ok || v != "127.0.0.1:9" {
		t.Fatalf("got %q, %v", v, err)
	}
	for _, line := range (app.Config{SMTPPassword: "hush"}).InForce(f, []string{"--data=x"}) {
		switch {
		case line.Key == "smtp-password" && line.Value != "(secret)":
			t.Error("a secret is shown")
		case line.Key == "addr" && !strings.HasSuffix(line.Source, "pignon.conf:1"):
			t.Errorf("addr comes from %s", line.Source)
		case line.Key == "data" && line.Source != "flag --data":
			t.Errorf("data comes from %s", line.Source)
		}
	}
}
