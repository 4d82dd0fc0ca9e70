package app_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pignon.coop/internal/outbox"
)

// listWorld adds to the post a second courier, telephones, a bike, and a courier who dispatches too.
const listWorld = `{"rows":[
	{"kind":"user","ref":"cora","username":"cora","email":"cora@example.org","roles":["ROLE_COURIER"]},
	{"kind":"user","ref":"both","username":"both","email":"both@example.org","roles":["ROLE_COURIER","ROLE_DISPATCHER"]},
	{"kind":"push_token","user":"@cal","token":"phone-cal","platform":"android"},{"kind":"push_token","user":"@cora","token":"phone-cora","platform":"ios"},
	{"kind":"push_token","user":"@both","token":"phone-both","platform":"ios"},
	{"kind":"address","ref":"quay","streetAddress":"1 Quai","geo":{"latitude":48.9,"longitude":2.4}},
	{"kind":"warehouse","ref":"hub","name":"Hub","address":"@quay"},
	{"kind":"vehicle","name":"Bike","maxVolumeUnits":60,"maxWeight":120000,"color":"#f00","warehouse":"@hub"}]}`

// TestPeopleHearOfListsAndTours makes every change of lists and tours, and looks at all that left the house at each step: whom it reached,
// and nobody else.
func TestPeopleHearOfListsAndTours(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(listWorld), 200)
	ask := func(method, path, body string, status int) map[string]any {
		t.Helper()
		if body == "" {
			return h.call(who["dan"], method, path, nil, status)
		}
		return h.call(who["dan"], method, path, json.RawMessage(body), status)
	}
	hears := func(push string, live ...string) {
		t.Helper()
		h.drain()
		h.drain()
		h.told(outbox.Push, push)
		lines := slices.DeleteFunc(h.left(outbox.Live), func(l string) bool { return strings.Contains(l, "task:created") })
		slices.Sort(lines)
		want := slices.Sorted(slices.Values(live))
		if got := strings.ReplaceAll(strings.Join(slices.Compact(lines), ", "), "pignon_events#", ""); got != strings.Join(want, ", ") {
			t.Errorf("live: %s\nwant  %s", got, strings.Join(want, ", "))
		}
	}
	staff := func(names ...string) (lines []string) {
		for _, name := range names {
			for _, person := range []string{"ada", "both", "dan"} {
				lines = append(lines, person+" "+name)
			}
		}
		return lines
	}
	const v2, old = " v2:task_list:updated", " task_list:updated"
	for range 3 {
		ask("POST", "/api/tasks", `{"address":{"streetAddress":"1 Rue X","geo":{"latitude":48.85,"longitude":2.35}},"before":"2026-11-24 14:00"}`, 201)
	}
	hears("")

	ask("POST", "/api/tours", `{"name":"North","date":"2026-11-24","tasks":["/api/tasks/1","/api/tasks/2"]}`, 201)
	hears("", staff("tour:created")...)
	const calls, coras = "/api/task_lists/set_items/2026-11-24/cal", "/api/task_lists/set_items/2026-11-24/cora"
	ask("PUT", calls, `{"items":["/api/tours/1"]}`, 200)
	hears("phone-cal tasks:changed", append(staff("task:assigned", "v2:task_list:updated"), "cal"+v2, "cal"+old)...)
	ask("PUT", calls, `{"items":["/api/tours/1"]}`, 200)
	hears("")
	ask("PUT", "/api/tours/1", `{"tasks":["/api/tasks/2","/api/tasks/1"]}`, 200)
	hears("phone-cal tasks:changed", append(staff("tour:updated", "v2:task_list:updated"), "cal"+v2, "cal"+old)...)
	ask("PUT", "/api/tours/1", `{"name":"East","tasks":["/api/tasks/2","/api/tasks/1"]}`, 200)
	hears("", staff("tour:updated")...)
	ask("PUT", "/api/tours/1", `{"tasks":["/api/tasks/2"]}`, 200)
	hears("phone-cal tasks:changed", append(staff("tour:updated", "task:unassigned", "v2:task_list:updated"), "cal"+v2, "cal"+old)...)
	ask("PUT", coras, `{"items":["/api/tours/1","/api/tasks/3"]}`, 200)
	hears("phone-cal tasks:changed, phone-cora tasks:changed",
		append(staff("task:assigned", "task:unassigned", "v2:task_list:updated"), "cal"+v2, "cal"+old, "cora"+v2, "cora"+old)...)
	list := ask("GET", "/api/task_lists/2", "", 200)
	if row(list["username"], list["items"]) != "cora|[/api/tours/1 /api/tasks/3]" {
		t.Errorf("%v", list)
	}
	ask("PATCH", "/api/task_lists/2", `{"vehicle":"/api/vehicles/1"}`, 200)
	hears("phone-cora tasks:changed", append(staff("v2:task_list:updated"), "cora"+v2, "cora"+old)...)
	ask("DELETE", "/api/tours/1", "", 204)
	hears("phone-cora tasks:changed", append(staff("tour:deleted", "task:unassigned", "v2:task_list:updated"), "cora"+v2, "cora"+old)...)
	// Who dispatches too gets no notice of lists.
	ask("PUT", "/api/task_lists/set_items/2026-11-24/both", `{"items":["/api/tasks/1"]}`, 200)
	hears("", append(staff("task:assigned", "v2:task_list:updated"), "both"+old)...)
	ask("POST", "/api/task_lists", `{"date":"2026-11-25","courier":"`+fmt.Sprint(h.call(who["cal"], "GET", "/api/me", nil, 200)["@id"])+`"}`, 201)
	hears("phone-cal tasks:changed", append(staff("v2:task_list:updated"), "cal"+v2, "cal"+old)...)
	ask("PUT", calls, `{"items":["/api/tasks/99"]}`, 400)
	ask("GET", "/api/task_lists/2/optimize", "", 403)
	hears("")
}
