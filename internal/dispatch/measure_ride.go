package dispatch

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/fleet"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/job"
	"pignon.coop/internal/routing"
)

// MeasureRide is the job that tells of each done task of a list how far its courier rode for it.
type MeasureRide struct {
	ListID int64 `json:"listId"`
}

// JobKind names the job.
func (MeasureRide) JobKind() string { return "measure_ride" }

// TaskDoneMeasuresRide has the list of a done task measured, with all tasks that were done meanwhile.
func TaskDoneMeasuresRide(tx *db.Tx, e delivery.TaskDone) error {
	list, ok, err := listOfTask(tx, e.TaskID)
	if err != nil || !ok {
		return err
	}
	return job.Add(tx, MeasureRide{ListID: list}, job.Options{})
}

// ride is a list as it was ridden.
type ride struct {
	tasks  []delivery.Task
	points []geo.Point
	offset int   // of the leg that leads to the first task
	co2    int64 // grams a kilometre
}

// MeasureHandler runs the jobs.
func (r Routes) MeasureHandler() job.Handler {
	return job.On(func(ctx context.Context, a MeasureRide) error { return r.measure(ctx, a.ListID) })
}

func (r Routes) measure(ctx context.Context, list int64) error {
	var ridden ride
	err := r.DB.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		ridden, err = rideOf(tx, list)
		return err
	})
	if fail.Is(err, fail.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	route, err := r.Planner().Route(ctx, ridden.points)
	if err != nil {
		return err
	}
	return r.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return ridden.keep(tx, route) })
}

func rideOf(tx *db.Tx, id int64) (r ride, err error) {
	list, err := LoadList(tx, id)
	if err != nil {
		return r, err
	}
	ids, err := TasksOnList(tx, id)
	if err != nil {
		return r, err
	}
	if r.tasks, err = delivery.TasksByID(tx, ids); err != nil {
		return r, err
	}
	if r.points, err = list.way(tx, ids); err != nil || list.VehicleID == nil {
		r.offset = -1
		return r, err
	}
	vehicle, err := fleet.VehicleOf(tx, *list.VehicleID)
	if vehicle.CO2 != nil {
		r.co2 = *vehicle.CO2
	}
	return r, err
}

// keep writes the figures of the done tasks: of each the leg that leads to it. Without a vehicle nobody knows from where to the first.
func (r ride) keep(tx *db.Tx, route routing.Route) error {
	for i, t := range r.tasks {
		leg := i + r.offset
		if t.Status != delivery.Done || leg < 0 || leg >= len(route.Legs) {
			continue
		}
		metres := int64(route.Legs[leg].Metres)
		if err := delivery.MeasureTask(tx, t.ID, metres, r.co2*metres/1000); err != nil {
			return err
		}
	}
	return nil
}
