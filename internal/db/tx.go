package db

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"reflect"
	"time"

	"github.com/jmoiron/sqlx"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// Tx is an open unit of work: one consistent view of the data, one fixed time, one actor. A write closure may run again after a
// deadlock or a busy answer, so it must touch nothing but its Tx.
type Tx struct {
	ctx   context.Context
	db    *DB
	tx    *sqlx.Tx
	who   authz.Actor
	now   span.Instant
	write bool
	dirty *bool // journal or jobs were written; shared with what As gives
}

type inWork struct{}

// InWork tells whether the context belongs to an open unit of work. Network calls refuse to run inside one.
func InWork(ctx context.Context) bool { return inside(ctx) || holdsOpen(ctx) }

func inside(ctx context.Context) bool { return ctx.Value(inWork{}) != nil }

// Read runs fn on a consistent snapshot. Writing in it fails.
func (d *DB) Read(ctx context.Context, who authz.Actor, fn func(*Tx) error) error {
	if !inside(ctx) && holdsOpen(ctx) {
		if h := holdOf(ctx, d); h != nil {
			return h.part(who, fn) // it sees what the request has written
		}
	}
	return d.run(ctx, d.read, &sql.TxOptions{ReadOnly: d.postgres, Isolation: d.isolation()}, &Tx{db: d, who: who, dirty: new(bool)}, fn)
}

// snapshots on PostgreSQL; SQLite's readers have them anyway and its driver knows no levels
func (d *DB) isolation() sql.IsolationLevel {
	if d.postgres {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
}

const tries = 5

// Write runs fn alone and commits what it wrote, or nothing when it returns an error. It may run fn again, up to 5 times.
func (d *DB) Write(ctx context.Context, who authz.Actor, fn func(*Tx) error) (err error) {
	for try := range tries {
		tx := &Tx{db: d, who: who, write: true, dirty: new(bool)}
		if h := holdOf(ctx, d); h != nil && !inside(ctx) {
			err = h.write(ctx, tx, fn)
		} else {
			err = d.run(ctx, d.write, &sql.TxOptions{}, tx, fn)
		}
		if err == nil {
			if *tx.dirty {
				d.signal()
			}
			return nil
		}
		if !errors.Is(err, errAgain) || ctx.Err() != nil {
			return err
		}
		time.Sleep(time.Duration(rand.IntN(10<<try)) * time.Millisecond)
	}
	return fail.Wrap(err, fail.Unavailable, "database.busy")
}

func (d *DB) signal() {
	select {
	case d.changed <- struct{}{}:
	default:
	}
}

func (d *DB) run(ctx context.Context, pool *sqlx.DB, opts *sql.TxOptions, tx *Tx, fn func(*Tx) error) (err error) {
	if err := d.open(ctx, pool, opts, tx); err != nil {
		return err
	}
	defer tx.tx.Rollback() //nolint:errcheck // after a commit this is a no-op, before it the error that brought us here counts
	if err := fn(tx); err != nil {
		return err
	}
	if !tx.write {
		return nil
	}
	return translate(tx.tx.Commit())
}

// open begins a unit of work.
func (d *DB) open(ctx context.Context, pool *sqlx.DB, opts *sql.TxOptions, tx *Tx) (err error) {
	if inside(ctx) {
		return fail.New(fail.Internal, "database.nested_work")
	}
	tx.now = span.At(d.Now())
	tx.ctx = context.WithValue(ctx, inWork{}, true)
	if tx.tx, err = pool.BeginTxx(ctx, opts); err != nil {
		return translate(err)
	}
	if tx.write && d.postgres {
		if _, err := tx.tx.ExecContext(ctx, "SELECT turn FROM writer WHERE id = 1 FOR UPDATE"); err != nil {
			_ = tx.tx.Rollback()
			return translate(err)
		}
	}
	return nil
}

// Context is the unit's context; InWork is true of it.
func (t *Tx) Context() context.Context { return t.ctx }

// Now is the one time of the whole unit of work.
func (t *Tx) Now() span.Instant { return t.now }

// Who is the actor that asked.
func (t *Tx) Who() authz.Actor { return t.who }

// As gives the same unit of work with another actor, for what the house does in consequence of somebody's act.
func (t *Tx) As(who authz.Actor) *Tx {
	other := *t
	other.who = who
	return &other
}

// Exec runs a statement and gives the number of rows it touched. `?` marks an argument; a slice stands for a list in `IN (?)`.
func (t *Tx) Exec(query string, args ...any) (int64, error) {
	query, args, err := t.bind(query, args)
	if err != nil {
		return 0, err
	}
	res, err := t.tx.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, translate(err)
	}
	return res.RowsAffected()
}

// ID hands out the next id of a sequence, from 1 without holes but for rolled-back work.
func (t *Tx) ID(sequence string) (int64, error) {
	return One[int64](t, "INSERT INTO ids (name, last) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET last = ids.last + 1 RETURNING last", sequence)
}

// UseID tells a sequence that an id was taken, so that it goes on after it.
func (t *Tx) UseID(sequence string, id int64) error {
	_, err := t.Exec(`INSERT INTO ids (name, last) VALUES (?, ?) ON CONFLICT (name)
		DO UPDATE SET last = CASE WHEN ids.last < excluded.last THEN excluded.last ELSE ids.last END`, sequence, id)
	return err
}

// One reads the single row of a query: into a struct by its `db` tags, or a single column into a plain value. No row is NotFound.
func One[T any](t *Tx, query string, args ...any) (T, error) {
	var row T
	query, args, err := t.bind(query, args)
	if err != nil {
		return row, err
	}
	return row, translate(t.tx.GetContext(t.ctx, &row, query, args...))
}

// Maybe is One for rows that may be missing: ok tells whether there was one.
func Maybe[T any](t *Tx, query string, args ...any) (row T, ok bool, err error) {
	row, err = One[T](t, query, args...)
	if fail.Is(err, fail.NotFound) {
		return row, false, nil
	}
	return row, err == nil, err
}

// All reads all rows of a query, in its order. No row gives an empty list.
func All[T any](t *Tx, query string, args ...any) ([]T, error) {
	rows := []T{}
	query, args, err := t.bind(query, args)
	if err != nil {
		return nil, err
	}
	return rows, translate(t.tx.SelectContext(t.ctx, &rows, query, args...))
}

func (t *Tx) bind(query string, args []any) (string, []any, error) {
	lists := false
	for i, a := range args {
		v := reflect.ValueOf(a)
		if a == nil || v.Kind() != reflect.Slice || v.Type().Elem().Kind() == reflect.Uint8 {
			continue
		}
		lists = true
		if v.Len() == 0 {
			args[i] = []any{nil} // IN (NULL) matches nothing
		}
	}
	if lists {
		var err error
		if query, args, err = sqlx.In(query, args...); err != nil {
			return "", nil, err
		}
	}
	if t.db.postgres {
		query = sqlx.Rebind(sqlx.DOLLAR, query)
	}
	return query, args, nil
}
