package job_test

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/job"
	"pignon.coop/internal/span"
)

type ring struct {
	Times int `json:"times"`
}

func (ring) JobKind() string { return "ring_bell" }

func add(t *testing.T, w *dbtest.World, o job.Options) {
	t.Helper()
	err := w.Write(context.Background(), authz.System(), func(tx *db.Tx) error { return job.Add(tx, ring{3}, o) })
	if err != nil {
		t.Fatal(err)
	}
}

func drain(t *testing.T, q *job.Queue) int {
	t.Helper()
	n, err := q.Drain(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

var quiet = slog.New(slog.DiscardHandler)

func TestJobsRunOnceTheirWorkIsCommitted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		var rung atomic.Int64
		q := job.New(w.DB, quiet, []job.Handler{job.On(func(_ context.Context, r ring) error { rung.Add(int64(r.Times)); return nil })}, nil)
		_ = w.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
			if err := job.Add(tx, ring{100}, job.Options{}); err != nil {
				t.Error(err)
			}
			return errors.New("undo")
		})
		add(t, w, job.Options{Unique: "a"})
		add(t, w, job.Options{Unique: "a"})
		add(t, w, job.Options{At: span.At(w.Clock.Now().Add(time.Hour))})
		if n := drain(t, q); n != 1 || rung.Load() != 3 {
			t.Fatalf("%d jobs ran, rung %d times", n, rung.Load())
		}
		w.Clock.Step(time.Hour)
		if n := drain(t, q); n != 1 {
			t.Fatalf("an hour later %d jobs ran", n)
		}
	})
}

func TestFailingJobsWaitAndAreParked(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		q := job.New(w.DB, quiet, []job.Handler{job.On(func(context.Context, ring) error { panic("no bell") })}, nil)
		add(t, w, job.Options{})
		tries := 0
		for range 40 {
			tries += drain(t, q)
			w.Clock.Step(15 * time.Minute)
		}
		if tries != 12 {
			t.Errorf("tried %d times", tries)
		}
		_ = w.Read(context.Background(), authz.System(), func(tx *db.Tx) error {
			if s, err := job.StateOf(tx); err != nil || s.Parked != 1 || s.Waiting != 0 {
				t.Errorf("state %+v, %v", s, err)
			}
			return nil
		})
	})
}

func TestPeriodicJobs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		var n atomic.Int64
		q := job.New(w.DB, quiet, []job.Handler{job.On(func(context.Context, ring) error { n.Add(1); return nil })},
			[]job.Periodic{{Every: time.Minute, Args: ring{}}})
		drain(t, q)
		drain(t, q)
		w.Clock.Step(10 * time.Minute)
		drain(t, q)
		if n.Load() != 2 {
			t.Errorf("ran %d times, want once at start and once after a gap", n.Load())
		}
	})
}

func TestHoldWaitsForJobsInHand(t *testing.T) {
	t.Parallel()
	w := dbtest.SQLite(t)
	started, goOn := make(chan struct{}), make(chan struct{})
	var done atomic.Bool
	q := job.New(w.DB, quiet, []job.Handler{job.On(func(context.Context, ring) error {
		close(started)
		<-goOn
		done.Store(true)
		return nil
	})}, nil)
	add(t, w, job.Options{})
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- q.Run(ctx) }()
	<-started
	held := make(chan bool)
	go func() {
		release := q.Hold()
		held <- done.Load()
		release()
	}()
	close(goOn)
	if !<-held {
		t.Error("held while a job was running")
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
