package order_test

import (
	"context"
	"encoding/json"
	"errors"
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
		PaymentRows: func(*db.Tx, []int64) (map[int64][]map[string]any, error) { return nil, nil },
		Attach:      delivery.SeedOrder,
		Deliver:     func(_ *db.Tx, _ seed.Env, o order.Order) error { t.delivered = append(t.delivered, o.ID); return nil },
		Deliveries:  delivery.DeliveriesOfOrders,
		PriceParcel: func(_ *db.Tx, in order.ParcelPriceIn) ([]order.ParcelLine, error) {
			line := order.ParcelLine{Name: "Ride of " + in.FixedName}
			if in.FixedPrice != nil {
				line.UnitPrice = *in.FixedPrice
			}
			return []order.ParcelLine{line}, nil
		},
		Label: func(text string) string { return strings.ReplaceAll(text, "order.adjustment.delivery", "Livraison") },
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
	{"kind":"restaurant","ref":"ana","name":"Da Ana","address":"@here","contract":"@contract","depositRefundEnabled":true,
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
			`"id":40`, `"name":"Ride of Vélo"`, `"total":1200`, `"priced":true`, `"delivery":"@delivery:1"`, `"arbitraryPrice":{"variantName":"Vélo","variantPrice":1200}`,
			`"hub":null`, `"subscription":null`, `"promotionCoupon":null`, `"manualSupplements":[]`, `"zeltyOrderId":null`,
		} {
			if !strings.Contains(string(text), want) {
				t.Errorf("rows lack %s", want)
			}
		}
		for doc, want := range map[string]string{
			`{"rows":[{"kind":"order","items":[{"product":"@pizza","options":["@none"]}]}]}`: "no option value is named @none",
			`{"rows":[{"kind":"order","items":[{"product":"@pizza","quantity":0}]}]}`:        "items: quantity must be 1 or more",
			`{"rows":[{"kind":"order","subscription":"@recurrence_rule:1"}]}`:                `subscription: there is no kind "recurrence_rule" yet`,
			`{"rows":[{"kind":"order","promotionCoupon":"@x"}]}`:                             `promotionCoupon: there is no kind "promotion_coupon" yet`,
			`{"rows":[{"kind":"order","manualSupplements":[{"pricingRule":"@x"}]}]}`:         `manualSupplements: pricingRule: there is no kind "pricing_rule" yet`,
			`{"rows":[{"kind":"order","delivery":"@ride"}]}`:                                 "delivery: this delivery is another order's",
			`{"rows":[{"kind":"order","arbitraryPrice":{"variantPrice":"7"}}]}`:              `arbitraryPrice: is {"variantName"`,
			`{"rows":[{"kind":"order","number":"A"},{"kind":"order","number":"A"}]}`:         `number: another order has the number "A" already`,
			`{"rows":[{"kind":"order","state":"eaten"}]}`:                                    "none of",
		} {
			if err := load(doc); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", doc, err)
			}
		}
	})
}

const hubRows = `,
	{"kind":"hub","ref":"yard","name":"The Yard","address":"@here","contract":"@contract","fulfillmentMethods":[{"type":"delivery","enabled":false},{"type":"collection"}]},
	{"kind":"reusable_packaging","ref":"box","name":"Box","price":250,"restaurant":"@ana"},
	{"kind":"product","ref":"soup","code":"SOUP","name":"Soup","restaurant":"@ana","price":600,"taxCategory":"@food","reusablePackagingEnabled":true,
		"reusablePackagings":[{"packaging":"@box","units":0.5}]}]}`

// TestSeedOrdersKeepWhatTheySay: each row holds alone, then an update changes what it names and nothing else.
func TestSeedOrdersKeepWhatTheySay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		s := seederIn(t, w)
		s.mustLoad(strings.TrimSuffix(seedRows, "]}") + hubRows)
		for name, row := range map[string]struct {
			order, update string
			want          map[string]string
		}{
			"facts are kept": {`"zeltyOrderId":42,"hub":"@yard","subscription":null,"promotionCoupon":null,"manualSupplements":[]`, `"notes":"x"`,
				map[string]string{"zeltyOrderId": `42`, "hub": `"@hub:1"`, "fulfillmentMethod": `"collection"`, "notes": `"x"`}},
			"a hub's contract prices its orders": {`"hub":"@yard","fulfillmentMethod":"delivery","items":[{"product":"@salad"}]`, `"tipAmount":100`,
				map[string]string{"total": `1350`, "priced": `true`, "tipAmount": `100`}},
			"an unpriced total stays": {`"restaurant":"@ana","priced":false,"total":1234,"items":[{"name":"Box","unitPrice":500}]`, `"notes":"x"`,
				map[string]string{"total": `1234`, "priced": `false`}},
			"unpriced lines stay": {`"restaurant":"@ana","priced":false,"items":[{"name":"Box","unitPrice":500}]`, `"items":[{"product":"@salad","unitPrice":1}]`,
				map[string]string{"total": `1`, "priced": `false`, "adjustments": `[]`}},
			"priced later": {`"restaurant":"@ana","priced":false,"items":[{"product":"@salad","unitPrice":1}]`, `"priced":true`,
				map[string]string{"total": `1250`, "priced": `true`}},
			"a written time stays": {`"restaurant":"@ana","state":"new","shippingTimeRange":["2018-08-27 12:25","2018-08-27 12:35"],"preparationTime":"1 hour"`,
				`"notes":"x"`, map[string]string{"preparationTime": `"1 hour"`, "shippingTime": `"10 minutes"`}},
			"a new range is planned anew": {`"restaurant":"@ana","state":"new","shippingTimeRange":["2018-08-27 12:25","2018-08-27 12:35"],"preparationTime":"1 hour"`,
				`"shippingTimeRange":["2018-08-28 12:25","2018-08-28 12:35"]`, map[string]string{"preparationTime": `"10 minutes"`}},
			"a deposit for boxes": {`"restaurant":"@ana","reusablePackagingEnabled":true,"items":[{"product":"@soup","quantity":3}]`, `"notes":"x"`,
				map[string]string{"total": `2650`, "reusablePackagingEnabled": `true`}},
			"a parcel's new price": {`"delivery":"@ride2","arbitraryPrice":{"variantName":null,"variantPrice":700}`, `"arbitraryPrice":{"variantPrice":800}`,
				map[string]string{"total": `800`, "arbitraryPrice": `{"variantPrice":800}`}},
			"a parcel that nobody priced": {`"delivery":"@ride2","priced":false`, `"notes":"x"`, map[string]string{"items": `[]`, "shippingAddress": `"@address:2"`}},
			"a ride comes later":          {`"notes":"x"`, `"delivery":"@ride2"`, map[string]string{"delivery": `"@delivery:2"`, "total": `0`, "shippingAddress": `"@address:2"`}},
			"a ride is taken away":        {`"delivery":"@ride2"`, `"delivery":null`, map[string]string{"delivery": `null`}},
		} {
			t.Run(name, func(t *testing.T) {
				s.again(t, func(load func(string) error, rows func() []map[string]any) {
					text := `{"rows":[{"kind":"task","ref":"up2","type":"PICKUP","address":"@here","before":"2018-08-27 12:00"},
						{"kind":"task","ref":"down2","address":"@home","before":"2018-08-27 13:00"},{"kind":"delivery","ref":"ride2","tasks":["@up2","@down2"]},
						{"kind":"order","ref":"o",` + row.order + `},{"kind":"order","update":"@o",` + row.update + `}]}`
					if err := load(text); err != nil {
						t.Fatal(err)
					}
					all := rows()
					for field, want := range row.want {
						if got, _ := json.Marshal(all[len(all)-1][field]); string(got) != want {
							t.Errorf("%s is %s, want %s", field, got, want)
						}
					}
				})
			})
		}
	})
}

// seederWorld loads documents and reads orders back.
type seederWorld struct {
	t      *testing.T
	w      *dbtest.World
	loader *seed.Loader
}

func seederIn(t *testing.T, w *dbtest.World) seederWorld {
	kinds := slices.Concat(org.SeedKinds(), shop.SeedKinds(), delivery.SeedKinds(dispatch.SeedHand), []seed.Kind{order.SeedKind((&told{}).hand())})
	loader := seed.NewLoader(kinds, func(tx *db.Tx, _ map[string]json.RawMessage) (seed.Env, error) {
		return seed.Env{Now: w.Clock.Now(), Zone: time.UTC, Country: "fr"}, org.SaveSettings(tx, map[string]any{"subject_to_vat": true})
	})
	return seederWorld{t, w, loader}
}

func (s seederWorld) load(tx *db.Tx, text string) error {
	var doc seed.Document
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		return err
	}
	_, err := s.loader.Load(tx, doc)
	return err
}

func (s seederWorld) mustLoad(text string) {
	s.t.Helper()
	if err := s.w.Write(context.Background(), authz.System(), func(tx *db.Tx) error { return s.load(tx, text) }); err != nil {
		s.t.Fatal(err)
	}
}

var errUndone = errors.New("undone")

// again does something in a unit of work that leaves no trace.
func (s seederWorld) again(t *testing.T, do func(load func(string) error, rows func() []map[string]any)) {
	err := s.w.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
		kind, _ := s.loader.Kind("order")
		do(func(text string) error { return s.load(tx, text) }, func() []map[string]any {
			rows, err := kind.Rows(tx)
			if err != nil {
				t.Fatal(err)
			}
			return rows
		})
		return errUndone
	})
	if !errors.Is(err, errUndone) {
		t.Error(err)
	}
}
