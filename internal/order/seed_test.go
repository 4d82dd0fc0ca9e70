package order_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/shop"
)

// told remembers what later modules were asked for.
type told struct{ paid, delivered []int64 }

func (t *told) hand() order.SeedHand {
	return order.SeedHand{
		Pay: func(_ *db.Tx, id int64, total money.Amount) error {
			t.paid = append(t.paid, id, int64(total))
			return nil
		},
		Payments: func(_ *db.Tx, id int64, _ money.Amount, rows []seed.Row) error {
			t.paid = append(t.paid, id, -int64(len(rows)))
			return nil
		},
		PaymentRows: func(*db.Tx, int64) ([]map[string]any, error) { return []map[string]any{}, nil },
		Attach:      delivery.SeedOrder,
		Deliver:     func(_ *db.Tx, o order.Order) error { t.delivered = append(t.delivered, o.ID); return nil },
		DeliveryOf:  func(tx *db.Tx, id int64) (*int64, error) { return nil, nil },
		Label:       func(text string) string { return strings.ReplaceAll(text, "order.adjustment.delivery", "Livraison") },
	}
}

const seedRows = `{"rows":[
	{"kind":"address","ref":"here","streetAddress":"12 Rue Sedaine","geo":{"latitude":48.8562,"longitude":2.3726}},
	{"kind":"address","ref":"home","streetAddress":"1 Rue X","geo":{"latitude":48.8575,"longitude":2.3730}},
	{"kind":"tax_category","ref":"food","code":"FOOD"},
	{"kind":"tax_rate","code":"FOOD","name":"TVA 10%","category":"@food","amount":0.1},
	{"kind":"tax_category","ref":"service","code":"SERVICE"},
	{"kind":"tax_rate","code":"SERVICE","name":"TVA 20%","category":"@service","amount":0.2},
	{"kind":"contract","ref":"contract","flatDeliveryPrice":500,"customerAmount":350,"feeRate":0.185},
	{"kind":"restaurant","ref":"ana","name":"Da Ana","address":"@here","contract":"@contract",
		"fulfillmentMethods":[{"type":"delivery","openingHours":["Mo-Su 11:30-14:30"],"minimumAmount":1500}]},
	{"kind":"product_option","ref":"size","code":"SIZE","name":"Size","strategy":"option_value","restaurant":"@ana"},
	{"kind":"product_option_value","ref":"big","option":"@size","code":"BIG","value":"Big","price":150},
	{"kind":"product","ref":"pizza","code":"PIZZA","name":"Pizza","restaurant":"@ana","options":["@size"],"price":900,"taxCategory":"@food"},
	{"kind":"product","ref":"salad","code":"SALAD","name":"Salad","restaurant":"@ana","price":900,"taxCategory":"@food"},
	{"kind":"order","restaurant":"@ana","items":[{"product":"@pizza"},{"product":"@salad"}],"state":"accepted","shippingAddress":"@here",
		"shippingTimeRange":["2018-08-27 12:25","2018-08-27 12:35"],"events":[{"name":"order:accepted"}]},
	{"kind":"order","restaurant":"@ana","items":[{"product":"@pizza","quantity":2,"options":[{"value":"@big","quantity":1}]}],"tipAmount":100},
	{"kind":"order","ref":"raw","restaurant":"@ana","priced":false,"items":[{"name":"Box","unitPrice":500,"adjustments":[{"type":"tax","label":"T","amount":50,"neutral":true}]}],
		"adjustments":[{"type":"delivery","label":"Course","amount":100,"id":40}],"payments":[{"method":"CARD"}]},
	{"kind":"task","ref":"up","type":"PICKUP","address":"@here","before":"2018-08-27 12:00"},
	{"kind":"task","ref":"down","address":"@home","before":"2018-08-27 13:00"},
	{"kind":"delivery","ref":"ride","tasks":["@up","@down"]},
	{"kind":"order","delivery":"@ride","state":"new","arbitraryPrice":{"variantName":"Vélo","variantPrice":1200}}]}`

func TestSeedOrders(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		zone, _ := time.LoadLocation("Europe/Paris")
		asked := &told{}
		kinds := slices.Concat(org.SeedKinds(), shop.SeedKinds(), delivery.SeedKinds(dispatch.SeedHand), []seed.Kind{order.SeedKind(asked.hand())})
		loader := seed.NewLoader(kinds, func(tx *db.Tx, _ map[string]json.RawMessage) (seed.Env, error) {
			return seed.Env{Now: w.Clock.Now(), Zone: zone, Country: "fr"}, org.SaveSettings(tx, map[string]any{"subject_to_vat": true})
		})
		load := func(text string) error {
			var doc seed.Document
			if err := json.Unmarshal([]byte(text), &doc); err != nil {
				t.Fatal(err)
			}
			return w.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
				*asked = told{}
				_, err := loader.Load(tx, doc)
				return err
			})
		}
		if err := load(seedRows); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(asked.paid, []int64{1, 2150, 2, 2550, 3, -1}) || !slices.Equal(asked.delivered, []int64{1}) {
			t.Errorf("asked for %+v", asked)
		}
		if err := load(`{"rows":[{"kind":"order","update":"@raw","priced":true}]}`); err != nil {
			t.Fatal(err)
		}
		var rows []map[string]any
		if err := w.Read(context.Background(), authz.System(), func(tx *db.Tx) (err error) {
			kind, _ := loader.Kind("order")
			rows, err = kind.Rows(tx)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		text, _ := json.Marshal(rows)
		for _, want := range []string{
			`"preparationExpectedAt":"2018-08-27T10:05:00Z"`, `"pickupExpectedAt":"2018-08-27T10:15:00Z"`, `"preparationTime":"10 minutes"`, `"shippingTime":"10 minutes"`,
			`"label":"1 × Big"`, `"label":"Livraison"`, `"options":[{"quantity":1,"value":"@product_option_value:1"}]`, `"arbitraryPrice":null`, `"number":null`, `{"createdAt":"2026-11-24T11:00:00Z","data":[],"name":"order:accepted"}`,
			`"id":40`, `"name":"order.parcel"`, `"total":1200`,
		} {
			if !strings.Contains(string(text), want) {
				t.Errorf("rows lack %s", want)
			}
		}
		for doc, want := range map[string]string{
			`{"rows":[{"kind":"order","items":[{"product":"@pizza","options":["@none"]}]}]}`: "no option value is named @none",
			`{"rows":[{"kind":"order","zeltyOrderId":4}]}`:                                   "not supported",
			`{"rows":[{"kind":"order","state":"eaten"}]}`:                                    "none of",
		} {
			if err := load(doc); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", doc, err)
			}
		}
	})
}
