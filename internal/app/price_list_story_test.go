package app_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

const aNewList = `{"name":"Neuf","strategy":"map","rules":[{"name":"","target":"DELIVERY","expression":"distance > 3000","price":"499"},
	{"name":"Gros colis","target":"TASK","expression":"packages.containsAtLeastOne(\"XL\")","price":"price_per_package(packages, \"XL\", 100, 0, 0)"},
	{"name":"Escaliers","target":"DELIVERY","expression":"false","price":"200"}]}`

// TestPriceListsAreWrittenOnTheirScreen: dispatchers look and try, administrators write; what was changed meanwhile is not written over.
func TestPriceListsAreWrittenOnTheirScreen(t *testing.T) {
	t.Parallel()
	onBoth(t, func(w *town) {
		h := w.house
		h.call("", "POST", "/_dev/reset", json.RawMessage(parcels), 200)
		who := map[string]string{"": ""}
		for _, name := range []string{"ada", "dan", "cal", "sue", "zoe"} {
			who[name] = h.token("@" + name)
		}
		seen := h.call(who["dan"], "GET", "/v1/price-lists", nil, 200)
		if row(at(seen, "lists 0 name"), at(seen, "lists 0 usedBy 0 name"), at(seen, "lists 0 rules 0 says"), at(seen, "lists 0 rules 1 name"), seen["can"]) != "Tarif|Le Fournil|Plus de 0.00 km - €4.99|Escaliers|[]" {
			w.t.Errorf("a dispatcher sees %v", seen)
		}
		made := h.call(who["ada"], "POST", "/v1/price-lists", json.RawMessage(aNewList), 201)
		path := fmt.Sprintf("/v1/price-lists/%v", made["id"])
		change := strings.Replace(aNewList, `"name":"Neuf"`, fmt.Sprintf(`"name":"Autre","version":%v`, made["version"]), 1)
		changed := h.call(who["ada"], "PUT", path, json.RawMessage(change), 200)
		if row(changed["name"], len(changed["rules"].([]any)), at(changed, "rules 2 name"), changed["usedBy"]) != "Autre|3|Escaliers|[]" || changed["version"] == made["version"] {
			w.t.Errorf("changed: %v", changed)
		}
		h.call(who["ada"], "PUT", path, json.RawMessage(change), 409)
		wrong := h.call(who["ada"], "PUT", path, json.RawMessage(`{"name":"","strategy":"all","rules":[{"name":"","target":"DELIVERY","expression":"distance >","price":"1"}]}`), 400)
		if text := fmt.Sprint(wrong); !strings.Contains(text, "rules[0].expression") || !strings.Contains(text, "strategy") {
			w.t.Errorf("wrong: %v", wrong)
		}
		w.triesPrices(who["dan"])
		for name, token := range who {
			for _, ask := range []string{"GET /v1/price-lists", "POST /v1/price-lists/try", "POST /v1/price-lists", "PUT " + path, "DELETE " + path} {
				method, path, _ := strings.Cut(ask, " ")
				may := name == "ada" || name == "dan" && (method == "GET" || strings.HasSuffix(path, "/try"))
				if got := h.status(token, method, path, "{}"); !may && got != 401 && got != 403 {
					w.t.Errorf("%q: %s: %d", name, ask, got)
				}
				if name == "ada" && method == "DELETE" {
					w.call(who["ada"], "GET", path, nil, 404)
				}
			}
		}
		h.call(who["ada"], "DELETE", "/v1/price-lists/1", nil, 400) // the bakery uses it
	})
}

func (w *town) triesPrices(token string) {
	w.t.Helper()
	try := func(rest string) map[string]any {
		return w.call(token, "POST", "/v1/price-lists/try", json.RawMessage(`{"list":`+aNewList+`,`+rest+`}`), 200)
	}
	far := try(`"metres":4000,"dropoffs":1,"packages":[{"name":"XL","quantity":2}],"byHand":[{"rule":2,"quantity":1}]`)
	if row(far["found"], far["total"], len(far["passes"].([]any)), at(far, "says 0"), at(far, "passes 2 rules 2 byHand")) != "true|899|3|Plus de 3.00 km - €4.99|true" {
		w.t.Errorf("tried: %v", far)
	}
	near := try(`"metres":1000,"dropoffs":3`)
	if row(near["found"], near["total"], len(near["passes"].([]any))) != "false|0|5" || !strings.Contains(fmt.Sprint(at(near, "passes 4 rules 0 why")), "distance = 1000") {
		w.t.Errorf("tried: %v", near)
	}
}
