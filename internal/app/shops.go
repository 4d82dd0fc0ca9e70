package app

import (
	"context"
	"errors"
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
		job.On(c.pictures.Discard), job.On(c.pictures.Sweep), job.On(c.chaseAnswers),
	}
}

func (c *Coop) shopTimetable() []job.Periodic {
	return []job.Periodic{
		{Every: time.Hour, Args: shop.CalmRestaurants{}}, {Every: time.Hour, Args: shop.SweepPictures{}}, {Every: time.Minute, Args: order.ChaseAnswers{}},
	}
}

// chaseAnswers reminds shops of the orders that wait for their answer, each in a unit of work of its own.
func (c *Coop) chaseAnswers(ctx context.Context, _ order.ChaseAnswers) error {
	var ids []int64
	err := c.db.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		ids, err = order.Unanswered(tx)
		return err
	})
	errs := []error{err}
	within := time.Duration(c.Settings().OrderAnswerMinutes) * time.Minute
	for _, id := range ids {
		errs = append(errs, c.db.Write(ctx, authz.System(), func(tx *db.Tx) error { return order.Chase(tx, id, within) }))
	}
	return errors.Join(errs...)
}
