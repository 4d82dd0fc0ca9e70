package order

import (
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/shop"
)

// seller is whom an order is of: one shop, or the hub of several.
type seller interface {
	Method(m shop.Method) shop.FulfillmentMethod
	Timetable(in shop.BasketIn) shop.Timetable
	Delivers(w shop.Way) bool
}

// VendorsOf reads the shops of an order: its one, or those of a hub whose goods are in it, by id. An order that no shop sells has none.
func VendorsOf(tx *db.Tx, c Cart) ([]shop.View, error) {
	ids, err := vendorIDs(tx, c)
	if err != nil {
		return nil, err
	}
	found, err := shop.LoadRestaurants(tx, ids)
	if err != nil {
		return nil, err
	}
	var list []shop.Restaurant
	for _, id := range ids {
		if r, ok := found[id]; ok {
			list = append(list, r)
		}
	}
	return shop.ViewsOf(tx, list)
}

func vendorIDs(tx *db.Tx, c Cart) ([]int64, error) {
	if c.HubID == nil {
		if c.RestaurantID == nil {
			return nil, nil
		}
		return []int64{*c.RestaurantID}, nil
	}
	products, err := shop.LoadProducts(tx, c.productIDs())
	return shopsOf(c.Items, products), err
}

func (c Cart) productIDs() (ids []int64) {
	for _, i := range c.Items {
		if i.ProductID != nil {
			ids = append(ids, *i.ProductID)
		}
	}
	return ids
}

// shopsOf lists whose goods lines are, by id.
func shopsOf(items []Item, products map[int64]shop.Product) (ids []int64) {
	for _, i := range items {
		if i.ProductID != nil && products[*i.ProductID].RestaurantID != nil {
			ids = append(ids, *products[*i.ProductID].RestaurantID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// FetchOrder puts shops into the order in which their goods are fetched: the farthest from the customer first.
func FetchOrder(vendors []shop.View, to geo.Point) []shop.View {
	return slices.SortedStableFunc(slices.Values(vendors), func(a, b shop.View) int {
		return int(geo.Distance(b.Address.Point(), to) - geo.Distance(a.Address.Point(), to))
	})
}

// seat says who sells a basket: the one shop whose goods it holds, or the hub of several. An empty basket stays where it was opened.
func (c *Cart) seat(tx *db.Tx, cat Catalogue) error {
	shops := shopsOf(c.Items, cat.Products)
	switch len(shops) {
	case 0:
		return nil
	case 1:
		c.RestaurantID, c.HubID = &shops[0], nil
		return dropVendors(tx, c.ID)
	}
	found, err := shop.LoadRestaurants(tx, shops)
	c.RestaurantID, c.HubID = nil, found[shops[0]].HubID
	return err
}

// takesFrom refuses the goods of a shop that does not sell together with those of the basket.
func (c *Cart) takesFrom(tx *db.Tx, p shop.Product) error {
	elsewhere := fail.At("product", "order.item.elsewhere", "product", p.Name)
	if p.RestaurantID == nil {
		return elsewhere
	}
	if same(p.RestaurantID, c.RestaurantID) {
		return nil
	}
	hub, err := c.hub(tx)
	if err != nil || hub == nil {
		return orElse(err, elsewhere)
	}
	shops, err := shop.ShopsOfHub(tx, *hub)
	if err != nil || !slices.ContainsFunc(shops, func(r shop.Restaurant) bool { return r.ID == *p.RestaurantID }) {
		return orElse(err, elsewhere)
	}
	return nil
}

// hub is the hub that a basket is of, or that its shop belongs to and takes orders for; nil when there is none.
func (c *Cart) hub(tx *db.Tx) (*int64, error) {
	id := c.HubID
	if id == nil {
		r, err := restaurantOf(tx, c.Order)
		if err != nil || r == nil {
			return nil, err
		}
		id = r.HubID
	}
	if id == nil {
		return nil, nil
	}
	h, err := shop.LoadHub(tx, *id)
	if err != nil || !h.Enabled {
		return nil, err
	}
	return id, nil
}

// kitchenOf narrows what somebody does in the kitchen to the shops of a hub's order that are theirs; whoever dispatches acts for all of them.
func kitchenOf(tx *db.Tx, o Order) ([]int64, error) {
	if tx.Who().Is(authz.Dispatcher) {
		return listVendors(tx, o.ID)
	}
	return vendorsOwnedBy(tx, o.ID, tx.Who().UserID)
}

// partly tells whether somebody sees only the part of a hub's order that their shops sell.
func partly(who authz.Actor, o Order) bool {
	whole := who.Is(authz.Dispatcher) || who.Scoped(authz.OrdersAll) || isCustomer(who, o) || holdsToken(who, o)
	return o.HubID != nil && who.Kind == authz.Person && who.Holds(authz.Restaurant) && !whole
}

// keepPart leaves of a hub's order the lines of some shops and what these lines cost: what the others sell, and what the co-op earns, is not theirs
// to see.
func (v *OrderView) keepPart(shops []int64) {
	v.Items = slices.DeleteFunc(slices.Clone(v.Items), func(i Item) bool { return !slices.Contains(shops, v.shopOf(i)) })
	v.Adjustments = nil
	v.total()
	v.Boxes, v.Deposit = 0, nil
}

// ViewForShop reads an order as one of its shops sees it: of a hub's order its own lines. It asks no policy.
func ViewForShop(tx *db.Tx, o Order, restaurantID int64) (OrderView, error) {
	views, err := ViewOrders(tx, []Order{o})
	if err != nil {
		return OrderView{}, err
	}
	if v := &views[0]; o.HubID != nil {
		v.keepPart([]int64{restaurantID})
	}
	return views[0], nil
}

// MayRunShop refuses who may not handle a shop's orders: its owners and dispatchers may.
func MayRunShop(tx *db.Tx, restaurantID int64) error {
	return may(tx, Order{RestaurantID: &restaurantID}, mayHandle)
}
