package zelty

import (
	"encoding/json"
	"fmt"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
)

const pushed = `{"data":{"tags":[{"id":"T","name":"All","item_ids":["M","D"]}],"items":[
	{"id":"D","type":"dish","internal_id":5,"name":"Dish","price":{"price":1200},"tax_rules":{"tax_id":"ZTX1"},"option_ids":["O"]},
	{"id":"M","type":"menu","name":"Menu","price":{"price":1500},"parts":[{"menu_part_id":"P"}]}],
	"menuParts":[{"id":"P","name":"Course","dish_ids":["D","gone"]}],"options":[{"id":"O","name":"Size","value_ids":["V","gone"]}],
	"optionValues":[{"id":"V","name":"Big","price":100}]}}`

func addShop(tx *db.Tx, name string) (int64, error) {
	lat, lng := 48.85, 2.37
	street := "1 Rue X"
	r, err := shop.CreateRestaurant(tx, shop.CreateRestaurantIn{
		Address: org.AddressIn{StreetAddress: &street, Position: &org.Position{Lat: lat, Lng: lng}}, Fields: shop.Fields{Name: &name},
	})
	return r.ID, err
}

// A push becomes products, options and a menu, the same however often it comes; another restaurant's codes are refused.
func TestTakingPushes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		state := func(tx *db.Tx) (string, error) {
			items, err := shop.ListProducts(tx, shop.PageIn{RestaurantID: 1, Limit: 10})
			if err != nil {
				return "", err
			}
			menus, err := shop.ListMenus(tx, 1)
			text := ""
			for _, p := range items.Rows {
				text += fmt.Sprintf("%s %d %t v%d o%d; ", p.Code, p.Default.Price, p.Enabled, p.Version, len(p.Options))
			}
			for _, m := range menus {
				for _, s := range m.Sections {
					text += fmt.Sprintf("%s>%s %d", m.Code, s.Code, len(s.Items))
				}
			}
			return text, err
		}
		err := w.Write(t.Context(), authz.System(), func(tx *db.Tx) error {
			for _, name := range []string{"A", "B"} {
				if _, err := addShop(tx, name); err != nil {
					return err
				}
			}
			if _, err := TakePush(tx, 9, []byte(pushed)); !fail.Is(err, fail.NotFound) {
				t.Errorf("no restaurant: %v", err)
			}
			if _, err := TakePush(tx, 1, []byte("{")); !fail.Has(err, "request.not_json") {
				t.Errorf("no document: %v", err)
			}
			if err := take(tx, Import{RestaurantID: 1, Body: pushed}, nil); !fail.Has(err, "catalogue.tax.none") {
				t.Errorf("no taxes: %v", err)
			}
			if err := shop.ProvisionTaxes(tx, "fr"); err != nil {
				return err
			}
			for range 2 {
				id, err := TakePush(tx, 1, []byte(pushed))
				if err != nil {
					return err
				}
				push, _, err := loadImport(tx, id)
				if err != nil {
					return err
				}
				if err := take(tx, push, []tillTax{{ID: "1", Rate: 1000}}); err != nil {
					return err
				}
				if got, err := state(tx); got != "D 1200 true v1 o1; M 1500 true v1 o2; zelty_import_1>T 2" {
					t.Errorf("%s %v", got, err)
				}
			}
			later, err := isLatest(tx, Import{ID: 1, RestaurantID: 1})
			if err != nil || later {
				t.Errorf("the first push counts as the last: %v", err)
			}
			if err := Hear(tx, Event{Name: "dish.update", Data: json.RawMessage(`{"dishes":[{"id":5,"disable":true}]}`)}); err != nil {
				return err
			}
			if got, err := state(tx); got != "D 1200 false v2 o1; M 1500 true v1 o2; zelty_import_1>T 2" {
				t.Errorf("%s %v", got, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = w.Write(t.Context(), authz.System(), func(tx *db.Tx) error { return take(tx, Import{RestaurantID: 2, Body: pushed}, nil) })
		if !fail.Has(err, "catalogue.code.taken") {
			t.Errorf("another restaurant's dish: %v", err)
		}
	})
}

func TestIdentifiersAreTextsOrNumbers(t *testing.T) {
	t.Parallel()
	var got []ID
	if err := json.Unmarshal([]byte(`["ZD1", 1001, null, 12345678901234567890]`), &got); err != nil || fmt.Sprint(got) != "[ZD1 1001  12345678901234567890]" {
		t.Errorf("%v, %v", got, err)
	}
	if err := json.Unmarshal([]byte(`[{}]`), &got); err == nil {
		t.Error("an object is no identifier")
	}
}
