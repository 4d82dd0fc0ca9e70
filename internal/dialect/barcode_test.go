package dialect

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
)

// since gives the names of the journal's entries after a position.
func (d depot) since(seq *int64) string {
	d.t.Helper()
	var names []string
	d.read(func(tx *db.Tx) error {
		list, err := db.All[db.Entry](tx, "SELECT seq, name, body, actor, at FROM journal WHERE seq > ? ORDER BY seq", *seq)
		for _, e := range list {
			names, *seq = append(names, e.Name), e.Seq
		}
		return err
	})
	return strings.Join(names, " ")
}

// later steps the clock and signs everybody in again.
func (d *depot) later(by time.Duration) {
	d.t.Helper()
	d.village.Clock.Step(by)
	for name, token := range map[string]*string{"ada": &d.ada, "bob": &d.bob, "sarah": &d.sarah} {
		d.read(func(tx *db.Tx) error {
			u, _, err := account.UserByName(tx, name)
			if err == nil {
				*token, err = d.door.UserToken(u, time.Hour)
			}
			return err
		})
	}
}

func (d depot) action(got map[string]any) string {
	action, _ := got["client_action"].(map[string]any)
	payload, _ := action["payload"].(map[string]any)
	return fmt.Sprint(action["action"], " ", payload["task_id"])
}

func TestBarcodeContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		var seq int64
		d.since(&seq)
		d.wants(d.ask(d.bob, "GET", "/api/barcode", ""), 400, map[string]any{"error": "No code provided."})
		for _, code := range []string{"x", "6767001198076", "6767001218076", "67670011999999999999999999998076", "67670011-18076"} {
			d.wants(d.ask(d.bob, "GET", "/api/barcode?code="+code, ""), 404, map[string]any{"error": "No data found."})
		}
		d.wants(d.ask(d.zoe, "GET", "/api/barcode?code=6767001138076", ""), 403, nil)
		d.wants(d.ask("", "GET", "/api/barcode?code=6767001138076", ""), 401, nil)
		if got := d.since(&seq); got != "" {
			t.Errorf("events %q", got)
		}
		got := d.wants(d.ask(d.bob, "GET", "/api/barcode?code=6767001138076", ""), 200, map[string]any{"ressource": "/api/tasks/3", "client_action": nil})
		if keys := allKeys(got); keys != "client_action entity ressource token_action" {
			t.Errorf("keys %s", keys)
		}
		if entity, _ := got["entity"].(map[string]any); entity["assignedTo"] != "bob" || entity["@id"] != nil {
			t.Errorf("entity %v", entity)
		}
		if got := d.since(&seq); got != "task_list.changed task.assigned task.scanned" && got != "task.assigned task_list.changed task.scanned" {
			t.Errorf("events %q", got)
		}
		for _, c := range []struct{ token, code, want string }{
			{d.bob, "676700113P4U18076", "ask_to_unassign 3"}, {d.sarah, "6767001138076", "ask_to_assign 3"},
			{d.bob, "6767001118076", "ask_to_start_pickup 2"},
		} {
			if got := d.action(d.wants(d.ask(c.token, "GET", "/api/barcode?code="+c.code, ""), 200, nil)); got != c.want {
				t.Errorf("%s: %s, want %s", c.code, got, c.want)
			}
		}
		d.wants(d.ask(d.bob, "PUT", "/api/tasks/2/start", ``), 200, map[string]any{"assignedTo": "bob"}) // with its delivery
		if got := d.action(d.wants(d.ask(d.bob, "GET", "/api/barcode?code=6767001118076", ""), 200, nil)); got != "ask_to_complete_pickup 2" {
			t.Error(got)
		}
		d.wants(d.ask(d.bob, "PUT", "/api/tasks/done", `{"tasks":["/api/tasks/2"]}`), 200, nil)
		d.wants(d.ask(d.bob, "PUT", "/api/tasks/1/start", ``), 200, nil)
		if got := d.action(d.wants(d.ask(d.bob, "GET", "/api/barcode?code=6767001118076", ""), 200, nil)); got != "ask_to_complete 1" {
			t.Error(got)
		}
	})
}

func TestBarcodeTokenTakesOver(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/3", `{"metadata":{"barcode":"ABC 1"}}`), 200, nil)
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/3/assign", `{"username":"bob"}`), 200, nil)
		got := d.wants(d.ask(d.sarah, "GET", "/api/barcode?code=ABC+1", ""), 200, map[string]any{"ressource": "/api/tasks/3"})
		with := func(task, token string) ask {
			a := d.ask(d.sarah, "PUT", "/api/tasks/"+task+"/assign", `{}`)
			a.headers = append(a.headers, "X-Token-Action", token)
			return a
		}
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/1/assign", `{"username":"bob"}`), 200, nil)
		token := fmt.Sprint(got["token_action"])
		d.wants(with("3", "00"), 400, hydra(`Task #3 is already assigned to "bob"`))
		d.wants(with("1", token), 400, hydra(`Task #1 is already assigned to "bob"`))
		d.wants(with("3", token), 200, map[string]any{"assignedTo": "sarah"})
	})
}

// AC09: whom to call and how to get in is for who carries the task, until two hours after it ended.
func TestContactsAreHiddenWhenTheWorkIsOver(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/3", `{"address":{"telephone":"+33612345678","contactName":"Ana Diaz","description":"code 42"}}`), 200, nil)
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/3/assign", `{"username":"bob"}`), 200, nil)
		telephone := func(token, path string) any {
			t.Helper()
			got := d.wants(d.ask(token, "GET", path, ""), 200, nil)
			if items, ok := got["items"].([]any); ok {
				got, _ = items[0].(map[string]any)
			}
			if entity, ok := got["entity"].(map[string]any); ok {
				got = entity
			}
			address, _ := got["address"].(map[string]any)
			for _, key := range []string{"contactName", "firstName", "lastName", "description"} {
				if (address[key] == nil) != (address["telephone"] == nil) {
					t.Errorf("%s: %s is %v", path, key, address[key])
				}
			}
			return address["telephone"]
		}
		check := func(when, path, token string, want any) {
			t.Helper()
			if got := telephone(token, path); got != want {
				t.Errorf("%s, %s: telephone %v, want %v", when, path, got, want)
			}
		}
		const call = "+33612345678"
		check("another's", "/api/barcode?code=6767001138076", d.sarah, nil)
		d.wants(d.ask(d.bob, "PUT", "/api/tasks/3/done", `{}`), 200, nil)
		d.later(119 * time.Minute)
		check("just over", "/api/tasks/3", d.bob, call)
		d.wants(d.ask(d.bob, "PUT", "/api/tasks/3/append_to_comment", `{"note":"x"}`), 200, nil)
		d.later(2 * time.Minute)
		check("over", "/api/tasks/3", d.bob, nil)
		check("over", "/api/me/tasks/2026-11-24", d.bob, nil)
		check("over", "/api/tasks/3", d.ada, call)
		d.wants(d.ask(d.bob, "PUT", "/api/tasks/3", `{"address":{"streetAddress":"3 Quai","latLng":[48.1,2.1]}}`), 200, nil)
		check("moved by who cannot read it", "/api/tasks/3", d.ada, call)
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/3/restore", `{}`), 200, nil)
		check("put back", "/api/tasks/3", d.bob, call)
	})
}

func TestTaskPackagesContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		d.write(func(tx *db.Tx) error {
			if _, err := tx.Exec("INSERT INTO package_sets (id, name, created_at, updated_at) VALUES (1, 'All', ?, ?)", tx.Now(), tx.Now()); err != nil {
				return err
			}
			for id, name := range map[int64]string{1: "SMALL", 2: "BIG"} {
				if _, err := tx.Exec(`INSERT INTO packages (id, package_set_id, name, slug, color, short_code, average_volume_units, max_volume_units, tags, created_at, updated_at)
					VALUES (?, 1, ?, ?, '#ffffff', ?, 2, 3, '[]', ?, ?)`, id, name, name, name[:2], tx.Now(), tx.Now()); err != nil {
					return err
				}
			}
			return nil
		})
		packed := func(method, path, body string, status int, want string) map[string]any {
			t.Helper()
			got := d.wants(d.ask(d.ada, method, path, body), status, nil)
			var list []string
			packages, _ := got["packages"].([]any)
			for _, p := range packages {
				o, _ := p.(map[string]any)
				labels, _ := o["labels"].([]any)
				list = append(list, fmt.Sprint(o["type"], o["quantity"], "/", o["volume_per_package"], "/", len(labels)))
			}
			if text := strings.Join(list, " "); text != want {
				t.Errorf("%s %s %s: %q, want %q", method, path, body, text, want)
			}
			return got
		}
		const place = `"address":"/api/addresses/1","before":"2026-11-24 18:00"`
		packed("POST", "/api/tasks", `{`+place+`,"packages":[{"type":"BIG","quantity":1},{"type":"GHOST","quantity":2},{"type":"SMALL","quantity":2}]}`, 201, "BIG1/2/1 SMALL2/2/2")
		packed("POST", "/api/tasks", `{`+place+`,"type":"PICKUP","packages":[{"type":"BIG","quantity":1}],"weight":9}`, 201, "")
		packed("PUT", "/api/tasks/4", `{"packages":[{"type":"SMALL","quantity":2}]}`, 200, "BIG1/2/1 SMALL2/2/2")
		packed("PUT", "/api/tasks/4", `{"packages":[{"type":"BIG","quantity":4}]}`, 200, "BIG4/2/4 SMALL2/2/2")
		packed("PUT", "/api/tasks/4", `{"packages":[{"type":"BIG","quantity":0}]}`, 200, "SMALL2/2/2")
		packed("PUT", "/api/tasks/4", `{"packages":[{"type":"BIG","quantity":-1}]}`, 400, "")
		packed("PUT", "/api/tasks/4", `{"type":"pickup","packages":[{"type":"SMALL","quantity":9}]}`, 200, "SMALL2/2/2")
		packed("PUT", "/api/tasks/4", `{"packages":[{"type":"SMALL","quantity":3}]}`, 200, "SMALL3/2/3")
		packed("POST", "/api/tasks/4/duplicate", `{}`, 201, "SMALL3/2/3")
	})
}
