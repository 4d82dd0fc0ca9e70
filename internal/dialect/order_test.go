package dialect

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/place"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
	"pignon.coop/locales"
)

// market is a village with a restaurant as the contract's fixtures have it: dishes at 900, delivery for 350, lunch from 11:30 to 14:30, at
// least 1500; food is taxed at 10 %, services at 20 %. It is 2 September 2017, 12:00 in Paris, a Saturday.
type market struct {
	village
	owner, zoe, bob, dispatcher, admin string // bearer tokens
	customer                           int64
	home                               int64 // zoe's address
}

func newMarket(t *testing.T) market {
	t.Helper()
	return newMarketIn(t, dbtest.SQLite(t))
}

func newMarketIn(t *testing.T, w *dbtest.World) market {
	t.Helper()
	return newMarketOn(t, w, func(*House) {})
}

// newMarketOn is a market on a database, in a house that is completed.
func newMarketOn(t *testing.T, w *dbtest.World, complete func(*House)) market {
	t.Helper()
	m := market{village: newVillage(t, w, map[string]any{"namespace": "coopcycle", "subject_to_vat": true, "guest_checkout_enabled": true})}
	settings := func() (s org.Settings) {
		m.read(func(tx *db.Tx) (err error) { s, err = org.LoadSettings(tx); return err })
		return s
	}
	zone := settings().Zone()
	w.Clock.Set(time.Date(2017, 9, 2, 12, 0, 0, 0, zone))
	set, err := locale.Load(locales.Files, "en")
	if err != nil {
		t.Fatal(err)
	}
	words := set.Printer(locale.PrinterIn{Language: "fr", Zone: zone, Currency: "EUR", Missing: func(_, key string) { t.Errorf("no words for %s", key) }})
	planner := routing.NewPlanner(routing.PlannerIn{})
	mux := http.NewServeMux()
	house := House{
		DB: w.DB, Log: slog.New(slog.DiscardHandler), Authenticate: Authenticator(m.door, settings), Words: func() *locale.Printer { return words },
		RealNow: w.Clock.Now, Door: m.door, Settings: settings, Geocoder: func() place.Geocoder { return fakeGeocoder{} }, LiveTokens: fakeTokens{},
		Planner: func() *routing.Planner { return planner },
	}
	complete(&house)
	Mount(mux, house)
	m.handler = mux
	m.build()
	return m
}

func (m *market) build() {
	zoe, token := m.user("zoe")
	m.zoe, m.customer = token, zoe.CustomerID
	_, m.bob = m.user("bob")
	owner, token := m.user("ana", authz.Restaurant)
	m.owner = token
	_, m.dispatcher = m.user("dora", authz.Dispatcher)
	_, m.admin = m.user("sarah", authz.Admin)
	m.write(func(tx *db.Tx) error {
		contract := shop.Contract{ID: 1, FlatDeliveryPrice: 500, CustomerAmount: 350, FeeRate: 185000, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
		if err := db.Insert(tx, "contracts", contract); err != nil {
			return err
		}
		if err := marketTaxes(tx); err != nil {
			return err
		}
		if err := marketShop(tx, owner.ID); err != nil {
			return err
		}
		home, err := org.PlaceAddress(tx, org.AddressIn{StreetAddress: ref("1 Rue de Rivoli"), Position: &org.Position{Lat: 48.8575, Lng: 2.3730}})
		m.home = home.ID
		if err != nil {
			return err
		}
		return account.KeepAddress(tx, m.customer, home.ID)
	})
}

func marketTaxes(tx *db.Tx) error {
	for i, code := range []string{"FOOD", shop.ServiceTax} {
		id := int64(i + 1)
		if err := db.Insert(tx, "tax_categories", shop.TaxCategory{ID: id, Code: code, Name: code, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}); err != nil {
			return err
		}
		rate := shop.TaxRate{ID: id, Code: code, CategoryID: id, Name: fmt.Sprintf("TVA %d%%", 10*id), Included: true, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
		rate.Amount = 100000
		if id == 2 {
			rate.Amount = 200000
		}
		if err := db.Insert(tx, "tax_rates", rate); err != nil {
			return err
		}
	}
	return nil
}

func marketShop(tx *db.Tx, owner int64) error {
	hours, err := span.ParseHours([]string{"Mo-Su 11:30-14:30"})
	if err != nil {
		return err
	}
	delivery, collection := shop.DefaultMethod(shop.Delivery), shop.DefaultMethod(shop.Collection)
	delivery.OpeningHours, delivery.MinimumAmount = hours, 1500
	collection.OpeningHours, collection.Enabled = hours, true
	for _, methods := range [][]shop.FulfillmentMethod{{delivery, shop.DefaultMethod(shop.Collection)}, {collection}} {
		if _, err := shop.CreateRestaurant(tx, shop.CreateRestaurantIn{
			Address: org.AddressIn{StreetAddress: ref("12 Rue Sedaine"), Position: &org.Position{Lat: 48.8562, Lng: 2.3726}},
			Fields:  shop.Fields{Name: ref("Da Ana"), Enabled: ref(true), Methods: &methods, ContractID: ref(int64(1))},
		}); err != nil {
			return err
		}
	}
	topping, err := shop.CreateOption(tx, shop.CreateOptionIn{RestaurantID: 1, Name: "Topping", Values: []shop.ValueIn{{Code: "PEPPERONI", Value: "Pepperoni"}}})
	if err != nil {
		return err
	}
	for _, p := range []shop.CreateProductIn{{Code: "PIZZA", Name: "Pizza", OptionIDs: []int64{topping.ID}}, {Code: "BURGER", Name: "Burger"}} {
		p.RestaurantID, p.Price, p.TaxCategoryID = 1, 900, 1
		if _, err := shop.CreateProduct(tx, p); err != nil {
			return err
		}
	}
	return shop.SetOwners(tx, owner, []int64{1})
}

// call is one request as somebody, "METHOD path [body]".
func (m market) call(token, request string, headers ...string) ask {
	parts := append(strings.SplitN(request, " ", 3), "")
	if token != "" {
		headers = append(headers, as(token)...)
	}
	return ask{parts[0], parts[1], parts[2], headers}
}

// session opens a guest's basket and gives its token.
func (m market) session() (id int64, token string) {
	m.t.Helper()
	got := m.wants(m.call("", `POST /api/carts/session {"restaurant":"/api/restaurants/1"}`), 200, nil)
	cart, _ := got["cart"].(map[string]any)
	token, _ = got["token"].(string)
	return idOf("orders", fmt.Sprint(cart["@id"])), token
}

const (
	cartKeys = "@context @id @type adjustments customer fulfillmentMethod hasEdenredCredentials invitation items itemsTotal notes paymentGateway restaurant " +
		"reusablePackagingEnabled reusablePackagingQuantity shippedAt shippingAddress shippingTimeRange total"
	orderKeys = "@context @id @type adjustments assignedTo createdAt customer events hasEdenredCredentials hasReceipt id invitation items itemsTotal notes number " +
		"paymentGateway paymentMethod pickupExpectedAt preparationExpectedAt preparationTime restaurant reusablePackagingEnabled reusablePackagingQuantity " +
		"shippedAt shippingAddress shippingTime shippingTimeRange state takeaway taxTotal total vendor"
	rowKeys = "@id @type assignedTo client createdAt number paymentGateway shippingAddress shippingTimeRange state total"
)

func TestCartSessionContract(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	got := m.wants(m.call("", `POST /api/carts/session {"restaurant":"/api/restaurants/1","shippingAddress":"/api/addresses/3"}`), 200, map[string]any{
		"@context": "/api/contexts/CartSession", "@type": "CartSession"})
	cart, _ := got["cart"].(map[string]any)
	if "@context "+allKeys(cart) != cartKeys || cart["total"] != 0.0 || cart["shippingAddress"] != nil || cart["customer"] != nil {
		t.Errorf("cart in session: %v", cart)
	}
	token := fmt.Sprint(got["token"])
	again := m.wants(m.call(token, `POST /api/carts/session {"restaurant":"/api/restaurants/2"}`), 200, nil)
	moved, _ := again["cart"].(map[string]any)
	if moved["@id"] != cart["@id"] || moved["restaurant"] != "/api/restaurants/2" || moved["fulfillmentMethod"] != "collection" {
		t.Errorf("moved cart: %v", moved)
	}
	mine := m.wants(m.call(m.zoe, fmt.Sprintf(`POST /api/carts/session {"restaurant":"/api/restaurants/1","shippingAddress":"/api/addresses/%d"}`, m.home)), 200, nil)
	own, _ := mine["cart"].(map[string]any)
	if own["@id"] == cart["@id"] || own["customer"] != fmt.Sprintf("/api/customers/%d", m.customer) || own["shippingAddress"] == nil {
		t.Errorf("zoe's cart: %v", own)
	}
	m.wants(m.call("", `POST /api/carts/session {"restaurant":"/api/restaurants/99"}`), 400, map[string]any{"@type": "hydra:Error"})
	m.wants(m.call("", `POST /api/carts/session {"restaurant":"nowhere"}`), 400, nil)
}

func TestCartContract(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	id, guest := m.session()
	path := fmt.Sprintf("/api/orders/%d", id)
	got := m.wants(m.call(guest, "PUT "+path+` {"promotionCoupon":"NONE","shippingTimeRange":["2020-10-02 11:00","2020-10-02 11:10"]}`), 200, map[string]any{
		"total": 350, "itemsTotal": 0, "shippedAt": "2020-10-02T11:05:00+02:00", "customer": nil,
		"adjustments": map[string]any{"delivery": []any{map[string]any{"id": 2, "label": "Livraison", "amount": 350}}, "delivery_promotion": []any{},
			"order_promotion": []any{}, "reusable_packaging": []any{}, "tax": []any{}, "tip": []any{}, "incident": []any{}}})
	if allKeys(got) != cartKeys {
		t.Errorf("cart keys: %s", allKeys(got))
	}
	got = m.wants(m.call(guest, "POST "+path+`/items {"product":"PIZZA","quantity":2,"options":["PEPPERONI"]}`), 201, map[string]any{"total": 2150, "itemsTotal": 1800})
	items, _ := got["items"].([]any)
	item, _ := items[0].(map[string]any)
	if !same(item["adjustments"], map[string]any{"menu_item_modifier": []any{map[string]any{"label": "1 × Pepperoni", "amount": 0}}, "tax": []any{map[string]any{"label": "TVA 10%", "amount": 164}}}) ||
		item["player"] != nil || !same(item["vendor"], map[string]any{"@id": "/api/restaurants/1", "name": "Da Ana"}) || item["total"] != 1800.0 {
		t.Errorf("item: %v", item)
	}
	taxes, _ := got["adjustments"].(map[string]any)["tax"].([]any)
	if len(taxes) != 1 || taxes[0].(map[string]any)["label"] != "TVA 20%" || taxes[0].(map[string]any)["amount"] != 58.0 {
		t.Errorf("taxes of the order: %v", taxes)
	}
	itemPath := fmt.Sprint(item["@id"])
	m.wants(m.call(guest, "PUT "+itemPath+` {"quantity":3}`), 200, map[string]any{"itemsTotal": 2700})
	m.wants(m.call(guest, "PUT "+path+`/items/99 {"quantity":3}`), 404, nil)
	m.wants(m.call(guest, "DELETE "+itemPath), 200, map[string]any{"itemsTotal": 0, "items": []any{}, "total": 350})
	m.wants(m.call(guest, "PUT "+path+`/tip {"tipAmount":"200"}`), 200, map[string]any{"total": 550})
	m.wants(m.call(guest, "PUT "+path+`/tip {"tipAmount":-1}`), 400, map[string]any{"@type": "ConstraintViolationList"})
	m.wants(m.call(guest, "PUT "+path+`/tip {"tipAmount":-1}`, "Accept", "application/json"), 400,
		map[string]any{"@type": absent, "title": "An error occurred", "type": "https://tools.ietf.org/html/rfc2616#section-10"})
	for _, bad := range []string{`{}`, `{"tipAmount":"much"}`, `{"tipAmount":1.5}`, `{"tipAmount":null}`, `{"tipAmount":1e19}`} {
		m.wants(m.call(guest, "PUT "+path+"/tip "+bad), 400, nil)
	}
	m.wants(m.call(guest, "PUT "+path+`/tip {"tipAmount":0}`), 200, map[string]any{"total": 350})
	m.wants(m.call(guest, "GET "+path+"/validate"), 400, nil)
	m.wants(m.call(guest, "PUT "+path+` {"shippingTimeRange":null}`), 200, map[string]any{"shippingTimeRange": nil})
	m.violates(m.call(guest, "GET "+path+"/validate"), "total <nil>")
	m.violates(m.call(guest, "PUT "+path+` {"fulfillmentMethod":"collection"}`), "takeaway Order::COLLECTION_NOT_AVAILABLE")
	m.violates(m.call(guest, "PUT "+path+` {"shippingAddress":{"streetAddress":"48 Rue de Rivoli","telephone":"12"}}`), "shippingAddress.telephone "+violationCodes["phone.invalid"])
	m.wants(m.call(guest, "PUT "+path+` {"items":[{"product":"PIZZA","quantity":1},{"product":"BURGER","quantity":1,"options":[{"code":"NONE","quantity":1}]}]}`), 200, map[string]any{"itemsTotal": 1800})
	m.violates(m.call(guest, "GET "+path+"/validate"), "shippingAddress Order::ADDRESS_NOT_SET")
	m.wants(m.call(guest, "PUT "+path+` {"shippingAddress":{"streetAddress":"48 Rue de Rivoli","geo":{"latitude":48.8575,"longitude":2.3730},"contactName":null}}`), 200, nil)
	m.wants(m.call(guest, "GET "+path+"/validate"), 200, map[string]any{"@id": path})
}

// violates checks that the only violation is this one.
func (m market) violates(a ask, want string) {
	m.t.Helper()
	got := m.wants(a, 400, map[string]any{"@type": "ConstraintViolationList"})
	list, _ := got["violations"].([]any)
	var parts []string
	for _, v := range list {
		o := v.(map[string]any)
		parts = append(parts, fmt.Sprint(o["propertyPath"], " ", o["code"]))
	}
	if strings.Join(parts, ", ") != want {
		m.t.Errorf("%s %s: %v, want %s", a.method, a.path, parts, want)
	}
}

func TestCartAccess(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	id, guest := m.session()
	other, otherGuest := m.session()
	path := fmt.Sprintf("/api/orders/%d", id)
	for _, request := range []string{
		"PUT " + path + ` {"notes":"x"}`, "POST " + path + `/items {"product":"PIZZA"}`, "PUT " + path + `/tip {"tipAmount":1}`, "GET " + path + "/validate",
		"GET " + path + "/timing", "POST " + path + "/create_invitation {}", "PUT " + path + `/assign {"guest":true,"email":"a@example.org"}`, "GET " + path,
	} {
		m.wants(m.call("", request), 401, map[string]any{"@type": "hydra:Error"})
		m.wants(m.call(otherGuest, request), 403, map[string]any{"hydra:description": "Access Denied.", "trace": []any{}})
		m.wants(m.call(m.bob, request), 403, nil)
	}
	m.wants(m.call(guest, "GET /api/orders/99"), 404, map[string]any{"hydra:description": "Not Found"})
	header := []string{"X-CoopCycle-Session", "Bearer " + guest}
	m.wants(m.call(m.zoe, fmt.Sprintf("PUT /api/orders/%d/assign {}", other), header...), 403, nil)
	m.wants(m.call(m.zoe, "PUT "+path+"/assign {}", header...), 200, map[string]any{"customer": fmt.Sprintf("/api/customers/%d", m.customer), "total": 350})
	m.wants(m.call(otherGuest, fmt.Sprintf(`PUT /api/orders/%d/assign {"guest":true}`, other)), 400, nil)
	first := m.wants(m.call(otherGuest, fmt.Sprintf(`PUT /api/orders/%d/assign {"guest":true,"email":"Guest@example.org","telephone":"+33612345678"}`, other)), 200, nil)
	third, thirdGuest := m.session()
	m.wants(m.call(thirdGuest, fmt.Sprintf(`PUT /api/orders/%d/assign {"guest":true,"email":"guest@example.org","telephone":"+33612345678"}`, third)), 200, map[string]any{"customer": first["customer"]})
	m.write(func(tx *db.Tx) error { return org.SaveSettings(tx, map[string]any{"guest_checkout_enabled": false}) })
	m.wants(m.call(thirdGuest, fmt.Sprintf(`PUT /api/orders/%d/assign {"guest":true,"email":"a@example.org"}`, third)), 403, nil)
}

func TestTimingContract(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	id, guest := m.session()
	got := m.wants(m.call(guest, fmt.Sprintf("GET /api/orders/%d/timing", id)), 200, map[string]any{
		"behavior": "asap", "preparation": "10 minutes", "shipping": "10 minutes", "asap": "2017-09-02T12:35:00+02:00",
		"range": []any{"2017-09-02T12:30:00+02:00", "2017-09-02T12:40:00+02:00"}, "today": true, "fast": true, "diff": "30 - 40"})
	if allKeys(got) != "asap behavior choices diff fast preparation range ranges shipping today" {
		t.Errorf("timing keys: %s", allKeys(got))
	}
	body := fmt.Sprintf(`{"restaurant":"/api/restaurants/1","items":[{"product":"PIZZA","quantity":3}]}`)
	m.wants(m.call("", "POST /api/orders/timing "+body), 200, map[string]any{"preparation": "15 minutes"})
	m.wants(m.call("", "POST /api/orders/timing {}"), 400, nil)
	next, _ := m.session()
	if next != id+1 {
		t.Errorf("a question kept something: the next basket is %d", next)
	}
}

func TestOrderContract(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	address := `"shippingAddress":{"streetAddress":"48 Rue de Rivoli","geo":{"latitude":48.8575,"longitude":2.3730}}`
	create := func(rest string) ask {
		return m.call(m.zoe, `POST /api/orders {"restaurant":"/api/restaurants/1",`+address+`,"items":[{"product":"PIZZA","quantity":1},{"product":"BURGER","quantity":1},{"quantity":1}]`+rest+"}")
	}
	m.wants(m.call("", "POST /api/orders {}"), 401, nil)
	m.violates(create(`,"shippedAt":"2017-09-01 12:30:00"`), "shippingTimeRange Order::SHIPPED_AT_EXPIRED")
	m.violates(create(`,"shippedAt":"2017-09-02 18:30:00"`), "shippingTimeRange Order::SHIPPED_AT_NOT_AVAILABLE")
	m.violates(m.call(m.zoe, `POST /api/orders {"restaurant":"/api/restaurants/1",`+address+`,"items":[{"product":"PIZZA","quantity":1}]}`), "total <nil>")
	far := strings.Replace(create("").body, "48.8575", "48.99", 1)
	m.violates(m.call(m.zoe, "POST /api/orders "+far), "shippingAddress Order::ADDRESS_TOO_FAR")
	got := m.wants(create(`,"shippedAt":"2017-09-02 13:00:00"`), 201, map[string]any{
		"state": "cart", "number": nil, "total": 2150, "taxTotal": 222, "itemsTotal": 1800, "shippedAt": "2017-09-02T13:00:00+02:00", "takeaway": false,
		"preparationExpectedAt": nil, "preparationTime": nil, "hasReceipt": false, "assignedTo": nil, "invitation": nil, "events": []any{}})
	if allKeys(got) != orderKeys {
		t.Errorf("order keys: %s", allKeys(got))
	}
	restaurant, _ := got["restaurant"].(map[string]any)
	if allKeys(restaurant) != "@id @type address badges bannerImage image isOpen loopeatEnabled loopeatMandatory name nextOpeningDate tags telephone" {
		t.Errorf("restaurant keys: %s", allKeys(restaurant))
	}
	m.place(got)
	path := fmt.Sprint(got["@id"])
	m.wants(m.call(m.zoe, "GET "+path), 200, map[string]any{"state": "new", "number": fmt.Sprint(order.NumberOf(int64(got["id"].(float64)))),
		"shippedAt": "2017-09-02T13:00:00+02:00", "preparationTime": "10 minutes"})
	m.wants(m.call(m.bob, "GET "+path), 403, map[string]any{"trace": []any{}})
	m.violates(m.call(m.zoe, "PUT "+path+` {"notes":"x"}`), "state <nil>")
	m.delivers(int64(got["id"].(float64)))
	m.lists(path)
	m.lives(path)
}

func (m market) place(o map[string]any) {
	m.write(func(tx *db.Tx) error {
		_, err := order.PlaceOrder(tx, nil, order.PlaceIn{OrderID: int64(o["id"].(float64))})
		return err
	})
}

func (m market) lists(path string) {
	m.t.Helper()
	m.wants(m.call(m.zoe, "GET /api/me/orders"), 200, map[string]any{"@context": "/api/contexts/Order", "@id": "/api/me/orders", "hydra:totalItems": 1})
	m.wants(m.call(m.bob, "GET /api/me/orders"), 200, map[string]any{"hydra:totalItems": 0})
	m.wants(m.call(m.zoe, "GET /api/orders"), 403, nil)
	m.wants(m.call(m.dispatcher, "GET /api/orders"), 403, nil)
	got := m.wants(m.call(m.admin, "GET /api/orders?date=2017-09-02&state[]=new"), 200, map[string]any{"hydra:totalItems": 1})
	member, _ := got["hydra:member"].([]any)[0].(map[string]any)
	if allKeys(member) != rowKeys || member["@id"] != path || member["client"] != "/api/restaurants/1" || got["hydra:search"] == nil {
		m.t.Errorf("list: %v", got)
	}
	for query, n := range map[string]int{"?date=2017-09-03": 0, "?state=accepted": 0, "?date[after]=2017-09-01&date[before]=2017-09-04": 1, "?date[after]=2017-09-02&date[before]=2017-09-02": 1,
		"?date[before]=2017-09-02T00:00:00Z": 0, "?exists[exports]=true": 0, "?store[]=/api/stores/1": 0} {
		m.wants(m.call(m.admin, "GET /api/orders"+query), 200, map[string]any{"hydra:totalItems": n})
	}
	m.wants(m.call(m.owner, "GET /api/restaurants/1/orders?date=2017-09-02"), 200, map[string]any{"@context": "/api/contexts/Restaurant", "@id": "/api/restaurants/1/orders", "hydra:totalItems": 1, "hydra:search": absent})
	m.wants(m.call(m.owner, "GET /api/restaurants/2/orders"), 403, nil)
	m.wants(m.call(m.owner, "GET /api/restaurants/1/deliveries?date=2017-09-02"), 403, nil)
	m.wants(m.call(m.admin, "GET /api/restaurants/99/deliveries?date=2017-09-02"), 404, nil)
	m.wants(m.call(m.admin, "GET /api/restaurants/1/deliveries?date=2017-09-02"), 200, map[string]any{"@context": "/api/contexts/Restaurant", "hydra:totalItems": 0})
	m.wants(m.call(m.zoe, "GET /api/restaurants/1/orders"), 403, nil)
	m.wants(m.call(m.zoe, "GET "+path+"/centrifugo"), 200, map[string]any{"@type": "Centrifugo", "namespace": "coopcycle", "token": "live:zoe",
		"channel": "coopcycle_order_events#" + path[len("/api/orders/"):]})
}

// delivers: "`order`: null when there is none …, else exactly the 6 keys shown. `paymentGateway`: configured gateway".
func (m market) delivers(id int64) {
	m.t.Helper()
	for country, gateway := range map[string]string{"fr": "stripe", "mx": "mercadopago", "gh": "pawapay"} {
		f := &face{house: House{Settings: func() org.Settings { return org.Settings{Country: country} }}}
		m.read(func(tx *db.Tx) error {
			o, err := f.deliveryOrder(tx, delivery.Delivery{OrderID: &id})
			if err != nil {
				return err
			}
			body, err := o.(*Object).MarshalJSON()
			want := fmt.Sprintf(`{"@id":"/api/orders/%d","@type":"http://schema.org/Order","number":"%s","total":2150,"taxTotal":222,"paymentGateway":"%s"}`,
				id, order.NumberOf(id), gateway)
			if string(body) != want {
				m.t.Errorf("%s, want %s", body, want)
			}
			return err
		})
	}
}

func (m market) lives(path string) {
	m.t.Helper()
	for _, verb := range []string{"accept", "refuse", "delay", "start_preparing", "finish_preparing", "fulfill", "cancel", "restore"} {
		m.wants(m.call(m.zoe, "PUT "+path+"/"+verb+" {}"), 403, map[string]any{"hydra:description": "Access Denied.", "trace": []any{}})
		m.wants(m.call(m.bob, "PUT "+path+"/"+verb+" {}"), 403, nil)
	}
	m.wants(m.call(m.owner, "PUT "+path+"/restore {}"), 400, map[string]any{"@type": "hydra:Error"})
	m.wants(m.call(m.owner, "PUT "+path+"/fulfill {}"), 200, map[string]any{"state": "new"})
	m.wants(m.call(m.owner, "PUT "+path+"/accept"), 200, map[string]any{"state": "accepted"})
	m.wants(m.call(m.owner, "PUT "+path+"/accept"), 200, map[string]any{"state": "accepted"})
	m.wants(m.call(m.owner, "PUT "+path+"/refuse {}"), 200, map[string]any{"state": "accepted"})
	m.wants(m.call(m.owner, "PUT "+path+`/delay {"delay":20}`), 200, map[string]any{"state": "accepted", "shippedAt": "2017-09-02T13:20:00+02:00"})
	m.wants(m.call(m.owner, "PUT "+path+"/start_preparing {}"), 200, map[string]any{"state": "started"})
	m.wants(m.call(m.dispatcher, "PUT "+path+"/finish_preparing {}"), 200, map[string]any{"state": "ready"})
	m.wants(m.call(m.owner, "PUT "+path+`/cancel {"reason":"NO_SHOW"}`), 400, nil)
	m.wants(m.call(m.owner, "PUT "+path+`/cancel {"reason":"CUSTOMER"}`), 200, map[string]any{"state": "cancelled"})
	m.wants(m.call(m.owner, "PUT "+path+`/cancel {"reason":"CUSTOMER"}`), 400, nil)
	m.wants(m.call(m.owner, "PUT "+path+"/restore {}"), 200, map[string]any{"state": "accepted"})
	got := m.wants(m.call(m.owner, "GET "+path), 200, nil)
	var types []string
	for _, e := range got["events"].([]any) {
		if kind := fmt.Sprint(e.(map[string]any)["type"]); kind != "order:state_changed" {
			types = append(types, kind)
		}
	}
	want := "order:checkout_succeeded order:created order:accepted order:delayed order:preparation_started order:preparation_finished order:cancelled order:restored"
	if strings.Join(types, " ") != want {
		m.t.Errorf("history: %v", types)
	}
}

func TestGroupOrderContract(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	id, guest := m.session()
	path := fmt.Sprintf("/api/orders/%d", id)
	got := m.wants(m.call(guest, "POST "+path+"/create_invitation {}"), 200, nil)
	slug := fmt.Sprint(got["invitation"])
	m.wants(m.call(guest, "POST "+path+"/create_invitation {}"), 200, map[string]any{"invitation": slug})
	m.wants(m.call("", "POST "+path+`/players {"email":"a@example.org","name":"A"}`), 400, nil)
	m.wants(m.call("", "POST "+path+`/players {"email":"a@example.org","name":"A","slug":"no"}`), 404, nil)
	joined := m.wants(m.call("", "POST "+path+`/players {"email":"a@example.org","name":"A","slug":"`+slug+`"}`), 200, nil)
	if allKeys(joined) != "centrifugo player token" {
		t.Errorf("player keys: %s", allKeys(joined))
	}
	player := []string{"X-Player-Token", fmt.Sprint(joined["token"])}
	added := m.wants(m.call("", "POST "+path+`/items {"product":"BURGER"}`, player...), 201, map[string]any{"itemsTotal": 900})
	item, _ := added["items"].([]any)[0].(map[string]any)
	if !same(item["player"], map[string]any{"@id": joined["player"], "@type": "Customer"}) {
		t.Errorf("player of the line: %v", item["player"])
	}
	m.wants(m.call("", "PUT "+path+` {"notes":"x"}`, player...), 401, nil)
}

func TestManyOrdersArePaged(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	if err := m.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
		for id := int64(1); id <= 1000; id++ {
			o := order.Order{ID: id, State: order.IsNew, RestaurantID: ref(int64(1)), Method: shop.Delivery, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
			if err := db.Insert(tx, "orders", o); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	m.wants(m.call(m.admin, "GET /api/orders"), 200, map[string]any{"hydra:totalItems": 1000, "hydra:view": map[string]any{
		"@id": "/api/orders?page=1", "@type": "hydra:PartialCollectionView", "hydra:first": "/api/orders?page=1", "hydra:last": "/api/orders?page=34",
		"hydra:next": "/api/orders?page=2"}})
}
