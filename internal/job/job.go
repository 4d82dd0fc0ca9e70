// Package job runs durable work: a job is written in the unit of work that makes it necessary, so it exists if and only if that
// commits. It runs at least once, again with growing pauses while it fails, and is parked for a person to look at after 12 tries.
// Why not a library: docs/adr/0005.
package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// Args are a job's arguments: a struct that JSON can carry, named by its kind, verb and noun (`send_mail`).
type Args interface{ JobKind() string }

// Handler runs the jobs of one kind.
type Handler struct {
	kind string
	run  func(ctx context.Context, body []byte) error
}

// On makes the Handler of one kind. It must bear being run twice: the process may die between the work and its receipt.
func On[A Args](run func(ctx context.Context, args A) error) Handler {
	var zero A
	return Handler{kind: zero.JobKind(), run: func(ctx context.Context, body []byte) error {
		var args A
		if err := json.Unmarshal(body, &args); err != nil {
			return fmt.Errorf("read the arguments: %w", err)
		}
		return run(ctx, args)
	}}
}

// Options of a new job. The zero value means now, and no uniqueness.
type Options struct {
	At     span.Instant // not before; zero is now
	Unique string       // while a job of this kind with this key waits, another is not added
}

// Add plans a job in an open unit of work.
func Add(tx *db.Tx, args Args, o Options) error {
	body, err := json.Marshal(args)
	if err != nil {
		return err
	}
	id, err := tx.ID("jobs")
	if err != nil {
		return err
	}
	at := o.At
	if at.IsZero() {
		at = tx.Now()
	}
	var key *string
	if o.Unique != "" {
		k := args.JobKind() + " " + o.Unique
		key = &k
	}
	tx.MarkChanged()
	return insert(tx, row{ID: id, Kind: args.JobKind(), Key: key, Body: string(body), RunAt: at, CreatedAt: tx.Now()})
}

// Periodic plans a job for each tick of an interval, once whatever the number of processes; ticks missed while down make one job.
type Periodic struct {
	Every time.Duration
	Args  Args
}

// Queue works off the jobs of one database.
type Queue struct {
	db       *db.DB
	log      *slog.Logger
	handlers map[string]Handler
	periodic []Periodic
	wake     chan struct{}
	turn     sync.Mutex // held while a running queue works
}

// New makes a queue with its complete list of handlers and its timetable.
func New(d *db.DB, log *slog.Logger, handlers []Handler, periodic []Periodic) *Queue {
	q := &Queue{db: d, log: log, handlers: map[string]Handler{}, periodic: periodic, wake: make(chan struct{}, 1)}
	for _, h := range handlers {
		q.handlers[h.kind] = h
	}
	return q
}

// Wake tells a running queue that jobs may have been added.
func (q *Queue) Wake() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

const (
	poll    = time.Second
	batch   = 16
	workers = 4
	lease   = time.Minute
	maxTry  = 12
)

// Run works until the context ends, then finishes the jobs in hand.
func (q *Queue) Run(ctx context.Context) error {
	timer := time.NewTicker(poll)
	defer timer.Stop()
	for {
		if err := q.inTurn(ctx); err != nil && ctx.Err() == nil {
			q.log.Error("jobs", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
		case <-q.wake:
		}
	}
}

func (q *Queue) inTurn(ctx context.Context) error {
	defer q.Hold()()
	_, err := q.pass(ctx)
	return err
}

// Hold waits until a running queue has finished the jobs in hand, and keeps it from others until it is released. Drain works meanwhile.
func (q *Queue) Hold() (release func()) {
	q.turn.Lock()
	return q.turn.Unlock
}

// Drain runs until no job is due any more and tells how many ran. Jobs planned for later, or that failed and wait, stay.
func (q *Queue) Drain(ctx context.Context) (ran int, err error) {
	for {
		n, err := q.pass(ctx)
		ran += n
		if n == 0 || err != nil {
			return ran, err
		}
	}
}

// pass claims one batch and runs it.
func (q *Queue) pass(ctx context.Context) (int, error) {
	var claimed []row
	err := q.db.Write(ctx, authz.System(), func(tx *db.Tx) (err error) {
		if err := q.tick(tx); err != nil {
			return err
		}
		claimed, err = claim(tx, batch, tx.Now().Add(lease))
		return err
	})
	if err != nil {
		return 0, err
	}
	var group errgroup.Group
	group.SetLimit(workers)
	for _, r := range claimed {
		group.Go(func() error { return q.work(context.WithoutCancel(ctx), r) })
	}
	return len(claimed), group.Wait()
}

func (q *Queue) tick(tx *db.Tx) error {
	for _, p := range q.periodic {
		due, err := advance(tx, p.Args.JobKind(), tx.Now().UnixMicro()/p.Every.Microseconds())
		if err != nil {
			return err
		}
		if !due {
			continue
		}
		if err := Add(tx, p.Args, Options{Unique: "tick"}); err != nil {
			return err
		}
	}
	return nil
}

func (q *Queue) work(ctx context.Context, r row) error {
	cause := q.runGuarded(ctx, r)
	return q.db.Write(ctx, authz.System(), func(tx *db.Tx) error {
		if cause == nil {
			return finish(tx, r)
		}
		q.log.Warn("job failed", "kind", r.Kind, "id", r.ID, "attempt", r.Attempt, "error", cause)
		return postpone(tx, r, tx.Now().Add(pause(r.Attempt)), cause.Error())
	})
}

func (q *Queue) runGuarded(ctx context.Context, r row) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	h, ok := q.handlers[r.Kind]
	if !ok {
		return errors.New("no handler for this kind of job")
	}
	ctx, cancel := context.WithTimeout(ctx, lease-5*time.Second)
	defer cancel()
	return h.run(ctx, []byte(r.Body))
}

// pause before the next try: 5 s, 20 s, 45 s, … about 12 minutes before the last.
func pause(attempt int64) time.Duration { return time.Duration(attempt*attempt) * 5 * time.Second }

// State is what people see of the queue.
type State struct {
	Waiting int64 `db:"waiting" json:"waiting"`
	Parked  int64 `db:"parked" json:"parked"`
}
