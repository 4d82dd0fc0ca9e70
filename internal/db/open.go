package db

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/jmoiron/sqlx"

	"pignon.coop/internal/fail"
)

// Config says which database to open and what to run with it.
type Config struct {
	URL       string // a file path, sqlite:PATH, or postgres://…
	Clock     func() time.Time
	Reactions []Reaction
	Unsafe    bool // tests only: accept a server, or a file, that does not flush what it acknowledges
}

// DB is an open database of one co-op. It is safe for concurrent use.
type DB struct {
	write, read *sqlx.DB
	postgres    bool
	clock       atomic.Pointer[func() time.Time]
	reactions   map[string][]Reaction
	changed     chan struct{}
}

// Open connects and checks that the engine keeps what it acknowledges. It does not change the schema: see Migrate.
func Open(ctx context.Context, c Config) (*DB, error) {
	d := &DB{reactions: byEvent(c.Reactions), changed: make(chan struct{}, 1)}
	d.SetClock(c.Clock)
	var err error
	if strings.HasPrefix(c.URL, "postgres://") || strings.HasPrefix(c.URL, "postgresql://") {
		err = d.openPostgres(ctx, c)
	} else {
		err = d.openSQLite(ctx, strings.TrimPrefix(c.URL, "sqlite:"), c.Unsafe)
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

const readers = 8

func (d *DB) openSQLite(ctx context.Context, path string, unsafe bool) (err error) {
	sync := "FULL"
	if unsafe {
		sync = "OFF"
	}
	dsn := func(extra string) string {
		return "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(" + sync +
			")&_pragma=foreign_keys(1)&_pragma=temp_store(MEMORY)" + extra
	}
	if d.write, err = connectSQLite(ctx, dsn("&_txlock=immediate")); err != nil {
		return fmt.Errorf("cannot open the database file %s: %w", path, err)
	}
	d.write.SetMaxOpenConns(1)
	if d.read, err = connectSQLite(ctx, dsn("&_pragma=query_only(1)&_txlock=deferred")); err != nil {
		return fmt.Errorf("cannot open the database file %s for reading: %w", path, err)
	}
	d.read.SetMaxOpenConns(readers)
	d.read.SetMaxIdleConns(readers)
	return nil
}

func connectSQLite(ctx context.Context, dsn string) (*sqlx.DB, error) {
	connector, err := openThrifty(dsn)
	if err != nil {
		return nil, err
	}
	pool := sqlx.NewDb(sql.OpenDB(connector), "sqlite")
	return pool, pool.PingContext(ctx)
}

func (d *DB) openPostgres(ctx context.Context, c Config) (err error) {
	d.postgres = true
	if d.write, err = sqlx.ConnectContext(ctx, "pgx", c.URL); err != nil {
		return fmt.Errorf("cannot reach the PostgreSQL database: %w", err)
	}
	d.read = d.write
	d.write.SetMaxOpenConns(2 * readers)
	d.write.SetMaxIdleConns(readers)
	if c.Unsafe {
		return nil
	}
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		var value string
		if err := d.write.GetContext(ctx, &value, "SHOW "+name); err == nil && value == "off" {
			return fmt.Errorf("the PostgreSQL server runs with %s = off, so a power cut loses orders: switch it on", name)
		}
	}
	return nil
}

// Close closes all connections.
func (d *DB) Close() error {
	if d.read != d.write {
		_ = d.read.Close()
	}
	return d.write.Close()
}

// SetClock replaces the clock of all later units of work.
func (d *DB) SetClock(clock func() time.Time) { d.clock.Store(&clock) }

// Now reads the co-op's clock.
func (d *DB) Now() time.Time { return (*d.clock.Load())() }

// Changed gets a signal, soon after, when units of work committed journal entries or jobs; several commits may share one.
func (d *DB) Changed() <-chan struct{} { return d.changed }

// Ping tells whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	if err := d.read.PingContext(ctx); err != nil {
		return fail.Wrap(err, fail.Unavailable, "database.down")
	}
	return nil
}

// Integrity asks the engine whether its files are whole. On PostgreSQL that is the server's own task.
func (d *DB) Integrity(ctx context.Context) error {
	if d.postgres {
		return nil
	}
	var found []string
	if err := d.read.SelectContext(ctx, &found, "PRAGMA integrity_check(10)"); err != nil {
		return err
	}
	if len(found) != 1 || found[0] != "ok" {
		return fmt.Errorf("integrity check: %s", strings.Join(found, "; "))
	}
	var orphans int
	err := d.read.GetContext(ctx, &orphans, "SELECT COUNT(*) FROM pragma_foreign_key_check")
	if err == nil && orphans > 0 {
		err = fmt.Errorf("%d rows point to rows that do not exist", orphans)
	}
	return err
}
