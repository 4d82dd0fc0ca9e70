package dispatch_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/span"
)

func TestPositionsOnlyWhileWorking(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		ctx := context.Background()
		var live []dispatch.Fix
		p := dispatch.NewPositions(w.DB, slog.New(slog.DiscardHandler), func(_ authz.Actor, f dispatch.Fix) { live = append(live, f) })
		at := func(lat float64, ago time.Duration) dispatch.Fix {
			return dispatch.Fix{Lat: lat, Lng: 2.35, At: span.At(w.Clock.Now().Add(-ago))}
		}
		take := func(want int, why string, fixes ...dispatch.Fix) {
			t.Helper()
			if kept, err := p.Take(ctx, w.bob, fixes); err != nil || kept != want {
				t.Errorf("%s: kept %d, %v, want %d", why, kept, err, want)
			}
		}
		place := func() (dispatch.Fix, bool) {
			t.Helper()
			if err := p.Flush(ctx); err != nil {
				t.Fatal(err)
			}
			var f dispatch.Fix
			var ok bool
			w.See(w.ada, func(tx *db.Tx) (err error) { f, ok, err = dispatch.PositionOf(tx, w.bob.UserID); return err })
			return f, ok
		}
		duty := func(on bool) { w.Must(w.bob, func(tx *db.Tx) error { return dispatch.SetDuty(tx, on) }) }

		take(0, "neither on duty nor with tasks", at(48.85, 0))
		duty(true)
		take(3, "on duty, sorted by time, thinned, without a jump and without nonsense",
			at(48.8503, 10*time.Second), at(48.8501, 60*time.Second), at(48.85031, 9*time.Second), at(49.9, 8*time.Second), at(95, 5*time.Second),
			at(48.85, 2*time.Minute), at(48.8, 24*time.Hour), at(48.8, -time.Hour))
		if f, ok := place(); !ok || f.Lat != 48.8503 || len(live) != 1 {
			t.Errorf("%+v %v, live %v", f, ok, live)
		}
		if _, err := p.Take(ctx, w.bob, make([]dispatch.Fix, 1001)); !fail.Has(err, "request.too_large") {
			t.Errorf("a flood: %v", err)
		}
		w.Clock.Step(time.Minute)
		take(1, "the last one of the duty", at(48.851, 5*time.Second))
		duty(false)
		if f, ok := place(); ok {
			t.Errorf("off duty, but shown at %+v", f)
		}
		w.Clock.Step(time.Hour)
		take(0, "after the duty", at(48.852, 0))
		take(1, "sent late, but of the duty", at(48.8511, time.Hour+2*time.Second))
		if f, ok := place(); ok {
			t.Errorf("off duty, but shown at %+v", f)
		}

		// a phone that knows no duty
		task := w.Drop(w.place, time.Hour)
		if _, err := w.set(w.sarah, nil, tasks(task.ID)...); err != nil {
			t.Fatal(err)
		}
		if kept, err := p.Take(ctx, w.sarah, []dispatch.Fix{at(48.85, 0)}); err != nil || kept != 1 {
			t.Errorf("with something to do: %d, %v", kept, err)
		}
		if _, err := w.set(w.bob, nil, tasks(task.ID)...); err != nil {
			t.Fatal(err)
		}
		take(0, "with something to do, but off duty by their own word", at(48.86, 0))
	})
}

func TestOldPositionsAreForgotten(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		ctx := context.Background()
		p := dispatch.NewPositions(w.DB, slog.New(slog.DiscardHandler), nil)
		w.Must(w.bob, func(tx *db.Tx) error { return dispatch.SetDuty(tx, true) })
		if _, err := p.Take(ctx, w.bob, []dispatch.Fix{{Lat: 48.85, Lng: 2.35, At: span.At(w.Clock.Now())}}); err != nil {
			t.Fatal(err)
		}
		if err := p.Flush(ctx); err != nil {
			t.Fatal(err)
		}
		q := job.New(w.DB, slog.New(slog.DiscardHandler), []job.Handler{dispatch.ForgetHandler(w.DB)}, []job.Periodic{{Every: time.Hour, Args: dispatch.ForgetPositions{}}})
		for _, c := range []struct{ days, want int }{{59, 1}, {61, 0}} {
			w.Clock.Set(time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC).AddDate(0, 0, c.days))
			if _, err := q.Drain(ctx); err != nil {
				t.Fatal(err)
			}
			w.See(authz.System(), func(tx *db.Tx) error {
				n, err := db.One[int](tx, "SELECT COUNT(*) FROM position_trail")
				if n != c.want || err != nil {
					t.Errorf("after %d days: %d left, %v, want %d", c.days, n, err, c.want)
				}
				return nil
			})
		}
	})
}
