package dialect

import (
	"encoding/json"
	"fmt"
	"testing"

	"pignon.coop/internal/db"
	"pignon.coop/internal/shop"
)

// TestCartAddressContract: `shippingAddress` is "IRI / object / null; object without @id creates a new address (next id)". The phone app sends the
// object of the cart back with its `@id` and with the telephone and the code of the door that the customer typed.
func TestCartAddressContract(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	id, guest := m.session()
	path := fmt.Sprintf("/api/orders/%d", id)
	put := func(token, address string) map[string]any {
		t.Helper()
		got := m.wants(m.call(token, "PUT "+path+` {"shippingAddress":`+address+"}"), 200, nil)
		shown, _ := got["shippingAddress"].(map[string]any)
		return shown
	}
	const geo = `"geo":{"@type":"GeoCoordinates","latitude":48.85745678901,"longitude":2.3730}`
	first := put(guest, `{"streetAddress":"1 Rue de Lyon",`+geo+`}`)
	told := put(guest, fmt.Sprintf(`{"@id":%q,"@type":"http://schema.org/Place","streetAddress":"1 Rue de Lyon",%s,"telephone":"06 12 34 56 78","description":"Code 12"}`, first["@id"], geo))
	if told["@id"] != first["@id"] || told["telephone"] != "+33612345678" {
		t.Errorf("told by phone: %v, was %v", told, first)
	}
	order := m.wants(m.call(guest, "GET "+path), 200, nil)
	if full, _ := order["shippingAddress"].(map[string]any); full["description"] != "Code 12" {
		t.Errorf("in the order: %v", full)
	}
	moved := put(guest, fmt.Sprintf(`{"@id":%q,"streetAddress":"3 Rue de Lyon","geo":{"latitude":48.8580,"longitude":2.3731}}`, first["@id"]))
	if moved["@id"] == first["@id"] || moved["telephone"] != "+33612345678" {
		t.Errorf("moved: %v", moved)
	}
	m.violates(m.call(guest, fmt.Sprintf(`PUT %s {"shippingAddress":{"@id":%q,"streetAddress":"5 Rue de Lyon"}}`, path, moved["@id"])), "shippingAddress.geo "+violationCodes["value.missing"])
	m.violates(m.call(guest, fmt.Sprintf(`PUT %s {"shippingAddress":{"@id":%q,"telephone":"12"}}`, path, moved["@id"])), "shippingAddress.telephone "+violationCodes["phone.invalid"])
	foreign := put(guest, fmt.Sprintf(`{"@id":"/api/addresses/%d","telephone":"06 99 99 99 99"}`, m.home))
	home := m.wants(m.call(m.admin, fmt.Sprintf("GET /api/addresses/%d", m.home)), 200, nil)
	if foreign["@id"] != moved["@id"] || home["telephone"] != nil {
		t.Errorf("a stranger's address: cart %v, address %v", foreign, home)
	}
}

// TestCartForgets: fields of a cart that may be null are cleared by null.
func TestCartForgets(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	id, guest := m.session()
	path := fmt.Sprintf("/api/orders/%d", id)
	m.wants(m.call(guest, "PUT "+path+` {"notes":"Ring twice"}`), 200, map[string]any{"notes": "Ring twice"})
	m.wants(m.call(guest, "PUT "+path+` {"reusablePackagingEnabled":true}`), 200, map[string]any{"notes": "Ring twice"})
	m.wants(m.call(guest, "PUT "+path+` {"notes":null}`), 200, map[string]any{"notes": nil})
}

// TestBoxChoiceContract: "`potentialAction` is added to cart and order JSON when: the restaurant has deposit-refund … enabled; at least one item's
// product has reusable packaging enabled; and the restaurant's "opt-in" flag … is on", with the deposit in its words.
func TestBoxChoiceContract(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	m.scheme(func(o *shop.Options) { o.DepositRefundEnabled, o.DepositRefundOptin = true, true })
	m.write(func(tx *db.Tx) error {
		err := db.Insert(tx, "reusable_packagings", shop.ReusablePackaging{ID: 1, RestaurantID: ref(int64(1)), Name: "Box", Type: "internal", Price: 200,
			Data: db.JSON[json.RawMessage]{V: json.RawMessage("{}")}, CreatedAt: tx.Now(), UpdatedAt: tx.Now()})
		if err != nil {
			return err
		}
		products, err := shop.LoadProducts(tx, []int64{1})
		if err != nil {
			return err
		}
		p := products[1]
		p.ReusablePackaging, p.ReusablePackagings.V = true, []shop.Packaging{{Packaging: "@reusable_packaging:1", Units: 1}}
		return db.Update(tx, "products", &p)
	})
	id, guest := m.session()
	path := fmt.Sprintf("/api/orders/%d", id)
	m.wants(m.call(guest, "POST "+path+`/items {"product":"BURGER"}`), 201, map[string]any{"potentialAction": absent})
	want := []any{map[string]any{"@context": "http://schema.org", "@type": "EnableReusablePackagingAction", "actionStatus": "PotentialActionStatus",
		"description": "Je veux des boîtes réutilisables (+ 2,00\u00a0€)"}}
	m.wants(m.call(guest, "POST "+path+`/items {"product":"PIZZA"}`), 201, map[string]any{"potentialAction": want, "reusablePackagingQuantity": 1, "total": 2150})
	m.wants(m.call(guest, "PUT "+path+` {"reusablePackagingEnabled":true}`), 200, map[string]any{"potentialAction": want, "total": 2350})
	m.wants(m.call(guest, "GET "+path), 200, map[string]any{"potentialAction": want})
	m.scheme(func(o *shop.Options) { o.DepositRefundEnabled, o.VytalEnabled = false, true })
	got := m.wants(m.call(guest, "GET "+path), 200, nil)
	if actions, _ := got["potentialAction"].([]any); len(actions) != 1 || actions[0].(map[string]any)["description"] != "Je veux des boîtes réutilisables" {
		t.Errorf("a partner's boxes: %v", got["potentialAction"])
	}
	m.scheme(func(o *shop.Options) { o.DepositRefundOptin = false })
	m.wants(m.call(guest, "GET "+path), 200, map[string]any{"potentialAction": absent})
}

// scheme changes what the restaurant says about boxes that come back.
func (m market) scheme(change func(*shop.Options)) {
	m.t.Helper()
	m.write(func(tx *db.Tx) error {
		r, err := shop.LoadRestaurant(tx, 1)
		if err != nil {
			return err
		}
		change(&r.Options.V)
		return db.Update(tx, "restaurants", &r)
	})
}
