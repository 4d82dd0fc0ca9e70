package vroom

import (
	"context"
	"math/rand/v2"
	"testing"
)

// values that a key may get by mistake, or on purpose.
var values = []any{
	nil, 0, 1, 2, 5, -1, 1.5, 100, 600, 4000, 1900000000, 4294967295, 1e300, "", "bike", true, []any{}, object{}, []any{1}, []any{2, 9}, []any{0, 700},
	[]any{[]any{0, 700}}, []any{[]any{100, 200}, []any{300, 4000}}, []any{[]any{1900000000, 1900000600}}, []any{1, 2, 3, 4}, object{"bike": 9},
	object{"per_hour": 77, "per_km": 5}, []any{object{"id": 1, "service": 60, "time_windows": []any{[]any{200, 900}}, "max_load": []any{1}}},
	[]any{object{"type": "job", "id": 2}, object{"type": "pickup", "id": 10}, object{"type": "break", "id": 1, "service_at": 500}}, []any{7.4, 43.7},
}

var keys = []string{
	"id", "location_index", "location", "setup", "service", "setup_per_type", "service_per_type", "delivery", "pickup", "amount", "skills",
	"priority", "time_windows", "profile", "start_index", "end_index", "capacity", "costs", "type", "time_window", "breaks", "speed_factor",
	"max_tasks", "max_travel_time", "max_distance", "steps", "description",
}

// changed is the village with some keys of some things set to some values.
func changed(seed uint64) object {
	r := rand.New(rand.NewPCG(seed, 3))
	o := village()
	things := []object{o, item(o, "shipments", 0), item(o, "shipments", 0)["pickup"].(object), item(o, "shipments", 0)["delivery"].(object)}
	for n := range 4 {
		things = append(things, item(o, "jobs", n))
	}
	for n := range 2 {
		things = append(things, item(o, "vehicles", n), item(o, "vehicles", n))
	}
	for range 1 + r.IntN(6) {
		things[r.IntN(len(things))][keys[r.IntN(len(keys))]] = values[r.IntN(len(values))]
	}
	o["options"] = object{"c": seed%3 == 0}
	return o
}

// TestChangedRequests has many requests with wrong and right values solved: each is answered soundly or refused in words.
func TestChangedRequests(t *testing.T) {
	t.Parallel()
	s := solver()
	s.Search.Iterations = 20
	fine := 0
	for seed := range uint64(3000) {
		body := text(t, changed(seed))
		a := s.Solve(context.Background(), []byte(body))
		switch {
		case a.Code == OK:
			fine++
			solve(t, s, body)
		case a.Code != Input || a.Error == "":
			t.Errorf("%+v to %s", a, body)
		}
		if t.Failed() {
			t.Fatal(body)
		}
	}
	if fine < 500 {
		t.Errorf("only %d of 3000 requests were sound", fine)
	}
}
