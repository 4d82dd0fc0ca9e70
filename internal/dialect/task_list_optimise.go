package dialect

import (
	"net/http"

	"pignon.coop/internal/db"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/web"
)

// optimiseTaskList answers with the list in its best order, and changes nothing.
func (f *face) optimiseTaskList(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var v dispatch.ListView
	var d dispatch.DaySnapshot
	err = f.read(c, func(tx *db.Tx) error {
		list, err := dispatch.LoadList(tx, id)
		if err != nil {
			return err
		}
		if v, err = dispatch.ViewList(tx, list); err != nil {
			return err
		}
		d, err = dispatch.TakeList(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	best, err := dispatch.Plans{Planner: f.house.Planner}.OptimiseList(c.R.Context(), d)
	if err != nil {
		return err
	}
	v.Items = best.Items
	solution := f.painter(c).taskList(v).Before("@context", "/api/contexts/TaskList")
	return f.plainJSON(c, http.StatusOK, Obj("solution", solution, "unassignedCount", best.Late))
}
