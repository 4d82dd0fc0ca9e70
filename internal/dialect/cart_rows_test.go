package dialect

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/org"
)

// cartPlayed is one request with everything that it must come to: status, the keys of the answer, values in it by paths such as "items.0.quantity", and the
// facts in the journal.
type cartPlayed struct {
	as, ask string
	status  int
	keys    string
	want    map[string]any
	events  string
}

// playsCarts makes the requests of rows one after the other. "zoe+guest" is zoe with the token of that basket in a header beside her own, "*jo" the player
// of that token.
func (m market) playsCarts(tokens map[string]string, rows []cartPlayed) {
	m.t.Helper()
	for n, r := range rows {
		before := len(m.facts())
		_, _, out := m.answer(m.callAs(tokens, r))
		if out.Code != r.status {
			m.t.Errorf("%d. %s by %q: %d, want %d: %s", n, r.ask, r.as, out.Code, r.status, out.Body)
			continue
		}
		if facts := strings.Join(m.facts()[before:], " "); facts != r.events {
			m.t.Errorf("%d. %s by %q: events %q, want %q", n, r.ask, r.as, facts, r.events)
		}
		if r.keys == "" && r.want == nil {
			continue
		}
		var got any
		if err := json.Unmarshal(out.Body.Bytes(), &got); err != nil {
			m.t.Errorf("%d. %s: %s", n, r.ask, out.Body)
			continue
		}
		if o, _ := got.(map[string]any); r.keys != "" && allKeys(o) != r.keys {
			m.t.Errorf("%d. %s by %q: keys %s", n, r.ask, r.as, allKeys(o))
		}
		for path, want := range r.want {
			text, _ := json.Marshal(want)
			var wanted any
			_ = json.Unmarshal(text, &wanted)
			if found := valueAt(got, path); !reflect.DeepEqual(found, wanted) {
				m.t.Errorf("%d. %s by %q: %s is %v, want %v", n, r.ask, r.as, path, found, wanted)
			}
		}
		for _, secret := range []string{`"fee"`, `"frozen`, `"version"`, `"order.adjustment`} {
			if strings.Contains(out.Body.String(), secret) {
				m.t.Errorf("%d. %s by %q tells %s: %s", n, r.ask, r.as, secret, out.Body)
			}
		}
	}
}

// facts are the names of all events.
func (m market) facts() (names []string) {
	m.t.Helper()
	m.read(func(tx *db.Tx) error {
		entries, err := db.EntriesAfter(tx, 0, 10_000)
		for _, e := range entries {
			names = append(names, e.Name)
		}
		return err
	})
	return names
}

func (m market) callAs(tokens map[string]string, r cartPlayed) ask {
	who, player, _ := strings.Cut(r.as, "*")
	who, session, _ := strings.Cut(who, "+")
	var headers []string
	if session != "" {
		headers = append(headers, "X-CoopCycle-Session", "Bearer "+tokens[session])
	}
	if player != "" {
		headers = append(headers, "X-Player-Token", tokens[player])
	}
	return m.call(tokens[who], r.ask, headers...)
}

// Every operation of carts.md, by who may: order 1 is a guest's basket, 2 another guest's.
func TestCartRows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		m := newMarketIn(t, w)
		_, guest := m.session()
		_, other := m.session()
		_, third := m.session()
		tokens := map[string]string{"": "", "guest": guest, "other": other, "third": third, "zoe": m.zoe, "bob": m.bob, "ana": m.owner, "dora": m.dispatcher, "sarah": m.admin}
		const priced, cart = "order.priced", "/api/orders/1"
		zoe, home := fmt.Sprintf("/api/customers/%d", m.customer), fmt.Sprintf("/api/addresses/%d", m.home)
		rivoli := `{"streetAddress":"48 Rue de Rivoli","geo":{"latitude":48.8575,"longitude":2.3730}}`
		allowed := map[string]int{"": 401, "other": 403, "bob": 403, "zoe": 403, "ana": 403, "dora": 403, "sarah": 200, "guest": 200}
		var rows []cartPlayed
		for _, x := range []struct {
			ask, events string
			made        int
		}{
			{"PUT " + cart + ` {"notes":"x"}`, priced, 200}, {"POST " + cart + `/items {"product":"PIZZA"}`, priced, 201}, {"PUT " + cart + `/items/1 {"quantity":1}`, priced, 200},
			{"PUT " + cart + `/tip {"tipAmount":0}`, priced, 200}, {"POST " + cart + "/create_invitation {}", "", 200},
		} {
			for _, who := range []string{"", "other", "bob", "zoe", "ana", "dora", "sarah", "guest"} {
				r := cartPlayed{as: who, ask: x.ask, status: allowed[who]}
				if r.status == 200 {
					r.status, r.keys, r.events = x.made, cartKeys, x.events
				}
				rows = append(rows, r)
			}
		}
		m.playsCarts(tokens, rows)
		m.playsCarts(tokens, []cartPlayed{
			// §2: sessions. A basket's own token moves it, a stranger's address is left out, nothing is priced.
			{"", `POST /api/carts/session {}`, 400, "", nil, ""},
			{"", `POST /api/carts/session {"restaurant":"/api/restaurants/99"}`, 400, "", nil, ""},
			{"", `POST /api/carts/session {"restaurant":"/api/restaurants/1","shippingAddress":"` + home + `"}`, 200, "@context @id @type cart token",
				map[string]any{"cart.@id": "/api/orders/4", "cart.shippingAddress": nil, "cart.total": 0, "cart.customer": nil, "cart.fulfillmentMethod": "delivery"}, ""},
			{"zoe", `POST /api/carts/session {"restaurant":"/api/restaurants/1","shippingAddress":"` + home + `"}`, 200, "",
				map[string]any{"cart.@id": "/api/orders/5", "cart.shippingAddress.@id": home, "cart.customer": zoe, "cart.adjustments.delivery": []any{}}, ""},
			{"zoe+third", `POST /api/carts/session {"restaurant":"/api/restaurants/2"}`, 200, "",
				map[string]any{"cart.@id": "/api/orders/3", "cart.customer": zoe, "cart.fulfillmentMethod": "collection", "cart.restaurant": "/api/restaurants/2"}, ""},
			{"guest", `POST /api/carts/session {"restaurant":"/api/restaurants/1"}`, 200, "", map[string]any{"cart.@id": cart, "cart.items.n": 1, "cart.customer": nil}, ""},
			{"guest", `POST /api/carts/session {"restaurant":"/api/restaurants/2"}`, 200, "", map[string]any{"cart.items.n": 0, "cart.shippingTimeRange": nil}, ""},
			{"guest", `POST /api/carts/session {"restaurant":"/api/restaurants/1","shippingAddress":` + rivoli + `}`, 200, "",
				map[string]any{"cart.shippingAddress.streetAddress": "48 Rue de Rivoli", "cart.total": 0}, ""},

			// §3: the basket's own fields; neither hours nor distance nor dates are looked at.
			{"guest", "PUT " + cart + ` {"fulfillmentMethod":"delivery"}`, 200, cartKeys, map[string]any{"fulfillmentMethod": "delivery", "total": 350, "adjustments.tax": []any{}}, priced},
			{"guest", "PUT " + cart + ` {"shippingTimeRange":["2020-10-02T11:00:00Z","2020-10-02T11:10:00Z"]}`, 200, cartKeys, map[string]any{"shippedAt": "2020-10-02T13:05:00+02:00"}, priced},
			{"guest", "PUT " + cart + ` {"shippingTimeRange":"2020-10-02 11:00-11:10","shippedAt":"2020-10-02 12:00:00"}`, 200, cartKeys,
				map[string]any{"shippingTimeRange": []any{"2020-10-02T11:55:00+02:00", "2020-10-02T12:05:00+02:00"}}, priced},
			{"guest", "PUT " + cart + ` {"shippingTimeRange":null}`, 200, cartKeys, map[string]any{"shippedAt": nil, "shippingTimeRange": nil}, priced},
			{"guest", "PUT " + cart + ` {"shippingTimeRange":"soon"}`, 400, "", nil, ""},
			{"guest", "PUT " + cart + ` {"promotionCoupon":"NONE","notes":"no onions"}`, 200, cartKeys, map[string]any{"notes": "no onions"}, priced},
			{"guest", "PUT " + cart + ` {"reusablePackagingEnabled":true}`, 200, cartKeys, map[string]any{"reusablePackagingEnabled": true, "reusablePackagingQuantity": 0}, priced},
			{"guest", "PUT " + cart + ` {"fulfillmentMethod":"collection"}`, 400, "", map[string]any{"violations.0.propertyPath": "takeaway"}, ""},
			{"guest", "PUT " + cart + ` {"fulfillmentMethod":"by air"}`, 400, "", nil, ""},
			{"guest", "PUT " + cart + ` {"shippingAddress":{"streetAddress":"48 Rue de Rivoli","telephone":"12"}}`, 400, "", map[string]any{"violations.0.propertyPath": "shippingAddress.telephone"}, ""},
			{"guest", "PUT " + cart + ` {"shippingAddress":"` + home + `"}`, 200, cartKeys, map[string]any{"shippingAddress.streetAddress": "48 Rue de Rivoli"}, priced},
			{"guest", "PUT " + cart + ` {"shippingAddress":null}`, 200, cartKeys, map[string]any{"shippingAddress": nil}, priced},
			{"guest", "PUT " + cart + ` {"items":[{"product":"PIZZA","quantity":1},{"product":"BURGER","quantity":1}]}`, 200, cartKeys,
				map[string]any{"items.n": 2, "itemsTotal": 1800, "total": 2150, "items.0.player": nil}, priced},
			{"guest", "PUT " + cart + ` {"items":[]}`, 200, cartKeys, map[string]any{"items.n": 2}, priced},
			{"guest", "PUT " + cart + ` {"total":1,"itemsTotal":1,"state":"new","unitPrice":1}`, 200, cartKeys, map[string]any{"total": 2150}, priced},
			{"guest", "PUT /api/orders/99 {}", 404, "", nil, ""},
			{"guest", "PUT " + cart + " nonsense", 400, "", nil, ""},

			// §4: lines.
			{"guest", "POST " + cart + `/items {"product":"PIZZA","quantity":2,"options":["PEPPERONI"]}`, 201, cartKeys, map[string]any{"items.n": 3, "items.2.total": 1800,
				"items.2.adjustments.menu_item_modifier": []any{map[string]any{"label": "1 × Pepperoni", "amount": 0}}, "items.2.adjustments.tax.0.amount": 164}, priced},
			{"guest", "POST " + cart + `/items {"product":"PIZZA","options":[{"code":"PEPPERONI","quantity":1}]}`, 201, cartKeys, map[string]any{"items.n": 3, "items.2.quantity": 3}, priced},
			{"guest", "POST " + cart + `/items {"product":"NONE"}`, 400, "", map[string]any{"violations.0.propertyPath": "product"}, ""},
			{"guest", "POST " + cart + `/items {}`, 400, "", nil, ""},
			{"guest", "POST " + cart + `/items {"product":"PIZZA","quantity":0}`, 400, "", nil, ""},
			{"guest", "POST " + cart + `/items {"product":"PIZZA","quantity":1000}`, 400, "", nil, ""},
			{"guest", "PUT " + cart + `/items/4 {"quantity":1}`, 200, cartKeys, map[string]any{"items.2.quantity": 1}, priced},
			{"guest", "PUT " + cart + `/items/4 {"quantity":0}`, 200, cartKeys, map[string]any{"items.n": 2}, priced},
			{"guest", "PUT " + cart + `/items/4 {"quantity":1}`, 404, "", nil, ""},
			{"guest", "PUT " + cart + `/items/3 {}`, 400, "", nil, ""},
			{"other", "PUT /api/orders/2/items/3 " + `{"quantity":1}`, 404, "", nil, ""},
			{"other", "DELETE " + cart + "/items/3", 403, "", nil, ""},
			{"guest", "DELETE " + cart + "/items/3", 200, cartKeys, map[string]any{"items.n": 1, "total": 1250}, priced},
			{"guest", "DELETE " + cart + "/items/3", 404, "", nil, ""},

			// §5: tips carry no tax.
			{"guest", "PUT " + cart + `/tip {"tipAmount":200}`, 200, cartKeys, map[string]any{"total": 1450, "adjustments.tip.0.label": "Pourboire", "adjustments.tax.n": 1}, priced},
			{"guest", "PUT " + cart + `/tip {"tipAmount":"0"}`, 200, cartKeys, map[string]any{"adjustments.tip": []any{}}, priced},
			{"guest", "PUT " + cart + `/tip {"tipAmount":-1}`, 400, "", map[string]any{"@type": "ConstraintViolationList"}, ""},
			{"guest", "PUT " + cart + `/tip {}`, 400, "", nil, ""},
			{"guest", "PUT " + cart + `/tip {"tipAmount":"much"}`, 400, "", nil, ""},

			// §7: what hinders checkout, and when it could be there.
			{"guest", "GET " + cart + "/validate", 400, "", map[string]any{"violations.0.propertyPath": "total", "violations.0.code": nil, "violations.n": 2}, ""},
			{"guest", "PUT " + cart + ` {"shippingAddress":` + rivoli + `,"items":[{"product":"PIZZA","quantity":2}]}`, 200, cartKeys, map[string]any{"total": 2150}, priced},
			{"guest", "GET " + cart + "/validate", 200, cartKeys, nil, ""},
			{"other", "GET " + cart + "/validate", 403, "", nil, ""},
			{"", "GET " + cart + "/validate", 401, "", nil, ""},
			{"guest", "GET " + cart + "/timing", 200, "asap behavior choices diff fast preparation range ranges shipping today", map[string]any{"behavior": "asap", "preparation": "10 minutes"}, ""},
			{"other", "GET " + cart + "/timing", 403, "", nil, ""},
			{"", "POST /api/orders/timing " + `{"restaurant":"/api/restaurants/1","items":[{"product":"PIZZA","quantity":3}]}`, 200, "asap behavior choices diff fast preparation range ranges shipping today",
				map[string]any{"preparation": "15 minutes"}, ""},

			// §6: whose it is.
			{"bob", "PUT " + cart + "/assign {}", 403, "", nil, ""},
			{"zoe+other", "PUT " + cart + "/assign {}", 403, "", nil, ""},
			{"guest", "PUT " + cart + `/assign {"guest":true,"email":"no address"}`, 400, "", nil, ""},
			{"guest", "PUT " + cart + `/assign {"guest":true,"email":"ida@example.org","telephone":"+33612345678"}`, 200, cartKeys, map[string]any{"total": 2150}, priced},
			{"zoe+other", "PUT /api/orders/2/assign {}", 200, cartKeys, map[string]any{"customer": zoe}, priced},
			{"zoe", "GET /api/orders/2/validate", 400, "", map[string]any{"violations.0.propertyPath": "total"}, ""},
		})

		// §8: others add by a link, and touch their own lines only.
		slug := fmt.Sprint(m.wants(m.call(guest, "POST "+cart+"/create_invitation {}"), 200, nil)["invitation"])
		joined := m.wants(m.call("", "POST "+cart+`/players {"email":"jo@example.org","name":"Jo","slug":"`+slug+`"}`), 200, nil)
		tokens["jo"] = fmt.Sprint(joined["token"])
		if allKeys(joined) != "centrifugo player token" {
			t.Errorf("a player gets %s", allKeys(joined))
		}
		m.playsCarts(tokens, []cartPlayed{
			{"guest", "POST " + cart + "/create_invitation {}", 200, cartKeys, map[string]any{"invitation": slug}, ""},
			{"", "POST " + cart + `/players {"email":"jo@example.org","name":"Jo","slug":"none"}`, 404, "", nil, ""},
			{"", "POST /api/orders/2/players " + `{"email":"jo@example.org","name":"Jo","slug":"` + slug + `"}`, 404, "", nil, ""},
			{"", "POST " + cart + `/players {"email":"jo@example.org","slug":"` + slug + `"}`, 400, "", nil, ""},
			{"", "POST " + cart + `/players {"email":"nobody","name":"Jo","slug":"` + slug + `"}`, 400, "", nil, ""},
			{"*jo", "POST " + cart + `/items {"product":"BURGER"}`, 201, cartKeys, map[string]any{"items.n": 2, "items.1.player.@id": joined["player"]}, priced},
			{"*jo", "POST " + cart + `/items {"product":"PIZZA"}`, 201, cartKeys, map[string]any{"items.n": 3}, priced},
			{"*jo", "PUT " + cart + `/items/5 {"quantity":9}`, 403, "", nil, ""},
			{"*jo", "DELETE " + cart + "/items/7", 200, cartKeys, map[string]any{"items.n": 2}, priced},
			{"*jo", "POST /api/orders/2/items " + `{"product":"PIZZA"}`, 403, "", nil, ""},
			{"*jo", "PUT " + cart + `/tip {"tipAmount":100}`, 401, "", nil, ""},
			{"*jo", "PUT " + cart + `/assign {"guest":true,"email":"jo@example.org"}`, 401, "", nil, ""},
			{"guest", "DELETE " + cart + "/items/6", 200, cartKeys, map[string]any{"items.n": 1}, priced},
		})

		// What was ordered is no basket any more.
		m.write(func(tx *db.Tx) error {
			if err := org.SaveSettings(tx, map[string]any{"guest_checkout_enabled": false}); err != nil {
				return err
			}
			_, err := tx.Exec("UPDATE orders SET state = 'new' WHERE id = 1")
			return err
		})
		m.playsCarts(tokens, []cartPlayed{
			{"other", "PUT /api/orders/2/assign " + `{"guest":true,"email":"a@example.org"}`, 403, "", nil, ""},
			{"guest", "PUT " + cart + ` {"notes":"late"}`, 400, "", map[string]any{"violations.0.propertyPath": "state", "violations.0.code": nil}, ""},
			{"guest", "POST " + cart + `/items {"product":"PIZZA"}`, 400, "", map[string]any{"violations.0.propertyPath": "state"}, ""},
			{"guest", "DELETE " + cart + "/items/5", 400, "", map[string]any{"violations.0.propertyPath": "state"}, ""},
			{"guest", "PUT " + cart + `/tip {"tipAmount":100}`, 400, "", map[string]any{"violations.0.propertyPath": "state"}, ""},
			{"*jo", "POST " + cart + `/items {"product":"BURGER"}`, 400, "", map[string]any{"violations.0.propertyPath": "state"}, ""},
			{"guest", "POST " + cart + "/create_invitation {}", 200, "", map[string]any{"invitation": slug}, ""},
		})
	})
}
