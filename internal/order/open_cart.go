package order

import (
	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
)

// OpenCartIn asks for a basket at a restaurant. Address, when given, is where it goes: one of the customer's own, or a new one.
type OpenCartIn struct {
	RestaurantID int64
	Address      *org.AddressIn
}

// OpenCart gives the basket whose token the caller holds, moved to the restaurant, or a new one. A basket that moves loses its lines and its
// time. An address that is not the customer's own is left out without a word. Nothing is priced yet. Shops of one hub sell together: there, a basket stays as it is. An unknown restaurant is Invalid.
func OpenCart(tx *db.Tx, in OpenCartIn) (Order, error) {
	r, err := anyRestaurant(tx, in.RestaurantID)
	if err != nil {
		return Order{}, err
	}
	c, err := heldCart(tx)
	if err != nil {
		return Order{}, err
	}
	if c.ID == 0 {
		if c, err = newCart(tx, r); err != nil {
			return Order{}, err
		}
	}
	if err := c.goTo(tx, r); err != nil {
		return Order{}, err
	}
	if c.CustomerID == nil && tx.Who().Kind == authz.Person && tx.Who().CustomerID != 0 {
		id := tx.Who().CustomerID
		c.CustomerID = &id
	}
	if in.Address != nil {
		if err := setAddress(tx, &c, *in.Address); err != nil {
			return Order{}, err
		}
	}
	c.total()
	return c.Order, saveCart(tx, &c)
}

// heldCart is the basket whose token the caller holds, as long as it is one. No id means that there is none.
func heldCart(tx *db.Tx) (Cart, error) {
	if id := tx.Who().OrderID; id != 0 && tx.Who().Kind != authz.Player {
		c, err := LoadCart(tx, id)
		if err != nil || c.State == IsCart {
			return c, err
		}
	}
	return Cart{}, nil
}

func newCart(tx *db.Tx, r shop.Restaurant) (Cart, error) {
	id, err := tx.ID("orders")
	if err != nil {
		return Cart{}, err
	}
	o := Order{
		ID: id, State: Flow().Initial, RestaurantID: &r.ID, Method: usualMethod(r), Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
	}
	return Cart{Order: o}, insertOrder(tx, o)
}

// usualMethod is delivery, unless the restaurant, or the hub, can only be collected from.
func usualMethod(r interface {
	Method(shop.Method) shop.FulfillmentMethod
}) shop.Method {
	if !r.Method(shop.Delivery).Enabled && r.Method(shop.Collection).Enabled {
		return shop.Collection
	}
	return shop.Delivery
}

// goTo puts the basket at a restaurant. At another one than it was it loses its lines and its time, unless both sell together.
func (c *Cart) goTo(tx *db.Tx, r shop.Restaurant) error {
	if same(c.RestaurantID, &r.ID) {
		return nil
	}
	hub, err := c.hub(tx)
	if err != nil {
		return err
	}
	if hub != nil && same(hub, r.HubID) && len(c.Items) > 0 {
		return nil
	}
	c.moveTo(r)
	if err := dropHold(tx, c.ID); err != nil {
		return err
	}
	return dropVendors(tx, c.ID)
}

// moveTo empties the basket and puts it at another restaurant.
func (c *Cart) moveTo(r shop.Restaurant) {
	c.RestaurantID, c.HubID = &r.ID, nil
	c.Items, c.Adjustments = nil, nil
	c.setWindow(Order{}.Window())
	if m := usualMethod(r); !r.Method(c.Method).Enabled {
		c.Method = m
	}
}

// setAddress puts an address on the order. Of existing ones only the customer's own count; a stranger's changes nothing. What is said about
// an existing one besides, such as the code of the door, is written down with it.
func setAddress(tx *db.Tx, c *Cart, in org.AddressIn) error {
	place := org.PlaceAddress
	if in.ID != 0 {
		own, err := ownAddress(tx, c.Order, in.ID)
		if err != nil || !own {
			return err
		}
		place = org.ReviseAddress
	}
	a, err := place(tx, in)
	if err != nil {
		return under("shippingAddress", err)
	}
	c.ShippingAddressID = &a.ID
	return nil
}

func ownAddress(tx *db.Tx, o Order, id int64) (bool, error) {
	if o.ShippingAddressID != nil && *o.ShippingAddressID == id {
		return true, nil
	}
	if o.CustomerID == nil {
		return false, nil
	}
	ids, err := account.AddressIDsOf(tx, *o.CustomerID)
	for _, own := range ids {
		if own == id {
			return true, err
		}
	}
	return false, err
}

// under says that the wrong fields belong to a part of the input.
func under(path string, err error) error {
	e := fail.Of(err)
	if e.Kind != fail.Invalid {
		return err
	}
	for i := range e.Fields {
		e.Fields[i].Path = path + "." + e.Fields[i].Path
	}
	return e
}

// anyRestaurant reads a restaurant, a deleted one too; Invalid when there is none.
func anyRestaurant(tx *db.Tx, id int64) (shop.Restaurant, error) {
	r, err := restaurantOf(tx, Order{RestaurantID: &id})
	if err == nil && r.ID == 0 {
		err = fail.New(fail.Invalid, "order.restaurant.unknown", "id", id)
	}
	return *r, err
}
