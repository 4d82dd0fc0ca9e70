package order_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// city is a co-op with one restaurant, some people and the contract's numbers: delivery for 350, food at 10 %, services at 20 %.
type city struct {
	*dbtest.World
	t        *testing.T
	Shop     shop.Restaurant
	Address  org.Address // a customer's, a kilometre away
	Customer account.Customer
	Owner    authz.Actor
	Ada      authz.Actor // the customer's account
}

var house = authz.System()

func newCity(t *testing.T, w *dbtest.World) *city {
	c := &city{World: w, t: t}
	zone, _ := time.LoadLocation("Europe/Paris")
	w.Clock.Set(time.Date(2026, 11, 24, 11, 0, 0, 0, zone)) // a Tuesday
	c.work(house, func(tx *db.Tx) error {
		if _, err := tx.Exec("INSERT INTO settings (name, value) VALUES ('subject_to_vat', '1'), ('guest_checkout_enabled', '1')"); err != nil {
			return err
		}
		if err := c.people(tx); err != nil {
			return err
		}
		return c.restaurant(tx)
	})
	return c
}

func (c *city) people(tx *db.Tx) (err error) {
	if c.Customer, err = account.GuestCustomer(tx, account.GuestIn{Email: "ada@example.org", FullName: "Ada Martin", Telephone: "+33612345678"}); err != nil {
		return err
	}
	boss, err := account.GuestCustomer(tx, account.GuestIn{Email: "boss@example.org"})
	if err != nil {
		return err
	}
	for i, u := range []account.User{
		{Username: "ada", Email: "ada@example.org", CustomerID: c.Customer.ID},
		{Username: "boss", Email: "boss@example.org", CustomerID: boss.ID, Roles: db.JSON[[]authz.Role]{V: []authz.Role{authz.Restaurant}}},
	} {
		u.ID, u.UsernameCanonical, u.EmailCanonical, u.Enabled, u.Version, u.CreatedAt = int64(i+1), u.Username, u.Email, true, 1, tx.Now()
		u.UpdatedAt = u.CreatedAt
		if err := db.Insert(tx, "users", u); err != nil {
			return err
		}
		if i == 0 {
			c.Ada = u.Actor()
		} else {
			c.Owner = u.Actor()
		}
	}
	return nil
}

func (c *city) restaurant(tx *db.Tx) (err error) {
	contract := shop.Contract{ID: 1, FlatDeliveryPrice: 500, CustomerAmount: 350, FeeRate: 185000, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	if err := db.Insert(tx, "contracts", contract); err != nil {
		return err
	}
	street, name, on := "1 Rue de la Paix", "Chez Ana", true
	delivery := shop.DefaultMethod(shop.Delivery)
	delivery.OpeningHours, _ = span.ParseHours([]string{"Mo-Su 11:30-14:30"})
	delivery.MinimumAmount = 1500
	collection := delivery
	collection.Type, collection.MinimumAmount = shop.Collection, 0
	methods := []shop.FulfillmentMethod{delivery, collection}
	if c.Shop, err = shop.CreateRestaurant(tx, shop.CreateRestaurantIn{
		Address: org.AddressIn{StreetAddress: &street, Position: &org.Position{Lat: 48.85, Lng: 2.35}},
		Fields:  shop.Fields{Name: &name, Methods: &methods, Enabled: &on, ContractID: &contract.ID},
	}); err != nil {
		return err
	}
	if err := shop.SetOwners(tx, c.Owner.UserID, []int64{c.Shop.ID}); err != nil {
		return err
	}
	if c.Address, err = org.PlaceAddress(tx, org.AddressIn{StreetAddress: &street, Position: &org.Position{Lat: 48.855, Lng: 2.35}}); err != nil {
		return err
	}
	if err := account.KeepAddress(tx, c.Customer.ID, c.Address.ID); err != nil {
		return err
	}
	return c.menu(tx)
}

func (c *city) menu(tx *db.Tx) error {
	for i, code := range []string{"FOOD", shop.ServiceTax} {
		id := int64(i + 1)
		if err := db.Insert(tx, "tax_categories", shop.TaxCategory{ID: id, Code: code, Name: code, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}); err != nil {
			return err
		}
		rate := shop.TaxRate{ID: id, Code: code, CategoryID: id, Name: []string{"TVA 10%", "TVA 20%"}[i], Amount: []moneyRate{100000, 200000}[i], Included: true, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
		if err := db.Insert(tx, "tax_rates", rate); err != nil {
			return err
		}
	}
	toppings, err := shop.CreateOption(tx, shop.CreateOptionIn{RestaurantID: c.Shop.ID, Name: "Topping", Values: []shop.ValueIn{{Code: "PEPPERONI", Value: "Pepperoni"}}})
	if err != nil {
		return err
	}
	extras, err := shop.CreateOption(tx, shop.CreateOptionIn{RestaurantID: c.Shop.ID, Name: "Extras", Strategy: shop.PerValue, Additional: true, Values: []shop.ValueIn{{Code: "CHEESE", Value: "Cheese", Price: 150}}})
	if err != nil {
		return err
	}
	for _, p := range []shop.CreateProductIn{
		{Code: "PIZZA", Name: "Pizza", Price: 900, OptionIDs: []int64{toppings.ID, extras.ID}}, {Code: "SALAD", Name: "Salad", Price: 900},
	} {
		p.RestaurantID, p.TaxCategoryID = c.Shop.ID, 1
		if _, err := shop.CreateProduct(tx, p); err != nil {
			return err
		}
	}
	return nil
}

// try runs a unit of work.
func (c *city) try(who authz.Actor, fn func(*db.Tx) error) error {
	return c.Write(context.Background(), who, fn)
}

// work runs a unit of work that must succeed.
func (c *city) work(who authz.Actor, fn func(*db.Tx) error) {
	c.t.Helper()
	if err := c.try(who, fn); err != nil {
		c.t.Fatal(err)
	}
}

// fill is a basket of Ada's with two dishes, to be brought to her place.
func (c *city) fill() (cart order.Cart) {
	c.t.Helper()
	c.work(c.Ada, func(tx *db.Tx) error {
		o, err := order.OpenCart(tx, order.OpenCartIn{RestaurantID: c.Shop.ID, Address: &org.AddressIn{ID: c.Address.ID}})
		if err != nil {
			return err
		}
		if _, err = order.AddItem(tx, add(o.ID, "PIZZA", 1)); err != nil {
			return err
		}
		cart, err = order.AddItem(tx, add(o.ID, "SALAD", 1))
		return err
	})
	return cart
}

func (c *city) place(id int64) (o order.Order) {
	c.t.Helper()
	c.work(house, func(tx *db.Tx) (err error) {
		o, err = order.PlaceOrder(tx, nil, order.PlaceIn{OrderID: id})
		return err
	})
	return o
}

func add(id int64, code string, n int64, choices ...shop.Choice) order.AddItemIn {
	return order.AddItemIn{OrderID: id, ItemIn: order.ItemIn{Code: code, Quantity: n, Choices: choices}}
}

// since lists the names of the events after a position.
func (c *city) since(seq int64) (names []string) {
	c.t.Helper()
	if err := c.Read(context.Background(), house, func(tx *db.Tx) error {
		entries, err := db.EntriesAfter(tx, seq, 100)
		for _, e := range entries {
			names = append(names, e.Name)
		}
		return err
	}); err != nil {
		c.t.Fatal(err)
	}
	return names
}

func (c *city) seq() (seq int64) {
	c.work(house, func(tx *db.Tx) (err error) {
		seq, err = db.One[int64](tx, "SELECT COALESCE(MAX(seq), 0) FROM journal")
		return err
	})
	return seq
}

func equal(got []string, want ...string) bool { return slices.Equal(got, want) }
