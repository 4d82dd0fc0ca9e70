package dialect

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fleet"
)

// played is one request with everything that it must come to: status, what is in the answer and what is not, and the facts in the journal.
type played struct {
	as, ask, body string
	status        int
	want          map[string]any
	events        string
}

// plays makes the requests of rows one after the other. An answer that is a thing of this type has exactly these keys.
func (d depot) plays(of, keys string, rows []played) {
	d.t.Helper()
	people := map[string]string{"ada": d.ada, "bob": d.bob, "sarah": d.sarah, "zoe": d.zoe, "": ""}
	_, people["root"] = d.user("root", authz.Admin)
	for n, r := range rows {
		var method, path string
		if _, err := fmt.Sscan(r.ask, &method, &path); err != nil {
			d.t.Fatal(err)
		}
		before := len(d.Events(0))
		got := d.wants(d.ask(people[r.as], method, path, r.body), r.status, r.want)
		if found := allKeys(got); got["@type"] == of && found != keys {
			d.t.Errorf("%d. %s: keys %s, want %s", n, r.ask, found, keys)
		}
		if facts := fmt.Sprint(d.Events(0)[before:]); facts != "["+r.events+"]" {
			d.t.Errorf("%d. %s %s: events %s, want [%s]", n, r.ask, r.body, facts, r.events)
		}
	}
}

const (
	listKeys = "@context @id @type color createdAt date distance duration id items polyline trailer updatedAt username vehicle"
	tourKeys = "@context @id @type createdAt date distance duration items name polyline updatedAt"
)

// Every operation of lists, by who may, on lists of 24 November with tasks 1 to 6 (1 after 2, the others by themselves).
func TestTaskListRows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		far := d.Address("9 Rue Haute", 48.87, 2.36)
		for range 3 {
			d.Drop(far, 2*time.Hour)
		}
		d.addBike()
		const set, bobs, sarahs = "PUT /api/task_lists/set_items/", "PUT /api/task_lists/set_items/2026-11-24/bob", "PUT /api/task_lists/set_items/2026-11-24/sarah"
		const moved = "task.unassigned task.unassigned task.unassigned task.unassigned task.assigned task.assigned task.assigned task.assigned"
		items := func(paths ...string) map[string]any { return map[string]any{"items": paths} }
		tasks := func(ids ...int) (paths []string) {
			paths = []string{}
			for _, id := range ids {
				paths = append(paths, fmt.Sprintf("/api/tasks/%d", id))
			}
			return paths
		}
		bob := fmt.Sprintf(`"courier":"/api/users/%d"`, d.bobID)
		d.plays("TaskList", listKeys, []played{
			{"", "GET /api/task_lists/1", "", 401, nil, ""},
			{"zoe", "POST /api/task_lists", `{"date":"2026-11-24",` + bob + `}`, 403, nil, ""},
			{"bob", "POST /api/task_lists", `{"date":"2026-11-24",` + bob + `}`, 403, nil, ""},
			{"ada", "POST /api/task_lists", `{"date":"soon",` + bob + `}`, 400, nil, ""},
			{"ada", "POST /api/task_lists", `{` + bob + `}`, 400, nil, ""},
			{"ada", "POST /api/task_lists", `{"date":"2026-11-24"}`, 400, nil, ""},
			{"ada", "POST /api/task_lists", `{"date":"2026-11-24","courier":"/api/users/99"}`, 400, hydra(`Item not found for "/api/users/99".`), ""},
			{"ada", "POST /api/task_lists", `{"date":"2026-11-24",` + bob + `}`, 201, map[string]any{
				"@context": "/api/contexts/TaskList", "@id": "/api/task_lists/1", "@type": "TaskList", "id": 1, "items": []string{}, "distance": 0, "duration": 0,
				"polyline": "", "date": "2026-11-24", "username": "bob", "color": "#867d2d", "vehicle": nil, "trailer": nil,
				"createdAt": "2026-11-24T12:00:00+01:00", "updatedAt": "2026-11-24T12:00:00+01:00"}, "task_list.changed"},
			{"ada", "POST /api/task_lists", `{"date":"2026-11-24T15:00:00+01:00",` + bob + `}`, 201, map[string]any{"@id": "/api/task_lists/1"}, ""},
			{"bob", "GET /api/task_lists/1", "", 403, nil, ""},
			{"zoe", "GET /api/task_lists/1", "", 403, nil, ""},
			{"root", "GET /api/task_lists/1", "", 200, map[string]any{"id": 1}, ""},
			{"ada", "GET /api/task_lists/9", "", 404, nil, ""},

			{"", bobs, `{"items":[]}`, 401, nil, ""},
			{"bob", bobs, `{"items":[]}`, 403, nil, ""},
			{"ada", set + "2026-11-24/nobody", `{"items":[]}`, 404, nil, ""},
			{"ada", set + "soon/bob", `{"items":[]}`, 400, nil, ""},
			{"ada", bobs, `{"items":["/api/tasks/99"]}`, 400, hydra(`Item not found for "/api/tasks/99".`), ""},
			{"ada", bobs, `{"items":"/api/tasks/3"}`, 400, nil, ""},
			{"ada", bobs, `{"items":["/api/tasks/3","/api/tasks/4"]}`, 200, items(tasks(3, 4)...), "task.assigned task.assigned task_list.changed task_list.routed"},
			{"ada", bobs, `{"items":["/api/tasks/3","/api/tasks/4"]}`, 200, items(tasks(3, 4)...), ""},
			{"ada", bobs, `{"items":["/api/tasks/4","/api/tasks/3"]}`, 200, items(tasks(4, 3)...), "task_list.changed task_list.routed"},
			{"ada", bobs, `{"items":["/api/tasks/4","/api/tasks/3","/api/tasks/2","/api/tasks/1"]}`, 200, items(tasks(4, 3, 2, 1)...),
				"task.assigned task.assigned task_list.changed task_list.routed"},
			// From bob to sarah: bob's list is empty then.
			{"ada", sarahs, `{"items":["/api/tasks/1","/api/tasks/3","/api/tasks/4","/api/tasks/2"]}`, 200, map[string]any{"@id": "/api/task_lists/2", "username": "sarah",
				"items": tasks(1, 3, 4, 2), "color": "#865c2d"}, moved + " task_list.changed task_list.changed task_list.routed"},
			{"ada", "GET /api/task_lists/1", "", 200, map[string]any{"items": []string{}, "distance": 0, "polyline": ""}, ""},
			// Done ones stay, at the end; cancelled ones may be named.
			{"sarah", "PUT /api/tasks/4/done", `{}`, 200, nil, "task.done"},
			{"ada", "PUT /api/tasks/5/cancel", `{}`, 200, nil, "task.cancelled"},
			{"ada", sarahs, `{"items":["/api/tasks/5","/api/tasks/6"]}`, 200, items(tasks(5, 6, 4)...),
				"task.unassigned task.unassigned task.unassigned task.assigned task.assigned task_list.changed task_list.routed"},
			{"ada", sarahs, `{"items":["/api/tasks/4","/api/tasks/6"]}`, 200, items(tasks(4, 6)...), "task.unassigned task_list.changed task_list.routed"},
			// The date is the list's, whatever the windows say.
			{"ada", set + "2026-12-24/bob", `{"items":["/api/tasks/3"]}`, 200, map[string]any{"date": "2026-12-24", "items": tasks(3)}, "task.assigned task_list.changed task_list.routed"},
			{"ada", "PUT /api/tasks/3/unassign", `{}`, 200, map[string]any{"isAssigned": false}, "task.unassigned task_list.changed"},
			{"ada", "GET /api/task_lists/3", "", 200, items(tasks()...), ""},

			{"zoe", "PATCH /api/task_lists/2", `{"vehicle":"/api/vehicles/1"}`, 403, nil, ""},
			{"sarah", "PATCH /api/task_lists/2", `{"vehicle":"/api/vehicles/1"}`, 403, nil, ""},
			{"ada", "PATCH /api/task_lists/9", `{"vehicle":"/api/vehicles/1"}`, 404, nil, ""},
			{"ada", "PATCH /api/task_lists/2", `{"vehicle":"/api/vehicles/9"}`, 400, nil, ""},
			{"ada", "PATCH /api/task_lists/2", `{"vehicle":"/api/vehicles/1"}`, 200, map[string]any{"vehicle": "/api/vehicles/1", "trailer": nil, "items": tasks(4, 6)},
				"task_list.changed task_list.routed"},
			{"ada", "PATCH /api/task_lists/2", `{"trailer":"/api/trailers/1"}`, 200, map[string]any{"vehicle": "/api/vehicles/1", "trailer": "/api/trailers/1"},
				"task_list.changed task_list.routed"},
			{"ada", "PATCH /api/task_lists/2", `{"vehicle":null,"trailer":null}`, 200, map[string]any{"vehicle": nil, "trailer": nil}, "task_list.changed task_list.routed"},
			{"ada", "GET /api/task_lists/2/optimize", "", 403, nil, ""},
			{"root", "GET /api/task_lists/9/optimize", "", 404, nil, ""},
		})
	})
}

// addBike adds a vehicle and a trailer of a warehouse away from the tasks.
func (d depot) addBike() {
	d.t.Helper()
	quay := d.Address("1 Quai", 48.9, 2.4)
	d.write(func(tx *db.Tx) error {
		tx = tx.As(authz.System())
		hub, err := fleet.AddWarehouse(tx, fleet.AddWarehouseIn{Name: "Hub", AddressID: quay})
		if err != nil {
			return err
		}
		name, color, most := "Bike", "red", int64(1000)
		body := fleet.BodyIn{Name: &name, Color: &color, MaxVolume: &most, MaxWeight: &most}
		if _, err := fleet.SaveVehicle(tx, fleet.SaveVehicleIn{BodyIn: body, WarehouseID: &hub.ID}); err != nil {
			return err
		}
		_, err = fleet.SaveTrailer(tx, fleet.SaveTrailerIn{BodyIn: body})
		return err
	})
}

// Every operation of tours, by who may. Delivery 1 has tasks 1 and 2, so the first tour is number 2.
func TestTourRows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		tour := func(ids ...int) map[string]any {
			items := []string{}
			for _, id := range ids {
				items = append(items, fmt.Sprintf("/api/tasks/%d", id))
			}
			return map[string]any{"items": items}
		}
		const north = `"name":"North","date":"2026-11-24"`
		d.plays("Tour", tourKeys, []played{
			{"", "POST /api/tours", `{` + north + `,"tasks":[]}`, 401, nil, ""},
			{"bob", "POST /api/tours", `{` + north + `,"tasks":[]}`, 403, nil, ""},
			{"zoe", "POST /api/tours", `{` + north + `,"tasks":[]}`, 403, nil, ""},
			{"ada", "POST /api/tours", `{"date":"2026-11-24","tasks":[]}`, 400, nil, ""},
			{"ada", "POST /api/tours", `{"name":"North","tasks":[]}`, 400, nil, ""},
			{"ada", "POST /api/tours", `{` + north + `,"tasks":["/api/tasks/99"]}`, 400, hydra(`Item not found for "/api/tasks/99".`), ""},
			{"ada", "POST /api/tours", `{` + north + `,"tasks":["/api/tasks/2","/api/tasks/1","/api/tasks/3"]}`, 201, map[string]any{
				"@context": "/api/contexts/Tour", "@id": "/api/tours/2", "@type": "Tour", "name": "North", "date": "2026-11-24", "distance": 0, "duration": 0,
				"items": []string{"/api/tasks/2", "/api/tasks/1", "/api/tasks/3"}, "createdAt": "2026-11-24T12:00:00+01:00", "updatedAt": "2026-11-24T12:00:00+01:00"}, "tour.created"},
			{"ada", "POST /api/tours", `{"name":"South","date":"2026-11-24T23:30:00+01:00","tasks":["/api/tasks/3"]}`, 201,
				map[string]any{"@id": "/api/tours/3", "date": "2026-11-24", "items": []string{"/api/tasks/3"}, "distance": 0, "polyline": ""}, "tour.updated tour.created"},
			{"ada", "GET /api/tours/2", "", 200, tour(2, 1), ""},
			{"bob", "GET /api/tours/2", "", 403, nil, ""},
			{"ada", "GET /api/tours/99", "", 404, nil, ""},
			{"bob", "GET /api/tours", "", 403, nil, ""},

			{"bob", "PUT /api/tours/2", `{"tasks":[]}`, 403, nil, ""},
			{"ada", "PUT /api/tours/99", `{"tasks":[]}`, 404, nil, ""},
			{"ada", "PUT /api/tours/2", `{"name":"","tasks":[]}`, 400, nil, ""},
			{"ada", "PUT /api/tours/2", `{"tasks":["/api/tasks/1","/api/tasks/2"]}`, 200, map[string]any{"date": "2026-11-24", "name": "North",
				"items": []string{"/api/tasks/1", "/api/tasks/2"}}, "tour.updated"},
			// From one tour to the other.
			{"ada", "PUT /api/tours/2", `{"tasks":["/api/tasks/2","/api/tasks/1","/api/tasks/3"]}`, 200, tour(2, 1, 3), "tour.updated tour.updated"},
			{"ada", "GET /api/tours/3", "", 200, tour(), ""},
			// On a list: who joins the tour is bob's, who leaves it is free.
			{"ada", "PUT /api/tours/2", `{"tasks":["/api/tasks/2","/api/tasks/1"]}`, 200, tour(2, 1), "tour.updated"},
			{"ada", "PUT /api/task_lists/set_items/2026-11-24/bob", `{"items":["/api/tours/2"]}`, 200, nil, "task.assigned task.assigned task_list.changed task_list.routed"},
			{"ada", "PUT /api/tours/2", `{"tasks":["/api/tasks/2","/api/tasks/3"]}`, 200, tour(2, 3), "task.unassigned task.assigned task_list.changed tour.updated"},
			// With a date the windows go to that day, their times of day kept; without they stay.
			{"ada", "PUT /api/tours/2", `{"date":"2026-11-26","tasks":["/api/tasks/2","/api/tasks/3"]}`, 200, map[string]any{"date": "2026-11-26"},
				"tour.updated task.updated task.updated"},
			{"ada", "DELETE /api/tours/3", "", 204, nil, "tour.deleted"},
			{"bob", "DELETE /api/tours/2", "", 403, nil, ""},
			{"ada", "DELETE /api/tours/2", "", 204, nil, "task.unassigned task.unassigned task_list.changed tour.deleted"},
			{"ada", "DELETE /api/tours/2", "", 404, nil, ""},
		})
		d.wants(d.ask(d.ada, "GET", "/api/tasks/3", ""), 200, map[string]any{"status": "TODO", "isAssigned": false,
			"after": "2026-11-26T13:45:00+01:00", "before": "2026-11-26T14:00:00+01:00"})
		list := d.wants(d.ask(d.ada, "GET", "/api/tours?date=2026-11-24", ""), 200, map[string]any{"@context": "/api/contexts/Tour", "@id": "/api/tours",
			"@type": "hydra:Collection", "hydra:totalItems": 0, "hydra:member": []any{}})
		if search, _ := list["hydra:search"].(map[string]any); search["hydra:template"] != "/api/tours{?date}" {
			t.Errorf("search %v", search)
		}
	})
}

// Forty lists: pages of thirty by id, where no day is named; tours come all at once.
func TestCollectionsOfListsAndTours(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		for n := range 40 {
			day := time.Date(2026, 12, 1+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			d.wants(d.ask(d.ada, "POST", "/api/task_lists", fmt.Sprintf(`{"date":%q,"courier":"/api/users/%d"}`, day, d.bobID)), 201, nil)
			d.wants(d.ask(d.ada, "POST", "/api/tours", fmt.Sprintf(`{"date":%q,"name":"t","tasks":[]}`, day)), 201, nil)
		}
		ids := func(path string) (ids []float64) {
			t.Helper()
			members, _ := d.wants(d.ask(d.ada, "GET", path, ""), 200, nil)["hydra:member"].([]any)
			for _, m := range members {
				id, _ := m.(map[string]any)["id"].(float64)
				ids = append(ids, id)
			}
			return ids
		}
		for _, path := range []string{"/api/task_lists", "/api/task_lists/v2"} {
			if first, second := ids(path), ids(path+"?page=2"); len(first) != 30 || len(second) != 10 || !slices.IsSorted(append(first, second...)) || second[9] != 40 {
				t.Errorf("%s: %v %v", path, first, second)
			}
			if one := ids(path + "?date=2026-12-03"); len(one) != 1 || one[0] != 3 {
				t.Errorf("%s of a day: %v", path, one)
			}
			for _, token := range []string{d.bob, d.zoe} {
				d.wants(d.ask(token, "GET", path, ""), 403, nil)
			}
			d.wants(d.ask("", "GET", path, ""), 401, nil)
		}
		if all := ids("/api/tours"); len(all) != 40 {
			t.Errorf("%d tours on a page", len(all))
		}
		got := d.wants(d.ask(d.ada, "GET", "/api/task_lists/v2?date=2026-12-03", ""), 200, map[string]any{"@id": "/api/task_lists/v2"})
		if search, _ := got["hydra:search"].(map[string]any); search["hydra:template"] != "/api/task_lists/v2{?date}" {
			t.Errorf("search %v", search)
		}
	})
}
