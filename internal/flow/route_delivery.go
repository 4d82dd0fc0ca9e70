package flow

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/routing"
)

// RouteDelivery is the job that finds the way of a new delivery along the streets.
type RouteDelivery struct {
	DeliveryID int64 `json:"deliveryId"`
}

// JobKind names the job.
func (RouteDelivery) JobKind() string { return "route_delivery" }

// Router finds ways for jobs.
type Router struct {
	DB      *db.DB
	Planner func() *routing.Planner
}

// Route finds a delivery's way and writes it down.
func (r Router) Route(ctx context.Context, job RouteDelivery) error {
	var points []geo.Point
	err := r.DB.Read(ctx, authz.System(), func(tx *db.Tx) error {
		tasks, err := delivery.TasksOf(tx, job.DeliveryID)
		if err != nil {
			return err
		}
		ids := make([]int64, len(tasks))
		for i, t := range tasks {
			ids[i] = t.AddressID
		}
		points, err = pointsOf(tx, ids)
		return err
	})
	if err != nil || len(points) < 2 {
		return err
	}
	way, err := r.Planner().Route(ctx, points)
	if err != nil || way.Estimated {
		return err
	}
	return r.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return delivery.SetRoute(tx, job.DeliveryID, routeOf(way)) })
}
