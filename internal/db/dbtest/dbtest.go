// Package dbtest gives each test its own fresh database, on both engines.
package dbtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"pignon.coop/internal/db"
	"pignon.coop/internal/db/pgcluster"
)

// Clock is a clock that a test steps. It starts on Tuesday 24 November 2026, 12:00 in Paris.
type Clock struct{ at atomic.Int64 }

// NewClock gives a clock that stands still.
func NewClock() *Clock {
	c := &Clock{}
	c.Set(time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC))
	return c
}

// Now reads it.
func (c *Clock) Now() time.Time { return time.UnixMicro(c.at.Load()).UTC() }

// Set puts it at an instant.
func (c *Clock) Set(t time.Time) { c.at.Store(t.UnixMicro()) }

// Step moves it on.
func (c *Clock) Step(d time.Duration) { c.at.Add(d.Microseconds()) }

// World is one test's database with its clock.
type World struct {
	*db.DB
	Clock *Clock
	URL   string
}

// Each runs fn as a parallel sub-test on SQLite and on PostgreSQL, each time with a fresh, migrated, empty database. Where no
// PostgreSQL server is installed that half is skipped, or fails when PIGNON_DATA_REQUIRED is 1.
func Each(t *testing.T, fn func(t *testing.T, w *World), reactions ...db.Reaction) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); fn(t, SQLite(t, reactions...)) })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); fn(t, Postgres(t, reactions...)) })
}

// SQLite gives a fresh SQLite database in a file.
func SQLite(t testing.TB, reactions ...db.Reaction) *World {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pignon.db")
	template, err := sqliteTemplate()
	if err == nil {
		err = os.WriteFile(path, template, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return open(t, path, reactions)
}

// Postgres gives a fresh database in a private PostgreSQL server, or in the one that PIGNON_TEST_POSTGRES names.
func Postgres(t testing.TB, reactions ...db.Reaction) *World {
	t.Helper()
	server, err := postgresServer()
	if errors.Is(err, pgcluster.ErrMissing) && os.Getenv("PIGNON_DATA_REQUIRED") != "1" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("t_%d_%d", os.Getpid(), serial.Add(1))
	if err := server.create(name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = server.admin.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)") })
	return open(t, server.urlOf(name), reactions)
}

func open(t testing.TB, url string, reactions []db.Reaction) *World {
	clock := NewClock()
	d, err := db.Open(context.Background(), db.Config{URL: url, Clock: clock.Now, Reactions: reactions, Unsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return &World{DB: d, Clock: clock, URL: url}
}

// Test processes are the one place where state is shared: a template per engine, made once.
var (
	serial         atomic.Int64
	sqliteTemplate = sync.OnceValues(makeSQLiteTemplate)
	postgresServer = sync.OnceValues(startPostgres)
)

func makeSQLiteTemplate() ([]byte, error) {
	dir, err := os.MkdirTemp("", "pignon-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	if err := migrate(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

type server struct {
	admin *sqlx.DB
	base  url.URL
}

const template = "pignon_template"

func startPostgres() (*server, error) {
	address := os.Getenv("PIGNON_TEST_POSTGRES")
	if address == "" {
		cluster, err := pgcluster.Start()
		if err != nil {
			return nil, err
		}
		address = cluster.URL
	}
	base, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	s := &server{base: *base}
	if s.admin, err = sqlx.Connect("pgx", address); err != nil {
		return nil, err
	}
	return s, s.makeTemplate()
}

// makeTemplate migrates one database that the tests' databases are copied from. Several test processes may share a server.
func (s *server) makeTemplate() error {
	ctx := context.Background()
	conn, err := s.admin.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(7446)"); err != nil {
		return err
	}
	defer conn.ExecContext(ctx, "SELECT pg_advisory_unlock(7446)") //nolint:errcheck // closing the connection unlocks too
	var n int
	if err := s.admin.Get(&n, "SELECT count(*) FROM pg_database WHERE datname = $1", template); err != nil {
		return err
	}
	if n == 0 {
		if _, err := conn.ExecContext(ctx, "CREATE DATABASE "+template); err != nil {
			return err
		}
	}
	return migrate(s.urlOf(template))
}

func (s *server) urlOf(name string) string {
	u := s.base
	u.Path = "/" + name
	return u.String()
}

func (s *server) create(name string) (err error) {
	for range 50 {
		if _, err = s.admin.Exec("CREATE DATABASE " + name + " TEMPLATE " + template); err == nil {
			return nil
		}
		time.Sleep(20 * time.Millisecond) // another process copies the template
	}
	return err
}

func migrate(url string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, db.Config{URL: url, Clock: time.Now, Unsafe: true})
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Migrate(ctx)
}
