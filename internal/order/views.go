package order

import (
	"slices"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// CartView is a basket, or an order, with what screens show of it.
type CartView struct {
	Cart
	Shop     *shop.View     // nil: no single shop sells it
	Hub      *shop.HubView  // nil: no hub sells it
	Address  *org.Address   // nil: none yet, or collection
	Customer *Person        // nil: nobody yet
	Off      map[int64]bool // products in it that were switched off
	Boxes    int64          // that come back and that its lines fill, asked for or not; 0 where the shop has none
	Deposit  *money.Amount  // what those boxes cost, where customers choose them; nil: there is nothing to choose
	players  map[int64]Person
	shops    map[int64]shop.View
	products map[int64]shop.Product
}

// Vendor is the shop that sells a line; nil when none does.
func (v CartView) Vendor(i Item) *shop.View {
	if v.Hub == nil {
		return v.Shop
	}
	id := v.shopOf(i)
	return at(v.shops, &id)
}

// shopOf is the shop whose goods a line is, 0 for none.
func (v CartView) shopOf(i Item) int64 {
	if i.ProductID != nil && v.products[*i.ProductID].RestaurantID != nil {
		return *v.products[*i.ProductID].RestaurantID
	}
	return 0
}

// Person is a customer with the name of the account behind, empty for guests.
type Person struct {
	account.Customer
	Username string
}

// Player is who added a line: whoever was invited and did, else the customer of the order; nil in a guest's basket.
func (v CartView) Player(i Item) *Person {
	if i.PlayerID != nil {
		if p, ok := v.players[*i.PlayerID]; ok {
			return &p
		}
	}
	return v.Customer
}

// OrderView is an order with its history and what other modules know of it.
type OrderView struct {
	CartView
	Events        []Entry
	PaymentMethod string // code of the last payment's, empty when there is none
	Courier       string // user name of who brings it, empty while nobody does
	StoreID       *int64 // of a delivery that is sold by itself
	Delivered     bool   // its drop-off is done
	Invoiced      bool   // there is an invoice of it
	Can           []string
}

// When is when something last happened to the order, the zero Instant when it never did.
func (v OrderView) When(kind string) (at Entry) {
	for _, e := range v.Events {
		if e.Type == kind {
			at = e
		}
	}
	return at
}

// ViewCart reads a basket, or order, that the actor may see, for screens.
func ViewCart(tx *db.Tx, id int64) (CartView, error) {
	o, err := LoadOrder(tx, id)
	if err != nil {
		return CartView{}, err
	}
	if err := may(tx, o, mayOpen); err != nil {
		return CartView{}, err
	}
	views, err := ViewCarts(tx, []Order{o})
	if err != nil {
		return CartView{}, err
	}
	return views[0], nil
}

// ViewOrder reads an order that the actor may see, or their part of it, for screens.
func ViewOrder(tx *db.Tx, id int64) (OrderView, error) {
	o, err := LoadOrder(tx, id)
	if err != nil {
		return OrderView{}, err
	}
	if err := may(tx, o, maySee); err != nil {
		return OrderView{}, err
	}
	views, err := ViewOrders(tx, []Order{o})
	if err != nil {
		return OrderView{}, err
	}
	return views[0], nil
}

// ViewOrders completes orders for screens, keeping their order. It asks no policy.
func ViewOrders(tx *db.Tx, orders []Order) ([]OrderView, error) {
	carts, err := ViewCarts(tx, orders)
	if err != nil {
		return nil, err
	}
	ids := idsOf(orders)
	events, err := historyOf(tx, ids)
	if err != nil {
		return nil, err
	}
	methods, err := paymentMethods(tx, ids)
	if err != nil {
		return nil, err
	}
	rides, err := ridesOf(tx, ids)
	if err != nil {
		return nil, err
	}
	owners, err := ownersByOrder(tx, orders)
	if err != nil {
		return nil, err
	}
	invoiced, err := invoicedOf(tx, ids)
	if err != nil {
		return nil, err
	}
	views := make([]OrderView, len(orders))
	for i, c := range carts {
		ride := rides[c.ID]
		views[i] = OrderView{CartView: c, Events: events[c.ID], PaymentMethod: methods[c.ID], Courier: ride.courier(), StoreID: ride.storeID, Delivered: ride.delivered, Invoiced: invoiced[c.ID]}
		views[i].Can = Can(tx.Who(), c.Order, owners[c.ID], ride.delivered)
		if partly(tx.Who(), c.Order) {
			own, err := vendorsOwnedBy(tx, c.ID, tx.Who().UserID)
			if err != nil {
				return nil, err
			}
			views[i].keepPart(own)
		}
		if views[i].When("order:accepted").ID == 0 { // Restore wants it, and a button that is refused is worse than none
			views[i].Can = slices.DeleteFunc(views[i].Can, func(word string) bool { return word == "restore" })
		}
	}
	return views, nil
}

// ownersByOrder lists who owns the restaurants of orders.
func ownersByOrder(tx *db.Tx, orders []Order) (_ map[int64][]int64, err error) {
	found, byShop := map[int64][]int64{}, map[int64][]int64{}
	for _, o := range orders {
		if o.RestaurantID == nil {
			if found[o.ID], err = ownersOf(tx, o); err != nil {
				return nil, err
			}
			continue
		}
		owners, known := byShop[*o.RestaurantID]
		if !known {
			if owners, err = ownersOf(tx, o); err != nil {
				return nil, err
			}
			byShop[*o.RestaurantID] = owners
		}
		found[o.ID] = owners
	}
	return found, nil
}

// ViewCarts completes baskets for screens, keeping their order. It asks no policy.
func ViewCarts(tx *db.Tx, orders []Order) ([]CartView, error) {
	carts, err := withLines(tx, orders)
	if err != nil {
		return nil, err
	}
	about := gather(carts)
	addresses, err := org.LoadAddresses(tx, about.addresses)
	if err != nil {
		return nil, err
	}
	people, err := peopleOf(tx, about.people)
	if err != nil {
		return nil, err
	}
	products, err := shop.LoadProducts(tx, about.products)
	if err != nil {
		return nil, err
	}
	for _, c := range carts {
		if c.HubID != nil {
			about.shops = append(about.shops, shopsOf(c.Items, products)...)
		}
	}
	shops, err := shopViews(tx, about.shops)
	if err != nil {
		return nil, err
	}
	boxes, err := boxesToChoose(tx, shops, products)
	views := make([]CartView, len(carts))
	for i, c := range carts {
		v := CartView{Cart: c, players: people, shops: shops, products: products, Off: map[int64]bool{}}
		v.Shop = at(shops, c.RestaurantID)
		if v.Hub, err = hubOf(tx, v); err != nil {
			return nil, err
		}
		v.Address = at(addresses, c.ShippingAddressID)
		v.Customer = at(people, c.CustomerID)
		for _, item := range c.Items {
			if item.ProductID != nil && unavailable(item, Catalogue{Products: products}) {
				v.Off[*item.ProductID] = true
			}
			if v.Shop != nil && takesBack(v.Shop.Restaurant) {
				v.Boxes += boxesFilled(item, products)
			}
		}
		if v.Shop != nil {
			v.Deposit = depositOf(c.Items, Catalogue{Restaurant: &v.Shop.Restaurant, Products: products, Boxes: boxes})
		}
		views[i] = v
	}
	return views, err
}

// hubOf reads the hub of an order with its shops; nil when no hub sells it.
func hubOf(tx *db.Tx, v CartView) (*shop.HubView, error) {
	if v.HubID == nil {
		return nil, nil
	}
	h, err := shop.LoadHub(tx, *v.HubID)
	if err != nil {
		return nil, err
	}
	var vendors []shop.View
	for _, id := range shopsOf(v.Items, v.products) {
		vendors = append(vendors, v.shops[id])
	}
	view, err := shop.HubViewOf(tx, h, vendors)
	return &view, err
}

func at[T any](found map[int64]T, id *int64) *T {
	if id == nil {
		return nil
	}
	v, ok := found[*id]
	if !ok {
		return nil
	}
	return &v
}

type mentioned struct{ shops, addresses, people, products []int64 }

func gather(carts []Cart) (m mentioned) {
	note := func(list *[]int64, id *int64) {
		if id != nil && !slices.Contains(*list, *id) {
			*list = append(*list, *id)
		}
	}
	for _, c := range carts {
		note(&m.shops, c.RestaurantID)
		note(&m.addresses, c.ShippingAddressID)
		note(&m.people, c.CustomerID)
		for _, i := range c.Items {
			note(&m.people, i.PlayerID)
			note(&m.products, i.ProductID)
		}
	}
	return m
}

func shopViews(tx *db.Tx, ids []int64) (map[int64]shop.View, error) {
	found, err := shop.LoadRestaurants(tx, ids)
	if err != nil {
		return nil, err
	}
	var list []shop.Restaurant
	for _, r := range found {
		list = append(list, r)
	}
	views, err := shop.ViewsOf(tx, list)
	byID := map[int64]shop.View{}
	for _, v := range views {
		byID[v.ID] = v
	}
	return byID, err
}

func peopleOf(tx *db.Tx, ids []int64) (map[int64]Person, error) {
	customers, err := account.LoadCustomers(tx, ids)
	if err != nil {
		return nil, err
	}
	names, err := usernames(tx, ids)
	people := map[int64]Person{}
	for id, c := range customers {
		people[id] = Person{Customer: c, Username: names[id]}
	}
	return people, err
}

func idsOf(orders []Order) []int64 {
	ids := make([]int64, len(orders))
	for i, o := range orders {
		ids[i] = o.ID
	}
	return ids
}

// ShopDay is one consistent picture of a restaurant's day.
type ShopDay struct {
	Shop   shop.View
	Orders []OrderView // whose promise touches the day, earliest first
	Seq    int64       // of the journal
}

// ViewShopDay reads a restaurant's orders of a day. Owners, dispatchers and administrators may; for others there is no such restaurant.
func ViewShopDay(tx *db.Tx, restaurantID int64, day span.Range) (d ShopDay, err error) {
	r, err := shop.LoadRestaurant(tx, restaurantID)
	if err != nil {
		return d, err
	}
	if err := may(tx, Order{RestaurantID: &r.ID}, mayHandle); err != nil {
		return d, fail.New(fail.NotFound, "row.not_found")
	}
	if d.Shop, err = shop.ViewOf(tx, r); err != nil {
		return d, err
	}
	found, err := List(tx, ListIn{RestaurantID: r.ID, Window: day, ByWindow: true})
	if err != nil {
		return d, err
	}
	if d.Orders, err = ViewOrders(tx, found.Rows); err != nil {
		return d, err
	}
	d.Seq, err = LastSeq(tx)
	return d, err
}
