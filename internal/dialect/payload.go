package dialect

import (
	"encoding/json"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/org"
)

// Payloads makes the bodies of live messages about tasks and lists, in the form that the phone app and the old screens know: each is
// `{"event":{"name":…,"data":…}}`.
type Payloads struct {
	Origin   string // scheme and host of absolute URLs
	Words    func() *locale.Printer
	Settings func() org.Settings
}

func (p Payloads) painter() painter {
	return painter{origin: p.Origin, zone: p.Words().Zone(), settings: p.Settings()}
}

// Task is the message `task:done` and its like: the task in its full form as it is now.
func (p Payloads) Task(tx *db.Tx, name string, id int64) (json.RawMessage, error) {
	s, err := delivery.LoadSheet(tx, id)
	if err != nil {
		return nil, err
	}
	return message(name, "task", p.painter().task(s).Before("@context", "/api/contexts/Task"))
}

// List is the message `v2:task_list:updated`: the list with the paths of its items, for its courier and the dispatchers.
func (p Payloads) List(tx *db.Tx, id int64) (json.RawMessage, error) {
	v, err := listView(tx, id)
	if err != nil {
		return nil, err
	}
	return message("v2:task_list:updated", "task_list", p.painter().taskList(v).Before("@context", "/api/contexts/TaskList"))
}

// LegacyList is the message `task_list:updated`: the list as its courier's phone shows it, for that courier alone.
func (p Payloads) LegacyList(tx *db.Tx, id int64) (json.RawMessage, error) {
	v, err := listView(tx, id)
	if err != nil {
		return nil, err
	}
	courier, err := account.LoadUser(tx, v.CourierID)
	if err != nil {
		return nil, err
	}
	ride, err := dispatch.RideOf(tx.As(courier.Actor()), id)
	if err != nil {
		return nil, err
	}
	return message("task_list:updated", "task_list", p.painter().riderList(v, ride).Before("@context", "/api/contexts/TaskList"))
}

func listView(tx *db.Tx, id int64) (dispatch.ListView, error) {
	list, err := dispatch.LoadList(tx, id)
	if err != nil {
		return dispatch.ListView{}, err
	}
	return dispatch.ViewList(tx, list)
}

func message(name, key string, thing *Object) (json.RawMessage, error) {
	return Obj("event", Obj("name", name, "data", Obj(key, thing))).MarshalJSON()
}
