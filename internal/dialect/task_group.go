package dialect

import (
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/web"
)

func (f *face) taskGroupEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/task_groups/{id}", Access: web.Known, Serve: f.taskGroup},
		{Pattern: "POST /api/task_groups", Access: web.Needs(authz.Dispatcher), Serve: f.saveTaskGroup(http.StatusCreated, false)},
		{Pattern: "PUT /api/task_groups/{id}", Access: web.Known, Serve: f.saveTaskGroup(http.StatusOK, false)},
		{Pattern: "DELETE /api/task_groups/{id}", Access: web.Known, Serve: f.removes(delivery.DeleteGroup)},
		{Pattern: "POST /api/task_groups/{id}/tasks", Access: web.Known, Serve: f.saveTaskGroup(http.StatusCreated, true)},
		{Pattern: "DELETE /api/tasks/{id}/group", Access: web.Known, Serve: f.removes(delivery.LeaveGroup)},
	}
}

func taskGroupObject(g delivery.Group, tasks []int64) *Object {
	members := []string{}
	for _, id := range tasks {
		members = append(members, iri("tasks", id))
	}
	return Obj("@id", iri("task_groups", g.ID), "@type", "TaskGroup", "id", g.ID, "name", g.Name, "tasks", members)
}

// taskGroup shows a group to who may see all of its tasks.
func (f *face) taskGroup(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var g delivery.Group
	var tasks []int64
	err = f.read(c, func(tx *db.Tx) (err error) {
		if g, err = delivery.LoadGroup(tx, id); err != nil {
			return err
		}
		if tasks, err = delivery.GroupTasks(tx, id); err != nil {
			return err
		}
		if !c.Who.Scoped(authz.Tasks) {
			return c.Who.Must(authz.Dispatcher)
		}
		for _, task := range tasks {
			if _, err := seenTask(tx, task); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "TaskGroup", taskGroupObject(g, tasks))
}

func (f *face) saveTaskGroup(status int, add bool) func(*web.Call) error {
	return func(c *web.Call) error {
		in := delivery.GroupIn{Add: add}
		var err error
		if c.Path("id") != "" {
			if in.GroupID, err = c.ID("id"); err != nil {
				return err
			}
		}
		b, err := bodyOf(c, false)
		if err != nil {
			return err
		}
		if err := b.into("name", &in.Name); err != nil {
			return err
		}
		if in.Tasks, err = b.relations("tasks", "tasks"); err != nil {
			return err
		}
		if b.has("tasks") && in.Tasks == nil {
			in.Tasks = []int64{}
		}
		var g delivery.Group
		var tasks []int64
		err = f.change(c, func(tx *db.Tx) (err error) {
			if err := tasksIn(tx, in.Tasks); err != nil {
				return err
			}
			if g, err = delivery.SaveGroup(tx, in); err != nil {
				return err
			}
			tasks, err = delivery.GroupTasks(tx, g.ID)
			return err
		})
		if err != nil {
			return err
		}
		return f.item(c, status, "TaskGroup", taskGroupObject(g, tasks))
	}
}

// removes serves a DELETE of one thing.
func (f *face) removes(do func(*db.Tx, int64) error) func(*web.Call) error {
	return func(c *web.Call) error {
		id, err := c.ID("id")
		if err != nil {
			return err
		}
		if err := f.change(c, func(tx *db.Tx) error { return do(tx, id) }); err != nil {
			return err
		}
		c.W.WriteHeader(http.StatusNoContent)
		return nil
	}
}
