package app_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pignon.coop/internal/outbox"
)

const round = `type,address,address.contactName,address.telephone,after,before,comments,ref,tags,weight,packages,assign,group
pickup,1 Rue A,Ida Rosen,06 12 34 56 78,25/11 9h,10h30,sonner,A1,Froid,,,cal:2026-11-26,
,22 Rue B,,,,,,A2,,"1,5",XL=2 giant=1,,Soir
dropoff,"3 Rue CC",,,2026-11-25,,,,,,,,Soir
`

// newRound is a house with an integration of the bakery and one of the florist that may make tasks.
func newRound(t *testing.T) (*house, map[string]string) {
	t.Helper()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(fmt.Sprintf(`{"settings":{"geocoder_url":%q},"rows":[
		{"kind":"api_app","name":"boxes","store":"@bakery","clientId":"boxes","clientSecret":"s3cret","scopes":["tasks"]},
		{"kind":"api_app","name":"bunch","store":"@florist","clientId":"bunch","clientSecret":"s3cret","scopes":["tasks"]}]}`, atlas(t))), 200)
	who["boxes"], who["bunch"] = h.grant("boxes", "s3cret", "tasks"), h.grant("bunch", "s3cret", "tasks")
	return h, who
}

func TestTasksAreImported(t *testing.T) {
	t.Parallel()
	h, who := newRound(t)
	h.left(outbox.Live)
	var queue map[string]any
	if err := json.Unmarshal([]byte(h.sheet(who["ada"], "POST", "/api/tasks/import_async", round, 201)), &queue); err != nil || row(keysOf(queue), queue["@id"], queue["@context"]) !=
		"@context @id @type|/api/task_import_queues/1|/api/contexts/TaskImportQueue" {
		t.Fatalf("%v (%v)", queue, err)
	}
	if q := h.call(who["dan"], "GET", "/api/task_import_queues/1", nil, 200); row(keysOf(q), q["status"]) != "@context @id @type status|waiting" {
		t.Errorf("before: %v", q)
	}
	h.drain()
	q := h.call(who["ada"], "GET", "/api/task_import_queues/1", nil, 200)
	if row(keysOf(q), q["status"], q["group"], q["tasks"]) != "@context @id @type group status tasks|completed|/api/task_groups/1|[/api/tasks/1 /api/tasks/2 /api/tasks/3]" {
		t.Errorf("after: %v", q)
	}
	first, second := h.call(who["ada"], "GET", "/api/tasks/1", nil, 200), h.call(who["ada"], "GET", "/api/tasks/2", nil, 200)
	if row(first["type"], first["after"], first["before"], first["assignedTo"], at(first, "group name"), at(first, "address contactName"), at(first, "address telephone"), first["ref"], first["comments"]) !=
		"PICKUP|2026-11-25T09:00:00+01:00|2026-11-25T10:30:00+01:00|cal|Import 24/11 11:00|Ida Rosen|+33612345678|A1|sonner" {
		t.Errorf("the first: %v", first)
	}
	if row(second["type"], second["after"], second["before"], second["assignedTo"], at(second, "group name"), second["weight"], at(second, "packages 0 quantity"), second["orgName"]) !=
		"DROPOFF|2026-11-24T00:00:00+01:00|2026-11-24T23:59:00+01:00|<nil>|Soir|1500|2|" {
		t.Errorf("the second: %v", second)
	}
	if list := h.call(who["ada"], "GET", "/api/task_groups/2", nil, 200); row(list["name"], list["tasks"]) != "Soir|[/api/tasks/2 /api/tasks/3]" {
		t.Errorf("the group: %v", list)
	}
	if list := h.call(who["ada"], "GET", "/api/task_lists/v2?date=2026-11-26", nil, 200); row(at(list, "hydra:member 0 username"), at(list, "hydra:member 0 items")) != "cal|[/api/tasks/1]" {
		t.Errorf("the list: %v", list)
	}
	if left := strings.Join(h.left(outbox.Live), "\n"); !strings.Contains(left, "pignon_events#ada task_import:success") || strings.Contains(left, "#dan task_import") {
		t.Errorf("heard %s", left)
	}
	h.wantSound()
}

func TestTasksOfAnIntegrationAreItsStores(t *testing.T) {
	t.Parallel()
	h, who := newRound(t)
	h.sheet(who["boxes"], "POST", "/api/tasks/import_async", round, 201)
	h.drain()
	q := h.call(who["boxes"], "GET", "/api/task_import_queues/1", nil, 200)
	if q["status"] != "completed" {
		t.Fatalf("after: %v", q)
	}
	if first := h.call(who["boxes"], "GET", "/api/tasks/1", nil, 200); row(first["orgName"], first["assignedTo"]) != "Le Fournil|<nil>" { // an integration gives nobody work
		t.Errorf("the first: %v", first)
	}
	for name, want := range map[string]int{"bunch": 403, "sue": 403, "cal": 403, "zoe": 403, "": 401, "dan": 200, "ada": 200} {
		if got := h.status(who[name], "GET", "/api/task_import_queues/1", ""); got != want {
			t.Errorf("%s reads it: %d", name, got)
		}
	}
	if got := h.status(who["ada"], "GET", "/api/task_import_queues/9", ""); got != 404 {
		t.Errorf("one that is not there: %d", got)
	}
	for name, want := range map[string]int{"till": 403, "sue": 403, "cal": 403, "zoe": 403, "": 401, "dan": 403} {
		h.sheet(who[name], "POST", "/api/tasks/import_async", round, want)
	}
	h.sheet(who["ada"], "POST", "/api/tasks/import_async", "type\n", 400)
	if got := h.status(who["ada"], "POST", "/api/tasks/import_async", "{}"); got != 415 {
		t.Errorf("JSON: %d", got)
	}
}

func TestTasksOfAWrongTableAreNotMade(t *testing.T) {
	t.Parallel()
	h, who := newRound(t)
	for _, c := range []struct{ table, want string }{
		{"address,before,assign\n1 Rue A,soon,\nNulle part,10h,cal\n", "Ligne 1 : before: Écrivez le jour ainsi : 2031-05-06 ou 06/05/2031, et l’heure ainsi : 10:30 (lu : soon)\n" +
			"Ligne 2 : assign: Écrivez le coursier et le jour ainsi : nom:2031-05-06 (lu : cal)"},
		{"address,assign\n1 Rue A,\nNulle part,\n", "Ligne 2 : address: Cette adresse est introuvable : Nulle part"},
		{"address,assign\n1 Rue A,cal:2026-11-24\n2 Rue B,zoe:2026-11-24\n", "Ligne 2 : assign: Aucun coursier ne porte ce nom : zoe"},
		{"address,ref\n1 Rue A,X\n2 Rue B,X\n", "Ligne 2 : "},
		{"address,after,before\n1 Rue A,,\n2 Rue B,12h,11h\n", "Ligne 2 : before: "},
	} {
		h.left(outbox.Live)
		var queue map[string]any
		if err := json.Unmarshal([]byte(h.sheet(who["ada"], "POST", "/api/tasks/import_async", c.table, 201)), &queue); err != nil {
			t.Fatal(err)
		}
		h.drain()
		q := h.call(who["ada"], "GET", fmt.Sprint(queue["@id"]), nil, 200)
		if got := strings.ReplaceAll(fmt.Sprint(q["error"]), "\u00a0", " "); keysOf(q) != "@context @id @type error status" || q["status"] != "failed" || !strings.HasPrefix(got, c.want) {
			t.Errorf("%q: %v", c.table, q)
		}
		if left := strings.Join(h.left(outbox.Live), "\n"); left != "pignon_events#ada task_import:failure" {
			t.Errorf("heard %s", left)
		}
	}
	if all := h.call("", "GET", "/_dev/rows/task", nil, 200)["rows"].([]any); len(all) != 0 {
		t.Errorf("made %v", all)
	}
}
