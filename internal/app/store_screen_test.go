package app_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestStoresScreenAsksItsServer plays what the screen of a store asks: which stores, quotes, parcels, their list, why a time cannot be had.
func TestStoresScreenAsksItsServer(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[{"kind":"time_slot","ref":"noon","name":"Midi","openingHours":["Mo-Fr 12:00-14:00"]},{"kind":"store","update":"@bakery","timeSlots":["@noon"]}]}`), 200)
	for name, want := range map[string]string{"sue": "1", "dan": "3", "ada": "3", "zoe": "0", "cal": "0"} {
		mine := h.call(who[name], "GET", "/v1/stores/mine", nil, 200)
		if got := row(len(mine["stores"].([]any))); got != want {
			t.Errorf("%s has %s stores", name, got)
		}
	}
	mine := h.call(who["sue"], "GET", "/v1/stores/mine", nil, 200)
	if row(at(mine, "stores 0 name"), at(mine, "stores 0 packages"), at(mine, "stores 0 priced"), at(mine, "stores 0 slots 0 name"), at(mine, "stores 0 slots 0 choices 0 from")) != "Le Fournil|[XL]|true|Midi|2026-11-24T11:00:00Z" {
		t.Errorf("mine: %v", mine)
	}
	parcel := `{"drops":[{"address":{"streetAddress":"9 Rue Z","lat":48.86,"lng":2.37,"name":"Ida"},"packages":[{"name":"XL","quantity":2}]`
	quote := h.call(who["sue"], "POST", "/v1/stores/1/quote", json.RawMessage(parcel+`}]}`), 200)
	if row(quote["total"], quote["tax"]) != "499|83" || quote["metres"].(float64) <= 0 {
		t.Errorf("quote: %v", quote)
	}
	window := `,"window":{"from":"2026-11-24T11:00:00Z","to":"2026-11-24T13:00:00Z"},"slotId":1}]}`
	sent := h.call(who["sue"], "POST", "/v1/stores/1/deliveries", json.RawMessage(parcel+window), 201)
	if row(sent["state"], sent["to"], sent["name"], sent["total"], sent["can"]) != "planned|9 Rue Z|Ida|499|[cancel edit]" {
		t.Errorf("sent: %v", sent)
	}
	if answer, err := h.server.Client().Get(h.server.URL + sent["label"].(string)); err != nil || answer.StatusCode != 200 || answer.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("the label: %v (%v)", answer, err)
	}
	h.call(who["sue"], "POST", "/v1/stores/1/deliveries", json.RawMessage(strings.Replace(parcel+window, "T11:00", "T11:30", 1)), 400)
	list := h.call(who["sue"], "GET", "/v1/stores/1/deliveries", nil, 200)
	if row(list["total"], at(list, "deliveries 0 number")) != "1|1" {
		t.Errorf("the list: %v", list)
	}
	why := h.call(who["sue"], "GET", "/v1/stores/1/why-not?at=2026-11-28T11:30:00Z", nil, 200)
	if row(at(why, "slots 0 reason"), at(why, "slots 0 why")) != "no_work_day|Pas de livraison le week-end et les jours fériés." {
		t.Errorf("why not: %v", why)
	}
	for _, name := range []string{"zoe", "cal"} {
		for _, ask := range []string{"GET /v1/stores/1/deliveries", "GET /v1/stores/1/why-not?at=2026-11-28T11:30:00Z", "POST /v1/stores/1/quote", "POST /v1/stores/1/deliveries", "DELETE /v1/deliveries/1"} {
			method, path, _ := strings.Cut(ask, " ")
			if got := h.status(who[name], method, path, parcel+window); got != 404 {
				t.Errorf("%s by %s: %d", ask, name, got)
			}
		}
	}
	if got := h.status(who["sue"], "DELETE", "/v1/deliveries/1", ""); got != 204 {
		t.Errorf("taken back: %d", got)
	}
	if list := h.call(who["sue"], "GET", "/v1/stores/1/deliveries", nil, 200); row(at(list, "deliveries 0 state"), at(list, "deliveries 0 can")) != "cancelled|[]" {
		t.Errorf("the list: %v", list)
	}
}

// TestStoreChangesItsDeliveries: several drop-offs, another price before saving, pick-ups that move along, and no change once somebody set off.
func TestStoreChangesItsDeliveries(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	sue, dan := who["sue"], who["dan"]
	drop := func(street, hour, more string) string {
		return `{"address":{"streetAddress":"` + street + `","lat":48.86,"lng":2.37,"name":"Ida"},"window":{"from":"2026-11-24T` + hour + `:00:00Z","to":"2026-11-24T` + hour + `:30:00Z"}` + more + `}`
	}
	drops := func(list ...string) json.RawMessage {
		return json.RawMessage(`{"drops":[` + strings.Join(list, ",") + `]}`)
	}
	sent := h.call(sue, "POST", "/v1/stores/1/deliveries", drops(drop("9 Rue Z", "14", `,"comments":"ring","weight":900`), drop("8 Rue Y", "15", "")), 201)
	if row(sent["drops"], sent["to"], at(sent, "stops 0 type"), at(sent, "stops 1 comments"), at(sent, "stops 1 weight")) != "2|8 Rue Y|PICKUP|ring|900" {
		t.Errorf("sent: %v", sent)
	}
	first := `,"taskId":` + row(at(sent, "stops 1 taskId"))
	edit := drops(drop("7 Rue X", "16", first), drop("6 Rue W", "17", ""))
	if quote := h.call(sue, "POST", "/v1/deliveries/1/quote", edit, 200); quote["total"].(float64) <= 0 || quote["metres"].(float64) <= 0 {
		t.Errorf("quote: %v", quote)
	}
	got := h.call(sue, "PUT", "/v1/deliveries/1", edit, 200)
	if row(got["drops"], at(got, "stops 1 address streetAddress"), at(got, "stops 1 comments"), at(got, "stops 1 weight"), at(got, "stops 2 address streetAddress"), got["can"]) != "2|7 Rue X||<nil>|6 Rue W|[cancel edit]" {
		t.Errorf("edited: %v", got)
	}
	if from, to := row(at(sent, "stops 0 window to")), row(at(got, "stops 0 window to")); !strings.HasPrefix(from, "2026-11-24T14:2") || !strings.HasPrefix(to, "2026-11-24T16:2") {
		t.Errorf("the pick-up ends at %s, and then at %s", from, to)
	}
	for _, ask := range []string{"GET /v1/deliveries/1", "PUT /v1/deliveries/1", "POST /v1/deliveries/1/quote", "GET /v1/stores/1/addresses"} {
		method, path, _ := strings.Cut(ask, " ")
		if got := h.status(who["zoe"], method, path, string(edit)); got != 404 {
			t.Errorf("%s by zoe: %d", ask, got)
		}
	}
	for ask, want := range map[string]string{"": "1", "?q=rue+w": "1", "?q=nowhere": "0", "?q=%25": "0", "?when=today": "1", "?when=past": "0", "?when=coming": "0", "?q=1": "1"} {
		if list := h.call(sue, "GET", "/v1/stores/1/deliveries"+ask, nil, 200); row(list["total"]) != want {
			t.Errorf("%s: %v", ask, list["total"])
		}
	}
	book := h.call(sue, "POST", "/v1/stores/1/addresses", json.RawMessage(`{"streetAddress":"5 Rue V","lat":48.86,"lng":2.37,"name":"Zed","postalCode":"75011"}`), 201)
	if row(at(book, "addresses 0 streetAddress"), at(book, "addresses 0 postalCode")) != "5 Rue V|75011" {
		t.Errorf("book: %v", book)
	}
	pickup := row(at(got, "stops 0 taskId"))
	h.call(dan, "POST", "/v1/tasks/"+pickup+"/start", json.RawMessage(`{}`), 200)
	if got := h.call(sue, "GET", "/v1/deliveries/1", nil, 200); row(got["state"], got["can"]) != "under_way|[cancel]" {
		t.Errorf("begun: %v", got)
	}
	if refused := h.call(sue, "PUT", "/v1/deliveries/1", edit, 409); refused["code"] != "delivery.edit.begun" {
		t.Errorf("refused: %v", refused)
	}
	h.call(dan, "POST", "/v1/tasks/"+pickup+"/done", json.RawMessage(`{"notes":"two bags"}`), 200)
	if got := h.call(sue, "GET", "/v1/deliveries/1", nil, 200); row(at(got, "stops 0 notes")) != "two bags" || at(got, "stops 0 endedAt") == nil {
		t.Errorf("proof: %v", got)
	}
}
