package dialect

import (
	"net/http"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// plannersOrApps lets in dispatchers and integrations that may read their store's tasks.
var plannersOrApps = web.Access{Name: "ROLE_DISPATCHER tasks", Check: func(a authz.Actor) error {
	if a.Scoped(authz.Tasks) {
		return nil
	}
	return a.Must(authz.Dispatcher)
}}

func (f *face) taskListEndpoints() []web.Endpoint {
	dispatcher := web.Needs(authz.Dispatcher)
	return []web.Endpoint{
		{Pattern: "GET /api/task_lists", Access: plannersOrApps, Serve: f.legacyTaskLists},
		{Pattern: "GET /api/task_lists/v2", Access: plannersOrApps, Serve: f.taskLists},
		{Pattern: "GET /api/task_lists/{id}", Access: dispatcher, Serve: f.taskList},
		{Pattern: "GET /api/task_lists/{id}/optimize", Access: web.Needs(authz.Admin), Serve: f.optimiseTaskList},
		{Pattern: "PATCH /api/task_lists/{id}", Access: dispatcher, Serve: f.equipTaskList},
		{Pattern: "POST /api/task_lists", Access: dispatcher, Serve: f.openTaskList},
		{Pattern: "PUT /api/task_lists/set_items/{date}/{username}", Access: dispatcher, Serve: f.setTaskListItems},
	}
}

// taskList is a list with the paths of its items.
func (p painter) taskList(v dispatch.ListView) *Object {
	items := []string{}
	for _, i := range v.Items {
		if i.Task != 0 {
			items = append(items, iri("tasks", i.Task))
		} else {
			items = append(items, iri("tours", i.Tour))
		}
	}
	o := p.listHead(v).Set("items", items)
	return o.Set("color", dispatch.Colour(v.Username)).Set("vehicle", maybeIRI("vehicles", v.VehicleID)).Set("trailer", maybeIRI("trailers", v.TrailerID))
}

func (p painter) listHead(v dispatch.ListView) *Object {
	return Obj("@id", iri("task_lists", v.ID), "@type", "TaskList", "id", v.ID, "items", []any{}, "distance", v.Distance, "duration", v.Duration,
		"polyline", v.Polyline, "createdAt", p.at(v.CreatedAt.Time), "updatedAt", p.at(v.UpdatedAt.Time), "date", string(v.Day), "username", v.Username)
}

// riderList is a list as the phone of its courier shows it: tours unfolded, cancelled tasks left out.
func (p painter) riderList(v dispatch.ListView, ride []delivery.Sheet) *Object {
	items := []*Object{}
	for _, s := range ride {
		items = append(items, p.riderTask(s))
	}
	return p.listHead(v).Set("items", items)
}

// taskListQuery reads the page of lists that a collection shows.
func (f *face) taskListQuery(c *web.Call, tx *db.Tx) (views []dispatch.ListView, total int, p page, err error) {
	if p, err = pageOf(c); err != nil {
		return nil, 0, p, err
	}
	if text := c.Query("date"); text != "" {
		at, err := f.moment(text)
		if err != nil {
			return nil, 0, p, err
		}
		views, err = dispatch.ViewLists(tx, span.DayOf(at.Time, f.house.Words().Zone()))
		total = len(views)
		from := min(p.Offset(), total)
		return views[from:min(from+p.Size, total)], total, p, err
	}
	lists, total, err := dispatch.PageOfLists(tx, p.Size, p.Offset())
	if err != nil {
		return nil, 0, p, err
	}
	views, err = dispatch.ViewAll(tx, lists)
	return views, total, p, err
}

var dayFilter = []filter{{"date", "date"}}

func (f *face) taskLists(c *web.Call) error {
	members := []*Object{}
	var total int
	var p page
	err := f.read(c, func(tx *db.Tx) error {
		views, n, asked, err := f.taskListQuery(c, tx)
		total, p = n, asked
		for _, v := range views {
			members = append(members, f.painter(c).taskList(v))
		}
		return err
	})
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "TaskList", Members: members, Total: total, Page: p, Filters: dayFilter})
}

// legacyTaskLists shows whole tasks in place of their paths, tours unfolded; to an integration only those of its store.
func (f *face) legacyTaskLists(c *web.Call) error {
	members := []*Object{}
	var total int
	var p page
	err := f.read(c, func(tx *db.Tx) error {
		views, n, asked, err := f.taskListQuery(c, tx)
		total, p = n, asked
		for _, v := range views {
			o, err := f.legacyTaskList(c, tx, v)
			if err != nil {
				return err
			}
			members = append(members, o)
		}
		return err
	})
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "TaskList", Members: members, Total: total, Page: p, Filters: dayFilter})
}

func (f *face) legacyTaskList(c *web.Call, tx *db.Tx, v dispatch.ListView) (*Object, error) {
	ids, err := dispatch.TasksOnList(tx, v.ID)
	if err != nil {
		return nil, err
	}
	tasks, err := delivery.SheetsByID(tx, ids)
	items := []*Object{}
	for _, s := range tasks {
		if delivery.MayView(tx, s) == nil {
			items = append(items, f.painter(c).task(s))
		}
	}
	return f.painter(c).taskList(v).Set("items", items), err
}

func (f *face) taskList(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return f.answerTaskList(c, http.StatusOK, id)
}

func (f *face) answerTaskList(c *web.Call, status int, id int64) error {
	var v dispatch.ListView
	err := f.read(c, func(tx *db.Tx) error {
		list, err := dispatch.LoadList(tx, id)
		if err != nil {
			return err
		}
		v, err = dispatch.ViewList(tx, list)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, status, "TaskList", f.painter(c).taskList(v))
}

func (f *face) openTaskList(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	var day span.Instant
	if err := f.momentIn(b, "date", &day); err != nil {
		return err
	}
	courier, err := b.relation("courier", "users")
	if err != nil {
		return err
	}
	if day.IsZero() || courier == 0 {
		return fail.At(map[bool]string{true: "date", false: "courier"}[day.IsZero()], "value.missing")
	}
	var list dispatch.TaskList
	err = f.change(c, func(tx *db.Tx) (err error) {
		list, err = dispatch.OpenList(tx, courier, span.DayOf(day.Time, f.house.Words().Zone()))
		if fail.Is(err, fail.NotFound) {
			return itemNotFound(iri("users", courier))
		}
		return err
	})
	if err != nil {
		return err
	}
	return f.answerTaskList(c, http.StatusCreated, list.ID)
}

func (f *face) setTaskListItems(c *web.Call) error {
	at, err := f.moment(c.Path("date"))
	if err != nil {
		return err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	items, err := itemsIn(b)
	if err != nil {
		return err
	}
	day := span.DayOf(at.Time, f.house.Words().Zone())
	var list dispatch.TaskList
	err = f.change(c, func(tx *db.Tx) error {
		courier, ok, err := account.UserByName(tx, c.Path("username"))
		if err != nil || !ok {
			return orNotFound(err)
		}
		if err := itemsKnown(tx, items); err != nil {
			return err
		}
		if _, err := dispatch.SetItems(tx, dispatch.SetItemsIn{CourierID: courier.ID, Day: day, Items: items}); err != nil {
			return err
		}
		list, err = dispatch.OpenList(tx, courier.ID, day)
		return err
	})
	if err != nil {
		return err
	}
	f.routeLists(c, list.ID)
	return f.answerTaskList(c, http.StatusOK, list.ID)
}

// routeLists finds the ways of changed lists at once, so that the answer has them; where that fails, the job tries again.
func (f *face) routeLists(c *web.Call, id int64) {
	routes := dispatch.Routes{DB: f.house.DB, Planner: f.house.Planner}
	if err := routes.Find(c.R.Context(), id); err != nil {
		f.house.Log.Warn("route of a list", "list", id, "error", err)
	}
}

func orNotFound(err error) error {
	if err != nil {
		return err
	}
	return fail.New(fail.NotFound, "row.not_found")
}

func itemsIn(b body) ([]dispatch.Item, error) {
	var texts []string
	if err := b.into("items", &texts); err != nil {
		return nil, err
	}
	var items []dispatch.Item
	for _, text := range texts {
		i := dispatch.Item{Task: idOf("tasks", text)}
		if i.Task == 0 {
			i.Tour = idOf("tours", text)
		}
		if i.Task == 0 && i.Tour == 0 {
			return nil, itemNotFound(text)
		}
		items = append(items, i)
	}
	return items, nil
}

// itemsKnown refuses tasks and tours that do not exist, as relations that lead nowhere.
func itemsKnown(tx *db.Tx, items []dispatch.Item) error {
	var tasks []int64
	for _, i := range items {
		if i.Task != 0 {
			tasks = append(tasks, i.Task)
			continue
		}
		_, err := dispatch.LoadTour(tx, i.Tour)
		if fail.Is(err, fail.NotFound) {
			return itemNotFound(iri("tours", i.Tour))
		}
		if err != nil {
			return err
		}
	}
	return tasksIn(tx, tasks)
}

func (f *face) equipTaskList(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	in := dispatch.EquipIn{ListID: id}
	for key, field := range map[string]struct {
		collection string
		to         **int64
		given      *bool
	}{"vehicle": {"vehicles", &in.VehicleID, &in.Vehicle}, "trailer": {"trailers", &in.TrailerID, &in.Trailer}} {
		equipment, err := b.relation(key, field.collection)
		if err != nil {
			return err
		}
		*field.given = b.has(key)
		if equipment != 0 {
			*field.to = &equipment
		}
	}
	if err := f.change(c, func(tx *db.Tx) error { return dispatch.Equip(tx, in) }); err != nil {
		return err
	}
	f.routeLists(c, id)
	return f.answerTaskList(c, http.StatusOK, id)
}
