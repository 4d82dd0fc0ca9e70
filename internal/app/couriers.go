package app

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dialect"
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
	pilot := dispatch.Autopilot{DB: c.db, Plans: dispatch.Plans{Planner: c.Planner}, Wanted: c.dispatchesByItself}
	streets := dispatch.Streets{DB: c.db, Refresh: c.refresh}
	return []job.Handler{routes.Handler(), streets.Handler(), routes.TourHandler(), routes.MeasureHandler(), dialect.GenerateHandler(c.dialectHouse()), dispatch.ForgetHandler(c.db), c.photos.SweepHandler(c.db), pilot.Handler()}
}

func (c *Coop) dispatchesByItself() bool { return c.Settings().AutomaticDispatch }

// replan plans anew, where the co-op gives out tasks by itself, whenever something happens that may change the plan.
func (c *Coop) replan(tx *db.Tx, e db.Entry) (func(), error) {
	if !c.dispatchesByItself() || !dispatch.Wakes(e.Name) {
		return nil, nil
	}
	return nil, job.Add(tx, dispatch.DispatchDue{}, job.Options{Unique: "now"})
}

// dispatchTimetable comes round for positions whose term is over, for photos that belong to nothing, and for what has to be given out now.
func dispatchTimetable() []job.Periodic {
	return []job.Periodic{
		{Every: time.Hour, Args: dispatch.ForgetPositions{}},
		{Every: time.Hour, Args: delivery.SweepPhotos{}},
		{Every: time.Minute, Args: dispatch.DispatchDue{}},
		{Every: time.Hour, Args: dialect.GenerateOrders{}},
	}
}
