// Package relay reads the journal forward from a stored position and hands each entry on, in order, at least once.
package relay

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
)

// Prepare looks at one entry in the unit of work that also moves the position: there it plans jobs (mail, push, SMS, webhooks). What it
// returns, nil or not, is called after the commit, in order: there live messages are sent and forgotten.
type Prepare func(tx *db.Tx, e db.Entry) (after func(), err error)

// Relay is one reader of the journal.
type Relay struct {
	db      *db.DB
	log     *slog.Logger
	reader  string
	prepare Prepare
	wake    chan struct{}
	turn    sync.Mutex // held while a running relay works
}

// New makes a reader with a name, under which its position is kept.
func New(d *db.DB, log *slog.Logger, reader string, prepare Prepare) *Relay {
	return &Relay{db: d, log: log, reader: reader, prepare: prepare, wake: make(chan struct{}, 1)}
}

// Wake tells a running relay that the journal may have grown.
func (r *Relay) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

const (
	poll  = time.Second
	batch = 100
)

// Run hands entries on until the context ends.
func (r *Relay) Run(ctx context.Context) error {
	timer := time.NewTicker(poll)
	defer timer.Stop()
	for {
		if err := r.inTurn(ctx); err != nil && ctx.Err() == nil {
			r.log.Error("relay", "reader", r.reader, "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
		case <-r.wake:
		}
	}
}

func (r *Relay) inTurn(ctx context.Context) error {
	defer r.Hold()()
	_, err := r.Drain(ctx)
	return err
}

// Hold waits until a running relay has handed on what it has in hand, and keeps it from more until it is released. Drain works meanwhile.
func (r *Relay) Hold() (release func()) {
	r.turn.Lock()
	return r.turn.Unlock
}

// Drain hands on all that is in the journal and tells how many entries that were.
func (r *Relay) Drain(ctx context.Context) (handed int, err error) {
	for {
		n, err := r.pass(ctx)
		handed += n
		if n < batch || err != nil {
			return handed, err
		}
	}
}

func (r *Relay) pass(ctx context.Context) (n int, err error) {
	behind, err := r.behind(ctx)
	if err != nil || !behind {
		return 0, err
	}
	var after []func()
	err = r.db.Write(ctx, authz.System(), func(tx *db.Tx) error {
		after = nil
		seq, err := position(tx, r.reader)
		if err != nil {
			return err
		}
		entries, err := db.EntriesAfter(tx, seq, batch)
		if n = len(entries); err != nil || n == 0 {
			return err
		}
		for _, e := range entries {
			f, err := r.prepare(tx, e)
			if err != nil {
				return err
			}
			if f != nil {
				after = append(after, f)
			}
		}
		return setPosition(tx, r.reader, entries[n-1].Seq)
	})
	if err != nil {
		return 0, err
	}
	for _, f := range after {
		f()
	}
	return n, nil
}

// behind looks first on a reader's connection, so that an idle relay never takes the writer.
func (r *Relay) behind(ctx context.Context) (yes bool, err error) {
	err = r.db.Read(ctx, authz.System(), func(tx *db.Tx) error {
		seq, err := position(tx, r.reader)
		if err != nil {
			return err
		}
		entries, err := db.EntriesAfter(tx, seq, 1)
		yes = len(entries) > 0
		return err
	})
	return yes, err
}
