package app_test

import (
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pignon.coop/internal/app"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestEveryRouteDeclaresItsAccess compares all routes and who may call them with testdata/access.txt, so that a change of power is one line
// of a diff. Development routes exist with --dev alone.
func TestEveryRouteDeclaresItsAccess(t *testing.T) {
	t.Parallel()
	routes := map[bool][]string{}
	for _, dev := range []bool{false, true} {
		coop, err := app.Open(t.Context(), app.Config{Addr: "127.0.0.1:0", Data: t.TempDir(), Dev: dev, UnsafeDatabase: true}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		routes[dev] = coop.Routes()
		_ = coop.Close()
	}
	plain := strings.Join(routes[false], "\n")
	var text strings.Builder
	for _, line := range routes[true] {
		pattern, access, _ := strings.Cut(line, ": ")
		if access == "" {
			t.Errorf("%s does not say who may call it", pattern)
		}
		if isDev := strings.Contains(pattern, " /_dev/"); isDev == strings.Contains(plain, line) {
			t.Errorf("%s: development routes, and they alone, belong to --dev", pattern)
		}
		text.WriteString(line + "\n")
	}
	golden := filepath.Join("testdata", "access.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != text.String() {
		t.Errorf("the routes are not those of %s; review the difference, then run with -update\n%s", golden, difference(string(want), text.String()))
	}
}

// difference lists the lines that one text has and the other has not.
func difference(want, got string) string {
	var out []string
	for _, side := range []struct{ mark, in, other string }{{"- ", want, got}, {"+ ", got, want}} {
		for line := range strings.Lines(side.in) {
			if !strings.Contains("\n"+side.other, "\n"+line) {
				out = append(out, side.mark+strings.TrimSpace(line))
			}
		}
	}
	return strings.Join(out, "\n")
}
