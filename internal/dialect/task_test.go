package dialect

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"mime/multipart"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/delivery/deliverytest"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// depot is a village with a dispatcher, two couriers and some tasks of 24 November 2026.
type depot struct {
	village
	*deliverytest.World
	ada, bob, sarah, zoe string // tokens: dispatcher, couriers, nobody in particular
	bobID                int64
	place                int64
	pickup, drop, alone  delivery.Task
}

func newDepot(t *testing.T, w *dbtest.World) depot {
	t.Helper()
	d := depot{village: newVillage(t, w, map[string]any{"public_id_salt": "salt"}), World: deliverytest.In(t, w)}
	_, d.ada = d.user("ada", authz.Dispatcher)
	bob, token := d.user("bob", authz.Courier)
	d.bobID, d.bob = bob.ID, token
	_, d.sarah = d.user("sarah", authz.Courier)
	_, d.zoe = d.user("zoe")
	d.place = d.Address("1 Rue du Port", 48.864577, 2.333338)
	d.pickup, d.drop = d.Pair(d.place, d.place, time.Hour)
	d.alone = d.Drop(d.place, 2*time.Hour)
	return d
}

func (d depot) ask(token, method, path, body string) ask {
	headers := []string{"Content-Type", "application/ld+json"}
	if token != "" {
		headers = append(headers, as(token)...)
	}
	return ask{method, path, body, headers}
}

func hydra(description string) map[string]any {
	return map[string]any{"@context": "/api/contexts/Error", "@type": "hydra:Error", "hydra:description": description, "trace": []any{}}
}

const taskKeys = "@context @id @type address after assignedTo barcode before comments createdAt doneAfter doneBefore doorstep emittedCo2 group " +
	"hasIncidents id images incidents isAssigned metadata next orgName packages previous recurrenceRule ref status tags traveledDistanceMeter type updatedAt weight"

func TestTaskContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		task := d.wants(d.ask(d.ada, "GET", "/api/tasks/3", ""), 200, map[string]any{
			"@context": "/api/contexts/Task", "@id": "/api/tasks/3", "@type": "Task", "id": 3, "type": "DROPOFF", "status": "TODO",
			"after": "2026-11-24T13:45:00+01:00", "before": "2026-11-24T14:00:00+01:00", "doneAfter": "2026-11-24T13:45:00+01:00",
			"doneBefore": "2026-11-24T14:00:00+01:00", "comments": "", "isAssigned": false, "assignedTo": nil, "previous": nil, "next": nil,
			"group": nil, "tags": []any{}, "doorstep": false, "ref": nil, "recurrenceRule": nil, "metadata": map[string]any{"zero_waste": false},
			"weight": nil, "hasIncidents": false, "incidents": []any{}, "orgName": "", "images": []any{}, "emittedCo2": 0,
			"traveledDistanceMeter": 0, "packages": []any{},
		})
		if got := allKeys(task); got != taskKeys {
			t.Errorf("keys of a task:\n got %s\nwant %s", got, taskKeys)
		}
		address, _ := task["address"].(map[string]any)
		if got := allKeys(address); got != "@id @type contactName description firstName geo lastName name provider streetAddress telephone" {
			t.Errorf("keys of its address: %s", got)
		}
		code, _ := task["barcode"].(map[string]any)
		if code["barcode"] != "6767001138076" {
			t.Errorf("barcode %v", code)
		}
		d.wants(d.ask(d.ada, "GET", "/api/tasks/1", ""), 200, map[string]any{
			"type": "DROPOFF", "previous": "/api/tasks/2", "next": nil, "metadata": map[string]any{"zero_waste": false, "delivery_position": 2}})
		for _, c := range []struct {
			token, path string
			status      int
		}{{"", "/api/tasks/3", 401}, {d.zoe, "/api/tasks/3", 403}, {d.bob, "/api/tasks/3", 403}, {d.bob, "/api/tasks/99", 404}, {d.zoe, "/api/tasks", 403}} {
			d.wants(d.ask(c.token, "GET", c.path, ""), c.status, nil)
		}
	})
}

func TestTaskListingContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		d.wants(d.ask(d.ada, "GET", "/api/tasks", ""), 200, map[string]any{"hydra:totalItems": 3, "hydra:view": absent})
		got := d.wants(d.ask(d.ada, "GET", "/api/tasks?date=2026-11-24&pagination=true&itemsPerPage=2&page=1", ""), 200, map[string]any{
			"@context": "/api/contexts/Task", "@id": "/api/tasks", "hydra:totalItems": 3})
		view, _ := got["hydra:view"].(map[string]any)
		search, _ := got["hydra:search"].(map[string]any)
		members, _ := got["hydra:member"].([]any)
		if view["@id"] != "/api/tasks?date=2026-11-24&itemsPerPage=2&pagination=true&page=1" || len(members) != 2 ||
			search["hydra:template"] != "/api/tasks{?date,assigned,organization}" {
			t.Errorf("%v", got)
		}
		if first, _ := members[0].(map[string]any); first["type"] != "PICKUP" || first["@context"] != nil {
			t.Errorf("first %v", first)
		}
		d.wants(d.ask(d.ada, "GET", "/api/tasks?date=2026-11-25", ""), 200, map[string]any{"hydra:totalItems": 0})
		d.wants(d.ask(d.bob, "GET", "/api/tasks", ""), 200, map[string]any{"hydra:totalItems": 0})
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/3/assign", `{"username":"bob"}`), 200, map[string]any{"assignedTo": "bob", "isAssigned": true})
		d.wants(d.ask(d.bob, "GET", "/api/tasks?date=2026-11-24", ""), 200, map[string]any{"hydra:totalItems": 1})
		d.wants(d.ask(d.ada, "GET", "/api/tasks?assigned=no", ""), 200, map[string]any{"hydra:totalItems": 2})
		d.wants(d.ask(d.bob, "GET", "/api/tasks?assigned=no", ""), 200, map[string]any{"hydra:totalItems": 1})
	})
}

func TestTaskVerbsContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		put := func(token, path, body string, status int, want map[string]any) {
			t.Helper()
			d.wants(d.ask(token, "PUT", path, body), status, want)
		}
		put(d.ada, "/api/tasks/1/done", `{}`, 400, hydra("La tâche #1 ne peut pas être terminée, car la tâche #2 doit l’être avant elle."))
		put(d.ada, "/api/tasks/1/failed", `{}`, 400, hydra("Previous task must be completed first"))
		put(d.bob, "/api/tasks/3/start", `{}`, 403, hydra("Access Denied."))
		put(d.ada, "/api/tasks/3/assign", `{"username":"lea"}`, 404, hydra(`User "lea" does not exist`))
		put(d.sarah, "/api/tasks/3/assign", `{"username":"bob"}`, 403, nil)
		put(d.bob, "/api/tasks/3/assign", `{}`, 200, map[string]any{"assignedTo": "bob"})
		put(d.bob, "/api/tasks/3/assign", `{}`, 400, hydra(`Task #3 is already assigned to "bob"`))
		put(d.bob, "/api/tasks/3/start", `{}`, 200, map[string]any{"status": "DOING"})
		put(d.bob, "/api/tasks/3/start", ``, 200, map[string]any{"status": "DOING"})
		put(d.bob, "/api/tasks/3/append_to_comment", `{"note":"third floor"}`, 200, map[string]any{"comments": "bob: third floor"})
		put(d.sarah, "/api/tasks/3/failed", `{}`, 403, nil)
		put(d.bob, "/api/tasks/3/failed", `{"reason":"NOT_AT_HOME","contactName":"Ana de la Cruz"}`, 200, map[string]any{"@id": "/api/tasks/3", "status": "FAILED"})
		put(d.bob, "/api/tasks/3/done", `{}`, 400, hydra("Task #3 is already completed"))
		got := d.wants(d.ask(d.bob, "GET", "/api/tasks/3/events", ""), 200, map[string]any{
			"@context": "/api/contexts/Task", "@id": "/api/tasks/3/events", "hydra:totalItems": 6, "hydra:view": absent})
		members, _ := got["hydra:member"].([]any)
		first, _ := members[0].(map[string]any)
		last, _ := members[5].(map[string]any)
		if first["name"] != "task:created" || !same(first["data"], []any{}) || last["name"] != "task:failed" ||
			!same(last["data"], map[string]any{"notes": "NOT_AT_HOME", "reason": "NOT_AT_HOME"}) {
			t.Errorf("%v", members)
		}
		put(d.bob, "/api/tasks/3/cancel", `{}`, 403, nil)
		put(d.ada, "/api/tasks/3/cancel", `{}`, 200, map[string]any{"status": "CANCELLED", "assignedTo": "bob"})
		put(d.ada, "/api/tasks/3/done", `{}`, 400, hydra("Task #3 is cancelled"))
		put(d.ada, "/api/tasks/3/restore", `{}`, 200, map[string]any{"status": "TODO", "assignedTo": "bob"})
		put(d.ada, "/api/tasks/3/reschedule", `{"after":"2026-11-25T08:00:00+01:00","before":"2026-11-25T09:00:00+01:00"}`, 200,
			map[string]any{"status": "TODO", "isAssigned": false, "after": "2026-11-25T08:00:00+01:00", "metadata": map[string]any{"zero_waste": false, "rescheduled": true}})
		put(d.ada, "/api/tasks/3/reschedule", `{"after":"soon","before":"later"}`, 400, nil)
		put(d.ada, "/api/tasks/99/start", `{}`, 404, hydra("Not Found"))
		d.wants(d.ask(d.ada, "GET", "/api/tasks/3/failure_reasons", ""), 200, map[string]any{"hydra:totalItems": 22})
		d.wants(d.ask(d.ada, "POST", "/api/tasks/3/duplicate", `{}`), 201, map[string]any{"id": 4, "status": "TODO", "metadata": map[string]any{"zero_waste": false}})
	})
}

func TestBulkContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		d.wants(d.ask(d.bob, "PUT", "/api/tasks/assign", `{"tasks":["/api/tasks/1"]}`), 200, map[string]any{"@id": "/api/tasks/assign", "hydra:totalItems": 1})
		got := d.wants(d.ask(d.bob, "PUT", "/api/tasks/done", `{"tasks":["/api/tasks/1","/api/tasks/2","/api/tasks/3"],"notes":"ok"}`), 200,
			map[string]any{"failed": map[string]any{"/api/tasks/3": "Access Denied."}})
		success, _ := got["success"].([]any)
		if len(success) != 2 {
			t.Fatalf("%v", got)
		}
		if first, _ := success[0].(map[string]any); first["@id"] != "/api/tasks/2" || first["@context"] != "/api/contexts/Task" || first["status"] != "DONE" {
			t.Errorf("first %v", first)
		}
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/done", `{"tasks":["/api/tasks/3"]}`), 200, map[string]any{"failed": []any{}})
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/done", `{"tasks":["/api/tasks/77"]}`), 400, hydra(`Item not found for "/api/tasks/77".`))
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/images", `{"tasks":[]}`), 400, nil)
	})
}

func TestCreateAndEditTaskContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		d.write(func(tx *db.Tx) error {
			_, err := org.AddTag(tx, org.TagIn{Name: "Cargo", Color: "#ff0000"})
			return err
		})
		body := `{"type":"pickup","address":"48 Rue de Rivoli","doneBefore":"2026-11-24T18:00:00+01:00","tags":["cargo","ghost"],"weight":900,"assignedTo":"bob","comments":"x"}`
		task := d.wants(d.ask(d.ada, "POST", "/api/tasks", body), 201, map[string]any{
			"id": 4, "type": "PICKUP", "weight": nil, "after": "2026-11-24T17:45:00+01:00", "assignedTo": "bob", "comments": "x",
			"tags": []any{map[string]any{"name": "Cargo", "slug": "cargo", "color": "#ff0000"}}})
		if address, _ := task["address"].(map[string]any); address["streetAddress"] != "48 Rue de Rivoli, 75004 Paris" {
			t.Errorf("address %v", address)
		}
		d.wants(d.ask("", "POST", "/api/tasks", `{bad`), 401, nil)
		d.wants(d.ask(d.bob, "POST", "/api/tasks", body), 403, nil)
		d.wants(d.ask(d.ada, "POST", "/api/tasks", `{bad`), 400, nil)
		for in, paths := range map[string]string{
			`{"address":{},"before":"2026-11-24 18:00"}`:                                                                  "address.geo address.streetAddress",
			`{"before":"2026-11-24 18:00"}`:                                                                               "address",
			`{"address":"/api/addresses/1"}`:                                                                              "before",
			`{"address":"/api/addresses/1","before":"2026-11-24 18:00","type":"x"}`:                                       "type",
			`{"address":"/api/addresses/1","before":"2026-11-24 18:00","after":"2026-11-24 19:00"}`:                       "before",
			`{"address":"/api/addresses/1","timeSlot":"2026-11-24 19:00-18:00"}`:                                          "before",
			`{"address":{"streetAddress":"nowhere at all"},"before":"2026-11-24 18:00"}`:                                  "address.geo",
			`{"address":{"streetAddress":"x","latLng":[48.8,2.3],"telephone":"12"},"before":"2026-11-24 18:00","type":7}`: "",
		} {
			got := d.wants(d.ask(d.ada, "POST", "/api/tasks", in), 400, nil)
			var list []string
			violations, _ := got["violations"].([]any)
			for _, v := range violations {
				o, _ := v.(map[string]any)
				list = append(list, fmt.Sprint(o["propertyPath"]))
			}
			if strings.Join(list, " ") != paths {
				t.Errorf("%s: violations %v, want %s", in, list, paths)
			}
		}
		d.wants(d.ask(d.bob, "PUT", "/api/tasks/4", `{"comments":"y","assignedTo":"bob","address":{"contactName":"Ana Diaz"}}`), 200, map[string]any{"comments": "y", "assignedTo": "bob"})
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/4", `{"weight":900}`), 200, map[string]any{"weight": 900})
		d.wants(d.ask(d.ada, "POST", "/api/tasks/4/duplicate", `{}`), 201, map[string]any{"type": "PICKUP", "weight": 900, "assignedTo": nil, "status": "TODO"})
		edited := d.wants(d.ask(d.ada, "PUT", "/api/tasks/4", `{"address":{"streetAddress":"9 Quai","latLng":[48.1,2.1]},"metadata":{"a":1}}`), 200,
			map[string]any{"metadata": map[string]any{"zero_waste": false, "a": 1}})
		if a, _ := edited["address"].(map[string]any); a["@id"] != "/api/addresses/3" || a["firstName"] != "Ana" || a["lastName"] != "Diaz" {
			t.Errorf("address %v", a)
		}
		for _, other := range []string{`"/api/addresses/1"`, `{"@id":"/api/addresses/3"}`, `{"@id":"/api/addresses/1"}`} {
			moved := d.wants(d.ask(d.ada, "PUT", "/api/tasks/4", `{"address":`+other+`}`), 200, nil)
			if a, _ := moved["address"].(map[string]any); !strings.Contains(other, fmt.Sprint(a["@id"])) {
				t.Errorf("moved to %s: %v", other, a)
			}
		}
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/4", `{"address":{"@id":"/api/addresses/77"}}`), 400, hydra(`Item not found for "/api/addresses/77".`))
		d.wants(d.ask(d.sarah, "PUT", "/api/tasks/4", `{"comments":"z"}`), 403, nil)
		// "Not parseable → 400 hydra:Error with description … (note: an invalid but parseable number is accepted by most resources)"
		for phone, answer := range map[string]int{"ring me": 400, "06 12": 201, "06 12 34 56 78": 201, "": 201} {
			body := `{"address":{"streetAddress":"x","latLng":[48.8,2.3],"telephone":"` + phone + `"},"before":"2026-11-24 18:00"}`
			want := map[string]any{"@type": "Task"}
			if answer == 400 {
				want = hydra("The string supplied did not seem to be a phone number.")
				d.wants(d.ask(d.ada, "PUT", "/api/tasks/4", `{"address":{"telephone":"`+phone+`"}}`), answer, want)
			}
			d.wants(d.ask(d.ada, "POST", "/api/tasks", body), answer, want)
		}
		got := d.wants(d.ask(d.ada, "PUT", "/api/tasks/1", `{"type":"pickup"}`), 400, nil)
		if v, _ := got["violations"].([]any); len(v) != 1 || !same(v[0].(map[string]any)["code"], nil) {
			t.Errorf("%v", got)
		}
	})
}

func TestTaskListContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		set := func(who, items string) map[string]any {
			return d.wants(d.ask(d.ada, "PUT", "/api/task_lists/set_items/2026-11-24/"+who, `{"items":`+items+`}`), 200, nil)
		}
		got := set("bob", `["/api/tasks/2","/api/tasks/1"]`)
		if keys := allKeys(got); keys != "@context @id @type color createdAt date distance duration id items polyline trailer updatedAt username vehicle" {
			t.Errorf("keys %s", keys)
		}
		for key, want := range map[string]any{"@id": "/api/task_lists/1", "color": "#867d2d", "date": "2026-11-24", "distance": 0, "duration": 0,
			"polyline": "szfiHkvfM??", "items": []string{"/api/tasks/2", "/api/tasks/1"}} {
			if !same(got[key], want) {
				t.Errorf("%s is %v, want %v", key, got[key], want)
			}
		}
		set("sarah", `["/api/tasks/1"]`)
		d.wants(d.ask(d.ada, "GET", "/api/task_lists/1", ""), 200, map[string]any{"items": []string{"/api/tasks/2"}, "polyline": "", "distance": 0})
		d.wants(d.ask(d.zoe, "GET", "/api/task_lists/1", ""), 403, nil)
		d.wants(d.ask(d.ada, "GET", "/api/task_lists/v2?date=2026-11-24", ""), 200, map[string]any{"@id": "/api/task_lists/v2", "hydra:totalItems": 2,
			"hydra:view": map[string]any{"@id": "/api/task_lists/v2?date=2026-11-24", "@type": "hydra:PartialCollectionView"}})
		paged := d.wants(d.ask(d.ada, "GET", "/api/task_lists/v2?date=2026-11-24&itemsPerPage=1&page=2", ""), 200, map[string]any{"hydra:totalItems": 2})
		if page, _ := paged["hydra:member"].([]any); len(page) != 1 || page[0].(map[string]any)["username"] != "sarah" {
			t.Errorf("second page %v", paged)
		}
		d.wants(d.ask(d.ada, "GET", "/api/task_lists?date=2026-11-24&page=9", ""), 200, map[string]any{"hydra:member": []any{}, "hydra:totalItems": 2})
		legacy := d.wants(d.ask(d.ada, "GET", "/api/task_lists?date=2026-11-24", ""), 200, map[string]any{"hydra:totalItems": 2})
		members, _ := legacy["hydra:member"].([]any)
		if first, _ := members[0].(map[string]any); len(first["items"].([]any)) != 1 || first["items"].([]any)[0].(map[string]any)["@type"] != "Task" {
			t.Errorf("legacy %v", first)
		}
		d.wants(d.ask(d.ada, "POST", "/api/task_lists", fmt.Sprintf(`{"date":"2026-11-24","courier":"/api/users/%d"}`, d.bobID)), 201, map[string]any{"id": 1})
		d.wants(d.ask(d.ada, "PUT", "/api/task_lists/set_items/2026-11-24/nobody", `{"items":[]}`), 404, nil)
		for _, gone := range []string{"/api/tasks/99", "/api/tours/99", "/api/stores/1"} {
			d.wants(d.ask(d.ada, "PUT", "/api/task_lists/set_items/2026-11-24/bob", `{"items":["`+gone+`"]}`), 400, hydra(`Item not found for "`+gone+`".`))
		}
		d.wants(d.ask(d.bob, "PUT", "/api/task_lists/set_items/2026-11-24/bob", `{"items":[]}`), 403, nil)
	})
}

func TestMyTasksContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		none := d.wants(d.ask(d.bob, "GET", "/api/me/tasks/2026-11-24", ""), 200, map[string]any{
			"@context": "/api/contexts/TaskList", "@id": "/api/task_lists/0", "id": 0, "@type": "TaskList", "items": []any{}, "distance": 0,
			"duration": 0, "polyline": "", "date": "2026-11-24", "username": "bob", "createdAt": "2026-11-24T12:00:00+01:00"})
		if got := allKeys(none); got != "@context @id @type createdAt date distance duration id items polyline updatedAt username" {
			t.Errorf("keys %s", got)
		}
		d.wants(d.ask(d.zoe, "GET", "/api/me/tasks/2026-11-24", ""), 403, nil)
		d.wants(d.ask(d.ada, "PUT", "/api/task_lists/set_items/2026-11-24/bob", `{"items":["/api/tasks/2","/api/tasks/3","/api/tasks/1"]}`), 200, nil)
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/3/cancel", `{}`), 200, nil)
		got := d.wants(d.ask(d.bob, "GET", "/api/me/tasks/2026-11-24", ""), 200, map[string]any{"id": 1})
		items, _ := got["items"].([]any)
		if len(items) != 2 {
			t.Fatalf("%v", items)
		}
		first, _ := items[0].(map[string]any)
		if keys := allKeys(first); keys != "@context @id @type address after before comments createdAt doneAfter doneBefore doorstep hasIncidents id metadata next orgName packages previous status tags type updatedAt weight" {
			t.Errorf("keys of an item: %s", keys)
		}
		if !same(first["metadata"], map[string]any{"has_loopeat_returns": false, "delivery_position": 1}) {
			t.Errorf("metadata %v", first["metadata"])
		}
	})
}

func TestLocationContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		body := fmt.Sprintf(`[{"latitude":48.85,"longitude":2.35,"time":%d,"extra":1},{"latitude":48.86,"longitude":2.35,"time":"2026-11-24T10:58:00.069Z"}]`, w.Clock.Now().UnixMilli())
		for _, b := range []string{body, "[]", ""} {
			if code, _, answer := d.answer(d.ask(d.bob, "POST", "/api/me/location", b)); code != 200 || answer.Body.String() != "[]" {
				t.Errorf("%q: %d %s", b, code, answer.Body)
			}
		}
		d.wants(d.ask("", "POST", "/api/me/location", "[]"), 401, nil)
		d.wants(d.ask(d.bob, "POST", "/api/me/location", "{"), 400, nil)
	})
}

func TestLocationIsKeptWithoutDuty(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		const first = `[{"latitude":48.1,"longitude":2.1,"time":1527855030000},{"latitude":48,"longitude":2,"time":1527855000000}]`
		for _, c := range []struct{ who, token, points, want string }{
			{"a dispatcher", d.ada, first, "[]"},
			{"nobody in particular", d.zoe, first, "[]"},
			{"the latest by time", d.bob, first, "[{48.1 2.1 1527855030}]"},
			{"a date as text", d.bob, `[{"latitude":48.2,"longitude":2.2,"time":"2020-06-30T19:00:56.069Z"}]`, "[{48.2 2.2 1593543656}]"},
			{"an older one", d.bob, first, "[{48.2 2.2 1593543656}]"},
			{"off the earth, and of the future", d.bob, `[{"latitude":95,"longitude":2,"time":1593543999000},{"latitude":48,"longitude":2,"time":4102444800000}]`,
				"[{48.2 2.2 1593543656}]"},
		} {
			d.wants(d.ask(c.token, "POST", "/api/me/location", c.points), 200, nil)
			if got := d.places(); got != c.want {
				t.Errorf("%s: %s, want %s", c.who, got, c.want)
			}
		}
		d.read(func(tx *db.Tx) error {
			if f, ok, err := dispatch.PositionOf(tx, d.bobID); ok || err != nil {
				t.Errorf("neither on duty nor with tasks, but shown at %+v, %v", f, err)
			}
			return nil
		})
	})
}

// places gives the rows of the kind position: latitude, longitude, seconds since 1970.
func (d depot) places() string {
	type place struct {
		lat, lng any
		at       int64
	}
	list := []place{}
	d.read(func(tx *db.Tx) error {
		for _, k := range dispatch.SeedKinds() {
			if k.Name != "position" {
				continue
			}
			rows, err := k.Rows(tx)
			for _, r := range rows {
				list = append(list, place{r["latitude"], r["longitude"], r["at"].(span.Instant).Unix()})
			}
			return err
		}
		return nil
	})
	return fmt.Sprint(list)
}

// app gives the token of an integration with one scope, which belongs to no store.
func (d depot) app(scope authz.Scope) string {
	var app account.NewApp
	d.write(func(tx *db.Tx) (err error) {
		app, err = account.AddApp(tx, account.AddAppIn{Name: string(scope), Type: "oauth", Scopes: []authz.Scope{scope}})
		return err
	})
	got := d.wants(form("/oauth2/token", "grant_type", "client_credentials", "scope", string(scope), "client_id", app.ClientID, "client_secret", app.Secret), 200, nil)
	return fmt.Sprint(got["access_token"])
}

func TestTasksOfIntegrations(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		store, all := d.app(authz.Tasks), d.app(authz.TasksAll)
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/3/assign", `{"username":"bob"}`), 200, nil)
		for _, c := range []struct {
			token, path string
			status      int
		}{
			{all, "/api/tasks", 200}, {all, "/api/tasks/3", 200}, {all, "/api/tasks/3/events", 200}, {all, "/api/task_lists", 403}, {all, "/api/task_lists/v2", 401},
			{store, "/api/tasks", 403}, {store, "/api/tasks/3", 403}, {store, "/api/task_lists", 200}, {store, "/api/task_lists/v2", 401}, {store, "/api/tours", 401},
		} {
			d.wants(d.ask(c.token, "GET", c.path, ""), c.status, nil)
		}
		lists := d.wants(d.ask(store, "GET", "/api/task_lists?date=2026-11-24", ""), 200, map[string]any{"hydra:totalItems": 1})
		if members, _ := lists["hydra:member"].([]any); !same(members[0].(map[string]any)["items"], []any{}) {
			t.Errorf("items of others: %v", members)
		}
		const correction = `{"address":{"name":"Cour","telephone":"+33612345678"},"comments":"ring twice","weight":7}`
		for _, c := range []struct {
			token, path string
			status      int
		}{{all, "/api/tasks/3/bio_deliver", 403}, {d.ada, "/api/tasks/3/bio_deliver", 403}, {store, "/api/tasks/99/bio_deliver", 404}, {"", "/api/tasks/3/bio_deliver", 401}} {
			d.wants(d.ask(c.token, "PUT", c.path, correction), c.status, nil)
		}
		got := d.wants(d.ask(store, "PUT", "/api/tasks/3/bio_deliver", correction), 200, map[string]any{"@id": "/api/tasks/3", "comments": "ring twice", "weight": nil})
		if a, _ := got["address"].(map[string]any); a["name"] != "Cour" || a["telephone"] != nil {
			t.Errorf("address %v", a)
		}
		d.wants(d.ask(store, "PUT", "/api/tasks/3/bio_deliver", `{"address":{"name":""},"comments":""}`), 200, map[string]any{"comments": "ring twice"})
	})
}

func TestTaskImageContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		d.wants(d.ask(d.ada, "PUT", "/api/task_lists/set_items/2026-11-24/bob", `{"items":["/api/tasks/3"]}`), 200, nil)
		send := func(token string, photo []byte, attach string, status int) map[string]any {
			var b bytes.Buffer
			form := multipart.NewWriter(&b)
			part, err := form.CreateFormFile("file", "photo.png")
			if err == nil {
				_, err = part.Write(photo)
			}
			if err != nil || form.Close() != nil {
				t.Fatal(err)
			}
			headers := append(as(token), "Content-Type", form.FormDataContentType(), "X-Attach-To", attach)
			return d.wants(ask{"POST", "/api/task_images", b.String(), headers}, status, nil)
		}
		var photo bytes.Buffer
		if err := png.Encode(&photo, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
			t.Fatal(err)
		}
		got := send(d.bob, photo.Bytes(), "/api/tasks/3", 201)
		if allKeys(got) != "@context @id @type imageName thumbnail" || got["@id"] != "/api/task_images/1" {
			t.Errorf("%v", got)
		}
		thumbnail := strings.TrimPrefix(fmt.Sprint(got["thumbnail"]), "http://example.com")
		if code, _, w := d.answer(ask{method: "GET", path: thumbnail}); code != 200 || w.Header().Get("Content-Type") != "image/png" {
			t.Errorf("%s: %d", thumbnail, code)
		}
		d.wants(ask{method: "GET", path: "/api/task_images/1/photo?key=x"}, 404, nil)
		wrong := send(d.bob, []byte("no picture"), "/api/tasks/3", 400)
		if v, _ := wrong["violations"].([]any); len(v) != 1 || v[0].(map[string]any)["code"] != "744f00bc-4389-4c74-92de-9a43cde55534" {
			t.Errorf("%v", wrong)
		}
		send(d.sarah, photo.Bytes(), "/api/tasks/1", 403)
		d.wants(d.ask(d.bob, "GET", "/api/task_images/1", ""), 200, map[string]any{"@type": "http://schema.org/MediaObject"})
		task := d.wants(d.ask(d.bob, "GET", "/api/tasks/3", ""), 200, nil)
		if images, _ := task["images"].([]any); len(images) != 1 {
			t.Errorf("%v", task["images"])
		}
	})
}

func TestGroupsToursAndDeliveriesContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		d.wants(d.ask(d.ada, "POST", "/api/task_groups", `{"name":"Morning","tasks":["/api/tasks/3"]}`), 201, map[string]any{
			"@context": "/api/contexts/TaskGroup", "@id": "/api/task_groups/1", "@type": "TaskGroup", "id": 1, "name": "Morning", "tasks": []string{"/api/tasks/3"}})
		d.wants(d.ask(d.ada, "POST", "/api/task_groups/1/tasks", `{"tasks":["/api/tasks/1"]}`), 201, map[string]any{"tasks": []string{"/api/tasks/1", "/api/tasks/3"}})
		d.wants(d.ask(d.ada, "DELETE", "/api/tasks/1/group", ""), 204, nil)
		d.wants(d.ask(d.ada, "DELETE", "/api/task_groups/1", ""), 204, nil)
		d.wants(d.ask(d.ada, "GET", "/api/tasks/3", ""), 200, map[string]any{"status": "CANCELLED", "group": nil})
		d.wants(d.ask(d.ada, "GET", "/api/task_groups/1", ""), 404, nil)
		d.wants(d.ask(d.bob, "POST", "/api/task_groups", `{"name":"x"}`), 403, nil)

		d.wants(d.ask(d.ada, "POST", "/api/tours", `{"name":"North","date":"2026-11-24","tasks":["/api/tasks/2","/api/tasks/1"]}`), 201, map[string]any{
			"@id": "/api/tours/2", "@type": "Tour", "name": "North", "date": "2026-11-24", "items": []string{"/api/tasks/2", "/api/tasks/1"}})
		d.wants(d.ask(d.ada, "PUT", "/api/task_lists/set_items/2026-11-24/bob", `{"items":["/api/tours/2","/api/tasks/1"]}`), 200, map[string]any{"items": []string{"/api/tours/2"}})
		d.wants(d.ask(d.bob, "GET", "/api/tasks/1", ""), 200, map[string]any{"assignedTo": "bob"})
		d.wants(d.ask(d.ada, "PUT", "/api/tours/2", `{"tasks":["/api/tasks/2"]}`), 200, map[string]any{"items": []string{"/api/tasks/2"}})
		d.wants(d.ask(d.ada, "GET", "/api/tasks/1", ""), 200, map[string]any{"assignedTo": nil})
		d.wants(d.ask(d.ada, "DELETE", "/api/tours/2", ""), 204, nil)
		d.wants(d.ask(d.ada, "GET", "/api/tasks/2", ""), 200, map[string]any{"assignedTo": nil, "status": "TODO"})

		got := d.wants(d.ask(d.ada, "GET", "/api/deliveries/1", ""), 200, map[string]any{"@context": "/api/contexts/Delivery", "id": 1, "order": nil, "location": absent})
		if keys := allKeys(got); keys != "@context @id @type distance dropoff duration id order pickup polyline tasks trackingUrl" {
			t.Errorf("keys %s", keys)
		}
		if stop, _ := got["pickup"].(map[string]any); allKeys(stop) != "@id @type address after barcode before comments createdAt doneAfter doneBefore id metadata packages status tags type weight" {
			t.Errorf("keys of a stop: %s", allKeys(stop))
		}
		if id, ok := delivery.OfPublicID("salt", fmt.Sprint(got["trackingUrl"])[len("http://example.com/fr/pub/d/"):]); id != 1 || !ok {
			t.Errorf("tracking URL %v", got["trackingUrl"])
		}
		d.wants(d.ask(d.bob, "GET", "/api/deliveries/1", ""), 403, nil)
		d.wants(d.ask(d.ada, "GET", "/api/tasks/1/context", ""), 200, map[string]any{"@context": absent, "order": nil})
	})
}

func TestLivePayloads(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		d.wants(d.ask(d.ada, "PUT", "/api/task_lists/set_items/2026-11-24/bob", `{"items":["/api/tasks/3"]}`), 200, nil)
		f := testFace(t)
		p := Payloads{Origin: "https://co.op", Words: f.house.Words, Settings: func() org.Settings { return org.Settings{} }}
		d.write(func(tx *db.Tx) error {
			task, err := p.Task(tx, "task:done", 3)
			if err != nil || !strings.HasPrefix(string(task), `{"event":{"name":"task:done","data":{"task":{"@context":"/api/contexts/Task","@id":"/api/tasks/3"`) {
				t.Errorf("%s, %v", task, err)
			}
			name, day := "North", span.Day("2026-11-24")
			tour, err := dispatch.SaveTour(tx, dispatch.TourIn{Name: &name, Day: &day, Tasks: []int64{2}})
			if err != nil {
				return err
			}
			north, err := p.Tour(tx, "tour:created", tour.ID)
			if err != nil || !strings.HasPrefix(string(north), `{"event":{"name":"tour:created","data":{"tour":{"@context":"/api/contexts/Tour","@id":"/api/tours/2","@type":"Tour","name":"North"`) {
				t.Errorf("%s, %v", north, err)
			}
			lists, err := dispatch.ListsOf(tx, "2026-11-24")
			if err != nil {
				return err
			}
			v2, err := p.List(tx, lists[0].ID)
			if err != nil || !strings.Contains(string(v2), `"data":{"task_list":{"@context":"/api/contexts/TaskList","@id"`) || !strings.Contains(string(v2), `"items":["/api/tasks/3"]`) {
				t.Errorf("%s, %v", v2, err)
			}
			legacy, err := p.LegacyList(tx, lists[0].ID)
			if err != nil || !strings.HasPrefix(string(legacy), `{"event":{"name":"task_list:updated","data":{"task_list":{"@context":"/api/contexts/TaskList","@id":"/api/task_lists/1"`) {
				t.Errorf("%s, %v", legacy, err)
			}
			return nil
		})
	})
}
