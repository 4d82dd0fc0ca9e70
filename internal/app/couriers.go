package app

import (
	"time"

	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/job"
)

// newCouriers makes what takes in couriers' photos and positions.
func (c *Coop) newCouriers() {
	c.photos = delivery.NewPhotos(c.blobs)
	c.positions = dispatch.NewPositions(c.db, c.log, c.courierMoved)
}

// dispatchHandlers are the jobs about lists and positions.
func (c *Coop) dispatchHandlers() []job.Handler {
	routes := dispatch.Routes{DB: c.db, Planner: c.Planner}
	return []job.Handler{routes.Handler(), routes.TourHandler(), dispatch.ForgetHandler(c.db), c.photos.SweepHandler(c.db)}
}

// dispatchTimetable comes round for positions whose term is over, and for photos that belong to nothing.
func dispatchTimetable() []job.Periodic {
	return []job.Periodic{{Every: time.Hour, Args: dispatch.ForgetPositions{}}, {Every: time.Hour, Args: delivery.SweepPhotos{}}}
}
