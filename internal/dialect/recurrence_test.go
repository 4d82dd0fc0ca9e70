package dialect

import (
	"fmt"
	"strings"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db/dbtest"
)

func TestRecurrenceRuleContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		d.storeApp("Fournil", authz.Tasks)
		var seq int64
		d.since(&seq)
		const one = `{"@type":"Task","address":{"streetAddress":"1 Rue X","latLng":[48.85,2.35]},"after":"11:30","before":"12:00","weight":700}`
		const bread = `{"store":"/api/stores/1","rule":"FREQ=WEEKLY;","name":"Bread","template":` + one + `}`
		for token, status := range map[string]int{"": 401, d.bob: 403, d.zoe: 403} {
			d.wants(d.ask(token, "POST", "/api/recurrence_rules", bread), status, nil)
			d.wants(d.ask(token, "GET", "/api/recurrence_rules", ""), status, nil)
			d.wants(d.ask(token, "GET", "/api/recurrence_rules/generate_orders?date=2026-11-24", ""), status, nil)
		}
		for _, body := range []string{
			`{}`, `{"store":"/api/stores/1","rule":"FREQ=WEEKLY"}`, `{"store":"/api/stores/9","rule":"FREQ=WEEKLY","template":` + one + `}`, `{"store":"/api/stores/1","rule":"sometimes","template":` + one + `}`,
			`{"store":"/api/stores/1","rule":"FREQ=MINUTELY","template":` + one + `}`, `{"store":"/api/stores/1","rule":"FREQ=DAILY","template":{"@type":"Cat","after":"11:30","before":"12:00"}}`,
			`{"store":"/api/stores/1","rule":"FREQ=DAILY","template":{"@type":"Task","after":"11:30:00","before":"12:00"}}`, `{"store":"/api/stores/1","rule":"FREQ=DAILY","template":{"@type":"Task","before":"12:00"}}`,
			`{"store":"/api/stores/1","rule":"FREQ=DAILY","template":` + one + `,"arbitraryPriceTemplate":{"variantPrice":-1}}`,
		} {
			d.wants(d.ask(d.ada, "POST", "/api/recurrence_rules", body), 400, nil)
		}
		d.events(&seq, "")
		made := d.wants(d.ask(d.ada, "POST", "/api/recurrence_rules", bread), 201, map[string]any{"@context": "/api/contexts/RecurrenceRule", "@id": "/api/recurrence_rules/1",
			"@type": "RecurrenceRule", "name": "Bread", "rule": "FREQ=WEEKLY", "arbitraryPriceTemplate": nil, "store": "/api/stores/1", "orgName": "Fournil", "isCancelled": false, "paused": false,
			"template": map[string]any{"@type": "Task", "address": map[string]any{"streetAddress": "1 Rue X", "latLng": []any{48.85, 2.35}}, "after": "11:30", "before": "12:00", "weight": 700}})
		if keys := allKeys(made); keys != "@context @id @type arbitraryPriceTemplate isCancelled name orgName paused rule store template" {
			t.Errorf("keys %s", keys)
		}
		d.wants(d.ask(d.ada, "PUT", "/api/recurrence_rules/1", `{"name":null,"arbitraryPriceTemplate":{"variantName":"x","variantPrice":500}}`), 200,
			map[string]any{"name": nil, "rule": "FREQ=WEEKLY", "arbitraryPriceTemplate": map[string]any{"variantName": "x", "variantPrice": 500}})
		d.events(&seq, "recurrence_rule.saved recurrence_rule.saved")
		between := func(id, want string) {
			t.Helper()
			got := d.wants(d.ask(d.ada, "POST", "/api/recurrence_rules/"+id+"/between", `{"after":"2026-11-24 00:00","before":"2026-11-24 23:59"}`), 201,
				map[string]any{"@context": "/api/contexts/RecurrenceRule", "@id": "/api/recurrence_rules/" + id, "@type": "hydra:Collection"})
			var ids []string
			members, _ := got["hydra:member"].([]any)
			for _, m := range members {
				o, _ := m.(map[string]any)
				ids = append(ids, strings.TrimPrefix(fmt.Sprint(o["@id"]), "/api/tasks/"))
				if keys := allKeys(o); keys != "@id @type barcode packages weight" {
					t.Errorf("keys %s", keys)
				}
			}
			if text := strings.Join(ids, " "); text != want {
				t.Errorf("tasks %q, want %q", text, want)
			}
		}
		between("1", "4")
		d.events(&seq, "task.created")
		d.wants(d.ask(d.ada, "GET", "/api/tasks/4", ""), 200, map[string]any{"recurrenceRule": "/api/recurrence_rules/1", "orgName": "Fournil", "after": "2026-11-24T11:30:00+01:00",
			"before": "2026-11-24T12:00:00+01:00", "weight": 700})
		stop := func(kind, before string) string {
			return `{"type":"` + kind + `","address":{"streetAddress":"1 Rue X","latLng":[48.85,2.35]},"after":"11:30","before":"` + before + `"}`
		}
		d.wants(d.ask(d.ada, "POST", "/api/recurrence_rules", `{"store":"/api/stores/1","rule":"FREQ=DAILY","template":{"@type":"hydra:Collection","hydra:member":[`+
			stop("PICKUP", "13:00")+`,`+stop("DROPOFF", "14:00")+`,`+stop("DROPOFF", "15:00")+`]}}`), 201, nil)
		between("2", "5 6 7")
		d.wants(d.ask(d.ada, "GET", "/api/tasks/6", ""), 200, map[string]any{"recurrenceRule": "/api/recurrence_rules/2", "previous": "/api/tasks/5"})
		d.wants(d.ask(d.ada, "PUT", "/api/recurrence_rules/2", `{"paused":true}`), 200, map[string]any{"paused": true})
		between("2", "")
		d.wants(d.ask(d.ada, "GET", "/api/recurrence_rules", ""), 200, map[string]any{"hydra:totalItems": 2})
		d.wants(d.ask(d.bob, "GET", "/api/recurrence_rules/1", ""), 403, nil)
		d.wants(d.ask(d.bob, "DELETE", "/api/recurrence_rules/1", ""), 403, nil)
		d.wants(d.ask(d.ada, "DELETE", "/api/recurrence_rules/1", ""), 204, nil)
		d.wants(d.ask(d.ada, "GET", "/api/recurrence_rules/1", ""), 404, nil)
		d.wants(d.ask(d.ada, "GET", "/api/recurrence_rules", ""), 200, map[string]any{"hydra:totalItems": 1})
		d.wants(d.ask(d.ada, "GET", "/api/recurrence_rules/generate_orders", ""), 400, hydra("Date is required"))
		d.wants(d.ask(d.ada, "GET", "/api/recurrence_rules/generate_orders?date=2026-11-23", ""), 400, hydra("Date must be in the future"))
	})
}

func TestGeneratedOrdersContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		d.storeApp("Fournil", authz.Tasks)
		made := d.wants(d.ask(d.ada, "POST", "/api/deliveries", `{"store":"/api/stores/1","rrule":"FREQ=WEEKLY;INTERVAL=2","pickup":{"address":"/api/addresses/1","before":"2026-11-24 13:00","comments":"ring"},
			"dropoff":{"address":"/api/addresses/1","before":"2026-11-24 14:00","weight":2000}}`), 201, nil)
		if made["@id"] == nil {
			t.Fatal(made)
		}
		rule := d.wants(d.ask(d.ada, "GET", "/api/recurrence_rules/1", ""), 200, map[string]any{"rule": "FREQ=WEEKLY;INTERVAL=2", "store": "/api/stores/1", "arbitraryPriceTemplate": nil})
		template, _ := rule["template"].(map[string]any)
		members, _ := template["hydra:member"].([]any)
		if len(members) != 2 || template["@type"] != "hydra:Collection" {
			t.Fatalf("template %v", template)
		}
		first, _ := members[0].(map[string]any)
		if keys := allKeys(first); keys != "@context @type address after barcode before comments doneAfter doneBefore doorstep packages tags type weight" {
			t.Errorf("keys %s", keys)
		}
		address, _ := first["address"].(map[string]any)
		if keys := allKeys(address); keys != "@id @type contactName description geo name postalCode provider streetAddress telephone" {
			t.Errorf("keys of its address %s", keys)
		}
		if first["before"] != "13:00:00" || first["after"] != "12:45:00" || first["comments"] != "ring" || first["type"] != "PICKUP" {
			t.Errorf("first %v", first)
		}
		d.wants(d.ask(d.ada, "GET", "/api/tasks/4", ""), 200, map[string]any{"recurrenceRule": "/api/recurrence_rules/1"})
		generate := func(date, want string) {
			t.Helper()
			got := d.wants(d.ask(d.ada, "GET", "/api/recurrence_rules/generate_orders?date="+date, ""), 201, map[string]any{"@id": "/api/recurrence_rules/generate_orders",
				"hydra:search": absent, "hydra:view": map[string]any{"@id": "/api/recurrence_rules/generate_orders?date=" + date, "@type": "hydra:PartialCollectionView"}})
			if text := fmt.Sprint(got["hydra:member"]); text != want {
				t.Errorf("%s: %s, want %s", date, text, want)
			}
		}
		generate("2026-11-24", "[]") // the delivery by which it began
		generate("2026-12-01", "[]")
		generate("2026-12-08", "[map[@id:/api/orders/2 @type:http://schema.org/Order paymentGateway:stripe]]")
		generate("2026-12-08", "[]")
		d.wants(d.ask(d.ada, "GET", "/api/tasks/6", ""), 200, map[string]any{"recurrenceRule": "/api/recurrence_rules/1", "before": "2026-12-08T14:00:00+01:00", "weight": 2000})
		pickup := d.wants(d.ask(d.ada, "GET", "/api/tasks/7", ""), 200, map[string]any{"before": "2026-12-08T13:00:00+01:00"})
		if pickup["comments"] != "ring\n\n2.00 kg" {
			t.Errorf("comments %q", pickup["comments"])
		}
		d.wants(d.ask(d.ada, "PUT", "/api/recurrence_rules/1", `{"paused":true}`), 200, nil)
		generate("2026-12-22", "[]")
	})
}
