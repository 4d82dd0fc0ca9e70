package dialect

import (
	"fmt"
	"strings"
	"testing"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/org"
)

// storeApp makes a store and an integration of it, and gives the integration's token.
func (d depot) storeApp(name string, scope authz.Scope) string {
	var app account.NewApp
	d.write(func(tx *db.Tx) error {
		o, err := org.AddOrganization(tx, name)
		if err != nil {
			return err
		}
		id, err := tx.ID("stores")
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO stores (id, name, enabled, address_id, organization_id, tags, options, version, created_at, updated_at)
			VALUES (?, ?, TRUE, ?, ?, '[]', '{}', 1, ?, ?)`, id, name, d.place, o.ID, tx.Now(), tx.Now()); err != nil {
			return err
		}
		app, err = account.AddApp(tx, account.AddAppIn{Name: name, Type: "oauth", Scopes: []authz.Scope{scope}, StoreID: &id})
		return err
	})
	got := d.wants(form("/oauth2/token", "grant_type", "client_credentials", "scope", string(scope), "client_id", app.ClientID, "client_secret", app.Secret), 200, nil)
	return fmt.Sprint(got["access_token"])
}

func TestTaskImportContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		mine, other := d.storeApp("Fournil", authz.Tasks), d.storeApp("Presse", authz.Tasks)
		send := func(token, table string, status int, want map[string]any) map[string]any {
			t.Helper()
			return d.wants(ask{"POST", "/api/tasks/import", table, append(as(token), "Content-Type", "text/csv")}, status, want)
		}
		const head = "type,address.streetAddress,address.telephone,address.name,after,before,ref,tags,weight\n"
		row := func(fields ...string) string { return strings.Join(fields, ",") + "\n" }
		good := head + row("pickup", "48 Rue de Rivoli", "", "Fournil", "2026-11-24 10:00", "2026-11-24 11:00", "A1", "", "700") +
			row("dropoff", "50 Rue de Rivoli", "06 12 34 56 78", "Ana", "2026-11-24 11:00", "2026-11-24 12:00", "A2", "cold big", "700")
		var seq int64
		d.since(&seq)
		group := send(mine, good, 201, map[string]any{"@context": "/api/contexts/TaskGroup", "@type": "TaskGroup", "name": "Import 24/11 12:00", "tasks": []string{"/api/tasks/4", "/api/tasks/5"}})
		if keys := allKeys(group); keys != "@context @id @type id name tasks" {
			t.Errorf("keys %s", keys)
		}
		if got := d.since(&seq); !strings.HasSuffix(got, "task.created task.created") || strings.Contains(got, "list") {
			t.Errorf("events %q", got)
		}
		d.wants(d.ask(mine, "GET", "/api/tasks/5", ""), 200, map[string]any{"ref": "A2", "orgName": "Fournil", "weight": 700, "type": "DROPOFF"})
		d.wants(d.ask(other, "GET", "/api/tasks/5", ""), 403, nil)
		d.wants(d.ask(mine, "GET", "/api/task_groups/1", ""), 200, nil)
		d.wants(d.ask(other, "GET", "/api/task_groups/1", ""), 403, nil)
		path := func(token, table, want string, code any) {
			t.Helper()
			got := send(token, table, 400, nil)
			violations, _ := got["violations"].([]any)
			if len(violations) != 1 {
				t.Fatalf("violations %v", got)
			}
			if v, _ := violations[0].(map[string]any); v["propertyPath"] != want || v["code"] != code {
				t.Errorf("violation %v, want %s %v", v, want, code)
			}
		}
		twice := head + row("", "48 Rue de Rivoli", "", "", "", "2026-11-24 11:00", "B1", "", "") + row("", "48 Rue de Rivoli", "", "", "", "2026-11-24 11:00", "B1", "", "")
		path(mine, twice, "tasks[1]", nil)
		path(mine, head+row("", "48 Rue de Rivoli", "", "", "", "2026-11-24 11:00", "B2", "", "")+row("", "48 Rue de Rivoli", "", "", "", "2026-11-24 11:00", "A1", "", ""),
			"tasks[1].ref", "23bd9dbf-6b9b-41cd-a99e-4844bcf3077f")
		path(mine, head+row("", "48 Rue de Rivoli", "", "", "", "", "B3", "", ""), "tasks[0].before", "c1051bb4-d103-4f74-8988-acbcafc7fdc3")
		path(mine, head+row("", "nowhere", "", "", "", "2026-11-24 11:00", "B4", "", ""), "tasks[0].address.geo", "ad32d13f-c3d4-423b-909a-857b961eac2f")
		send(other, good, 201, nil) // another organisation's references
		send(mine, "", 400, nil)
		send(mine, head, 400, nil)
		send(mine, head+row("", "48 Rue de Rivoli", "", "", "", "2026-11-24 11:00", "", "", "heavy"), 400, nil)
		for token, status := range map[string]int{d.ada: 403, d.bob: 403, "": 401, d.app(authz.TasksAll): 403} {
			send(token, good, status, nil)
		}
		d.wants(ask{"POST", "/api/tasks/import", good, append(as(mine), "Content-Type", "application/json")}, 415, nil)
		d.wants(d.ask(d.ada, "GET", "/api/tasks", ""), 200, map[string]any{"hydra:totalItems": 7}) // nothing of what failed is kept
	})
}
