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

// translate is the one place where a driver's error becomes one of ours. A row.duplicate says in "on" which columns must differ, each as
// table.column.
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
		text := err.Error() // "constraint failed: UNIQUE constraint failed: tags.slug (2067)"
		what, _, _ := strings.Cut(text[strings.LastIndex(text, "failed: ")+len("failed: "):], " (")
		return fail.Wrap(err, fail.Conflict, "row.duplicate", "on", strings.Split(what, ", "))
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
		return fail.Wrap(err, fail.Conflict, "row.duplicate", "on", columnsIn(err))
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

// columnsIn names the columns that a unique index is on, as SQLite does: table.column. The server's sentence comes in any language, but
// always holds them in its first brackets.
func columnsIn(err *pgconn.PgError) []string {
	_, after, _ := strings.Cut(err.Detail, "(")
	inside, _, _ := strings.Cut(after, ")")
	var columns []string
	for _, c := range strings.Split(inside, ", ") {
		columns = append(columns, err.TableName+"."+c)
	}
	return columns
}
