package app_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pignon.coop/internal/delivery"
)

const announced = `[{"id":"ref-1","taskId":"1269-00099999991","hub":"61289572c2b7aab94f380d77","hubName":"Coopcycle","instructions":"2e cour",
	"contact":{"name":"SARL X","person":"Ada Lovelace","phone":"06XXXXXXX","buildingInfo":{"digicode1":"12A","floor":3,"hasInterphone":true,"interphoneCode":"77"}},
	"source":{"street":"4 Rue Perrault","zip":"75001","city":"Paris"},"location":{"location":{"geometry":[2.3430,48.8595]}},
	"timeWindow":{"start":"2026-11-25T09:00:00.000Z","stop":"2026-11-25T11:00:00.000Z"},"dimensions":{"bac":0,"weight":1.082}}]`

// TestUrbantzSendsTasks plays what Urbantz announces, changes and takes back, with the bakery's key, for a hub that is the tailor's.
func TestUrbantzSendsTasks(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[{"kind":"urbantz_hub","store":"@store:3","hub":"61289572c2b7aab94f380d77"}]}`), 200)
	for name, want := range map[string]int{"": 401, "ada": 403, "sue": 403, "zoe": 403} {
		if got := h.status(who[name], "POST", "/api/urbantz/webhook/tasks_announced", announced); got != want {
			t.Errorf("announced by %q: %d", name, got)
		}
	}
	if got := h.status(who["till"], "POST", "/api/urbantz/webhook/tasks_forgotten", announced); got != 404 {
		t.Errorf("an unknown event: %d", got)
	}
	for _, event := range []string{"tasks_announced", "TasksAnnounced"} { // the second time it is there already
		got := h.call(who["till"], "POST", "/api/urbantz/webhook/"+event, json.RawMessage(announced), 200)
		if row(got["@context"], got["@id"], got["@type"]) != "/api/contexts/UrbantzWebhook|/api/urbantz_webhooks/tasks_announced|UrbantzWebhook" ||
			keysOf(got["deliveries"]) != "@id @type trackingUrl" || at(got, "deliveries 0 @id") != "/api/deliveries/1" {
			t.Errorf("%s: %v", event, got)
		}
	}
	d := h.call(who["dan"], "GET", "/api/deliveries/1", nil, 200)
	if got := row(at(d, "pickup comments")); got != "Coopcycle\n\nCommande n° 1269-00099999991\n0 × bac(s)\n1.082 kg\n\n\n1.08 kg" {
		t.Errorf("pick-up says %q", got)
	}
	if got := row(at(d, "dropoff comments"), at(d, "dropoff address contactName"), at(d, "dropoff address telephone"), at(d, "dropoff address streetAddress"),
		at(d, "dropoff address geo latitude"), at(d, "dropoff address description"), at(d, "dropoff before")); got !=
		"Digicode : 12A\nÉtage : 3\nCode interphone : 77|Ada Lovelace|<nil>|4 Rue Perrault, 75001 Paris|48.8595|2e cour|2026-11-25T12:00:00+01:00" {
		t.Errorf("drop-off %q", got)
	}
	task := h.call(who["dan"], "GET", "/api/tasks/1", nil, 200)
	if row(task["ref"], at(task, "weight")) != "ref-1|1082" {
		t.Errorf("task %v", task)
	}
	back := func(key, event, progress string) any {
		t.Helper()
		id, err := delivery.ShortID(h.coop.Settings().PublicIDSalt, delivery.LongLength, 1)
		if err != nil {
			t.Fatal(err)
		}
		body := `[{"extTrackId":"dlv_` + id + `","progress":"` + progress + `"},{"extTrackId":"dlv_nobody","progress":"DISCARDED"}]`
		return h.call(key, "POST", "/api/urbantz/webhook/"+event, json.RawMessage(body), 200)["deliveries"]
	}
	if n := len(back(who["till"], "TaskChanged", "COMPLETED").([]any)); n != 0 {
		t.Errorf("a finished task touched %d deliveries", n)
	}
	if n := len(back(who["other"], "task_unassociated", "").([]any)); n != 0 {
		t.Errorf("a stranger's key touched %d deliveries", n)
	}
	if n := len(back(who["till"], "TaskChanged", "DISCARDED").([]any)); n != 1 {
		t.Errorf("a discarded task touched %d deliveries", n)
	}
	for _, id := range []string{"1", "2"} {
		if s := h.call(who["dan"], "GET", "/api/tasks/"+id, nil, 200)["status"]; s != "CANCELLED" {
			t.Errorf("task %s is %v", id, s)
		}
	}
	if strings.Contains(row(back(who["till"], "task_unassociated", "")), "deliveries/2") {
		t.Error("another delivery was touched")
	}
	h.wantSound()
}
