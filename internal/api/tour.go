package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// Tour is a named row of tasks that is handed over as a whole.
type Tour struct {
	ID       int64    `json:"id"`
	Version  int64    `json:"version" doc:"One further at each change"`
	Name     string   `json:"name"`
	Day      span.Day `json:"day"`
	Tasks    []int64  `json:"tasks" doc:"In the order of the ride"`
	Distance int64    `json:"distance" doc:"Metres"`
	Duration int64    `json:"duration" doc:"Seconds"`
}

func shownTour(t dispatch.Tour, tasks []int64) Tour {
	return Tour{ID: t.ID, Version: t.Version, Name: t.Name, Day: t.Day, Tasks: append([]int64{}, tasks...), Distance: t.Distance, Duration: t.Duration}
}

type (
	newTourIn struct {
		Body struct {
			Name  string   `json:"name" maxLength:"255"`
			Day   span.Day `json:"day"`
			Tasks []int64  `json:"tasks" maxItems:"500" doc:"In the order of the ride; they leave the lists and tours that hold them"`
		}
	}
	tourIn struct {
		ID   int64 `path:"id"`
		Body struct {
			Version int64   `json:"version" doc:"The tour's version that the caller saw"`
			Name    *string `json:"name,omitempty" maxLength:"255"`
			Tasks   []int64 `json:"tasks" maxItems:"500" doc:"The whole content in the order of the ride. Of a tour on a list, those that join it become the courier's, and those that leave it become free"`
		}
	}
	carryTourIn struct {
		ID   int64 `path:"id"`
		Body struct {
			Version int64    `json:"version" doc:"The tour's version that the caller saw"`
			Day     span.Day `json:"day"`
		}
	}
	tourID struct {
		ID int64 `path:"id"`
	}
	tourOut struct{ Body Tour }
)

func (f *face) tourRoutes() {
	plans := web.Needs(authz.Dispatcher)
	register(f, plans, huma.Operation{
		Method: "POST", Path: "/v1/dispatch/tours", Summary: "Make a tour of tasks", DefaultStatus: 201,
	}, f.makeTour)
	register(f, plans, huma.Operation{
		Method: "PUT", Path: "/v1/dispatch/tours/{id}", Summary: "Give a tour its tasks, and maybe another name",
	}, f.changeTour)
	register(f, plans, huma.Operation{
		Method: "POST", Path: "/v1/dispatch/tours/{id}/carry", DefaultStatus: 200, Summary: "Carry what is left of a tour to another day",
		Description: "What has ended stays in the tour and on its day; a new tour of the same name takes the rest. A tour of which nothing has ended goes itself. Nobody has it on the new day yet, and its windows keep their times of day.",
	}, f.carryTour)
	register(f, plans, huma.Operation{
		Method: "DELETE", Path: "/v1/dispatch/tours/{id}", Summary: "Dissolve a tour; its tasks become free", DefaultStatus: 204,
	}, f.dissolveTour)
}

func (f *face) makeTour(ctx context.Context, who authz.Actor, in *newTourIn) (*tourOut, error) {
	if _, err := f.day(string(in.Body.Day)); err != nil {
		return nil, err
	}
	return f.savedTour(ctx, who, func(tx *db.Tx) (dispatch.Tour, error) {
		return dispatch.SaveTour(tx, dispatch.TourIn{Name: &in.Body.Name, Day: &in.Body.Day, Tasks: in.Body.Tasks})
	})
}

func (f *face) changeTour(ctx context.Context, who authz.Actor, in *tourIn) (*tourOut, error) {
	return f.savedTour(ctx, who, func(tx *db.Tx) (dispatch.Tour, error) {
		return dispatch.SaveTour(tx, dispatch.TourIn{TourID: in.ID, Name: in.Body.Name, Tasks: in.Body.Tasks, Version: &in.Body.Version})
	})
}

func (f *face) carryTour(ctx context.Context, who authz.Actor, in *carryTourIn) (*tourOut, error) {
	if _, err := f.day(string(in.Body.Day)); err != nil {
		return nil, err
	}
	return f.savedTour(ctx, who, func(tx *db.Tx) (dispatch.Tour, error) {
		return dispatch.CarryTour(tx, dispatch.CarryIn{TourID: in.ID, Day: in.Body.Day, Version: in.Body.Version})
	})
}

func (f *face) dissolveTour(ctx context.Context, who authz.Actor, in *tourID) (*struct{}, error) {
	return nil, f.change(ctx, who, func(tx *db.Tx) error { return dispatch.DeleteTour(tx, in.ID) })
}

// savedTour runs a change of a tour, finds its way along the streets, and answers with it as it is then.
func (f *face) savedTour(ctx context.Context, who authz.Actor, save func(*db.Tx) (dispatch.Tour, error)) (*tourOut, error) {
	var t dispatch.Tour
	err := f.change(ctx, who, func(tx *db.Tx) (err error) {
		t, err = save(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := (dispatch.Routes{DB: f.house.DB, Planner: f.house.Planner}).FindTour(ctx, t.ID); err != nil {
		f.house.Log.Warn("route of a tour", "tour", t.ID, "error", err) // the job tries again
	}
	out := &tourOut{}
	err = f.read(ctx, who, func(tx *db.Tx) error {
		now, err := dispatch.LoadTour(tx, t.ID)
		if err != nil {
			return err
		}
		tasks, err := dispatch.TourTasks(tx, []int64{t.ID})
		out.Body = shownTour(now, tasks[t.ID])
		return err
	})
	return out, err
}
