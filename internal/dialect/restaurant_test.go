package dialect

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/org"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
	"pignon.coop/locales"
)

// street is a co-op with a pizzeria, open for lunch, and a grocery; it is Tuesday noon. Bearer tokens are the names of its people.
type street struct {
	t   *testing.T
	mux *http.ServeMux
	db  *dbtest.World
}

var shopPeople = map[string]authz.Actor{
	"":           {},
	"owner":      {Kind: authz.Person, UserID: 1, Roles: []authz.Role{authz.Restaurant}},
	"rival":      {Kind: authz.Person, UserID: 2, Roles: []authz.Role{authz.Restaurant}},
	"customer":   {Kind: authz.Person, UserID: 3},
	"dispatcher": {Kind: authz.Person, UserID: 3, Roles: []authz.Role{authz.Dispatcher}},
	"admin":      {Kind: authz.Person, UserID: 3, Roles: []authz.Role{authz.Admin}},
}

func newStreet(t *testing.T) *street {
	t.Helper()
	return newStreetIn(t, dbtest.SQLite(t))
}

func newStreetIn(t *testing.T, w *dbtest.World) *street {
	t.Helper()
	set, err := locale.Load(locales.Files, "en")
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	words := set.Printer(locale.PrinterIn{Language: "fr", Zone: zone, Currency: "EUR"})
	planner := routing.NewPlanner(routing.PlannerIn{})
	s := &street{t: t, mux: http.NewServeMux(), db: w}
	f := &face{house: House{
		DB: w.DB, Log: slog.New(slog.DiscardHandler), Words: func() *locale.Printer { return words }, RealNow: w.Clock.Now,
		Settings: func() org.Settings { return org.Settings{Locale: "fr", Timezone: "Europe/Paris"} },
		Planner:  func() *routing.Planner { return planner },
	}}
	web.Mount(s.mux, web.Face{
		Name: "test", Log: f.house.Log, Refuse: f.refuse,
		Authenticate: func(r *http.Request) (authz.Actor, error) { return shopPeople[web.Bearer(r)], nil },
	}, slices.Concat(f.restaurantEndpoints(), f.closingEndpoints(), f.menuEndpoints(), f.productEndpoints(), f.optionEndpoints(), f.taxEndpoints(), f.shopCollectionEndpoints(),
		f.homepageEndpoints()))
	if err := w.Write(context.Background(), authz.System(), s.build); err != nil {
		t.Fatal(err)
	}
	return s
}

func ref[T any](v T) *T { return &v }

func (s *street) build(tx *db.Tx) error {
	for id := int64(1); id <= 3; id++ {
		name := string(rune('a' + id))
		if _, err := tx.Exec("INSERT INTO customers (id, email, email_canonical, tags, created_at, updated_at) VALUES (?, ?, ?, '[]', 0, 0)", id, name, name); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO users (id, username, username_canonical, email, email_canonical, roles, enabled, customer_id, version, created_at, updated_at)
			VALUES (?, ?, ?, ?, ?, '[]', TRUE, ?, 1, 0, 0)`, id, name, name, name, name, id); err != nil {
			return err
		}
	}
	if err := shop.ProvisionTaxes(tx, "fr"); err != nil {
		return err
	}
	for _, name := range []string{"Da Ada", "Le Panier"} {
		if err := addShop(tx, name); err != nil {
			return err
		}
	}
	if err := shop.SetOwners(tx, 1, []int64{1}); err != nil {
		return err
	}
	return addMenu(tx)
}

func addShop(tx *db.Tx, name string) error {
	hours, err := span.ParseHours([]string{"Mo-Su 11:30-14:30"})
	if err != nil {
		return err
	}
	delivery := shop.DefaultMethod(shop.Delivery)
	kind := "GroceryStore"
	if name == "Da Ada" {
		kind, delivery.OpeningHours = "Restaurant", hours
	}
	_, err = shop.CreateRestaurant(tx, shop.CreateRestaurantIn{
		Address: org.AddressIn{StreetAddress: ref("12 Rue Sedaine, Paris"), Position: &org.Position{Lat: 48.8562, Lng: 2.3726}},
		Fields: shop.Fields{Name: &name, Type: &kind, Enabled: ref(true), Exclusive: ref(true), Featured: ref(true), Cuisines: &[]string{"italian", "asian"},
			Methods: &[]shop.FulfillmentMethod{delivery, shop.DefaultMethod(shop.Collection)}},
	})
	return err
}

func addMenu(tx *db.Tx) error {
	size, err := shop.CreateOption(tx, shop.CreateOptionIn{RestaurantID: 1, Code: "SIZE", Name: "Size", Strategy: shop.PerValue, Additional: true, Lower: ref(int64(1)),
		Values: []shop.ValueIn{{Code: "SIZE_SMALL", Value: "Small"}, {Code: "SIZE_BIG", Value: "Big", Price: 150}}})
	if err != nil {
		return err
	}
	for _, p := range []shop.CreateProductIn{
		{Code: "PIZZA", Name: "Pizza", Description: "Round", Diets: []string{"HALAL_DIET", "EGG_FREE_DIET"}, Allergens: []string{"NUTS"}, OptionIDs: []int64{size.ID},
			Images: []shop.Image{{Ratio: "1:1", Blob: "product/a.jpg"}}},
		{Code: "SALAD", Name: "Salad"},
	} {
		p.RestaurantID, p.Price, p.TaxCategoryID = 1, 900, 1
		if _, err := shop.CreateProduct(tx, p); err != nil {
			return err
		}
	}
	menu, err := shop.CreateMenu(tx, shop.CreateMenuIn{RestaurantID: 1, Name: "Lunch"})
	if err != nil {
		return err
	}
	for _, name := range []string{"Starters", "Pizzas"} {
		if _, err := shop.CreateSection(tx, shop.CreateSectionIn{MenuID: menu.ID, Name: name}); err != nil {
			return err
		}
	}
	if _, err := shop.EditSection(tx, shop.EditSectionIn{MenuID: 1, ID: 3, Products: &[]int64{1, 2}}); err != nil {
		return err
	}
	_, err = shop.UpdateRestaurant(tx, shop.UpdateRestaurantIn{ID: 1, MenuID: &menu.ID})
	return err
}

// ask sends "METHOD path [body]" as somebody.
func (s *street) ask(who, request string) *httptest.ResponseRecorder {
	s.t.Helper()
	parts := strings.SplitN(request, " ", 3)
	var body io.Reader
	if len(parts) == 3 {
		body = strings.NewReader(parts[2])
	}
	r := httptest.NewRequest(parts[0], parts[1], body)
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+who)
	}
	out := httptest.NewRecorder()
	s.mux.ServeHTTP(out, r)
	return out
}

func (s *street) object(who, request string) map[string]any {
	s.t.Helper()
	out := s.ask(who, request)
	var o map[string]any
	if err := json.Unmarshal(out.Body.Bytes(), &o); err != nil {
		s.t.Fatalf("%s: %d %s", request, out.Code, out.Body)
	}
	return o
}

// row is one request: what its answer must and must not hold.
type row struct {
	who, request string
	status       int
	want, not    []string
}

func (s *street) check(rows []row) {
	s.t.Helper()
	for _, r := range rows {
		out := s.ask(r.who, r.request)
		body := out.Body.String()
		if out.Code != r.status {
			s.t.Errorf("%s by %q: %d, want %d: %s", r.request, r.who, out.Code, r.status, body)
			continue
		}
		for _, w := range r.want {
			if !strings.Contains(body, w) {
				s.t.Errorf("%s by %q lacks %s: %s", r.request, r.who, w, body)
			}
		}
		for _, n := range r.not {
			if strings.Contains(body, n) {
				s.t.Errorf("%s by %q holds %s: %s", r.request, r.who, n, body)
			}
		}
	}
}

const restaurantKeys = "@id @type address autoAcceptOrdersEnabled badges bannerImage depositRefundEnabled depositRefundOptin description " +
	"edenredEnabled edenredMerchantId edenredSyncSent edenredTRCardEnabled enabled fulfillmentMethods hasMenu hub id image isOpen loopeatEnabled " +
	"loopeatMandatory name nextOpeningDate openingHoursSpecification specialOpeningHoursSpecification state tags telephone"

func keysOf(o map[string]any, without ...string) string {
	keys := slices.Sorted(maps.Keys(o))
	return strings.Join(slices.DeleteFunc(keys, func(k string) bool { return slices.Contains(without, k) }), " ")
}

func TestRestaurantKeys(t *testing.T) {
	t.Parallel()
	s := newStreet(t)
	item := s.object("", "GET /api/restaurants/1")
	if got := keysOf(item, "@context", "potentialAction"); got != restaurantKeys || item["potentialAction"] == nil {
		t.Errorf("item: %s", got)
	}
	put := s.object("owner", `PUT /api/restaurants/1 {"state":"rush"}`)
	if got := keysOf(put, "@context"); got != restaurantKeys || put["state"] != "rush" {
		t.Errorf("put: %s", got)
	}
	list := s.object("", "GET /api/restaurants")
	member, _ := list["hydra:member"].([]any)[0].(map[string]any)
	if got := keysOf(member, "facets"); got != restaurantKeys || member["facets"] == nil || member["@context"] != nil {
		t.Errorf("list: %s", got)
	}
	if got := keysOf(list); got != "@context @id @type hydra:member hydra:totalItems" {
		t.Errorf("envelope: %s", got)
	}
	if facets, _ := json.Marshal(member["facets"]); string(facets) != `{"category":["Exclusivités","À la une"],"cuisine":["Asiatique","Italienne"],"type":"Restaurant"}` {
		t.Errorf("facets: %s", facets)
	}
}

func TestRestaurants(t *testing.T) {
	t.Parallel()
	s := newStreet(t)
	s.check([]row{
		{"", "GET /api/restaurants", 200, []string{`"hydra:totalItems":2`, `"@type":"http://schema.org/GroceryStore"`}, []string{"hydra:view", "hydra:search", "potentialAction"}},
		{"", "GET /api/restaurants?coordinate=48.8570,2.3730", 200, []string{`"hydra:totalItems":2`, `"hydra:view":{"@id":"/api/restaurants?coordinate=48.8570%2C2.3730"`}, nil},
		{"", "GET /api/restaurants?coordinate=45.0,2.3730", 200, []string{`"hydra:totalItems":0`}, nil},
		{"", "GET /api/restaurants?coordinate=here", 400, []string{"hydra:Error"}, nil},
		{"", "GET /api/restaurants/1", 200, []string{
			`{"@context":"/api/contexts/Restaurant","@id":"/api/restaurants/1","@type":"http://schema.org/Restaurant"`,
			`"openingHoursSpecification":[{"@type":"OpeningHoursSpecification","opens":"11:30","closes":"14:30","dayOfWeek":["Monday","Tuesday","Wednesday","Thursday","Friday","Saturday","Sunday"]}]`,
			`"isOpen":true,"nextOpeningDate":"2026-11-25T11:30:00+01:00","hub":null`, `"hasMenu":"/api/restaurants/menus/1"`, `"tags":["Asiatique","Italienne"]`,
			`"badges":["exclusive","new"]`, `"image":"http://example.com/media/`, `"inLanguage":"fr"`, `"type":"delivery","openingHours":["Mo-Su 11:30-14:30"],"enabled":true`,
		}, []string{"facets"}},
		{"", "GET /api/restaurants/2", 200, []string{`"nextOpeningDate":null`}, []string{"hasMenu"}},
		{"", "GET /api/restaurants/9", 404, []string{"Not Found", `"trace":[]`}, nil},
		{"", "GET /api/restaurants/x", 404, nil, nil},
		{"owner", "GET /api/me/restaurants", 200, []string{`"hydra:totalItems":1`, `"@id":"/api/restaurants/1"`}, []string{"facets", "potentialAction"}},
		{"customer", "GET /api/me/restaurants", 200, []string{`"hydra:member":[]`}, nil},
		{"", "GET /api/me/restaurants", 401, []string{"JWT Token not found"}, nil},
		{"", "GET /api/restaurants/1/timing", 200, []string{`"@type":"Timing"`, `"range":["2026-11-24T12:30:00+01:00","2026-11-24T12:40:00+01:00"],"today":true,"fast":true,"diff":"30 - 40"`, `"collection":null`}, nil},
		{"", "GET /api/restaurants/2/timing", 200, []string{`"delivery":null,"collection":null`}, nil},
		{"", "GET /api/restaurants/1/can-deliver/48.8570,2.3730", 200, []string{`"yes"`}, nil},
		{"", "GET /api/restaurants/1/can-deliver/45.0,2.3730", 400, []string{`"no"`}, nil},
		{"", "GET /api/restaurants/1/can-deliver/x", 400, []string{"hydra:Error"}, nil},
		{"customer", `PUT /api/restaurants/1 {"state":"rush"}`, 403, []string{"Access Denied.", "trace"}, nil},
		{"rival", `PUT /api/restaurants/1 {"state":"rush"}`, 403, nil, nil},
		{"dispatcher", `PUT /api/restaurants/1 {"state":"rush"}`, 403, nil, nil},
		{"", `PUT /api/restaurants/1 {"state":"rush"}`, 401, nil, nil},
		{"owner", `PUT /api/restaurants/9 {"state":"rush"}`, 404, nil, nil},
		{"owner", `PUT /api/restaurants/1 {"state":"sleepy"}`, 400, []string{`"propertyPath":"state"`}, nil},
		{"owner", `PUT /api/restaurants/1 {"state":"rush"}`, 200, []string{`"state":"rush"`}, nil},
		{"owner", `PUT /api/restaurants/1 {"state":"","hasMenu":"/api/restaurants/menus/1"}`, 200, []string{`"state":"rush"`, `"hasMenu":"/api/restaurants/menus/1"`}, nil},
		{"owner", `PUT /api/restaurants/1 {"hasMenu":"/api/restaurants/menus/99"}`, 400, []string{"hydra:Error"}, nil},
		{"owner", `PUT /api/restaurants/1 {"hasMenu":"lunch"}`, 400, nil, nil},
		{"admin", `PUT /api/restaurants/1 {"state":"normal"}`, 200, []string{`"state":"normal"`}, nil},
		{"owner", "DELETE /api/restaurants/2", 403, nil, nil},
		{"admin", "DELETE /api/restaurants/2", 204, nil, nil},
		{"", "GET /api/restaurants", 200, []string{`"hydra:totalItems":1`}, nil},
	})
}

func TestRestaurantsClose(t *testing.T) {
	t.Parallel()
	s := newStreet(t)
	const rule = `"specialOpeningHoursSpecification":[{"@id":"/api/opening_hours_specifications/1","@type":"OpeningHoursSpecification","id":1,"opens":"23:59","closes":"00:00","validFrom":"2026-11-24","validThrough":"2026-11-24"}]`
	s.check([]row{
		{"rival", "PUT /api/restaurants/1/close {}", 403, nil, nil},
		{"owner", "PUT /api/restaurants/1/close {}", 200, []string{`"isOpen":false`, rule}, nil},
		{"", "GET /api/opening_hours_specifications/1", 200, []string{`"@context":"/api/contexts/OpeningHoursSpecification"`}, nil},
		{"rival", "DELETE /api/opening_hours_specifications/1", 403, nil, nil},
		{"owner", "DELETE /api/opening_hours_specifications/9", 404, nil, nil},
		{"owner", "DELETE /api/opening_hours_specifications/1", 204, nil, nil},
		{"", "GET /api/restaurants/1", 200, []string{`"isOpen":true`, `"specialOpeningHoursSpecification":[]`}, nil},
	})
}

func TestDisabledRestaurants(t *testing.T) {
	t.Parallel()
	s := newStreet(t)
	err := s.db.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
		_, err := shop.UpdateRestaurant(tx, shop.UpdateRestaurantIn{ID: 1, Fields: shop.Fields{Enabled: ref(false)}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.check([]row{
		{"customer", "GET /api/restaurants/1", 403, nil, nil},
		{"", "GET /api/restaurants/1", 401, nil, nil},
		{"owner", "GET /api/restaurants/1", 200, nil, nil},
		{"admin", "GET /api/restaurants/1", 200, nil, nil},
		{"", "GET /api/restaurants", 200, []string{`"hydra:totalItems":1`}, nil},
		{"owner", "GET /api/me/restaurants", 200, []string{`"hydra:totalItems":1`}, nil},
	})
}

func TestMenus(t *testing.T) {
	t.Parallel()
	s := newStreet(t)
	s.check([]row{
		{"", "GET /api/restaurants/1/menu", 200, []string{
			`{"@context":"/api/contexts/Menu","@id":"/api/restaurants/menus/1","@type":"http://schema.org/Menu","name":"Lunch","identifier":`,
			`"hasMenuSection":[{"@id":"/api/restaurants/menus/1/sections/2","@type":"MenuSection"`, `"name":"Starters","description":null,"hasMenuItem":[]}`,
			`{"@id":"/api/products/1","@type":"MenuItem","name":"Pizza","description":"Round","identifier":"PIZZA","enabled":true,"reusablePackagingEnabled":false,` +
				`"offers":{"@type":"Offer","price":900},"suitableForDiet":["http://schema.org/HalalDiet","http://schema.org/EggFreeDiet"],"allergens":["NUTS"],"menuAddOn":[`,
			`{"@type":"MenuSection","name":"Size","identifier":"SIZE","additionalType":"option_value","additional":true,"valuesRange":"[1,]","hasMenuItem":[` +
				`{"@type":"MenuItem","@id":"/api/product_option_values/2","name":"Big","identifier":"SIZE_BIG","offers":{"@type":"Offer","price":150},"dependsOn":[]},`,
			`"images":[{"ratio":"1:1","url":"http://example.com/media/product/a.jpg"}]`,
			`{"@id":"/api/products/2","@type":"MenuItem","name":"Salad","identifier":"SALAD","enabled":true,"reusablePackagingEnabled":false,"offers":{"@type":"Offer","price":900},"images":[]}`,
		}, nil},
		{"", "GET /api/restaurants/2/menu", 404, nil, nil},
		{"", "GET /api/restaurants/1/menus", 200, []string{`"@context":"/api/contexts/Restaurant","@id":"/api/restaurants/1/menus"`, `"hydra:totalItems":1`}, []string{"/api/contexts/Menu", "hydra:view"}},
		{"", "GET /api/restaurants/menus/1", 200, []string{`"name":"Lunch"`}, nil},
		{"", "GET /api/restaurants/menus/2", 404, nil, nil},
		{"", "GET /api/restaurants/1/nothing", 404, nil, nil},
		{"", "GET /api/restaurants/menus/1/sections/3", 200, []string{`"@context":"/api/contexts/Menu","@id":"/api/restaurants/menus/1/sections/3","@type":"http://schema.org/Menu"`, "PIZZA"}, []string{"hasMenuSection"}},
		{"", "GET /api/restaurants/menus/9/sections/3", 404, nil, nil},
		{"", "GET /api/restaurants/menus/1/sections", 200, []string{`{"@context":"/api/contexts/Menu","@id":"/api/restaurants/menus/1/sections","@type":"hydra:Collection","hydra:totalItems":2,"hydra:member":[{"@id":"/api/restaurants/menus/1/sections/2","@type":"http://schema.org/Menu"`}, nil},
		{"", "GET /api/restaurants/menus/9/sections", 404, nil, nil},
		{"rival", `POST /api/restaurants/1/menus {"name":"Dinner"}`, 403, nil, nil},
		{"", `POST /api/restaurants/1/menus {"name":"Dinner"}`, 401, nil, nil},
		{"owner", `POST /api/restaurants/1/menus {}`, 400, []string{`"propertyPath":"name"`}, nil},
		{"owner", `POST /api/restaurants/1/menus {"name":"Dinner"}`, 201, []string{`"@id":"/api/restaurants/menus/4"`, `"hasMenuSection":[]`}, []string{"description"}},
		{"rival", `PUT /api/restaurants/menus/1 {"name":"Mine"}`, 403, nil, nil},
		{"owner", `PUT /api/restaurants/menus/1 {"name":"Midi","sections":["/api/restaurants/menus/1/sections/3","/api/restaurants/menus/1/sections/2"]}`, 200,
			[]string{`"name":"Midi"`, `"hasMenuSection":[{"@id":"/api/restaurants/menus/1/sections/3"`}, nil},
		{"", "GET /api/restaurants/1/menu", 200, []string{`"hasMenuSection":[{"@id":"/api/restaurants/menus/1/sections/3"`}, nil},
		{"owner", `PUT /api/restaurants/menus/1 {"sections":["/api/restaurants/menus/4/sections/3"]}`, 400, nil, nil},
		{"owner", `POST /api/restaurants/menus/1/sections {"name":"Drinks","description":"Cold"}`, 201, []string{`"@id":"/api/restaurants/menus/1/sections/5"`, `"description":"Cold"`, `"hasMenuItem":[]`}, nil},
		{"owner", `PUT /api/restaurants/menus/1/sections/5 {"products":["/api/products/2"]}`, 200, []string{`"name":"Drinks"`, "SALAD"}, nil},
		{"", "GET /api/restaurants/menus/1/sections/3", 200, []string{"PIZZA"}, []string{"SALAD"}},
		{"owner", `PUT /api/restaurants/menus/1/sections/5 {"products":["/api/products/99"]}`, 400, nil, nil},
		{"rival", "DELETE /api/restaurants/menus/1/sections/5", 403, nil, nil},
		{"owner", "DELETE /api/restaurants/menus/1/sections/5", 204, nil, nil},
		{"owner", "DELETE /api/restaurants/menus/4", 204, nil, nil},
		{"owner", "DELETE /api/restaurants/menus/4", 404, nil, nil},
	})
}

func TestProducts(t *testing.T) {
	t.Parallel()
	s := newStreet(t)
	s.check([]row{
		{"", "GET /api/restaurants/1/products", 200, []string{`"@context":"/api/contexts/Product","@id":"/api/restaurants/1/products"`, `"hydra:totalItems":2`,
			`{"@id":"/api/products/2","@type":"Product","id":2,"code":"SALAD","name":"Salad","enabled":true,"identifier":"SALAD","reusablePackagingEnabled":false,"offers":{"@type":"Offer","price":900},"images":[]}`,
		}, []string{"menuAddOn", "hydra:view", "hydra:search"}},
		{"", "GET /api/products/1", 401, nil, nil},
		{"customer", "GET /api/products/1", 200, []string{`"@context":"/api/contexts/Product"`}, []string{"menuAddOn"}},
		{"rival", `PUT /api/products/1 {"enabled":false}`, 403, nil, nil},
		{"owner", `PUT /api/products/1 {"enabled":"no"}`, 400, nil, nil},
		{"owner", `PUT /api/products/1 {"enabled":false}`, 200, []string{`"enabled":false`}, nil},
		{"", "GET /api/restaurants/1/menu", 200, []string{`"identifier":"PIZZA","enabled":false`}, nil},
		{"owner", `PUT /api/products/1 {"enabled":true}`, 200, []string{`"enabled":true`}, nil},
		{"owner", `PUT /api/products/1/disable {"until":"tomorrow 00:00"}`, 200, []string{`"enabled":false`}, nil},
		{"owner", `PUT /api/products/1/disable {"until":"2020-01-01"}`, 400, nil, nil},
		{"owner", `PUT /api/products/1/disable {"until":"whenever"}`, 400, nil, nil},
		{"owner", `PUT /api/products/1/disable {}`, 400, nil, nil},
		{"rival", `PUT /api/products/1/disable {"until":"tomorrow 00:00"}`, 403, nil, nil},
		{"rival", "DELETE /api/products/2", 403, nil, nil},
		{"owner", "DELETE /api/products/2", 204, nil, nil},
		{"", "GET /api/restaurants/1/products", 200, []string{`"hydra:totalItems":1`}, []string{"SALAD"}},
		{"customer", "GET /api/products/2", 404, nil, nil},
	})
}

func TestOptions(t *testing.T) {
	t.Parallel()
	s := newStreet(t)
	s.check([]row{
		{"", "GET /api/restaurants/1/product_options", 200, []string{`"@context":"/api/contexts/ProductOption"`,
			`{"@id":"/api/product_options/1","@type":"ProductOption","strategy":"option_value","additional":true,"valuesRange":{"lower":1,"upper":null,"isUpperInfinite":true},"code":"SIZE","name":"Size","values":[`,
		}, nil},
		{"rival", `PUT /api/product_option_values/2 {"enabled":false}`, 403, nil, nil},
		{"owner", `PUT /api/product_option_values/2 {"enabled":false}`, 200, []string{
			`{"@context":"/api/contexts/ProductOptionValue","@id":"/api/product_option_values/2","@type":"ProductOptionValue","price":150,"code":"SIZE_BIG","enabled":false,"value":"Big","name":"Big"}`,
		}, nil},
		{"", "GET /api/restaurants/1/menu", 200, []string{"SIZE_SMALL"}, []string{"SIZE_BIG"}},
		{"", "GET /api/restaurants/1/product_options", 200, []string{"SIZE_BIG"}, nil},
		{"owner", `PUT /api/product_option_values/2 {"enabled":true}`, 200, []string{`"enabled":true`}, nil},
		{"owner", `PUT /api/product_option_values/9 {"enabled":true}`, 404, nil, nil},
	})
}

func TestTaxRates(t *testing.T) {
	t.Parallel()
	s := newStreet(t)
	s.check([]row{
		{"", "GET /api/tax_rates", 200, []string{
			`{"@id":"/api/tax_rates/FR_BASE_STANDARD_STANDARD","@type":"TaxRate","id":"FR_BASE_STANDARD_STANDARD","code":"FR_BASE_STANDARD_STANDARD","amount":0.2,"name":"Taux standard 20.00%","category":"BASE_STANDARD","alternatives":["FR_DRINK_ALCOHOL_STANDARD"]}`,
			`"amount":0,"name":"Taux zéro 0.00%","category":"SERVICE_TAX_EXEMPT","alternatives":[]}]`,
			`"hydra:member":[{"@id":"/api/tax_rates/FR_BASE_REDUCED_REDUCED"`,
		}, []string{"hydra:totalItems", "hydra:view"}},
	})
}

func TestShopCollections(t *testing.T) {
	t.Parallel()
	s := newStreet(t)
	s.check([]row{
		{"", `POST /api/shop_collections {"title":"Best"}`, 401, nil, nil},
		{"owner", `POST /api/shop_collections {"title":"Best"}`, 403, nil, nil},
		{"admin", `POST /api/shop_collections {}`, 400, []string{`"propertyPath":"title"`}, nil},
		{"admin", `POST /api/shop_collections {"title":"Déjeuner vite","shops":["/api/restaurants/2","/api/restaurants/1"]}`, 201, []string{
			`{"@context":"/api/contexts/ShopCollection","@id":"/api/shop_collections/1","@type":"ShopCollection","title":"Déjeuner vite","slug":"dejeuner-vite","shops":["/api/restaurants/2","/api/restaurants/1"]}`}, nil},
		{"admin", `POST /api/shop_collections {"title":"X","shops":["/api/restaurants/99"]}`, 400, nil, nil},
		{"admin", `PUT /api/shop_collections/1 {"shops":["/api/restaurants/1"]}`, 200, []string{`"title":"Déjeuner vite"`, `"shops":["/api/restaurants/1"]`}, nil},
		{"admin", `PUT /api/shop_collections/1 {"title":"Lent"}`, 200, []string{`"title":"Lent","slug":"dejeuner-vite","shops":["/api/restaurants/1"]`}, nil},
		{"owner", `PUT /api/shop_collections/1 {"title":"Mine"}`, 403, nil, nil},
		{"admin", `PUT /api/shop_collections/9 {"title":"Mine"}`, 404, nil, nil},
		{"", "GET /api/shop_collections", 200, []string{`"hydra:totalItems":1`, `"slug":"dejeuner-vite"`}, nil},
		{"", "GET /api/shop_collections/1", 200, nil, nil},
		{"owner", "DELETE /api/shop_collections/1", 403, nil, nil},
		{"admin", "DELETE /api/shop_collections/1", 204, nil, nil},
		{"", "GET /api/shop_collections/1", 404, nil, nil},
	})
}

func TestSearchShops(t *testing.T) {
	t.Parallel()
	s := newStreet(t)
	s.check([]row{
		{"", "GET /api/search/shops_products?q=ada", 200, []string{
			`{"@context":"/api/contexts/Search","@id":"/api/search/shops_products","@type":"hydra:Collection","hydra:totalItems":1,"hydra:member":[{"result_type":"shop","id":"1","sortable_id":1,"name":"Da Ada","type":"restaurant","category":["featured","exclusive"],"cuisine":["italian","asian"],"enabled":true,"image_url":""}],"hydra:view":{"@id":"/api/search/shops_products?q=ada","@type":"hydra:PartialCollectionView"}}`}, nil},
		{"", "GET /api/search/shops_products?q=pizz", 200, []string{`"hydra:totalItems":1`,
			`{"result_type":"product","id":"1","sortable_id":1,"name":"Pizza","shop_id":1,"shop_name":"Da Ada","shop_enabled":true,"image_url":"http://example.com/media/product/a.jpg"}`}, nil},
		{"", "GET /api/search/shops_products?q=pozza", 200, []string{`"name":"Pizza"`}, nil},
		{"", "GET /api/search/shops_products?q=italian", 200, []string{`"hydra:totalItems":2`}, nil},
		{"", "GET /api/search/shops_products?q=castle", 200, []string{`"hydra:totalItems":0`}, nil},
		{"", "GET /api/search/shops_products", 200, []string{`"hydra:totalItems":0`}, nil},
	})
}
