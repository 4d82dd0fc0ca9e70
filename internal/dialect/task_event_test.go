package dialect

import (
	"fmt"
	"testing"

	"pignon.coop/internal/db/dbtest"
)

// Each line of a task's history can be read by itself, by whoever may see the task; tokens of integrations do not count on this path.
func TestTaskEventContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/3/assign", `{"username":"bob"}`), 200, nil)
		d.wants(d.ask(d.bob, "PUT", "/api/tasks/3/failed", `{"reason":"DAMAGED"}`), 200, nil)
		got := d.wants(d.ask(d.bob, "GET", "/api/tasks/3/events", ""), 200, map[string]any{"@context": "/api/contexts/Task", "@id": "/api/tasks/3/events", "hydra:view": absent})
		members, _ := got["hydra:member"].([]any)
		for _, m := range members {
			line := m.(map[string]any)
			if keys := allKeys(line); keys != "@id @type createdAt data name" {
				t.Errorf("keys %s", keys)
			}
			path := fmt.Sprint(line["@id"])
			one := d.wants(d.ask(d.bob, "GET", path, ""), 200, map[string]any{"@context": "/api/contexts/TaskEvent", "@id": path, "@type": "TaskEvent", "name": line["name"], "createdAt": line["createdAt"]})
			if keys := allKeys(one); keys != "@context @id @type createdAt data name" || !same(one["data"], line["data"]) {
				t.Errorf("%s: %v", path, one)
			}
		}
		if len(members) == 0 {
			t.Fatal("no history")
		}
		path := fmt.Sprint(members[0].(map[string]any)["@id"])
		for token, status := range map[string]int{"": 401, d.zoe: 403, d.sarah: 403, d.ada: 200, d.app("tasks:all"): 401} {
			d.wants(d.ask(token, "GET", path, ""), status, nil)
		}
		d.wants(d.ask(d.ada, "GET", "/api/task_events/9999", ""), 404, nil)
	})
}
