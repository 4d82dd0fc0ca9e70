package dialect

import (
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db/dbtest"
)

func TestTaskListOptimiseContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		_, admin := d.user("root", authz.Admin)
		far := d.Address("9 Rue Haute", 48.87, 2.36)
		d.Drop(far, 30*time.Minute) // 4
		tour, _ := d.wants(d.ask(d.ada, "POST", "/api/tours", `{"name":"t","date":"2026-11-24","tasks":[]}`), 201, nil)["@id"].(string)
		d.wants(d.ask(d.ada, "PUT", "/api/task_lists/set_items/2026-11-24/bob",
			`{"items":["`+tour+`","/api/tasks/3","/api/tasks/2","/api/tasks/1","/api/tasks/4"]}`), 200, nil)
		got := d.wants(d.ask(admin, "GET", "/api/task_lists/1/optimize", ""), 200, map[string]any{"unassignedCount": 0})
		solution, _ := got["solution"].(map[string]any)
		if !same(solution["items"], []string{"/api/tasks/4", "/api/tasks/2", "/api/tasks/1", "/api/tasks/3", tour}) {
			t.Errorf("%v", solution["items"])
		}
		if keys := allKeys(solution); keys != "@context @id @type color createdAt date distance duration id items polyline trailer updatedAt username vehicle" {
			t.Errorf("keys %s", keys)
		}
		if keys := allKeys(got); keys != "solution unassignedCount" {
			t.Errorf("keys %s", keys)
		}
		d.wants(d.ask(d.ada, "GET", "/api/task_lists/1", ""), 200, map[string]any{
			"items": []string{tour, "/api/tasks/3", "/api/tasks/2", "/api/tasks/1", "/api/tasks/4"},
		})
		d.wants(d.ask(d.ada, "GET", "/api/task_lists/1/optimize", ""), 403, nil)
		d.wants(d.ask(admin, "GET", "/api/task_lists/99/optimize", ""), 404, nil)
		d.wants(d.ask(d.ada, "PUT", "/api/task_lists/set_items/2026-11-24/sarah", `{"items":[]}`), 200, nil)
		d.wants(d.ask(admin, "GET", "/api/task_lists/2/optimize", ""), 200, map[string]any{"unassignedCount": 0})
	})
}
