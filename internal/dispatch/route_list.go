package dispatch

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/job"
	"pignon.coop/internal/routing"
)

// RouteList is the job that finds a list's way along the streets, added by each edit.
type RouteList struct {
	ListID int64 `json:"listId"`
}

// JobKind names the job.
func (RouteList) JobKind() string { return "route_list" }

// Routes finds the ways of lists, with no unit of work open while it asks.
type Routes struct {
	DB      *db.DB
	Planner func() *routing.Planner // the one in force
}

// Handler runs the jobs.
func (r Routes) Handler() job.Handler {
	return job.On(func(ctx context.Context, a RouteList) error { return r.Find(ctx, a.ListID) })
}

// Find finds the way of a list and keeps it, unless the list was changed meanwhile or is routed already.
func (r Routes) Find(ctx context.Context, id int64) error {
	if db.InWork(ctx) {
		return nil // the job that the edit added finds it
	}
	list, points, err := r.read(ctx, id)
	if fail.Is(err, fail.NotFound) || err == nil && list.RoutedVersion == list.Version {
		return nil
	}
	if err != nil {
		return err
	}
	route, err := r.Planner().Route(ctx, points)
	if err != nil {
		return err
	}
	list.follow(route)
	return r.DB.Write(ctx, authz.System(), func(tx *db.Tx) error {
		kept, err := saveRoute(tx, list)
		if err != nil || !kept {
			return err
		}
		return tx.Emit(ListRouted{ListID: list.ID, CourierID: list.CourierID, Day: list.Day})
	})
}

func (r Routes) read(ctx context.Context, id int64) (list TaskList, points []geo.Point, err error) {
	err = r.DB.Read(ctx, authz.System(), func(tx *db.Tx) error {
		if list, err = LoadList(tx, id); err != nil {
			return err
		}
		tasks, err := TasksOnList(tx, id)
		if err != nil {
			return err
		}
		points, err = list.way(tx, tasks)
		return err
	})
	return list, points, err
}

// TasksOnList gives the tasks of a list in the order of the ride, tours unfolded.
func TasksOnList(tx *db.Tx, list int64) ([]int64, error) {
	items, err := itemsOf(tx, list)
	if err != nil {
		return nil, err
	}
	d := &draft{tx: tx}
	return d.tasksIn(items, false)
}

func (l *TaskList) follow(r routing.Route) {
	l.Distance, l.Duration, l.Polyline = int64(r.Metres), int64(r.Seconds), r.Polyline
}

// straighten gives a list the straight way through its stops, which needs no network and stands until the streets are asked.
func (l *TaskList) straighten(points []geo.Point) {
	l.follow(routing.Route{})
	if len(points) < 2 {
		return
	}
	if route, err := routing.Straight().Route(context.Background(), points); err == nil {
		l.follow(route)
	}
}
