package app_test

import (
	"encoding/json"
	"testing"
)

// TestStoresAreSetUpOnTheirScreen: administrators make a store, say what its form asks for and who acts for it; who acts for it then sends.
func TestStoresAreSetUpOnTheirScreen(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	ada, sue := who["ada"], who["sue"]
	const books = `{"name":" Librairie ","address":{"streetAddress":"9 Rue Z","lat":48.86,"lng":2.37}}`
	for _, name := range []string{"dan", "sue", "zoe"} {
		for _, ask := range []string{"GET", "POST"} {
			if got := h.status(who[name], ask, "/v1/stores", books); got != 403 {
				t.Errorf("%s by %s: %d", ask, name, got)
			}
		}
	}
	h.call(ada, "POST", "/v1/stores", json.RawMessage(`{"name":" ","address":{"streetAddress":"9 Rue Z","lat":48.86,"lng":2.37}}`), 400)
	all := h.call(ada, "POST", "/v1/stores", json.RawMessage(books), 201)
	stores := all["stores"].([]any)
	made := stores[len(stores)-1]
	id := row(at(made, "id"))
	if row(at(made, "name"), at(made, "priceListId"), at(made, "ownerIds"), at(made, "address streetAddress")) != "Librairie|<nil>|[]|9 Rue Z" {
		t.Errorf("made: %v", made)
	}
	sueID := ""
	for _, p := range all["people"].([]any) {
		if row(at(p, "name")) == "sue" {
			sueID = row(at(p, "id"))
		}
	}
	set := func(list, owners string) json.RawMessage {
		return json.RawMessage(`{"name":"Librairie","priceListId":` + list + `,"packageSetId":null,"timeSlotIds":[],"weightRequired":true,"packagesRequired":false,"severalDrops":true,"ownerIds":[` + owners + `]}`)
	}
	h.call(ada, "PUT", "/v1/stores/"+id, set("999", ""), 400)
	h.call(ada, "PUT", "/v1/stores/"+id, set("null", "999"), 400)
	if got := h.status(who["dan"], "PUT", "/v1/stores/"+id, string(set("1", ""))); got != 403 {
		t.Errorf("changed by dan: %d", got)
	}
	h.call(ada, "PUT", "/v1/stores/"+id, set("1", sueID), 200)
	mine := h.call(sue, "GET", "/v1/stores/mine", nil, 200)["stores"].([]any)
	if last := mine[len(mine)-1]; row(at(last, "name"), at(last, "priced"), at(last, "weightRequired"), at(last, "severalDrops"), at(last, "can")) != "Librairie|true|true|true|[address]" {
		t.Errorf("sue's: %v", mine)
	}
	quote := h.call(sue, "POST", "/v1/stores/"+id+"/quote", json.RawMessage(`{"drops":[{"address":{"streetAddress":"7 Rue X","lat":48.87,"lng":2.37},"weight":900}]}`), 200)
	if quote["total"].(float64) <= 0 {
		t.Errorf("quote: %v", quote)
	}
	h.call(ada, "PUT", "/v1/stores/"+id, set("null", ""), 200)
	if got := h.status(sue, "GET", "/v1/stores/"+id+"/deliveries", ""); got != 404 {
		t.Errorf("sue afterwards: %d", got)
	}
}
