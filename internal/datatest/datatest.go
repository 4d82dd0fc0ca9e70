// Package datatest finds the large real files that some tests read: OpenStreetMap extracts, elevation tiles, address lists and
// routing benchmarks. They are not part of the repository.
package datatest

import (
	"os"
	"path/filepath"
	"testing"
)

// Path returns the absolute path of a file below the data folder, named by PIGNON_DATA or else ../shared/data beside the
// repository. Where the file does not exist the test is skipped, or fails when PIGNON_DATA_REQUIRED is 1.
func Path(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(folder(t), filepath.FromSlash(name))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	const advice = "no %s: set PIGNON_DATA to the folder that holds it"
	if os.Getenv("PIGNON_DATA_REQUIRED") == "1" {
		t.Fatalf(advice, path)
	}
	t.Skipf(advice, path)
	return ""
}

// Soak tells whether tests may take minutes: PIGNON_SOAK is 1, as `make soak` sets it.
func Soak() bool { return os.Getenv("PIGNON_SOAK") == "1" }

func folder(t testing.TB) string {
	if dir := os.Getenv("PIGNON_DATA"); dir != "" {
		return dir
	}
	return filepath.Join(Root(t), "..", "shared", "data")
}

// Root is the repository's folder: the one above the test's folder that holds go.mod.
func Root(t testing.TB) string {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	t.Fatal("no go.mod above the test's folder")
	return ""
}
