package app_test

import "testing"

// TestTasksGoOutByThemselvesWhereThatIsWanted: off until an administrator switches it on; then an event is enough, the courier's list holds
// what is due.
func TestTasksGoOutByThemselvesWhereThatIsWanted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.call("", "POST", "/_dev/reset", map[string]any{"rows": []map[string]any{
		{"kind": "user", "ref": "bob", "username": "bob", "email": "bob@example.org", "roles": []string{"ROLE_COURIER"}},
		{"kind": "user", "ref": "ada", "username": "ada", "email": "ada@example.org", "roles": []string{"ROLE_ADMIN"}},
		{"kind": "user", "ref": "dan", "username": "dan", "email": "dan@example.org", "roles": []string{"ROLE_DISPATCHER"}},
		{"kind": "address", "ref": "door", "streetAddress": "12 Rue Sedaine, Paris", "geo": map[string]any{"latitude": 48.8562, "longitude": 2.3726}},
		{"kind": "task", "address": "@door", "after": "2031-05-06 11:30", "before": "2031-05-06 12:03"},
		{"kind": "task", "address": "@door", "after": "2031-05-06 11:30", "before": "2031-05-06 18:00"},
	}}, 200)
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": "2031-05-06T10:00:00Z"}, 200)
	ada, bob := h.token("@ada"), h.token("@bob")
	listed := func() int {
		lists := h.call(ada, "GET", "/v1/dispatch/board?day=2031-05-06", nil, 200)["lists"].([]any)
		if len(lists) == 0 {
			return 0
		}
		return len(lists[0].(map[string]any)["items"].([]any))
	}
	h.call(bob, "POST", "/v1/courier/duty", map[string]any{"on": true}, 200)
	h.drain()
	if n := listed(); n != 0 {
		t.Errorf("%d tasks went out though nobody wants that", n)
	}
	h.call(h.token("@dan"), "PUT", "/v1/dispatch/automatic", map[string]any{"on": true}, 403)
	h.call(ada, "PUT", "/v1/dispatch/automatic", map[string]any{"on": true}, 204)
	if on := h.call(ada, "GET", "/v1/dispatch/board", nil, 200)["automatic"]; on != true {
		t.Errorf("the board says %v", on)
	}
	h.drain()
	for _, on := range []bool{false, true} {
		h.call(bob, "POST", "/v1/courier/duty", map[string]any{"on": on}, 200)
		h.drain()
	}
	if n := listed(); n != 1 {
		t.Errorf("%d tasks are on the list, one is due", n)
	}
}
