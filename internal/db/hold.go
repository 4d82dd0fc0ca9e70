package db

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/fail"
)

// Hold ties the units of work of one request together. Those that write with its context become parts of a single one, which stays open
// until Commit, so that what is known only at the end of the request can be written with its effects: both or neither. Meanwhile nobody else
// writes, and InWork is true of the context once something was written, so that no network call is made.
//
// A phased Hold is for requests that do call the network between their units of work: each commits by itself, as always, and First is all that
// it adds.
type Hold struct {
	db     *DB
	phased bool
	first  func(*Tx) error
	mu     sync.Mutex
	tx     *Tx
	begun  bool
	over   bool
}

// HoldIn says how. First, which may be nil, is run at the start of the request's first unit of work that writes, as part of it; its error ends that unit.
type HoldIn struct {
	Phased bool
	First  func(*Tx) error
}

type holding struct{}

// Hold begins one and gives the context to go on with. End it with Commit or Drop.
func (d *DB) Hold(ctx context.Context, in HoldIn) (context.Context, *Hold) {
	h := &Hold{db: d, phased: in.Phased, first: in.First}
	return context.WithValue(ctx, holding{}, h), h
}

func holdOf(ctx context.Context, d *DB) *Hold {
	h, _ := ctx.Value(holding{}).(*Hold)
	if h == nil || h.db != d {
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.over {
		return nil
	}
	return h
}

// holdsOpen tells whether the context's request has written and not committed yet.
func holdsOpen(ctx context.Context) bool {
	h, _ := ctx.Value(holding{}).(*Hold)
	if h == nil {
		return false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.tx != nil
}

// Begun tells whether a unit of work succeeded that writes.
func (h *Hold) Begun() bool { return h.begun }

// Commit runs last, which may be nil, and commits it with all that was written before. Of a phased Hold, or when nothing was written, last is a
// unit of work of its own. Nothing is kept when it fails.
func (h *Hold) Commit(ctx context.Context, last func(*Tx) error) error {
	h.mu.Lock()
	tx := h.tx
	h.tx, h.over = nil, true
	h.mu.Unlock()
	if tx == nil {
		if last == nil {
			return nil
		}
		return h.db.Write(ctx, authz.System(), last)
	}
	defer tx.tx.Rollback() //nolint:errcheck // after a commit this is a no-op
	if last != nil {
		if err := last(tx.As(authz.System())); err != nil {
			return busy(err)
		}
	}
	if err := translate(tx.tx.Commit()); err != nil {
		return busy(err)
	}
	if *tx.dirty {
		h.db.signal()
	}
	return nil
}

// Drop gives up what is not committed. After Commit it does nothing.
func (h *Hold) Drop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.tx != nil {
		_ = h.tx.tx.Rollback()
	}
	h.tx, h.over = nil, true
}

// write is Write within the Hold.
func (h *Hold) write(ctx context.Context, tx *Tx, fn func(*Tx) error) error {
	if h.tx != nil {
		return busy(h.part(tx.who, fn))
	}
	whole := func(tx *Tx) error {
		if !h.begun && h.first != nil {
			if err := h.first(tx); err != nil {
				return err
			}
		}
		return fn(tx)
	}
	if h.phased {
		err := h.db.run(ctx, h.db.write, &sql.TxOptions{}, tx, whole)
		h.begun = h.begun || err == nil
		return err
	}
	if err := h.db.open(ctx, h.db.write, &sql.TxOptions{}, tx); err != nil {
		return err
	}
	if err := whole(tx); err != nil {
		_ = tx.tx.Rollback()
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tx, h.begun = tx, true
	return nil
}

// part runs fn in the open unit of work. What it wrote is undone when it fails; what stood before stays.
func (h *Hold) part(who authz.Actor, fn func(*Tx) error) error {
	tx := h.tx.As(who)
	if _, err := tx.tx.ExecContext(tx.ctx, "SAVEPOINT part"); err != nil {
		return translate(err)
	}
	err := fn(tx)
	if err != nil {
		if _, undo := tx.tx.ExecContext(tx.ctx, "ROLLBACK TO SAVEPOINT part"); undo != nil {
			return errors.Join(err, undo)
		}
	}
	_, end := tx.tx.ExecContext(tx.ctx, "RELEASE SAVEPOINT part")
	if err != nil {
		return err
	}
	return translate(end)
}

// busy names what the engine would have tried again: a part cannot be, since the parts before it were seen.
func busy(err error) error {
	if errors.Is(err, errAgain) {
		return fail.Wrap(err, fail.Unavailable, "database.busy")
	}
	return err
}
