package app

import (
	"context"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/job"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
)

// pace is how busy the co-op is, for the times that shops promise.
func (c *Coop) pace(tx *db.Tx) (shop.Pace, error) { return order.PaceOf(tx, 0) }

// shopHandlers bring products back and end the rush of shops.
func (c *Coop) shopHandlers() []job.Handler {
	return []job.Handler{
		job.On(func(ctx context.Context, in shop.EnableProduct) error {
			return c.db.Write(ctx, authz.System(), func(tx *db.Tx) error { return shop.BringBack(tx, in) })
		}),
		job.On(func(ctx context.Context, in shop.CalmRestaurants) error {
			return c.db.Write(ctx, authz.System(), func(tx *db.Tx) error { return shop.CalmAll(tx, in) })
		}),
		job.On(c.pictures.Discard), job.On(c.pictures.Sweep),
	}
}

func (c *Coop) shopTimetable() []job.Periodic {
	return []job.Periodic{{Every: time.Hour, Args: shop.CalmRestaurants{}}, {Every: time.Hour, Args: shop.SweepPictures{}}}
}
