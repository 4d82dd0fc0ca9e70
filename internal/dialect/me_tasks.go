package dialect

import (
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

func (f *face) myTasksEndpoints() []web.Endpoint {
	return []web.Endpoint{{Pattern: "GET /api/me/tasks/{date}", Access: web.Needs(authz.Courier), Serve: f.myTasks}}
}

// myTasks is the caller's route of a day, an empty one when there is none.
func (f *face) myTasks(c *web.Call) error {
	at, err := f.moment(c.Path("date"))
	if err != nil {
		return err
	}
	day := span.DayOf(at.Time, f.house.Words().Zone())
	var v dispatch.ListView
	var ride []delivery.Sheet
	err = f.read(c, func(tx *db.Tx) error {
		list, ok, err := dispatch.ListOf(tx, c.Who.UserID, day)
		if err != nil {
			return err
		}
		if !ok {
			list = dispatch.TaskList{CourierID: c.Who.UserID, Day: day, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
		}
		v = dispatch.ListView{TaskList: list, Username: c.Who.Username}
		if ok {
			ride, err = dispatch.RideOf(tx, list.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "TaskList", f.painter(c).riderList(v, ride))
}
