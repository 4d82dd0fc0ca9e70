package dispatch_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

func TestStreetsCloseAndOpen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		var closed, brief dispatch.StreetClosure
		w.Must(w.ada, func(tx *db.Tx) (err error) {
			if closed, err = dispatch.CloseStreet(tx, dispatch.CloseStreetIn{Lat: 48.85, Lng: 2.35, Radius: 30, Reason: " Works "}); err != nil {
				return err
			}
			brief, err = dispatch.CloseStreet(tx, dispatch.CloseStreetIn{Lat: 48.86, Lng: 2.35, Radius: 50, Until: tx.Now().Add(time.Hour)})
			return err
		})
		if got := w.closures(); len(got) != 2 || got[0].Reason != "Works" || got[1].Until.IsZero() {
			t.Fatalf("closed: %+v", got)
		}
		refreshed := 0
		streets := dispatch.Streets{DB: w.DB, Refresh: func(context.Context) error { refreshed++; return nil }}
		run := func() {
			if err := streets.Change(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		run()
		if got := w.closures(); len(got) != 2 {
			t.Errorf("before its time is over: %+v", got)
		}
		w.Clock.Step(2 * time.Hour)
		run()
		if got := w.closures(); len(got) != 1 || got[0].ID != closed.ID || refreshed != 2 {
			t.Errorf("after: %+v, refreshed %d times", got, refreshed)
		}
		w.Must(w.ada, func(tx *db.Tx) error { return dispatch.OpenStreet(tx, closed.ID) })
		w.refuses(w.ada, fail.NotFound, func(tx *db.Tx) error { return dispatch.OpenStreet(tx, brief.ID) })
		w.refuses(w.bob, fail.Forbidden, func(tx *db.Tx) error { return dispatch.OpenStreet(tx, closed.ID) })
		for _, bad := range []dispatch.CloseStreetIn{
			{Lat: 91, Radius: 30}, {Radius: 4}, {Radius: 501}, {Radius: 30, Reason: strings.Repeat("é", 201)},
			{Radius: 30, Until: span.Instant{Time: time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)}},
		} {
			w.refuses(w.ada, fail.Invalid, func(tx *db.Tx) error { _, err := dispatch.CloseStreet(tx, bad); return err })
		}
	})
}

func (w *world) refuses(who authz.Actor, kind fail.Kind, fn func(*db.Tx) error) {
	w.t.Helper()
	if err := w.Do(who, fn); !fail.Is(err, kind) {
		w.t.Errorf("want %s: %v", kind, err)
	}
}

func (w *world) closures() (found []dispatch.StreetClosure) {
	w.See(w.ada, func(tx *db.Tx) (err error) {
		found, err = dispatch.StreetClosures(tx)
		return err
	})
	return found
}
