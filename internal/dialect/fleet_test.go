package dialect

import (
	"fmt"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db/dbtest"
)

func (d depot) admin() string {
	_, token := d.user("root", authz.Admin)
	return token
}

func (d depot) events(seq *int64, want string) {
	d.t.Helper()
	if got := d.since(seq); got != want {
		d.t.Errorf("events %q, want %q", got, want)
	}
}

func TestWarehouseContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		root := d.admin()
		var seq int64
		d.since(&seq)
		const hub = `{"name":"Hub North","address":{"streetAddress":"1 Quai","latLng":[48.9,2.4]}}`
		for token, status := range map[string]int{"": 401, d.bob: 403, d.ada: 403} {
			d.wants(d.ask(token, "POST", "/api/warehouses", hub), status, nil)
		}
		d.wants(d.ask(root, "POST", "/api/warehouses", `{}`), 400, map[string]any{"hydra:description": "name: Cette valeur est nécessaire.\naddress: Cette valeur manque."})
		d.events(&seq, "")
		made := d.wants(d.ask(root, "POST", "/api/warehouses", hub), 201, map[string]any{"@context": "/api/contexts/Warehouse", "@id": "/api/warehouses/1", "@type": "Warehouse", "id": 1, "name": "Hub North"})
		if keys := allKeys(made); keys != "@context @id @type address id name" {
			t.Errorf("keys %s", keys)
		}
		d.events(&seq, "warehouse.added")
		for _, c := range []struct {
			token, path string
			status      int
		}{{d.ada, "/api/warehouses", 200}, {d.bob, "/api/warehouses", 403}, {d.ada, "/api/warehouses/1", 200}, {d.bob, "/api/warehouses/1", 403}, {d.ada, "/api/warehouses/9", 404}, {"", "/api/warehouses/1", 401}} {
			d.wants(d.ask(c.token, "GET", c.path, ""), c.status, nil)
		}
		d.wants(d.ask(root, "POST", "/api/vehicles", `{"name":"B","maxVolumeUnits":1,"maxWeight":1,"color":"#fff","warehouse":"/api/warehouses/1"}`), 201, nil)
		d.events(&seq, "vehicle.saved")
		d.wants(d.ask(d.ada, "DELETE", "/api/warehouses/1", ""), 403, nil)
		d.wants(d.ask(root, "DELETE", "/api/warehouses/1", ""), 400, map[string]any{"hydra:description": "error: Vehicles are linked to this warehouse",
			"violations": []any{map[string]any{"propertyPath": "error", "message": "Vehicles are linked to this warehouse", "code": nil}}})
		d.wants(d.ask(root, "DELETE", "/api/vehicles/1", ""), 204, nil)
		d.wants(d.ask(root, "DELETE", "/api/warehouses/1", ""), 204, nil)
		d.events(&seq, "vehicle.deleted warehouse.deleted")
		d.wants(d.ask(d.ada, "GET", "/api/warehouses/1", ""), 404, nil)
		d.wants(d.ask(d.ada, "GET", "/api/warehouses", ""), 200, map[string]any{"hydra:totalItems": 0})
	})
}

func TestVehicleAndTrailerContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		root := d.admin()
		d.wants(d.ask(root, "POST", "/api/warehouses", `{"name":"Hub","address":"/api/addresses/1"}`), 201, nil)
		const bike = `{"name":"Zoé","maxVolumeUnits":60,"maxWeight":120000,"color":"#ff0000","warehouse":"/api/warehouses/1","co2emissions":25}`
		made := d.wants(d.ask(root, "POST", "/api/vehicles", bike), 201, map[string]any{"@id": "/api/vehicles/1", "@type": "Vehicle", "isElectric": nil, "electricRange": nil,
			"co2emissions": 25, "compatibleTrailers": []any{}, "warehouse": map[string]any{"@id": "/api/warehouses/1", "@type": "Warehouse", "id": 1, "name": "Hub"}})
		if keys := allKeys(made); keys != "@context @id @type co2emissions color compatibleTrailers electricRange id isElectric maxVolumeUnits maxWeight name warehouse" {
			t.Errorf("keys %s", keys)
		}
		trailer := d.wants(d.ask(root, "POST", "/api/trailers", `{"name":"Cart","maxVolumeUnits":40,"maxWeight":80000,"color":"green"}`), 201,
			map[string]any{"@id": "/api/trailers/1", "compatibleVehicles": []any{}, "electricRange": nil})
		if keys := allKeys(trailer); keys != "@context @id @type color compatibleVehicles electricRange id isElectric maxVolumeUnits maxWeight name" {
			t.Errorf("keys %s", keys)
		}
		d.wants(d.ask(root, "PUT", "/api/trailers/1/vehicles", `{"compatibleVehicles":["/api/vehicles/1"]}`), 200,
			map[string]any{"@id": "/api/trailers/1/vehicles", "compatibleVehicles": []string{"/api/vehicles/1"}, "name": "Cart"})
		d.wants(d.ask(root, "PUT", "/api/trailers/1/vehicles", `{"compatibleVehicles":["/api/vehicles/7"]}`), 400, hydra(`Item not found for "/api/vehicles/7".`))
		d.wants(d.ask(root, "PATCH", "/api/vehicles/1", `{"isElectric":true,"name":"Anna","co2emissions":null}`), 200, map[string]any{"isElectric": true, "name": "Anna", "co2emissions": nil,
			"maxWeight": 120000, "compatibleTrailers": []any{map[string]any{"@id": "/api/trailers/1", "@type": "Trailer", "id": 1, "name": "Cart"}}})
		for body, want := range map[string]string{`{}`: "name maxVolumeUnits maxWeight color warehouse", `{"name":"x","maxVolumeUnits":-1,"maxWeight":1,"color":"url(x)","warehouse":"/api/warehouses/1"}`: "maxVolumeUnits color"} {
			got := d.wants(d.ask(root, "POST", "/api/vehicles", body), 400, nil)
			text := ""
			violations, _ := got["violations"].([]any)
			for _, v := range violations {
				text += " " + fmt.Sprint(v.(map[string]any)["propertyPath"])
			}
			if text != " "+want {
				t.Errorf("%s: %s", body, text)
			}
		}
		for _, c := range []struct {
			method, path, body string
			ada, bob           int
		}{
			{"GET", "/api/vehicles", "", 200, 403}, {"GET", "/api/vehicles/1", "", 403, 403}, {"PATCH", "/api/vehicles/1", `{"name":"x"}`, 403, 403}, {"DELETE", "/api/vehicles/1", "", 403, 403},
			{"GET", "/api/trailers", "", 200, 403}, {"GET", "/api/trailers/1", "", 403, 403}, {"PATCH", "/api/trailers/1", `{"name":"x"}`, 403, 403}, {"POST", "/api/trailers", `{}`, 403, 403},
			{"PUT", "/api/trailers/1/vehicles", `{}`, 403, 403}, {"DELETE", "/api/trailers/1", "", 403, 403}, {"DELETE", "/api/trailers/9", "", 404, 404},
		} {
			d.wants(d.ask(d.ada, c.method, c.path, c.body), c.ada, nil)
			d.wants(d.ask(d.bob, c.method, c.path, c.body), c.bob, nil)
			d.wants(d.ask("", c.method, c.path, c.body), 401, nil)
		}
		d.wants(d.ask(d.ada, "PUT", "/api/task_lists/set_items/2026-11-24/bob", `{"items":["/api/tasks/3"]}`), 200, map[string]any{"distance": 0})
		d.wants(d.ask(d.ada, "PATCH", "/api/task_lists/1", `{"vehicle":"/api/vehicles/9"}`), 400, hydra(`Item not found for "/api/vehicles/9".`))
		d.wants(d.ask(d.ada, "PATCH", "/api/task_lists/1", `{"vehicle":"/api/vehicles/1","trailer":"/api/trailers/1"}`), 200, map[string]any{"vehicle": "/api/vehicles/1", "trailer": "/api/trailers/1",
			"polyline": "szfiHkvfM????"})
		d.wants(d.ask(d.ada, "PATCH", "/api/task_lists/1", `{"trailer":null}`), 200, map[string]any{"vehicle": "/api/vehicles/1", "trailer": nil})
		d.wants(d.ask(root, "DELETE", "/api/trailers/1", ""), 204, nil)
		d.wants(d.ask(root, "GET", "/api/trailers/1", ""), 404, nil)
		d.wants(d.ask(root, "GET", "/api/vehicles/1", ""), 200, map[string]any{"compatibleTrailers": []any{}})
		d.wants(d.ask(d.ada, "GET", "/api/vehicles?itemsPerPage=1", ""), 200, map[string]any{"hydra:totalItems": 1})
	})
}

func TestRelayContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		root := d.admin()
		hub := d.Address("9 Quai", 48.9, 2.4)
		d.wants(d.ask(root, "POST", "/api/warehouses", fmt.Sprintf(`{"name":"Hub","address":"/api/addresses/%d"}`, hub)), 201, nil)
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/1", `{"after":"2026-11-24 14:00","before":"2026-11-24 18:30","comments":"to the door","weight":700}`), 200, nil)
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/2", `{"after":"2026-11-24 10:00","before":"2026-11-24 12:00"}`), 200, nil)
		var seq int64
		d.since(&seq)
		for token, status := range map[string]int{"": 401, d.bob: 403, d.zoe: 403} {
			d.wants(d.ask(token, "POST", "/api/warehouses/1/relay", `{"tasks":["/api/tasks/1"]}`), status, nil)
		}
		d.wants(d.ask(d.ada, "POST", "/api/warehouses/9/relay", `{"tasks":["/api/tasks/1"]}`), 404, nil)
		d.wants(d.ask(d.ada, "POST", "/api/warehouses/1/relay", `{"tasks":[]}`), 400, nil)
		d.wants(d.ask(d.ada, "POST", "/api/warehouses/1/relay", `{"tasks":["/api/tasks/77"]}`), 400, hydra(`Item not found for "/api/tasks/77".`))
		d.wants(d.ask(d.ada, "POST", "/api/warehouses/1/relay", `{"tasks":["/api/tasks/1","/api/tasks/3"]}`), 400, hydra("Could not find a linked pickup/dropoff pair for task #3"))
		d.events(&seq, "")
		got := d.wants(d.ask(d.ada, "POST", "/api/warehouses/1/relay", `{"tasks":["/api/tasks/1","/api/tasks/2"]}`), 201, nil)
		d.events(&seq, "task.created task.created task.updated")
		list, _ := got["tasks"].([]any)
		text := ""
		for _, x := range list {
			o, _ := x.(map[string]any)
			metadata, _ := o["metadata"].(map[string]any)
			address, _ := o["address"].(map[string]any)
			text += fmt.Sprint(o["id"], " ", o["type"], " ", o["after"].(string)[11:16], "-", o["before"].(string)[11:16], " after ", o["previous"], " at ", metadata["delivery_position"],
				" ", address["@id"], " ", o["comments"], "\n")
		}
		const want = "2 PICKUP 10:00-12:00 after <nil> at 1 /api/addresses/1 \n" +
			"1 DROPOFF 14:00-18:30 after /api/tasks/5 at 4 /api/addresses/1 to the door\n" +
			"4 DROPOFF 12:00-14:00 after /api/tasks/2 at 2 /api/addresses/2 \n" +
			"5 PICKUP 12:00-14:00 after /api/tasks/4 at 3 /api/addresses/2 to the door\n"
		if text != want {
			t.Errorf("relay:\n%s\nwant\n%s", text, want)
		}
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/1/done", `{}`), 400, nil)
		d.wants(d.ask(d.ada, "PUT", "/api/tasks/done", `{"tasks":["/api/tasks/2","/api/tasks/4","/api/tasks/5","/api/tasks/1"]}`), 200, map[string]any{"failed": []any{}})
	})
}
