package db_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What one of the engines does not know, or does differently.
var unportable = regexp.MustCompile(`(?i)\b(autoincrement|serial|bigserial|timestamptz|timestamp|jsonb|ilike|glob|strftime|datetime|date_trunc|now\(\)|` +
	`current_timestamp|current_date|insert or|replace into|listen|notify|pg_\w+|json_\w+|rowid|pragma|group_concat|string_agg|array_agg|ifnull|to_char|iif)\b|::`)

func TestPortableSQL(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_sql.go") && !strings.HasSuffix(path, ".sql") {
			return err
		}
		text, err := os.ReadFile(path)
		for i, line := range strings.Split(string(text), "\n") {
			if strings.HasPrefix(line, "package ") {
				continue
			}
			code, _, _ := strings.Cut(line, "//")
			code, _, _ = strings.Cut(code, "--")
			if word := unportable.FindString(code); word != "" {
				t.Errorf("%s:%d: %q does not mean the same on both engines (docs/adr/0003)", path, i+1, word)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
