package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"pignon.coop/internal/fail"
)

// errAgain marks what the engine asks to be tried again.
var errAgain = errors.New("the database asks to try again")

// translate is the one place where a driver's error becomes one of ours.
func translate(err error) error {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return fail.Wrap(err, fail.NotFound, "row.not_found")
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fail.Wrap(err, fail.Unavailable, "request.cancelled")
	case errors.As(err, &lite):
		return ofSQLite(lite)
	case errors.As(err, &pg):
		return ofPostgres(pg)
	}
	return fail.Wrap(err, fail.Internal, "database.failed")
}

func ofSQLite(err *sqlite.Error) error {
	switch err.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		_, what, _ := strings.Cut(err.Error(), "failed: ")
		return fail.Wrap(err, fail.Conflict, "row.duplicate", "on", strings.TrimSpace(strings.TrimSuffix(what, " (2067)")))
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return fail.Wrap(err, fail.Conflict, "row.in_use")
	}
	switch err.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return errors.Join(errAgain, err)
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR:
		return fail.Wrap(err, fail.Unavailable, "database.full")
	}
	return fail.Wrap(err, fail.Internal, "database.failed")
}

func ofPostgres(err *pgconn.PgError) error {
	switch err.Code {
	case "23505":
		return fail.Wrap(err, fail.Conflict, "row.duplicate", "on", err.ConstraintName)
	case "23503":
		return fail.Wrap(err, fail.Conflict, "row.in_use")
	case "22021": // a zero byte, or no UTF-8
		return fail.Wrap(err, fail.Invalid, "value.invalid")
	case "40001", "40P01", "55P03":
		return errors.Join(errAgain, err)
	case "53100":
		return fail.Wrap(err, fail.Unavailable, "database.full")
	}
	if strings.HasPrefix(err.Code, "57") || strings.HasPrefix(err.Code, "08") {
		return fail.Wrap(err, fail.Unavailable, "database.down")
	}
	return fail.Wrap(err, fail.Internal, "database.failed")
}
