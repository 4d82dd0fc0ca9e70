package app_test

import (
	"fmt"
	"testing"
)

// TestCourierLearnsOfCash: what is to be collected at the door stands with the tasks, until the payment came to nothing.
func TestCourierLearnsOfCash(t *testing.T) {
	t.Parallel()
	geo := map[string]any{"latitude": 48.8562, "longitude": 2.3726}
	for state, want := range map[string]any{"authorized": "CASH_ON_DELIVERY", "new": "CASH_ON_DELIVERY", "cancelled": nil} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.call("", "POST", "/_dev/reset", map[string]any{"rows": []map[string]any{
				{"kind": "payment_method", "code": "CASH_ON_DELIVERY"},
				{"kind": "address", "ref": "kitchen", "streetAddress": "12 Rue Sedaine, Paris", "geo": geo},
				{"kind": "restaurant", "ref": "pizzeria", "name": "Da Ada", "address": "@kitchen"},
				{"kind": "user", "ref": "bob", "username": "bob", "email": "bob@example.org", "roles": []string{"ROLE_COURIER"}},
				{"kind": "task", "ref": "pick", "address": "@kitchen", "before": "2031-05-06 12:00", "assignedTo": "@bob"},
				{"kind": "task", "ref": "drop", "address": "@kitchen", "before": "2031-05-06 12:30", "assignedTo": "@bob"},
				{"kind": "delivery", "ref": "ride", "tasks": []string{"@pick", "@drop"}},
				{"kind": "order", "state": "accepted", "number": "A", "restaurant": "@pizzeria", "delivery": "@ride", "priced": false, "total": 1250,
					"payments": []map[string]any{{"method": "CASH_ON_DELIVERY", "state": state, "amount": 1250}}},
			}}, 200)
			bob := h.token("@bob")
			task := h.call(bob, "GET", "/api/tasks/2", nil, 200)["metadata"].(map[string]any)
			items := h.call(bob, "GET", "/api/me/tasks/2031-05-06", nil, 200)["items"].([]any)
			listed := items[1].(map[string]any)["metadata"].(map[string]any)
			if task["payment_method"] != want || listed["payment_method"] != want || listed["order_total"] != 1250.0 {
				t.Errorf("task %v, on the list %v, want %v", task, listed, want)
			}
		})
	}
}

// TestPhonesPlaceIsThereAtOnce: a courier's phone knows no duty; where it was is kept though nobody is told.
func TestPhonesPlaceIsThereAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.call("", "POST", "/_dev/reset", map[string]any{"rows": []map[string]any{
		{"kind": "user", "ref": "bob", "username": "bob", "email": "bob@example.org", "roles": []string{"ROLE_COURIER"}},
		{"kind": "user", "ref": "ada", "username": "ada", "email": "ada@example.org", "roles": []string{"ROLE_ADMIN"}},
	}}, 200)
	points := []map[string]any{{"latitude": 48.1, "longitude": 2.1, "time": 1527855030000}, {"latitude": 48.0, "longitude": 2.0, "time": 1527855000000}}
	for _, who := range []string{"@ada", "@bob"} {
		h.call(h.token(who), "POST", "/api/me/location", points, 200)
	}
	for range 2 { // before and after the work of the background
		rows := h.call("", "GET", "/_dev/rows/position", nil, 200)["rows"].([]any)
		if len(rows) != 1 {
			t.Fatalf("rows %v", rows)
		}
		row := rows[0].(map[string]any)
		if got := fmt.Sprintf("%v %v %v %v", row["user"], row["latitude"], row["longitude"], row["at"]); got != "@user:1 48.1 2.1 2018-06-01T12:10:30Z" {
			t.Errorf("row %s", got)
		}
		h.drain()
	}
	if told := h.left("live"); len(told) != 0 {
		t.Errorf("told %v", told)
	}
}
