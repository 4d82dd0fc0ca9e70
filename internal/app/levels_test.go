package app_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// levels is the table of architecture.md: a package imports only lower levels, and within level 4 only earlier modules of the line.
var levels = map[string]int{
	"fail": 0, "money": 0, "geo": 0, "span": 0,
	"machine": 1, "authz": 1, "locale": 1, "expression": 1, "openapi": 1, "area": 1, "vrp": 1, "vrp/read": 1, "vrp/online": 1, "vrp/meals": 1, "locales": 0, "front": 0,
	"road": 1, "road/extract": 1, "road/elevation": 1, "road/guide": 1, "road/internal/form": 1, "road/internal/pile": 1, "road/internal/ch": 1, "road/internal/cch": 1,
	"db": 2, "db/dbtest": 2, "db/pgcluster": 2,
	"job": 3, "relay": 3, "live": 3, "web": 3, "seed": 3, "outbox": 3, "pay": 3, "pay/fakestripe": 3, "pay/fakemercado": 3, "pay/fakeedenred": 3, "mail": 3, "push": 3, "sms": 3, "hook": 3,
	"blob": 3, "picture": 3, "label": 3, "facturx": 3, "netguard": 3, "place": 3, "basemap": 3, "citymap": 3, "routing": 3, "road/osrm": 3, "vrp/vroom": 3,
	"social": 3,
	"org":    40, "account": 41, "shop": 42, "pricing": 43, "store": 44, "fleet": 45, "promotion": 45, "order": 46, "payment": 47, "ticket": 47, "delivery": 48, "dispatch": 49,
	"incident": 50, "recurrence": 50,
	"shift": 50, "billing": 51, "ledger": 51, "fiscal": 52, "commons": 52, "webhook": 53, "partner": 54, "zelty": 54,
	"flow": 60, "notify": 61, "check": 60,
	"api": 70, "dialect": 70, "site": 70, "dev": 70,
	"app": 80, "sim": 80, "cmd/pignon": 90,
}

// driverPackages may be imported by db alone.
var driverPackages = []string{"modernc.org/sqlite", "github.com/jackc/pgx", "github.com/jmoiron/sqlx", "github.com/pressly/goose", "database/sql"}

func TestPackagesImportOnlyLowerLevels(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "tools" || strings.HasPrefix(d.Name(), ".") && path != root) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		checkFile(t, path, nameOf(filepath.ToSlash(rel)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// nameOf shortens "internal/db/dbtest" to "db/dbtest".
func nameOf(folder string) string { return strings.TrimPrefix(folder, "internal/") }

func checkFile(t *testing.T, path, name string) {
	level, known := levels[name]
	if testing := strings.HasSuffix(name, "test"); !known && !testing {
		t.Errorf("package %s has no level: give it one in levels_test.go", name)
		return
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Error(err)
			continue
		}
		if own, ok := strings.CutPrefix(imported, "pignon.coop/"); ok {
			checkLevel(t, path, name, level, nameOf(own))
		}
		for _, driver := range driverPackages {
			if strings.HasPrefix(imported, driver) && !strings.HasPrefix(name, "db") && !strings.HasPrefix(imported, "database/sql/driver") {
				t.Errorf("%s imports %s: only db knows databases", path, imported)
			}
		}
	}
}

func checkLevel(t *testing.T, path, name string, level int, imported string) {
	other, known := levels[imported]
	switch {
	case !known || level == 90 || imported == name || strings.HasSuffix(name, "test"):
	case other > level:
		t.Errorf("%s (level %d) imports %s (level %d): a package imports only lower levels", path, level, imported, other)
	case level >= 40 && level == other && level < 60:
		t.Errorf("%s imports %s: modules of the business import only earlier ones", path, imported)
	}
}
