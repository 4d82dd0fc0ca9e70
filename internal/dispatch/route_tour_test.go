package dispatch_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/routing"
)

func TestWayOfATourFollowsItsStops(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		planner := routing.NewPlanner(routing.PlannerIn{})
		routes := dispatch.Routes{DB: w.DB, Planner: func() *routing.Planner { return planner }}
		near, far := w.Drop(w.place, time.Hour), w.Drop(w.Address("2 rue du Lac", 48.86, 2.35), time.Hour)
		name, day := "North", today
		var tour dispatch.Tour
		w.Must(w.ada, func(tx *db.Tx) (err error) {
			tour, err = dispatch.SaveTour(tx, dispatch.TourIn{Name: &name, Day: &day, Tasks: []int64{near.ID, far.ID}})
			return err
		})
		found := func() (way dispatch.Tour) {
			t.Helper()
			if err := routes.FindTour(context.Background(), tour.ID); err != nil {
				t.Fatal(err)
			}
			w.See(w.ada, func(tx *db.Tx) (err error) { way, err = dispatch.LoadTour(tx, tour.ID); return err })
			return way
		}
		if way := found(); way.Distance < 1000 || way.Duration == 0 || way.Polyline == "" {
			t.Errorf("two stops: %+v", way)
		}
		if _, err := w.set(w.bob, nil, tasks(far.ID)...); err != nil {
			t.Fatal(err)
		}
		if way := found(); way.Distance != 0 || way.Duration != 0 || way.Polyline != "" {
			t.Errorf("one stop left: %+v", way)
		}
		names := []string{}
		for _, e := range w.Events(0) {
			if strings.HasPrefix(e, "tour.") {
				names = append(names, e)
			}
		}
		if got := strings.Join(names, " "); got != "tour.created tour.updated" {
			t.Errorf("events %s", got)
		}
		if err := routes.FindTour(context.Background(), 99); err != nil {
			t.Errorf("a tour that is gone: %v", err)
		}
	})
}
