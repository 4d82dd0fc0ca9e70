package dispatch

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/job"
)

// RouteTour is the job that finds a tour's way along the streets, added whenever its stops change.
type RouteTour struct {
	TourID int64 `json:"tourId"`
}

// JobKind names the job.
func (RouteTour) JobKind() string { return "route_tour" }

// TourHandler runs the jobs.
func (r Routes) TourHandler() job.Handler {
	return job.On(func(ctx context.Context, a RouteTour) error { return r.FindTour(ctx, a.TourID) })
}

// FindTour finds the way of a tour and keeps it, unless the tour was changed meanwhile.
func (r Routes) FindTour(ctx context.Context, id int64) error {
	if db.InWork(ctx) {
		return nil // the job that the edit added finds it
	}
	t, points, err := r.readTour(ctx, id)
	if fail.Is(err, fail.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	route, err := r.Planner().Route(ctx, points)
	if err != nil {
		return err
	}
	t.Distance, t.Duration, t.Polyline = int64(route.Metres), int64(route.Seconds), route.Polyline
	return r.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return saveTourRoute(tx, t) })
}

func (r Routes) readTour(ctx context.Context, id int64) (t Tour, points []geo.Point, err error) {
	err = r.DB.Read(ctx, authz.System(), func(tx *db.Tx) error {
		if t, err = LoadTour(tx, id); err != nil {
			return err
		}
		tasks, err := tourTasks(tx, id)
		if err != nil {
			return err
		}
		points, err = pointsOf(tx, tasks)
		return err
	})
	return t, points, err
}
