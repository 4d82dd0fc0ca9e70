package shop_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/shop"
)

func loader(w *dbtest.World) *seed.Loader {
	kinds := slices.Concat(org.SeedKinds(), shop.SeedKinds())
	return seed.NewLoader(kinds, func(*db.Tx, map[string]json.RawMessage) (seed.Env, error) {
		return seed.Env{Now: w.Clock.Now(), Zone: paris, Country: "fr"}, nil
	})
}

func load(t *testing.T, w *dbtest.World, rows string) (map[string]seed.Place, error) {
	t.Helper()
	var doc seed.Document
	if err := json.Unmarshal([]byte(`{"rows":[`+rows+`]}`), &doc); err != nil {
		t.Fatal(err)
	}
	var places map[string]seed.Place
	err := w.Write(context.Background(), authz.System(), func(tx *db.Tx) (err error) {
		places, err = loader(w).Load(tx, doc)
		return err
	})
	return places, err
}

const seeded = `
	{"kind":"address","ref":"here","streetAddress":"12 Rue Sedaine","geo":{"latitude":48.8562,"longitude":2.3726}},
	{"kind":"tax_category","ref":"food","code":"BASE_REDUCED"},
	{"kind":"tax_rate","code":"tva_10","category":"@food","amount":0.1,"name":"TVA 10%"},
	{"kind":"contract","ref":"contract","flatDeliveryPrice":500,"customerAmount":350,"feeRate":0.25},
	{"kind":"restaurant","ref":"ada","name":"Da Ada","address":"@here","contract":"@contract","servesCuisine":["italian"],"telephone":"01 00 00 00 00",
		"fulfillmentMethods":[{"type":"delivery","openingHours":["Mo-Su 11:30-14:30"],"minimumAmount":1500}],
		"preparationTimeRules":[{"expression":"order.itemsTotal < 1000","time":"5 minutes"}],"edenredMerchantId":"42"},
	{"kind":"closing_rule","restaurant":"@ada","startDate":"tomorrow 09:00","endDate":"tomorrow 23:59","reason":"Holiday"},
	{"kind":"product_option","ref":"size","code":"SIZE","name":"Size","strategy":"option_value","valuesRange":{"lower":1,"upper":null},"restaurant":"@ada"},
	{"kind":"product_option_value","ref":"small","option":"@size","code":"SMALL","value":"Small"},
	{"kind":"product_option_value","ref":"big","option":"@size","code":"BIG","value":"Big","price":150,"enabled":false,"dependsOn":["@small"]},
	{"kind":"product","ref":"pizza","code":"PIZZA","name":"Pizza","restaurant":"@ada","options":["@size"],"price":900,"taxCategory":"@food","allergens":["NUTS"]},
	{"kind":"reusable_packaging","ref":"box","name":"Box","price":250,"restaurant":"@ada"},
	{"kind":"hub","ref":"hub","name":"Halles","address":"@here","fulfillmentMethods":[{"type":"delivery","openingHours":["Mo-Su 10:00-22:00"]}]},
	{"kind":"product","ref":"soup","code":"SOUP","name":"Soup","restaurant":"@ada","reusablePackagingEnabled":true,"reusablePackagings":[{"packaging":"@box","units":0.5}]},
	{"kind":"product","ref":"salad","code":"SALAD","name":"Salad","restaurant":"@ada","price":500,"taxCategory":"@food"},
	{"kind":"product_variant","ref":"bowl","product":"@salad","code":"SALAD_BOWL","price":600,"taxCategory":"@food"},
	{"kind":"homepage_block","type":"banner","data":{"markdown":"Hello"}},{"kind":"shop_collection","ref":"best","title":"À midi","shops":["@ada"]},
	{"kind":"shop_collection","title":"À midi !"},
	{"kind":"menu","ref":"menu","restaurant":"@ada","name":"Lunch"},
	{"kind":"menu_section","ref":"first","menu":"@menu","name":"All","products":["@pizza","@salad"]},
	{"kind":"menu_section","ref":"second","menu":"@menu","name":"Green"}`

func TestSeeds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		places, err := load(t, w, seeded)
		if err != nil {
			t.Fatal(err)
		}
		if places["menu"].ID != 1 || places["second"].ID != 3 {
			t.Errorf("menus and sections do not share a sequence: %v", places)
		}
		_ = w.Read(context.Background(), guest, func(tx *db.Tx) error {
			v, err := shop.LoadView(tx, places["ada"].ID)
			if err != nil {
				t.Fatal(err)
			}
			if !v.Enabled || v.OrganizationID == 0 || v.Telephone != "+33100000000" || v.Contract.CustomerAmount != 350 || v.Contract.FeeRate != 250000 ||
				v.Preparation(500).Minutes() != 5 || v.Options.V.EdenredMerchantID != "42" || !v.Options.V.DepositRefundOptin || len(v.Closings) != 1 || !v.IsOpen() {
				t.Errorf("got %+v", v)
			}
			if v.Method(shop.Collection).Enabled || v.Method(shop.Delivery).MinimumAmount != 1500 {
				t.Errorf("methods %+v", v.Methods)
			}
			m, err := shop.MenuOf(tx, v.Restaurant)
			if err != nil || len(m.Sections) != 2 || !slices.Equal(names(m.Sections[0].Items), []string{"Pizza", "Salad"}) {
				t.Fatalf("menu %+v, %v", m, err)
			}
			pizza, salad := m.Sections[0].Items[0], m.Sections[0].Items[1]
			if pizza.Default.Price != 900 || pizza.Options[0].Values[1].Enabled || salad.Default.Code != "SALAD_BOWL" || salad.Default.Name != "Salad" || salad.Default.Price != 600 {
				t.Errorf("pizza %+v, salad %+v", pizza, salad)
			}
			return nil
		})
		_ = w.Read(context.Background(), guest, func(tx *db.Tx) error {
			soup, err := shop.LoadProductByCode(tx, "SOUP")
			if err != nil {
				t.Fatal(err)
			}
			boxes, err := shop.LoadPackagings(tx, []int64{soup.ReusablePackagings.V[0].ID()})
			if err != nil || boxes[places["box"].ID].Price != 250 || soup.ReusablePackagings.V[0].Units != 0.5 {
				t.Errorf("boxes %v, %v", boxes, err)
			}
			page, err := shop.ListCollections(tx, 30, 0)
			if err != nil || page.Total != 2 || page.Rows[0].Slug != "a-midi" || page.Rows[1].Slug != "a-midi-2" {
				t.Errorf("collections %+v, %v", page, err)
			}
			if h, err := shop.LoadHub(tx, places["hub"].ID); err != nil || len(h.Methods.V) != 1 || !h.Enabled {
				t.Errorf("hub %+v, %v", h, err)
			}
			return nil
		})
		_, err = load(t, w, `{"kind":"restaurant","update":"@ada","state":"rush","+servesCuisine":["asian"]},
			{"kind":"product","update":"@pizza","price":950},{"kind":"product_option_value","update":"@big","enabled":true},
			{"kind":"menu_section","update":"@second","products":["@salad"]},{"kind":"menu","update":"@menu","active":false}`)
		if err != nil {
			t.Fatal(err)
		}
		_ = w.Read(context.Background(), guest, func(tx *db.Tx) error {
			r, err := shop.LoadRestaurant(tx, places["ada"].ID)
			if err != nil || r.State != shop.Rush || !slices.Equal(r.Cuisines.V, []string{"italian", "asian"}) || r.MenuID != nil || r.Name != "Da Ada" {
				t.Errorf("got %+v, %v", r, err)
			}
			m, err := shop.LoadMenuTree(tx, places["menu"].ID)
			if err != nil || !slices.Equal(names(m.Sections[0].Items), []string{"Pizza"}) || m.Sections[0].Items[0].Default.Price != 950 || len(m.Sections[1].Items) != 1 {
				t.Errorf("menu %+v, %v", m, err)
			}
			return nil
		})
	})
}

func TestWrongSeedsAreRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		for row, want := range map[string]string{
			`{"kind":"product","code":"X","name":"X","price":1}`:                                                                    "taxCategory is required with a price",
			`{"kind":"product","code":"X","name":"X","reusablePackagings":[{"packaging":"@ada","units":1}]}`:                        "@ada is a restaurant, not a reusable_packaging",
			`{"kind":"tax_category","code":"BASE_REDUCED"}`:                                                                         `code: another tax_category has the code "BASE_REDUCED" already`,
			`{"kind":"restaurant","name":"X","address":"@here","fulfillmentMethods":[{"type":"delivery","openingHours":["noon"]}]}`: "opening hours",
			`{"kind":"restaurant","name":"X"}`:                                                                                      "address: is required",
		} {
			if _, err := load(t, w, seeded+","+row); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", row, err)
			}
		}
	})
}

// Every row that a document can write is shown with the fields of its kind, and can be written again as it is shown.
func TestRowsAreShownAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		if _, err := load(t, w, seeded); err != nil {
			t.Fatal(err)
		}
		for _, kind := range shop.SeedKinds() {
			var rows []map[string]any
			err := w.Read(context.Background(), guest, func(tx *db.Tx) (err error) { rows, err = kind.Rows(tx); return err })
			if err != nil || len(rows) == 0 {
				t.Fatalf("%s: %d rows, %v", kind.Name, len(rows), err)
			}
			for _, f := range kind.Fields {
				if _, shown := rows[0][f.Name]; !shown {
					t.Errorf("%s does not show %s", kind.Name, f.Name)
				}
			}
			again := rows[0]
			again["update"] = fmt.Sprintf("@%s:%v", kind.Name, again["id"])
			again["kind"] = kind.Name
			delete(again, "id")
			body, err := json.Marshal(again)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := load(t, w, string(body)); err != nil {
				t.Errorf("%s cannot be written as it is shown: %v", kind.Name, err)
			}
		}
	})
}
