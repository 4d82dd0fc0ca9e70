package shop_test

import (
	"context"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// owner and rival hold the role of a restaurant; only owner owns the one of these tests.
var (
	owner = authz.Actor{Kind: authz.Person, UserID: 1, Roles: []authz.Role{authz.Restaurant}}
	rival = authz.Actor{Kind: authz.Person, UserID: 2, Roles: []authz.Role{authz.Restaurant}}
	admin = authz.Actor{Kind: authz.Person, UserID: 3, Roles: []authz.Role{authz.Admin}}
	guest = authz.Actor{}
)

// town is a co-op with one pizzeria: open for lunch, a menu with two sections, two pizzas, sizes and toppings.
type town struct {
	*dbtest.World
	t            *testing.T
	pizzeria     shop.Restaurant
	menu         shop.MenuTree
	margherita   shop.Item
	calzone      shop.Item
	size, extras shop.OptionTree
}

func (w *town) as(who authz.Actor, fn func(*db.Tx) error) error {
	return w.Write(context.Background(), who, fn)
}

func (w *town) must(who authz.Actor, fn func(*db.Tx) error) {
	w.t.Helper()
	if err := w.as(who, fn); err != nil {
		w.t.Fatal(err)
	}
}

func ptr[T any](v T) *T { return &v }

func newTown(t *testing.T, w *dbtest.World) *town {
	t.Helper()
	n := &town{World: w, t: t}
	n.must(authz.System(), n.build)
	return n
}

func (w *town) build(tx *db.Tx) error {
	return first(
		func() error { return addUsers(tx, 3) },
		func() (err error) { w.pizzeria, err = addPizzeria(tx); return err },
		func() error { return shop.SetOwners(tx, owner.UserID, []int64{w.pizzeria.ID}) },
		func() error { return shop.ProvisionTaxes(tx, "fr") },
		func() error { return w.addCatalogue(tx) },
	)
}

func addPizzeria(tx *db.Tx) (shop.Restaurant, error) {
	hours, err := span.ParseHours([]string{"Mo-Su 11:30-14:30"})
	if err != nil {
		return shop.Restaurant{}, err
	}
	delivery := shop.DefaultMethod(shop.Delivery)
	delivery.OpeningHours = hours
	return shop.CreateRestaurant(tx, shop.CreateRestaurantIn{
		Address: org.AddressIn{StreetAddress: ptr("12 Rue Sedaine, Paris"), Position: &org.Position{Lat: 48.8562, Lng: 2.3726}},
		Fields:  shop.Fields{Name: ptr("Da Ada"), Enabled: ptr(true), Methods: &[]shop.FulfillmentMethod{delivery}, Cuisines: &[]string{"italian"}},
	})
}

func (w *town) addCatalogue(tx *db.Tx) error {
	rates, err := shop.LoadTaxRates(tx)
	if err != nil {
		return err
	}
	product := func(name string, options ...int64) (shop.Item, error) {
		return shop.CreateProduct(tx, shop.CreateProductIn{
			RestaurantID: w.pizzeria.ID, Code: name, Name: name, Price: 900, TaxCategoryID: rates.Categories[1].ID, OptionIDs: options,
		})
	}
	return first(
		func() (err error) {
			w.size, err = shop.CreateOption(tx, shop.CreateOptionIn{RestaurantID: w.pizzeria.ID, Code: "SIZE", Name: "Size", Strategy: shop.PerValue,
				Values: []shop.ValueIn{{Code: "SMALL", Value: "Small"}, {Code: "BIG", Value: "Big", Price: 150}}})
			return err
		},
		func() (err error) {
			w.extras, err = shop.CreateOption(tx, shop.CreateOptionIn{RestaurantID: w.pizzeria.ID, Code: "EXTRA", Name: "Extra", Additional: true,
				Lower: ptr(int64(0)), Upper: ptr(int64(3)), Values: []shop.ValueIn{{Code: "OLIVES", Value: "Olives"}, {Code: "EGG", Value: "Egg"}}})
			return err
		},
		func() (err error) { w.margherita, err = product("Margherita", w.size.ID, w.extras.ID); return err },
		func() (err error) { w.calzone, err = product("Calzone", w.extras.ID); return err },
		func() (err error) {
			w.menu, err = shop.CreateMenu(tx, shop.CreateMenuIn{RestaurantID: w.pizzeria.ID, Name: "Lunch"})
			return err
		},
		func() error { return w.addSection(tx, "Pizzas", w.margherita.ID, w.calzone.ID) },
		func() error { return w.addSection(tx, "Desserts") },
		func() (err error) {
			w.pizzeria, err = shop.UpdateRestaurant(tx, shop.UpdateRestaurantIn{ID: w.pizzeria.ID, MenuID: &w.menu.ID})
			return err
		},
		func() (err error) { w.menu, err = shop.MenuOf(tx, w.pizzeria); return err },
	)
}

func (w *town) addSection(tx *db.Tx, name string, products ...int64) error {
	s, err := shop.CreateSection(tx, shop.CreateSectionIn{MenuID: w.menu.ID, Name: name})
	if err != nil {
		return err
	}
	_, err = shop.EditSection(tx, shop.EditSectionIn{MenuID: w.menu.ID, ID: s.ID, Products: &products})
	return err
}

// first runs the steps until one fails.
func first(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// addUsers writes bare accounts, which owners must be.
func addUsers(tx *db.Tx, n int64) error {
	for id := int64(1); id <= n; id++ {
		name := string(rune('a' + id))
		if _, err := tx.Exec("INSERT INTO customers (id, email, email_canonical, tags, created_at, updated_at) VALUES (?, ?, ?, '[]', 0, 0)", id, name, name); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO users (id, username, username_canonical, email, email_canonical, roles, enabled, customer_id, version, created_at, updated_at)
			VALUES (?, ?, ?, ?, ?, '[]', TRUE, ?, 1, 0, 0)`, id, name, name, name, name, id); err != nil {
			return err
		}
	}
	return nil
}
