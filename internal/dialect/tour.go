package dialect

import (
	"encoding/json"
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

func (f *face) tourEndpoints() []web.Endpoint {
	dispatcher := web.Needs(authz.Dispatcher)
	return []web.Endpoint{
		{Pattern: "GET /api/tours", Access: dispatcher, Serve: f.tours},
		{Pattern: "GET /api/tours/{id}", Access: dispatcher, Serve: f.tour},
		{Pattern: "POST /api/tours", Access: dispatcher, Serve: f.saveTour(http.StatusCreated)},
		{Pattern: "PUT /api/tours/{id}", Access: dispatcher, Serve: f.saveTour(http.StatusOK)},
		{Pattern: "DELETE /api/tours/{id}", Access: dispatcher, Serve: f.removes(dispatch.DeleteTour)},
	}
}

func (p painter) tour(t dispatch.Tour, tasks []int64) *Object {
	items := []string{}
	for _, id := range tasks {
		items = append(items, iri("tasks", id))
	}
	return Obj("@id", iri("tours", t.ID), "@type", "Tour", "name", t.Name, "date", string(t.Day), "items", items, "distance", t.Distance,
		"duration", t.Duration, "polyline", t.Polyline, "createdAt", p.at(t.CreatedAt.Time), "updatedAt", p.at(t.UpdatedAt.Time))
}

// Tour is the message `tour:created` or `tour:updated`, for administrators and dispatchers.
func (p Payloads) Tour(tx *db.Tx, name string, id int64) (json.RawMessage, error) {
	t, err := dispatch.LoadTour(tx, id)
	if err != nil {
		return nil, err
	}
	tasks, err := dispatch.TourTasks(tx, []int64{id})
	if err != nil {
		return nil, err
	}
	return message(name, "tour", p.painter().tour(t, tasks[id]).Before("@context", "/api/contexts/Tour"))
}

func (f *face) tours(c *web.Call) error {
	var day span.Day
	if text := c.Query("date"); text != "" {
		at, err := f.moment(text)
		if err != nil {
			return err
		}
		day = span.DayOf(at.Time, f.house.Words().Zone())
	}
	members := []*Object{}
	err := f.read(c, func(tx *db.Tx) error {
		list, err := dispatch.ToursOf(tx, day)
		if err != nil {
			return err
		}
		var ids []int64
		for _, t := range list {
			ids = append(ids, t.ID)
		}
		tasks, err := dispatch.TourTasks(tx, ids)
		for _, t := range list {
			members = append(members, f.painter(c).tour(t, tasks[t.ID]))
		}
		return err
	})
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "Tour", Members: members, Total: len(members), Filters: dayFilter})
}

func (f *face) tour(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return f.answerTour(c, http.StatusOK, id)
}

func (f *face) answerTour(c *web.Call, status int, id int64) error {
	var o *Object
	err := f.read(c, func(tx *db.Tx) error {
		t, err := dispatch.LoadTour(tx, id)
		if err != nil {
			return err
		}
		tasks, err := dispatch.TourTasks(tx, []int64{id})
		o = f.painter(c).tour(t, tasks[id])
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, status, "Tour", o)
}

func (f *face) saveTour(status int) func(*web.Call) error {
	return func(c *web.Call) error {
		in, err := f.tourIn(c)
		if err != nil {
			return err
		}
		var t dispatch.Tour
		err = f.change(c, func(tx *db.Tx) (err error) {
			if err := tasksIn(tx, in.Tasks); err != nil {
				return err
			}
			t, err = dispatch.SaveTour(tx, in)
			return err
		})
		if err != nil {
			return err
		}
		routes := dispatch.Routes{DB: f.house.DB, Planner: f.house.Planner}
		if err := routes.FindTour(c.R.Context(), t.ID); err != nil { // the job tries again
			f.house.Log.Warn("route of a tour", "tour", t.ID, "error", err)
		}
		return f.answerTour(c, status, t.ID)
	}
}

func (f *face) tourIn(c *web.Call) (in dispatch.TourIn, err error) {
	if c.Path("id") != "" {
		if in.TourID, err = c.ID("id"); err != nil {
			return in, err
		}
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return in, err
	}
	if err := b.into("name", &in.Name); err != nil {
		return in, err
	}
	var at span.Instant
	if err := f.momentIn(b, "date", &at); err != nil {
		return in, err
	}
	if !at.IsZero() {
		day := span.DayOf(at.Time, f.house.Words().Zone())
		in.Day = &day
	}
	in.Tasks, err = b.relations("tasks", "tasks")
	return in, err
}
