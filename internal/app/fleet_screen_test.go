package app_test

import (
	"encoding/json"
	"testing"
)

// TestFleetScreenAsksItsServer plays what the screen of the fleet asks: administrators change it, dispatchers look at it, nobody else does.
func TestFleetScreenAsksItsServer(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	ada, dan := who["ada"], who["dan"]
	const home = `{"name":"Gare","address":{"streetAddress":"9 Rue Z","lat":48.86,"lng":2.37}}`
	const bike = `{"name":"Cargo","maxVolume":200,"maxWeight":80000,"color":"#0d6355","electric":true,"electricRange":60,"co2":null,"warehouseId":1,"trailers":[1]}`
	const cart = `{"name":"Remorque","maxVolume":300,"maxWeight":60000,"color":"#28548f","electric":false,"electricRange":null}`
	for _, name := range []string{"sue", "zoe", "cal"} {
		if got := h.status(who[name], "GET", "/v1/fleet", ""); got != 403 {
			t.Errorf("%s looks: %d", name, got)
		}
	}
	if got := h.status(dan, "POST", "/v1/fleet/warehouses", home); got != 403 {
		t.Errorf("dan adds: %d", got)
	}
	h.call(ada, "POST", "/v1/fleet/warehouses", json.RawMessage(home), 200)
	h.call(ada, "POST", "/v1/fleet/trailers", json.RawMessage(cart), 200)
	h.call(ada, "POST", "/v1/fleet/vehicles", json.RawMessage(bike), 200)
	seen := h.call(dan, "GET", "/v1/fleet", nil, 200)
	if row(at(seen, "vehicles 0 name"), at(seen, "vehicles 0 trailers"), at(seen, "vehicles 0 electricRange"), at(seen, "trailers 0 maxWeight"), at(seen, "warehouses 0 vehicles"), seen["can"]) != "Cargo|[1]|60|60000|1|[]" {
		t.Errorf("seen: %v", seen)
	}
	h.call(ada, "DELETE", "/v1/fleet/warehouses/1", nil, 400)
	changed := h.call(ada, "PUT", "/v1/fleet/vehicles/1", json.RawMessage(`{"name":"Long","maxVolume":1,"maxWeight":1,"color":"#000000","electric":false,"electricRange":null,"co2":5,"warehouseId":1,"trailers":[]}`), 200)
	if row(at(changed, "vehicles 0 name"), at(changed, "vehicles 0 trailers"), at(changed, "vehicles 0 electricRange"), at(changed, "vehicles 0 co2"), changed["can"]) != "Long|[]|<nil>|5|[edit]" {
		t.Errorf("changed: %v", changed)
	}
	h.call(ada, "DELETE", "/v1/fleet/vehicles/1", nil, 200)
	if last := h.call(ada, "DELETE", "/v1/fleet/warehouses/1", nil, 200); len(last["warehouses"].([]any)) != 0 {
		t.Errorf("last: %v", last)
	}
}
