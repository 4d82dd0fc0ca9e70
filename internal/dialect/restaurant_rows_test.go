package dialect

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
)

// shopPlayed is one request with everything that it must come to: status, the keys of the answer (or, of a list, of its members), values in it, and
// the facts in the journal.
type shopPlayed struct {
	as, ask string
	status  int
	keys    string
	want    map[string]any
	events  string
}

// plays makes the requests one after the other. Values are named by paths such as "hydra:member.0.type".
func (s *street) plays(rows []shopPlayed) {
	s.t.Helper()
	for n, r := range rows {
		before := len(s.facts())
		out := s.ask(r.as, r.ask)
		if out.Code != r.status {
			s.t.Errorf("%d. %s by %q: %d, want %d: %s", n, r.ask, r.as, out.Code, r.status, out.Body)
			continue
		}
		if facts := strings.Join(s.facts()[before:], " "); facts != r.events {
			s.t.Errorf("%d. %s: events %q, want %q", n, r.ask, facts, r.events)
		}
		if r.keys == "" && r.want == nil {
			continue
		}
		var got any
		if err := json.Unmarshal(out.Body.Bytes(), &got); err != nil {
			s.t.Errorf("%d. %s: %s", n, r.ask, out.Body)
			continue
		}
		s.compares(n, r, got)
	}
}

// facts are the names of all events.
func (s *street) facts() (names []string) {
	s.t.Helper()
	err := s.db.Read(s.t.Context(), authz.System(), func(tx *db.Tx) error {
		entries, err := db.EntriesAfter(tx, 0, 10_000)
		for _, e := range entries {
			names = append(names, e.Name)
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return names
}

func (s *street) compares(n int, r shopPlayed, got any) {
	s.t.Helper()
	if o, ok := got.(map[string]any); ok && r.keys != "" {
		if list, ok := o["hydra:member"].([]any); ok {
			for _, m := range list {
				if member, _ := m.(map[string]any); allKeys(member) != r.keys {
					s.t.Errorf("%d. %s: a member has the keys %s", n, r.ask, allKeys(member))
				}
			}
		} else if allKeys(o) != r.keys {
			s.t.Errorf("%d. %s: keys %s", n, r.ask, allKeys(o))
		}
	}
	for path, want := range r.want {
		text, _ := json.Marshal(want)
		var wanted any
		_ = json.Unmarshal(text, &wanted)
		if found := valueAt(got, path); !reflect.DeepEqual(found, wanted) {
			s.t.Errorf("%d. %s: %s is %v, want %v", n, r.ask, path, found, wanted)
		}
	}
}

// valueAt follows a path of keys and indexes into a document; "" is all of it, "n" of a list its length.
func valueAt(v any, path string) any {
	for part := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			if part != "" {
				v = x[part]
			}
		case []any:
			var at int
			if part == "n" {
				return float64(len(x))
			}
			if _, err := fmt.Sscan(part, &at); err != nil || at >= len(x) {
				return nil
			}
			v = x[at]
		}
	}
	return v
}

const (
	listedKeys   = restaurantKeys + " facets"
	menuRootKeys = "@context @id @type hasMenuSection identifier name"
	sectionKeys  = "@context @id @type description hasMenuItem identifier name"
	closingKeys  = "@context @id @type closes id opens validFrom validThrough"
	shopListKeys = "@id @type shops slug title"
	blockKeys    = "@id @type data type"
)

func sorted(keys string) string {
	o := map[string]any{}
	for k := range strings.FieldsSeq(keys) {
		o[k] = nil
	}
	return allKeys(o)
}

// Every operation on restaurants, by who may. Restaurant 1 is ada's, open for lunch on a Tuesday noon; 2 has no menu and nobody.
func TestRestaurantRows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		s := newStreetIn(t, w)
		item := sorted("@context potentialAction " + restaurantKeys)
		put := sorted("@context " + restaurantKeys)
		today := s.db.Clock.Now().Format("2006-01-02")
		s.promote(1)
		s.plays([]shopPlayed{
			{"", "GET /api/restaurants", 200, "", map[string]any{"hydra:totalItems": 2, "hydra:view": nil, "hydra:search": nil, "@context": "/api/contexts/Restaurant",
				"hydra:member.0.@id": "/api/restaurants/1", "hydra:member.0.badges": []string{"exclusive", "new", "promotion"}, "hydra:member.0.facets.type": "Restaurant",
				"hydra:member.0.potentialAction": nil, "hydra:member.0.isOpen": true, "hydra:member.0.tags": []string{"Asiatique", "Italienne"},
				"hydra:member.0.hasMenu": "/api/restaurants/menus/1", "hydra:member.1.hasMenu": nil, "hydra:member.1.badges": []string{"exclusive", "new"},
				"hydra:member.1.@type": "http://schema.org/GroceryStore"}, ""},
			{"", "GET /api/restaurants?coordinate=48.8562,2.3726", 200, "", map[string]any{"hydra:view.@id": "/api/restaurants?coordinate=48.8562%2C2.3726", "hydra:totalItems": 2}, ""},
			{"", "GET /api/restaurants?coordinate=43.3,5.4", 200, "", map[string]any{"hydra:totalItems": 0}, ""},
			{"", "GET /api/restaurants/1", 200, item, map[string]any{"@context": "/api/contexts/Restaurant", "facets": nil, "hub": nil, "state": "normal",
				"openingHoursSpecification.0.opens": "11:30", "openingHoursSpecification.0.closes": "14:30", "openingHoursSpecification.0.dayOfWeek.0": "Monday",
				"fulfillmentMethods.0.type": "delivery", "fulfillmentMethods.0.enabled": true, "potentialAction.@type": "OrderAction", "depositRefundOptin": true,
				"potentialAction.target.inLanguage": "fr", "loopeatEnabled": false, "specialOpeningHoursSpecification.n": 0}, ""},
			{"", "GET /api/restaurants/9", 404, "", nil, ""},
			{"", "GET /api/restaurants/1/can-deliver/48.8570,2.3730", 200, "", map[string]any{"": "yes"}, ""},
			{"", "GET /api/restaurants/1/can-deliver/43.3,5.4", 400, "", map[string]any{"": "no"}, ""},
			{"", "GET /api/restaurants/1/can-deliver/north", 400, "", nil, ""},
			{"", "GET /api/restaurants/9/can-deliver/48.8570,2.3730", 404, "", nil, ""},
			{"", "GET /api/restaurants/1/timing", 200, "@context @id @type collection delivery", map[string]any{"@type": "Timing", "collection": nil, "delivery.@type": "TimeInfo",
				"delivery.today": true, "delivery.fast": true}, ""},
			{"", "GET /api/restaurants/9/timing", 404, "", nil, ""},
			{"", "GET /api/me/restaurants", 401, "", nil, ""},
			{"owner", "GET /api/me/restaurants", 200, restaurantKeys, map[string]any{"hydra:totalItems": 1, "hydra:member.0.id": 1}, ""},
			{"rival", "GET /api/me/restaurants", 200, "", map[string]any{"hydra:totalItems": 0, "hydra:member": []any{}}, ""},

			{"", `PUT /api/restaurants/1 {"state":"rush"}`, 401, "", nil, ""},
			{"rival", `PUT /api/restaurants/1 {"state":"rush"}`, 403, "", nil, ""},
			{"dispatcher", `PUT /api/restaurants/1 {"state":"rush"}`, 403, "", nil, ""},
			{"owner", `PUT /api/restaurants/9 {"state":"rush"}`, 404, "", nil, ""},
			{"owner", `PUT /api/restaurants/1 {"state":"asleep"}`, 400, "", nil, ""},
			{"owner", `PUT /api/restaurants/1 {"state":"rush"}`, 200, put, map[string]any{"state": "rush", "facets": nil, "potentialAction": nil}, "restaurant.changed"},
			{"owner", `PUT /api/restaurants/1 {"state":""}`, 200, put, map[string]any{"state": "rush"}, "restaurant.changed"},
			{"admin", `PUT /api/restaurants/1 {"state":"normal","name":"Stolen"}`, 200, put, map[string]any{"state": "normal", "name": "Da Ada"}, "restaurant.changed"},

			{"", "PUT /api/restaurants/1/close {}", 401, "", nil, ""},
			{"rival", "PUT /api/restaurants/1/close {}", 403, "", nil, ""},
			{"dispatcher", "PUT /api/restaurants/1/close {}", 403, "", nil, ""},
			{"owner", "PUT /api/restaurants/1/close {}", 200, put, map[string]any{"isOpen": false, "specialOpeningHoursSpecification.n": 1,
				"specialOpeningHoursSpecification.0.opens": "23:59", "specialOpeningHoursSpecification.0.closes": "00:00",
				"specialOpeningHoursSpecification.0.validFrom": today, "specialOpeningHoursSpecification.0.validThrough": today}, "restaurant.closed"},
			{"owner", "PUT /api/restaurants/1/close {}", 200, put, map[string]any{"specialOpeningHoursSpecification.n": 1}, ""},
			{"owner", "GET /api/opening_hours_specifications/1", 200, closingKeys, map[string]any{"@type": "OpeningHoursSpecification", "opens": "23:59"}, ""},
			{"", "DELETE /api/opening_hours_specifications/1", 401, "", nil, ""},
			{"rival", "DELETE /api/opening_hours_specifications/1", 403, "", nil, ""},
			{"owner", "DELETE /api/opening_hours_specifications/9", 404, "", nil, ""},
			{"owner", "DELETE /api/opening_hours_specifications/1", 204, "", nil, "restaurant.reopened"},
			{"", "GET /api/restaurants/1", 200, item, map[string]any{"isOpen": true}, ""},

			{"", "DELETE /api/restaurants/2", 401, "", nil, ""},
			{"owner", "DELETE /api/restaurants/1", 403, "", nil, ""},
			{"admin", "DELETE /api/restaurants/2", 204, "", nil, "restaurant.deleted"},
			{"", "GET /api/restaurants/2", 404, "", nil, ""},
			{"", "GET /api/restaurants", 200, sorted(listedKeys), map[string]any{"hydra:totalItems": 1}, ""},
		})
	})
}

// promote makes a featured promotion of a restaurant, one that is over and one of nobody in particular.
func (s *street) promote(restaurantID int64) {
	s.t.Helper()
	rules := fmt.Sprintf(`[{"type":"is_restaurant","configuration":{"restaurant_id":%d}}]`, restaurantID)
	const insert = `INSERT INTO promotions (id, name, code, coupon_based, priority, exclusive, featured, used, ends_at, rules, actions, version, created_at, updated_at)
		VALUES (?, 'P', ?, FALSE, 0, FALSE, TRUE, 0, ?, ?, '[]', 1, 0, 0)`
	err := s.db.Write(s.t.Context(), authz.System(), func(tx *db.Tx) error {
		if _, err := tx.Exec(insert, 1, "now", nil, rules); err != nil {
			return err
		}
		past := tx.Now().Add(-time.Second)
		if _, err := tx.Exec(insert, 2, "over", past, strings.Replace(rules, ":1}", ":2}", 1)); err != nil {
			return err
		}
		_, err := tx.Exec(insert, 3, "all", nil, "[]")
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// Every operation on menus, their sections, products and option values, by who may. Menu 1 has sections 2 and 3; pizza and salad stand in 3.
func TestMenuRows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		s := newStreetIn(t, w)
		const dish = "@id @type code description enabled id identifier images name offers reusablePackagingEnabled suitableForDiet allergens"
		const value = "@context @id @type code enabled name price value"
		s.plays([]shopPlayed{
			{"", "GET /api/restaurants/1/menu", 200, menuRootKeys, map[string]any{"@id": "/api/restaurants/menus/1", "@type": "http://schema.org/Menu", "hasMenuSection.n": 2,
				"hasMenuSection.0.@type": "MenuSection", "hasMenuSection.0.description": nil, "hasMenuSection.0.hasMenuItem": []any{},
				"hasMenuSection.1.hasMenuItem.0.menuAddOn.0.valuesRange": "[1,]", "hasMenuSection.1.hasMenuItem.0.menuAddOn.0.hasMenuItem.0.name": "Big",
				"hasMenuSection.1.hasMenuItem.0.menuAddOn.0.hasMenuItem.0.dependsOn": []any{}, "hasMenuSection.1.hasMenuItem.0.menuAddOn.0.@id": nil,
				"hasMenuSection.1.hasMenuItem.1.allergens": nil, "hasMenuSection.1.hasMenuItem.1.images": []any{}}, ""},
			{"", "GET /api/restaurants/2/menu", 404, "", nil, ""},
			{"", "GET /api/restaurants/1/menus", 200, "@id @type hasMenuSection identifier name", map[string]any{"@context": "/api/contexts/Restaurant", "hydra:totalItems": 1}, ""},
			{"", `POST /api/restaurants/1/menus {"name":"Dinner"}`, 401, "", nil, ""},
			{"rival", `POST /api/restaurants/1/menus {"name":"Dinner"}`, 403, "", nil, ""},
			{"owner", `POST /api/restaurants/1/menus {}`, 400, "", nil, ""},
			{"owner", `POST /api/restaurants/1/menus {"name":"Dinner"}`, 201, menuRootKeys, map[string]any{"@id": "/api/restaurants/menus/4", "hasMenuSection": []any{}}, "menu.changed"},
			{"", "GET /api/restaurants/menus/4", 200, menuRootKeys, map[string]any{"name": "Dinner"}, ""},
			{"", "GET /api/restaurants/menus/2", 404, "", nil, ""},
			{"rival", `PUT /api/restaurants/menus/1 {"name":"x"}`, 403, "", nil, ""},
			{"owner", `PUT /api/restaurants/menus/1 {"sections":["/api/restaurants/menus/1/sections/3","/api/restaurants/menus/1/sections/2"]}`, 200, menuRootKeys,
				map[string]any{"hasMenuSection.0.@id": "/api/restaurants/menus/1/sections/3", "name": "Lunch"}, "menu.changed"},
			{"", "GET /api/restaurants/1/menu", 200, menuRootKeys, map[string]any{"hasMenuSection.0.@id": "/api/restaurants/menus/1/sections/3"}, ""},
			{"owner", `POST /api/restaurants/menus/4/sections {"name":"Soups","description":"Hot"}`, 201, sectionKeys,
				map[string]any{"@id": "/api/restaurants/menus/4/sections/5", "@type": "http://schema.org/Menu", "description": "Hot", "hasMenuItem": []any{}}, "menu.changed"},
			{"", "GET /api/restaurants/menus/4/sections/5", 200, sectionKeys, map[string]any{"name": "Soups"}, ""},
			{"", "GET /api/restaurants/menus/1/sections/5", 404, "", nil, ""},
			{"rival", `PUT /api/restaurants/menus/4/sections/5 {"products":[]}`, 403, "", nil, ""},
			// A product stands in one section: that of the other menu loses it.
			{"owner", `PUT /api/restaurants/menus/4/sections/5 {"products":["/api/products/2"]}`, 200, sectionKeys,
				map[string]any{"hasMenuItem.n": 1, "hasMenuItem.0.@id": "/api/products/2", "name": "Soups", "description": "Hot"}, "menu.changed"},
			{"", "GET /api/restaurants/menus/1/sections/3", 200, sectionKeys, map[string]any{"hasMenuItem.n": 1}, ""},
			{"rival", "DELETE /api/restaurants/menus/4/sections/5", 403, "", nil, ""},
			{"owner", "DELETE /api/restaurants/menus/4/sections/5", 204, "", nil, "menu.changed"},
			{"rival", "DELETE /api/restaurants/menus/4", 403, "", nil, ""},
			{"owner", "DELETE /api/restaurants/menus/4", 204, "", nil, "menu.changed"},
			{"", "GET /api/restaurants/menus/4", 404, "", nil, ""},

			{"", "GET /api/restaurants/1/products", 200, "", map[string]any{"@context": "/api/contexts/Product", "hydra:totalItems": 2, "hydra:search": nil, "hydra:view": nil,
				"hydra:member.0.menuAddOn": nil, "hydra:member.1.suitableForDiet": nil, "hydra:member.1.description": nil,
				"hydra:member.0.suitableForDiet": []string{"http://schema.org/HalalDiet", "http://schema.org/EggFreeDiet"}}, ""},
			{"", "GET /api/restaurants/1/product_options", 200, "@id @type additional code name strategy values valuesRange", map[string]any{"hydra:member.0.valuesRange": map[string]any{"lower": 1, "upper": nil, "isUpperInfinite": true}, "hydra:member.0.values.n": 2, "hydra:member.0.values.0.enabled": true}, ""},
			{"", "GET /api/products/1", 401, "", nil, ""},
			{"customer", "GET /api/products/1", 200, sorted("@context " + dish), map[string]any{"menuAddOn": nil, "identifier": "PIZZA"}, ""},
			{"customer", `PUT /api/products/1 {"enabled":false}`, 403, "", nil, ""},
			{"rival", `PUT /api/products/1 {"enabled":false}`, 403, "", nil, ""},
			{"owner", `PUT /api/products/9 {"enabled":false}`, 404, "", nil, ""},
			{"owner", `PUT /api/products/1 {"enabled":"no"}`, 400, "", nil, ""},
			{"owner", `PUT /api/products/1 {"enabled":false}`, 200, sorted("@context " + dish), map[string]any{"enabled": false}, "product.changed"},
			{"", "GET /api/restaurants/1/menu", 200, menuRootKeys, map[string]any{"hasMenuSection.0.hasMenuItem.0.enabled": false}, ""},
			{"owner", `PUT /api/products/1/disable {"until":"yesterday"}`, 400, "", nil, ""},
			{"rival", `PUT /api/products/1/disable {"until":"tomorrow 00:00"}`, 403, "", nil, ""},
			{"owner", `PUT /api/products/1/disable {"until":"tomorrow 00:00"}`, 200, sorted("@context " + dish), map[string]any{"enabled": false}, "product.changed"},
			{"rival", `PUT /api/product_option_values/2 {"enabled":false}`, 403, "", nil, ""},
			{"owner", `PUT /api/product_option_values/2 {"enabled":false}`, 200, value, map[string]any{"enabled": false, "code": "SIZE_BIG", "price": 150, "value": "Big"}, "option_value.changed"},
			{"", "GET /api/restaurants/1/menu", 200, menuRootKeys, map[string]any{"hasMenuSection.0.hasMenuItem.0.menuAddOn.0.hasMenuItem.n": 1}, ""},
			{"owner", `PUT /api/product_option_values/2 {"enabled":true}`, 200, value, map[string]any{"enabled": true}, "option_value.changed"},
			{"owner", `GET /api/product_option_values/2`, 200, value, nil, ""},
			{"rival", "DELETE /api/products/2", 403, "", nil, ""},
			{"owner", "DELETE /api/products/2", 204, "", nil, "product.changed"},
			{"", "GET /api/restaurants/1/products", 200, sorted(dish), map[string]any{"hydra:totalItems": 1}, ""},
		})
	})
}

// Every operation on selections and the home page.
func TestHomepageRows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		s := newStreetIn(t, w)
		const blocks = `{"blocks":[{"type":"exclusive"},{"type":"shop_collection","data":{"slug":"x"}}]}`
		long := `{"blocks":[` + strings.Repeat(`{"type":"a"},`, 50) + `{"type":"a"}]}`
		s.plays([]shopPlayed{
			{"owner", `POST /api/shop_collections {"title":"Best"}`, 403, "", nil, ""},
			{"admin", `POST /api/shop_collections {"title":"Best","shops":["/api/restaurants/1"]}`, 201, sorted("@context " + shopListKeys), map[string]any{"slug": "best"}, ""},
			{"admin", `PUT /api/shop_collections/1 {"title":"Worst"}`, 200, sorted("@context " + shopListKeys), map[string]any{"slug": "best", "shops": []string{"/api/restaurants/1"}}, ""},
			{"", "GET /api/shop_collections", 200, shopListKeys, map[string]any{"hydra:totalItems": 1}, ""},

			{"", "GET /api/ui/homepage/blocks", 401, "", nil, ""},
			{"customer", "GET /api/ui/homepage/blocks", 200, "", map[string]any{"@context": "/api/contexts/Homepage", "@id": "/api/ui/homepage/blocks", "hydra:totalItems": 0,
				"hydra:member": []any{}, "hydra:view": nil, "hydra:search": nil}, ""},
			{"owner", "PUT /api/ui/homepage/blocks " + blocks, 403, "", nil, ""},
			{"admin", `PUT /api/ui/homepage/blocks {"blocks":[{"type":""}]}`, 400, "", map[string]any{"violations.0.propertyPath": "blocks[0].type"}, ""},
			{"admin", `PUT /api/ui/homepage/blocks {"blocks":"all"}`, 400, "", nil, ""},
			{"admin", "PUT /api/ui/homepage/blocks " + long, 400, "", map[string]any{"violations.0.propertyPath": "blocks"}, ""},
			{"admin", "PUT /api/ui/homepage/blocks " + blocks, 200, blockKeys, map[string]any{"hydra:totalItems": 2, "hydra:member.0.@id": "/api/ui/homepage/blocks/1",
				"hydra:member.0.@type": "Homepage", "hydra:member.0.type": "exclusive", "hydra:member.0.data": []any{}, "hydra:member.1.data": map[string]any{"slug": "x"}}, "homepage.changed"},
			{"customer", "GET /api/ui/homepage/blocks/2", 200, sorted("@context " + blockKeys), map[string]any{"@context": "/api/contexts/Homepage", "type": "shop_collection"}, ""},
			{"customer", "GET /api/ui/homepage/blocks/9", 404, "", nil, ""},
			{"admin", `PUT /api/ui/homepage/blocks {"blocks":[{"type":"banner","data":null}]}`, 200, blockKeys, map[string]any{"hydra:totalItems": 1, "hydra:member.0.data": []any{}},
				"homepage.changed"},
			{"customer", "GET /api/ui/homepage/blocks/2", 404, "", nil, ""},

			{"customer", "GET /api/ui/homepage", 403, "", nil, ""},
			{"admin", "GET /api/ui/homepage", 200, "@context @id @type published", map[string]any{"published": false, "@id": "/api/ui/homepage"}, ""},
			{"owner", `PUT /api/ui/homepage {"published":true}`, 403, "", nil, ""},
			{"admin", `PUT /api/ui/homepage {"published":"yes"}`, 400, "", nil, ""},
			{"admin", `PUT /api/ui/homepage {"published":true}`, 200, "@context @id @type published", map[string]any{"published": true}, "settings.changed"},
			{"admin", `PUT /api/ui/homepage {}`, 200, "", map[string]any{"published": true}, ""},

			{"", "GET /api/tax_rates", 200, "@id @type alternatives amount category code id name", map[string]any{"@context": "/api/contexts/TaxRate", "hydra:totalItems": nil}, ""},
		})
	})
}
