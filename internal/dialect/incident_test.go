package dialect

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"mime/multipart"
	"strings"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db/dbtest"
)

const incidentKeys = "@context @id @type author createdAt createdBy delivery description events failureReasonCode id images metadata order priority status store tags task title updatedAt"

func TestIncidentContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		mine, tasks := d.storeApp("Fournil", authz.Tasks), d.app(authz.TasksAll)
		var seq int64
		d.since(&seq)
		report := func(token, body string, status int, want map[string]any) map[string]any {
			t.Helper()
			return d.wants(d.ask(token, "POST", "/api/incidents", body), status, want)
		}
		for token, status := range map[string]int{"": 401, d.zoe: 403, mine: 403} {
			report(token, `{"task":"/api/tasks/3"}`, status, nil)
		}
		report(d.bob, `{}`, 400, nil)
		report(d.bob, `{"task":"/api/tasks/77"}`, 400, hydra(`Item not found for "/api/tasks/77".`))
		report(d.bob, `{"task":"/api/tasks/3","priority":7}`, 400, nil)
		report(d.bob, `{"task":"/api/tasks/3","status":"X"}`, 400, nil)
		d.events(&seq, "")
		got := report(d.bob, `{"task":"/api/tasks/3","failureReasonCode":"DAMAGED","description":"wet"}`, 201, map[string]any{
			"@context": "/api/contexts/Incident", "@id": "/api/incidents/1", "@type": "Incident", "id": 1, "title": "Endommagé", "status": "OPEN", "priority": 2,
			"task": map[string]any{"id": 3, "status": "TODO", "type": "DROPOFF"}, "author": map[string]any{"id": d.bobID, "username": "bob"},
			"delivery": map[string]any{"id": nil}, "store": map[string]any{"id": nil, "name": nil}, "failureReasonCode": "DAMAGED", "description": "wet", "images": []any{}, "events": []any{},
			"order":     map[string]any{"id": nil, "restaurant": map[string]any{"id": nil, "name": nil}, "customer": map[string]any{"id": nil, "username": nil}},
			"createdBy": fmt.Sprintf("/api/users/%d", d.bobID), "metadata": []any{}, "tags": []any{}, "createdAt": "2026-11-24T12:00:00+01:00"})
		if keys := allKeys(got); keys != incidentKeys {
			t.Errorf("keys %s", keys)
		}
		d.events(&seq, "task.incident_reported incident.reported")
		report(d.bob, `{"task":"/api/tasks/3"}`, 201, map[string]any{"title": "N/A", "failureReasonCode": nil, "description": nil})
		report(d.ada, `{"task":"/api/tasks/2","title":"Late","priority":1,"metadata":[{"a":1},{"b":2}],"tags":["x"]}`, 201,
			map[string]any{"title": "Late", "metadata": []any{map[string]any{"a": 1}, map[string]any{"b": 2}}, "tags": []string{"x"}, "delivery": map[string]any{"id": 1}})
		d.wants(d.ask(d.ada, "GET", "/api/tasks/3", ""), 200, map[string]any{"hasIncidents": true, "incidents": []string{"/api/incidents/1", "/api/incidents/2"}})
		d.wants(d.ask(d.ada, "GET", "/api/tasks/3/incidents", ""), 200, map[string]any{"hydra:totalItems": 2, "@id": "/api/tasks/3/incidents"})
		d.wants(d.ask(d.bob, "GET", "/api/tasks/3/incidents", ""), 403, nil)
		history := d.wants(d.ask(d.ada, "GET", "/api/tasks/3/events", ""), 200, nil)
		members, _ := history["hydra:member"].([]any)
		if last, _ := members[1].(map[string]any); last["name"] != "task:incident-reported" || !same(last["data"], map[string]any{"reason": "DAMAGED", "notes": "Endommagé", "incident_id": 1}) {
			t.Errorf("history %v", members)
		}
		for _, c := range []struct {
			token, method, path, body string
			status                    int
		}{
			{d.bob, "GET", "/api/incidents/1", "", 200}, {d.zoe, "GET", "/api/incidents/1", "", 403}, {"", "GET", "/api/incidents/1", "", 401}, {d.bob, "GET", "/api/incidents/9", "", 404},
			{mine, "GET", "/api/incidents/1", "", 403}, {tasks, "GET", "/api/incidents/1", "", 403}, {d.zoe, "GET", "/api/incidents", "", 403}, {d.bob, "GET", "/api/incidents/filters", "", 403},
			{d.zoe, "PATCH", "/api/incidents/1", `{"priority":1}`, 403}, {d.zoe, "PUT", "/api/incidents/1/action", `{}`, 403}, {d.bob, "PUT", "/api/incidents/1/action", `{"action":"cancelled"}`, 403},
			{d.bob, "PUT", "/api/incidents/1/action", `{"action":"rescheduled","after":"2026-11-25 10:00","before":"2026-11-25 11:00"}`, 403}, {d.ada, "PUT", "/api/incidents/1/action", `{}`, 400},
			{d.ada, "PUT", "/api/incidents/1/action", `{"action":"explode"}`, 400}, {d.ada, "PUT", "/api/incidents/9/action", `{"action":"explode"}`, 404}, {d.ada, "PUT", "/api/incidents/1/action", `{"action":"rescheduled"}`, 400},
			{d.ada, "PUT", "/api/incidents/1/action", `{"action":"applied_price_diff"}`, 400}, {d.ada, "PUT", "/api/incidents/1/action", `{"action":"applied_price_diff","diff":5}`, 400},
			{d.ada, "PUT", "/api/incidents/1/action", `{"action":"accepted_suggestion"}`, 400}, {d.bob, "POST", "/api/incidents/1/comments", `{"comment":"  "}`, 400}, {d.bob, "POST", "/api/incidents/9/comments", `{"comment":"x"}`, 404},
		} {
			d.wants(d.ask(c.token, c.method, c.path, c.body), c.status, nil)
		}
		d.since(&seq)
		d.wants(d.ask(d.bob, "PATCH", "/api/incidents/1", `{"priority":1,"description":null,"unknown":1}`), 200, map[string]any{"priority": 1, "description": nil, "title": "Endommagé"})
		d.wants(d.ask(d.bob, "PUT", "/api/incidents/2", `{"status":"CLOSED"}`), 200, map[string]any{"status": "CLOSED"})
		d.wants(d.ask(d.bob, "POST", "/api/incidents/1/metadata", `{"metadata":[{"c":3}]}`), 200, map[string]any{"@id": "/api/incidents/1", "metadata": []any{map[string]any{"c": 3}}})
		d.events(&seq, "incident.edited incident.closed incident.edited incident.edited")
		commented := d.wants(d.ask(d.bob, "POST", "/api/incidents/1/comments", `{"comment":" on my way "}`), 201, map[string]any{"@id": "/api/incidents/1"})
		d.events(&seq, "incident.acted")
		events, _ := commented["events"].([]any)
		if e, _ := events[0].(map[string]any); allKeys(e) != "@id @type createdAt createdBy id message metadata type" || e["message"] != "on my way" || e["type"] != "commented" || e["metadata"] != nil {
			t.Errorf("event %v", e)
		}
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/3/assign", `{"username":"bob"}`), 200, nil)
		d.since(&seq)
		moved := d.wants(d.ask(d.ada, "PUT", "/api/incidents/1/action", `{"action":"rescheduled","after":"2026-11-25 10:00","before":"2026-11-25 11:00","close":true}`), 200,
			map[string]any{"@id": "/api/incidents/1", "status": "CLOSED"})
		events, _ = moved["events"].([]any)
		if e, _ := events[1].(map[string]any); !same(e["metadata"], map[string]any{"from": map[string]any{"after": "2026-11-24T13:45:00+0100", "before": "2026-11-24T14:00:00+0100"},
			"to": map[string]any{"after": "2026-11-25T10:00:00+0100", "before": "2026-11-25T11:00:00+0100"}}) {
			t.Errorf("event %v", e)
		}
		d.wants(d.ask(d.ada, "GET", "/api/tasks/3", ""), 200, map[string]any{"isAssigned": false, "before": "2026-11-25T11:00:00+01:00", "hasIncidents": false, "incidents": []string{"/api/incidents/1", "/api/incidents/2"}})
		d.wants(d.ask(d.ada, "PUT", "/api/incidents/2/action", `{"action":"cancelled"}`), 200, map[string]any{"task": map[string]any{"id": 3, "status": "CANCELLED", "type": "DROPOFF"}})
		d.wants(d.ask(d.ada, "PUT", "/api/incidents/2/action", `{"action":"rejected_suggestion","diff":5}`), 200, nil)
	})
}

func TestIncidentListContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		for _, body := range []string{`{"task":"/api/tasks/1","failureReasonCode":"LATE"}`, `{"task":"/api/tasks/2","priority":1,"failureReasonCode":"LOST"}`, `{"task":"/api/tasks/3","priority":3,"status":"CLOSED"}`} {
			d.wants(d.ask(d.bob, "POST", "/api/incidents", body), 201, nil)
		}
		list := func(query, want string) {
			t.Helper()
			got := d.wants(d.ask(d.bob, "GET", "/api/incidents"+query, ""), 200, map[string]any{"@context": "/api/contexts/Incident", "@id": "/api/incidents"})
			ids := ""
			members, _ := got["hydra:member"].([]any)
			for _, m := range members {
				ids += fmt.Sprint(m.(map[string]any)["id"])
			}
			if ids != want {
				t.Errorf("%s: %s, want %s", query, ids, want)
			}
		}
		list("", "321")
		list("?status=OPEN", "21")
		list("?priority=HIGH", "2")
		list("?priority=3", "3")
		list("?failureReasonCode[]=LATE&failureReasonCode[]=LOST", "21")
		list("?failureReasonCode=LATE", "1")
		list("?order[priority]=asc", "213")
		list("?order[createdAt]=asc", "123")
		list(fmt.Sprintf("?createdBy=/api/users/%d", d.bobID), "321")
		list("?createdBy[]=/api/users/1", "")
		list("?store=/api/stores/1", "")
		list("?createdAt[after]=2026-11-25", "")
		list("?createdAt[before]=2026-11-25&itemsPerPage=2&page=2", "1")
		d.wants(d.ask(d.ada, "GET", "/api/incidents/filters", ""), 200, map[string]any{"stores": []any{}, "restaurants": []any{}, "customers": []any{},
			"authors": []any{map[string]any{"id": d.bobID, "username": "bob"}}})
	})
}

func TestIncidentSuggestionContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		invalid := map[string]any{"hydra:description": "metadata[0][suggestion]: The suggestion field in metadata is not valid",
			"violations": []any{map[string]any{"propertyPath": "metadata[0][suggestion]", "message": "The suggestion field in metadata is not valid", "code": nil}}}
		report := func(task, suggestion string, status int, want map[string]any) map[string]any {
			t.Helper()
			return d.wants(d.ask(d.ada, "POST", "/api/incidents", `{"task":"/api/tasks/`+task+`","metadata":[{"suggestion":`+suggestion+`}]}`), status, want)
		}
		for _, s := range []string{`{}`, `"x"`, `{"tasks":[]}`, `{"tasks":"x"}`, `{"tasks":[7]}`} {
			report("1", s, 400, invalid)
		}
		report("3", `{"tasks":[{"id":3,"weight":9}]}`, 400, invalid)
		got := report("1", `{"tasks":[{"id":1,"weight":9000}]}`, 201, nil)
		if want := []any{map[string]any{"suggestion": map[string]any{"id": 1, "tasks": []any{map[string]any{"id": 2}, map[string]any{"id": 1, "weight": 9000}}}}}; !same(got["metadata"], want) {
			t.Errorf("suggestion %v, want %v", got["metadata"], want)
		}
		d.wants(d.ask(d.bob, "PATCH", "/api/incidents/1", `{"metadata":[{"suggestion":{}}]}`), 400, invalid)
		d.wants(d.ask(d.bob, "PUT", "/api/incidents/1/action", `{"action":"accepted_suggestion"}`), 403, nil)
		done := d.wants(d.ask(d.ada, "PUT", "/api/incidents/1/action", `{"action":"accepted_suggestion","diff":250}`), 200, map[string]any{"status": "OPEN"})
		events, _ := done["events"].([]any)
		if e, _ := events[0].(map[string]any); e["type"] != "accepted_suggestion" || !same(e["metadata"], map[string]any{"diff": 250}) {
			t.Errorf("event %v", e)
		}
		d.wants(d.ask(d.ada, "PUT", "/api/incidents/1/action", `{"action":"accepted_suggestion"}`), 400, nil) // a suggestion applies once
		d.wants(d.ask(d.ada, "GET", "/api/tasks/1", ""), 200, map[string]any{"weight": 9000})
		d.wants(d.ask(d.ada, "GET", "/api/tasks/2", ""), 200, map[string]any{"weight": 9000, "status": "TODO"})
	})
}

// A courier decides about the tasks that they carry, prices aside, and about no others.
func TestCouriersDecideAboutTheirOwn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		for _, body := range []string{`{"task":"/api/tasks/3"}`, `{"task":"/api/tasks/1","metadata":[{"suggestion":{"tasks":[{"id":1,"weight":9000}]}}]}`} {
			d.wants(d.ask(d.sarah, "POST", "/api/incidents", body), 201, nil)
		}
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/3/assign", `{"username":"bob"}`), 200, nil)
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/1/assign", `{"username":"bob"}`), 200, nil)
		later := `{"action":"rescheduled","after":"2026-11-25 10:00","before":"2026-11-25 11:00","close":true}`
		var seq int64
		d.since(&seq)
		for _, c := range []struct {
			token, incident, body string
			status                int
			events                string
		}{
			{d.sarah, "1", later, 403, ""}, {d.sarah, "1", `{"action":"cancelled"}`, 403, ""}, {d.sarah, "1", `{"action":"rejected_suggestion"}`, 403, ""},
			{d.bob, "1", `{"action":"applied_price_diff","diff":5}`, 403, ""}, {d.bob, "2", `{"action":"accepted_suggestion"}`, 403, ""},
			{d.bob, "1", `{"action":"transporter_reported","failure_reason":"CFM","created_at":"2026-11-24"}`, 400, ""}, {d.bob, "1", `{"action":""}`, 400, ""},
			{d.bob, "2", `{"action":"rejected_suggestion"}`, 200, "incident.acted"},
			{d.bob, "1", later, 200, "task.unassigned task_list.changed task.rescheduled incident.closed incident.acted"},
			{d.bob, "1", `{"action":"cancelled"}`, 403, ""}, // it is no longer his
			{d.bob, "2", `{"action":"cancelled"}`, 200, "task.cancelled incident.acted"},
		} {
			d.wants(d.ask(c.token, "PUT", "/api/incidents/"+c.incident+"/action", c.body), c.status, nil)
			d.events(&seq, c.events)
		}
		got := d.wants(d.ask(d.ada, "GET", "/api/incidents/1", ""), 200, map[string]any{"status": "CLOSED"})
		events, _ := got["events"].([]any)
		if e, _ := events[0].(map[string]any); e["createdBy"] != fmt.Sprintf("/api/users/%d", d.bobID) {
			t.Errorf("decided by %v", e)
		}
	})
}

func TestIncidentImageContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		d.wants(d.ask(d.bob, "POST", "/api/incidents", `{"task":"/api/tasks/3"}`), 201, nil)
		var photo bytes.Buffer
		if err := png.Encode(&photo, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
			t.Fatal(err)
		}
		send := func(token, content string, headers ...string) ask {
			var b bytes.Buffer
			m := multipart.NewWriter(&b)
			part, _ := m.CreateFormFile("file", "x.png")
			_, _ = part.Write([]byte(content))
			_ = m.Close()
			return ask{"POST", "/api/incident_images", b.String(), append(append([]string{"Content-Type", m.FormDataContentType()}, as(token)...), headers...)}
		}
		d.wants(send(d.bob, "no photo"), 400, nil)
		d.wants(send(d.zoe, photo.String()), 403, nil)
		d.wants(send(d.bob, photo.String(), "X-Attach-To", "/api/incidents/9"), 400, hydra(`Item not found for "/api/incidents/9".`))
		got := d.wants(send(d.bob, photo.String(), "X-Attach-To", "/api/incidents/1"), 201, map[string]any{"@context": "/api/contexts/IncidentImage", "@id": "/api/incident_images/1"})
		if keys := allKeys(got); keys != "@context @id @type thumbnail" {
			t.Errorf("keys %s", keys)
		}
		d.wants(d.ask(d.bob, "GET", "/api/incident_images/1", ""), 200, map[string]any{"@id": "/api/incident_images/1"})
		d.wants(d.ask(d.zoe, "GET", "/api/incident_images/1", ""), 403, nil)
		url := fmt.Sprint(got["thumbnail"])
		path := url[strings.Index(url, "/api/"):]
		if code, _, body := d.answer(ask{"GET", path, "", nil}); code != 200 || body.Header().Get("Content-Type") == "" {
			t.Errorf("photo: %d", code)
		}
		if code, _, _ := d.answer(ask{"GET", strings.TrimSuffix(path, path[len(path)-1:]), "", nil}); code != 404 {
			t.Errorf("photo with another key: %d", code)
		}
		shown := d.wants(d.ask(d.bob, "GET", "/api/incidents/1", ""), 200, nil)
		if images, _ := shown["images"].([]any); len(images) != 1 || allKeys(images[0].(map[string]any)) != "@id @type id imageName thumbnail" {
			t.Errorf("images %v", shown["images"])
		}
	})
}
