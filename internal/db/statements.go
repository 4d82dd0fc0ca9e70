package db

import (
	"container/list"
	"context"
	"database/sql/driver"
	"errors"

	"modernc.org/sqlite"
)

// SQLite compiles a statement anew each time it is sent, which costs more than running most of ours. So each connection keeps the compiled
// form of those that it ran last, and drops them all when it is closed. PostgreSQL's driver does the same of itself.

// statementsKept is how many compiled statements a connection keeps: more than the house has, few enough to be small.
const statementsKept = 256

// thrifty opens connections that keep their compiled statements.
type thrifty struct{ driver.Connector }

func openThrifty(dsn string) (driver.Connector, error) {
	c, err := sqlite.NewConnector(dsn)
	return thrifty{c}, err
}

// Connect opens one connection.
func (t thrifty) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := t.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	whole, ok := c.(wholeConn)
	if !ok {
		_ = c.Close()
		return nil, errors.New("the SQLite driver lacks what the house needs of it")
	}
	return &keeper{wholeConn: whole, byQuery: map[string]*list.Element{}, latest: list.New(), most: statementsKept}, nil
}

// wholeConn is everything that database/sql uses of a connection.
type wholeConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// keeper is a connection with its compiled statements, of which the one used last stands first. A statement in use is not among them, so
// that nobody disturbs it. Like every connection it is used by one goroutine at a time.
type keeper struct {
	wholeConn
	byQuery map[string]*list.Element
	latest  *list.List
	most    int
}

// statement is a compiled statement and the text that it came from.
type statement struct {
	driver.Stmt
	query string
}

// ExecContext runs a statement that gives no rows.
func (k *keeper) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := k.take(ctx, query)
	if err != nil {
		return nil, err
	}
	result, err := s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
	return result, errors.Join(err, k.done(s, err))
}

// QueryContext runs a statement and gives its rows. The statement is kept once they are closed.
func (k *keeper) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := k.take(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, k.done(s, err))
	}
	return &keptRows{Rows: rows, close: func(err error) error { return k.done(s, err) }}, nil
}

// take gives the compiled form of a query: a kept one, or a new one.
func (k *keeper) take(ctx context.Context, query string) (statement, error) {
	if e, ok := k.byQuery[query]; ok {
		delete(k.byQuery, query)
		return k.latest.Remove(e).(statement), nil
	}
	s, err := k.PrepareContext(ctx, query)
	return statement{s, query}, err
}

// done keeps a statement that was used, and lets the oldest go when there are too many. One that failed is not kept.
func (k *keeper) done(s statement, failed error) error {
	if _, twin := k.byQuery[s.query]; failed != nil || twin {
		return s.Close()
	}
	k.byQuery[s.query] = k.latest.PushFront(s)
	if k.latest.Len() <= k.most {
		return nil
	}
	oldest := k.latest.Remove(k.latest.Back()).(statement)
	delete(k.byQuery, oldest.query)
	return oldest.Close()
}

// Close lets all statements go, then closes the connection.
func (k *keeper) Close() error {
	var all error
	for e := k.latest.Front(); e != nil; e = e.Next() {
		all = errors.Join(all, e.Value.(statement).Close())
	}
	k.latest.Init()
	clear(k.byQuery)
	return errors.Join(all, k.wholeConn.Close())
}

// keptRows are rows whose statement is kept when they are closed.
type keptRows struct {
	driver.Rows
	close func(error) error
}

// Close ends the reading. Closing again does nothing.
func (r *keptRows) Close() error {
	if r.close == nil {
		return nil
	}
	err := r.Rows.Close()
	done := r.close
	r.close = nil
	return errors.Join(err, done(err))
}
