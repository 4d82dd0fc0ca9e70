package dialect

import (
	"encoding/json"
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// ridersOrAll lets in couriers and integrations that may see every task.
var ridersOrAll = web.Access{Name: "ROLE_COURIER tasks:all", Check: func(a authz.Actor) error {
	if a.Scoped(authz.TasksAll) {
		return nil
	}
	return a.Must(authz.Courier)
}}

func (f *face) taskEndpoints() []web.Endpoint {
	courier, dispatcher := web.Needs(authz.Courier), web.Needs(authz.Dispatcher)
	return []web.Endpoint{
		{Pattern: "GET /api/tasks", Access: ridersOrAll, Serve: f.tasks},
		{Pattern: "POST /api/tasks", Access: dispatcher, Serve: f.createTask},
		{Pattern: "GET /api/tasks/{id}", Access: web.Known, Serve: f.task},
		{Pattern: "PUT /api/tasks/{id}", Access: web.Known, Serve: f.editTask},
		{Pattern: "GET /api/tasks/{id}/events", Access: web.Known, Serve: f.taskEvents},
		{Pattern: "GET /api/task_events/{id}", Access: web.Known, Serve: f.taskEvent},
		{Pattern: "GET /api/tasks/{id}/failure_reasons", Access: web.Known, Serve: f.failureReasons},
		{Pattern: "GET /api/tasks/{id}/context", Access: web.Known, Serve: f.taskContext},
		{Pattern: "PUT /api/tasks/{id}/start", Access: web.Known, Serve: f.taskVerb(start)},
		{Pattern: "PUT /api/tasks/{id}/done", Access: web.Known, Serve: f.taskVerb(done)},
		{Pattern: "PUT /api/tasks/{id}/failed", Access: web.Known, Serve: f.taskVerb(failed)},
		{Pattern: "PUT /api/tasks/{id}/cancel", Access: web.Known, Phased: true, Serve: f.cancelTask},
		{Pattern: "PUT /api/tasks/{id}/restore", Access: web.Known, Serve: f.taskVerb(restore)},
		{Pattern: "PUT /api/tasks/{id}/reschedule", Access: web.Known, Serve: f.taskVerb(reschedule)},
		{Pattern: "PUT /api/tasks/{id}/append_to_comment", Access: web.Known, Serve: f.taskVerb(note)},
		{Pattern: "PUT /api/tasks/{id}/incidents", Access: web.Known, Serve: f.taskVerb(tellIncident)},
		{Pattern: "PUT /api/tasks/{id}/assign", Access: web.Known, Serve: f.assignTask},
		{Pattern: "PUT /api/tasks/{id}/unassign", Access: web.Known, Serve: f.taskVerb(unassign)},
		{Pattern: "PUT /api/tasks/{id}/bio_deliver", Access: web.Known, Serve: f.taskVerb(bioDeliver)},
		{Pattern: "POST /api/tasks/{id}/duplicate", Access: web.Known, Serve: f.duplicateTask},
		{Pattern: "PUT /api/tasks/assign", Access: courier, Serve: f.assignTasks},
		{Pattern: "PUT /api/tasks/done", Access: courier, Serve: f.tasksDone},
		{Pattern: "PUT /api/tasks/images", Access: courier, Serve: f.attachImages},
	}
}

// seenTask loads a task that the caller may see: 404 for an unknown one, then 403.
func seenTask(tx *db.Tx, id int64) (delivery.Sheet, error) {
	s, err := delivery.LoadSheet(tx, id)
	if err != nil {
		return s, err
	}
	return s, delivery.MayView(tx, s)
}

func (f *face) task(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var s delivery.Sheet
	err = f.read(c, func(tx *db.Tx) (err error) {
		s, err = seenTask(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Task", f.painter(c).task(s))
}

var taskFilters = []filter{{"date", "date"}, {"assigned", "assigned"}, {"organization", "organization"}}

func (f *face) tasks(c *web.Call) error {
	q, p, err := f.taskQuery(c)
	if err != nil {
		return err
	}
	var list []delivery.Sheet
	var total int
	err = f.read(c, func(tx *db.Tx) (err error) {
		list, total, err = delivery.ListSheets(tx, q)
		return err
	})
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "Task", Members: f.taskObjects(c, list), Total: total, Page: p, Filters: taskFilters})
}

func (f *face) taskObjects(c *web.Call, list []delivery.Sheet) []*Object {
	paint := f.painter(c)
	members := make([]*Object, len(list))
	for n, s := range list {
		members[n] = paint.task(s)
	}
	return members
}

// taskQuery reads the filters. Some count for dispatchers or administrators only, and are ignored for others.
func (f *face) taskQuery(c *web.Call) (q delivery.SheetQuery, p page, err error) {
	q.ByWindow = c.R.URL.RawQuery != ""
	if text := c.Query("date"); text != "" {
		at, err := f.moment(text)
		if err != nil {
			return q, p, err
		}
		zone := f.house.Words().Zone()
		q.Window = span.DayOf(at.Time, zone).In(zone)
	}
	if text := c.Query("assigned"); text != "" && c.Who.Is(authz.Dispatcher) {
		yes := text == "yes" || text == "true" || text == "1"
		q.Assigned = &yes
	}
	if c.Who.Is(authz.Admin) {
		q.Organization = c.Query("organization")
	}
	if c.Query("pagination") != "true" {
		return q, p, nil
	}
	if p, err = pageOf(c); err != nil {
		return q, p, err
	}
	q.Limit, q.Offset = p.Size, p.Offset()
	return q, p, nil
}

func (f *face) taskEvents(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	paint := f.painter(c)
	members := []*Object{}
	err = f.read(c, func(tx *db.Tx) error {
		if _, err := seenTask(tx, id); err != nil {
			return err
		}
		entries, err := delivery.History(tx, id)
		for _, e := range entries {
			members = append(members, paint.event(e))
		}
		return err
	})
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "Task", Members: members, Total: len(members), Filters: taskFilters})
}

func (f *face) taskEvent(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var e delivery.Entry
	err = f.read(c, func(tx *db.Tx) (err error) {
		if e, err = delivery.LoadEntry(tx, id); err != nil {
			return err
		}
		_, err = seenTask(tx, e.TaskID)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "TaskEvent", f.painter(c).event(e))
}

func (f *face) failureReasons(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	members, err := worked(c, f.read, func(tx *db.Tx) ([]*Object, error) {
		s, err := seenTask(tx, id)
		if err != nil {
			return nil, err
		}
		return f.reasonsFor(tx, s)
	})
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "FailureReason", Members: members, Total: len(members)})
}

// reasonsFor are why a task may fail: the list of the store or restaurant whose task it is, or the usual one.
func (f *face) reasonsFor(tx *db.Tx, s delivery.Sheet) ([]*Object, error) {
	own, err := flow.FailureReasons(tx, s)
	if err != nil {
		return nil, err
	}
	members := []*Object{}
	for _, r := range own {
		members = append(members, Obj("@type", "FailureReason", "@id", genid(), "code", r.Code, "description", r.Description, "metadata", r.Metadata.V))
	}
	if len(own) > 0 {
		return members, nil
	}
	for _, code := range delivery.FailureReasons() {
		members = append(members, Obj("@type", "FailureReason", "@id", genid(), "code", code,
			"description", f.house.Words().T("failure_reason."+code, nil), "metadata", []any{}))
	}
	return members, nil
}

// taskContext is what the task stands in: its delivery and its order, as plain JSON.
func (f *face) taskContext(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	context := Obj("delivery", nil, "order", nil)
	err = f.read(c, func(tx *db.Tx) error {
		s, err := seenTask(tx, id)
		if err != nil || s.DeliveryID == nil {
			return err
		}
		object, err := f.deliveryObject(tx, c, *s.DeliveryID)
		if err != nil {
			return err
		}
		context = Obj("delivery", object, "order", object.At("order"))
		return nil
	})
	if err != nil {
		return err
	}
	document, err := context.MarshalJSON()
	if err != nil {
		return err
	}
	if document, err = plain(document); err != nil {
		return err
	}
	return f.plainJSON(c, http.StatusOK, json.RawMessage(document))
}

// answerTask answers with a task as it is now.
func (f *face) answerTask(c *web.Call, status int, id int64) error {
	var s delivery.Sheet
	err := f.read(c, func(tx *db.Tx) (err error) {
		s, err = delivery.LoadSheet(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, status, "Task", f.painter(c).task(s))
}

// answerTasks answers with a list of tasks in the given order.
func (f *face) answerTasks(c *web.Call, ids []int64) error {
	var list []delivery.Sheet
	err := f.read(c, func(tx *db.Tx) (err error) {
		list, err = delivery.SheetsByID(tx, ids)
		return err
	})
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "Task", Members: f.taskObjects(c, list), Total: len(list), Filters: taskFilters})
}

// tasksIn reads a list of task IRIs from a body; all must exist.
func tasksIn(tx *db.Tx, ids []int64) error {
	_, err := delivery.TasksByID(tx, ids)
	if fail.Is(err, fail.NotFound) {
		if id, ok := fail.Of(err).Args["id"].(int64); ok {
			return itemNotFound(iri("tasks", id))
		}
	}
	return err
}
