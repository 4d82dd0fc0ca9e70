package app_test

import (
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // to look at the database from outside

	"pignon.coop/internal/app"
	"pignon.coop/internal/db/dbtest"
)

// canaries are what only few may read. Every private text of the town holds one.
var canaries = []string{"CANARY", "+33699999999", "canary"}

// town is a co-op with two of everything: customers, couriers, restaurants, integrations.
type town struct {
	*house
	db     *sql.DB
	count  string            // asks for a number that is another after each write
	proofs map[string]string // bearer token by name; "nobody" has none
	ids    *strings.Replacer // {zoe.cart} to an id
}

// principals of the town. "Guests" hold the token of one basket.
var (
	people = []string{"zoe", "zack", "cora", "carl", "ada", "abe", "nell", "rita", "sue", "dan", "bob"}
	guests = []string{"guest", "stranger"}
	apps   = []string{"tillA", "tillB", "reader", "tasks", "tasksAll", "parcels", "key"}
)

func everybody() []string { return slices.Concat([]string{"nobody"}, people, guests, apps) }

func newTown(t *testing.T) *town {
	t.Helper()
	w := newCoop(t, true)
	w.settle()
	return w
}

// onBoth runs a test in a town on each of the databases.
func onBoth(t *testing.T, test func(*town)) {
	t.Helper()
	for engine, url := range map[string]func(*testing.T) string{
		"sqlite": func(*testing.T) string { return "" }, "postgres": func(t *testing.T) string { return dbtest.Postgres(t).URL },
	} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := newCoopOn(t, app.Config{Dev: true, DatabaseURL: url(t)})
			w.settle()
			test(w)
		})
	}
}

// newCoop is an empty co-op.
func newCoop(t *testing.T, dev bool) *town {
	t.Helper()
	return newCoopOn(t, app.Config{Dev: dev})
}

func newCoopOn(t *testing.T, config app.Config) *town {
	t.Helper()
	config.Addr, config.Data, config.UnsafeDatabase = "127.0.0.1:0", t.TempDir(), true
	coop, err := app.Open(t.Context(), config, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(coop.Handler())
	t.Cleanup(func() { server.Close(); _ = coop.Close() })
	w := &town{house: &house{t: t, server: server, coop: coop}, proofs: map[string]string{}, ids: strings.NewReplacer(), count: "PRAGMA data_version"}
	driver, source := "sqlite", filepath.Join(config.Data, "pignon.db")
	if config.DatabaseURL != "" {
		driver, source, w.count = "pgx", config.DatabaseURL, "SELECT (SELECT COALESCE(MAX(seq), 0) FROM journal) + (SELECT COUNT(*) FROM answers)"
	}
	if w.db, err = sql.Open(driver, source); err != nil {
		t.Fatal(err)
	}
	w.db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = w.db.Close() })
	return w
}

// settle makes the town and everybody's proofs.
func (w *town) settle() {
	w.t.Helper()
	places := w.call("", "POST", "/_dev/reset", townDocument(), 200)
	for _, p := range people {
		w.proofs[p] = w.token("@" + p)
	}
	for guest, cart := range map[string]string{"guest": "@guest.cart", "stranger": "@stranger.cart"} {
		w.proofs[guest] = w.call("", "POST", "/_dev/token", map[string]any{"cart": cart}, 200)["token"].(string)
	}
	w.grants()
	w.proofs["key"] = "ak_" + strings.Repeat("1", 40)
	pairs := []string{"{carl.name}", "carl"}
	for ref, place := range places {
		pairs = append(pairs, "{"+ref+"}", fmt.Sprint(place.(map[string]any)["id"]))
	}
	for _, cart := range []string{"zoe.cart", "zack.cart", "guest.cart"} {
		o := w.call(w.proofs["bob"], "GET", "/api/orders/"+fmt.Sprint(places[cart].(map[string]any)["id"]), nil, 200)
		pairs = append(pairs, "{"+cart+".item}", fmt.Sprint(o["items"].([]any)[0].(map[string]any)["id"]))
	}
	w.ids = strings.NewReplacer(pairs...)
}

func (w *town) grants() {
	w.t.Helper()
	for name, scope := range map[string]string{"tillA": "orders", "tillB": "orders", "reader": "orders:all", "tasks": "tasks", "tasksAll": "tasks:all", "parcels": "deliveries"} {
		w.proofs[name] = w.grant(name, scope)
	}
}

func (w *town) grant(name, scope string) string {
	w.t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {scope}, "client_id": {name}, "client_secret": {"secret-of-" + name}}
	answer, err := w.server.Client().PostForm(w.server.URL+"/oauth2/token", form)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	token := regexp.MustCompile(`"access_token":"([^"]+)"`).FindSubmatch(text)
	if token == nil {
		w.t.Fatalf("%s gets no token: %s", name, text)
	}
	return string(token[1])
}

// writes counts the commits of the co-op, as somebody sees them who looks at the same database from outside; on PostgreSQL the entries of its
// journal and the answers that it keeps.
func (w *town) writes() (n int64) {
	w.t.Helper()
	if err := w.db.QueryRow(w.count).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// as sends a request as somebody: "METHOD /path", with {names} in place of ids.
func (w *town) as(who, ask, body string, headers ...string) (int, string) {
	w.t.Helper()
	method, path, _ := strings.Cut(w.ids.Replace(ask), " ")
	r, err := http.NewRequest(method, w.server.URL+path, strings.NewReader(w.ids.Replace(body)))
	if err != nil {
		w.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token := w.proofs[who]; token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	} else {
		r.Header.Set("X-Pignon", "1") // a stranger who calls from our own pages
	}
	for n := 0; n+1 < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	client := *w.server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := client.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func sings(text string) bool {
	return slices.ContainsFunc(canaries, func(c string) bool { return strings.Contains(text, c) })
}

func townDocument() map[string]any {
	type row = map[string]any
	geo := row{"latitude": 48.8562, "longitude": 2.3726}
	ways := []row{
		{"type": "delivery", "enabled": true, "openingHours": []string{"Mo-Su 00:00-23:59"}},
		{"type": "collection", "enabled": true, "openingHours": []string{"Mo-Su 00:00-23:59"}},
	}
	user := func(name string, fields row, roles ...string) row {
		r := row{"kind": "user", "ref": name, "username": name, "email": "canary-" + name + "@example.org", "telephone": "+33699999999", "roles": roles}
		for k, v := range fields {
			r[k] = v
		}
		return r
	}
	address := func(ref, secret string) row {
		return row{"kind": "address", "ref": ref, "streetAddress": "12 Rue Sedaine, Paris " + secret, "description": secret, "geo": geo}
	}
	rows := []row{
		{"kind": "payment_method", "code": "CARD"}, {"kind": "tax_category", "ref": "food", "code": "food"},
		{"kind": "tax_rate", "code": "food", "category": "@food", "amount": 0.1},
		address("kitchenA", ""), address("kitchenB", ""), address("home", "CANARY"), address("home2", "CANARY"), address("stop", "CANARY"),
	}
	for _, x := range []string{"A", "B"} {
		rows = append(rows, row{"kind": "restaurant", "ref": "shop" + x, "name": "Shop " + x, "address": "@kitchen" + x, "fulfillmentMethods": ways},
			row{"kind": "product_option", "ref": "option" + x, "code": "OPTION_" + x, "name": "Sauce", "restaurant": "@shop" + x},
			row{"kind": "product_option_value", "ref": "value" + x, "option": "@option" + x, "code": "VALUE_" + x, "value": "Hot"},
			row{"kind": "product", "ref": "dish" + x, "code": "DISH_" + x, "name": "Dish", "price": 1000, "taxCategory": "@food", "restaurant": "@shop" + x},
			row{"kind": "menu", "ref": "menu" + x, "restaurant": "@shop" + x, "name": "Menu"},
			row{"kind": "menu_section", "ref": "section" + x, "menu": "@menu" + x, "name": "Section", "products": []string{"@dish" + x}},
			row{"kind": "closing_rule", "ref": "closing" + x, "restaurant": "@shop" + x, "startDate": "2040-01-01 10:00", "endDate": "2040-01-02 10:00"})
	}
	for _, x := range []string{"A", "B"} {
		rows = append(rows, address("counter"+x, ""), row{"kind": "store", "ref": "store" + x, "name": "Store " + x, "address": "@counter" + x},
			row{"kind": "task", "ref": "up" + x, "address": "@counter" + x, "before": "2031-05-06 12:00", "type": "PICKUP"},
			row{"kind": "task", "ref": "down" + x, "address": "@stop", "before": "2031-05-06 13:00", "comments": "CANARY"},
			row{"kind": "delivery", "ref": "parcel" + x, "tasks": []string{"@up" + x, "@down" + x}, "store": "@store" + x})
	}
	rows = append(rows,
		row{"kind": "customer", "ref": "zoe.customer", "email": "canary-zoe@example.org", "telephone": "+33699999999", "addresses": []string{"@home"}},
		row{"kind": "customer", "ref": "zack.customer", "email": "canary-zack@example.org", "telephone": "+33699999999", "addresses": []string{"@home2"}},
		user("zoe", row{"customer": "@zoe.customer", "password": "correct horse"}), user("zack", row{"customer": "@zack.customer"}),
		user("cora", nil, "ROLE_COURIER"), user("carl", nil, "ROLE_COURIER"),
		user("ada", row{"restaurants": []string{"@shopA"}}, "ROLE_RESTAURANT"), user("abe", row{"restaurants": []string{"@shopB"}}, "ROLE_RESTAURANT"),
		user("nell", row{"restaurants": []string{"@shopA"}}), user("rita", nil, "ROLE_RESTAURANT"), user("sue", row{"stores": []string{"@storeA"}}, "ROLE_STORE"),
		user("dan", nil, "ROLE_DISPATCHER"), user("bob", nil, "ROLE_ADMIN"),
		row{"kind": "shop_collection", "ref": "collection", "title": "Ours", "shops": []string{"@shopA"}},
	)
	for _, name := range apps[:len(apps)-1] {
		r := row{"kind": "api_app", "name": name, "clientId": name, "clientSecret": "secret-of-" + name}
		if x, ok := strings.CutPrefix(name, "till"); ok {
			r["shop"] = "@shop" + x
		}
		if name == "parcels" {
			r["store"], r["ref"] = "@storeA", name
		}
		rows = append(rows, r)
	}
	rows = append(rows, row{"kind": "api_app", "name": "key", "type": "api_key", "apiKey": "ak_" + strings.Repeat("1", 40)})
	order := func(ref, state, customer, shop string) row {
		r := row{"kind": "order", "ref": ref, "state": state, "restaurant": "@shop" + shop, "fulfillmentMethod": "collection", "notes": "CANARY",
			"items": []row{{"product": "@dish" + shop, "quantity": 2}}}
		if customer != "" {
			r["customer"] = "@" + customer
		}
		if state != "cart" {
			r["number"], r["shippingTimeRange"] = "N"+ref, []string{"tomorrow 12:00", "tomorrow 12:10"}
		}
		return r
	}
	rows = append(rows, order("zoe.order", "new", "zoe", "A"), order("zack.order", "new", "zack", "B"), order("zoe.cart", "cart", "zoe", "A"),
		order("zack.cart", "cart", "zack", "B"), order("guest.cart", "cart", "", "A"), order("stranger.cart", "cart", "", "B"))
	rows = append(rows, row{"kind": "task_group", "ref": "group", "name": "CANARY"})
	task := func(ref, courier string) row {
		r := row{"kind": "task", "ref": ref, "address": "@stop", "before": "2031-05-06 12:00", "comments": "CANARY"}
		if courier != "" {
			r["assignedTo"], r["group"] = "@"+courier, "@group"
		}
		return r
	}
	rows = append(rows, task("cora.task", "cora"), task("carl.task", "carl"), task("free.task", ""), task("free.task2", ""),
		row{"kind": "delivery", "ref": "ride", "tasks": []string{"@free.task", "@free.task2"}},
		row{"kind": "task_image", "ref": "carl.image", "imageName": "CANARY.jpg", "task": "@carl.task"},
		row{"kind": "task_list", "ref": "list", "courier": "@carl", "date": "2031-05-07"},
		row{"kind": "tour", "ref": "tour", "name": "CANARY", "date": "2031-05-07"})
	rows = append(rows, townTools()...)
	return row{"settings": row{"locale": "en", "guest_checkout_enabled": true}, "rows": rows}
}

// townTools are what the co-op works with: lists of prices, packages, times, vehicles, plans.
func townTools() []map[string]any {
	type row = map[string]any
	return []row{
		{"kind": "tag", "ref": "tag", "name": "Cold", "color": "#00ff00"}, {"kind": "zone", "ref": "zone", "name": "South", "geoJSON": row{"type": "Polygon", "coordinates": [][][]float64{{{2, 48}, {3, 48}, {3, 49}, {2, 48}}}}},
		{"kind": "pricing_rule_set", "ref": "tariff", "name": "Tariff"}, {"kind": "pricing_rule", "ref": "tariff.rule", "ruleSet": "@tariff", "expression": "true", "price": "1"},
		{"kind": "package_set", "ref": "boxes", "name": "Boxes"}, {"kind": "package", "ref": "box", "packageSet": "@boxes", "name": "XL"},
		{"kind": "time_slot", "ref": "slot", "name": "Day", "openingHours": []string{"Mo-Su 10:00-18:00"}},
		{"kind": "warehouse", "ref": "warehouse", "name": "Shed", "address": "@kitchenA"}, {"kind": "trailer", "ref": "trailer", "name": "Trailer", "color": "#00ff00", "maxVolumeUnits": 1, "maxWeight": 1},
		{"kind": "vehicle", "ref": "vehicle", "name": "Bike", "color": "#00ff00", "maxVolumeUnits": 1, "maxWeight": 1, "warehouse": "@warehouse"},
		{"kind": "incident", "ref": "incident", "task": "@carl.task", "title": "CANARY", "createdBy": "@carl"},
		{"kind": "recurrence_rule", "ref": "weekly", "store": "@storeA", "rule": "FREQ=WEEKLY;BYDAY=MO", "template": row{"@type": "hydra:Collection", "hydra:member": []row{}}},
		{"kind": "delivery_quote", "ref": "quote", "store": "@storeA", "amount": 499, "expiresAt": "2040-01-01 10:00", "payload": row{}},
		{"kind": "webhook", "ref": "hook", "app": "@parcels", "event": "delivery.completed", "url": "https://example.org/"},
		{"kind": "shift_activity", "ref": "activity", "slug": "ride", "label": "Ride"}, {"kind": "skill", "ref": "skill", "name": "Long john", "users": []string{"@carl"}},
		{"kind": "shift", "ref": "shift", "activity": "ride", "startsAt": "2031-05-06 10:00", "endsAt": "2031-05-06 14:00", "slots": 2, "users": []string{"@carl"}},
		{"kind": "shift_template", "ref": "template", "name": "Week", "shifts": []row{}}, {"kind": "holiday_request", "ref": "holiday", "user": "@carl", "startDate": "2031-06-02", "endDate": "2031-06-06"},
		{"kind": "availability_rule", "ref": "rule", "user": "@carl", "type": "unavailable", "dayOfWeek": 3, "startTime": "14:00", "endTime": "17:00"},
		{"kind": "employee_profile", "ref": "profile", "user": "@carl", "addressStreet": "CANARY"},
	}
}
