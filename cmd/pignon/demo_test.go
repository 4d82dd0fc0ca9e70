package main

import (
	"os"
	"path/filepath"
	"testing"

	"pignon.coop/internal/app"
)

// TestDemoMakesItsMapOnce and anew when it cannot be read any more.
func TestDemoMakesItsMapOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	extract, target := filepath.Join(dir, "village.osm"), filepath.Join(dir, "data", "city.pignon")
	if err := os.WriteFile(extract, []byte(village), 0o600); err != nil {
		t.Fatal(err)
	}
	prepare := func(file string) os.FileInfo {
		t.Helper()
		d := demoCmd{Config: app.Config{Data: filepath.Dir(target), Map: file}}
		if err := d.prepareMap(t.Context()); err != nil {
			t.Fatal(err)
		}
		made, err := os.Stat(target)
		if err != nil || !readable(target) {
			t.Fatalf("there is no map: %v", err)
		}
		return made
	}
	first := prepare(extract)
	if again := prepare(""); !os.SameFile(first, again) {
		t.Error("the map was made twice")
	}
	if err := os.Remove(target); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(target, []byte("PIGNON of another time"), 0o600); err != nil {
		t.Fatal(err)
	}
	prepare("")
}
