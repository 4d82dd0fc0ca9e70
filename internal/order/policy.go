package order

import (
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/shop"
)

// rule decides about one order; owners are the users who own its restaurant.
type rule func(who authz.Actor, o Order, owners []int64) error

// mayView: whoever may edit it or handle it, and integrations that may read the shop's orders or all orders.
func mayView(who authz.Actor, o Order, owners []int64) error {
	if who.Scoped(authz.OrdersAll) || ofShop(who, o) || mayEdit(who, o, owners) == nil {
		return nil
	}
	return mayHandle(who, o, owners)
}

// maySee: who may view it, and the owners of a shop that makes a part of it, who see that part alone.
func maySee(who authz.Actor, o Order, owners []int64) error {
	if mayCook(who, o, owners) == nil {
		return nil
	}
	return mayView(who, o, owners)
}

// mayEdit: its customer, who holds its token, and administrators.
func mayEdit(who authz.Actor, o Order, _ []int64) error {
	if isCustomer(who, o) || holdsToken(who, o) {
		return nil
	}
	return who.Must(authz.Admin)
}

// mayAdd: who may edit it, and those who were invited to it.
func mayAdd(who authz.Actor, o Order, owners []int64) error {
	if who.Kind == authz.Player && who.OrderID == o.ID {
		return nil
	}
	return mayEdit(who, o, owners)
}

// mayOpen: who may view it, and those who were invited to it.
func mayOpen(who authz.Actor, o Order, owners []int64) error {
	if mayAdd(who, o, owners) == nil {
		return nil
	}
	return mayView(who, o, owners)
}

// mayTouch: a player changes their own lines only.
func mayTouch(who authz.Actor, item Item) error {
	if who.Kind == authz.Player && (item.PlayerID == nil || *item.PlayerID != who.CustomerID) {
		return fail.New(fail.Forbidden, "auth.forbidden")
	}
	return nil
}

// mayHandle: owners of the restaurant, and dispatchers. One shop of a hub does not decide for the others.
func mayHandle(who authz.Actor, o Order, owners []int64) error {
	if o.HubID == nil {
		return mayCook(who, o, owners)
	}
	return who.Must(authz.Dispatcher)
}

// mayCook: owners of a restaurant that makes a part of it, and dispatchers.
func mayCook(who authz.Actor, _ Order, owners []int64) error {
	if who.Kind == authz.Person && who.Holds(authz.Restaurant) && slices.Contains(owners, who.UserID) {
		return nil
	}
	return who.Must(authz.Dispatcher)
}

// mayAccept: who may handle it, and the shop's own integration.
func mayAccept(who authz.Actor, o Order, owners []int64) error {
	if ofShop(who, o) {
		return nil
	}
	return mayHandle(who, o, owners)
}

// MayListAll: administrators, and integrations that may read all orders.
func MayListAll(who authz.Actor) error {
	if who.Scoped(authz.OrdersAll) {
		return nil
	}
	return who.Must(authz.Admin)
}

func isCustomer(who authz.Actor, o Order) bool {
	return who.Kind == authz.Person && who.CustomerID != 0 && o.CustomerID != nil && *o.CustomerID == who.CustomerID
}

func holdsToken(who authz.Actor, o Order) bool {
	return (who.Kind == authz.Basket || who.Kind == authz.Person) && who.OrderID != 0 && who.OrderID == o.ID
}

func ofShop(who authz.Actor, o Order) bool {
	return who.Scoped(authz.Orders) && who.ShopID != 0 && o.RestaurantID != nil && *o.RestaurantID == who.ShopID
}

// Visible is mayView for lists, of orders named o.
func Visible(who authz.Actor) db.Cond {
	var ways []db.Cond
	switch {
	case who.Is(authz.Dispatcher), who.Scoped(authz.OrdersAll):
		return db.Everything
	case who.Scoped(authz.Orders) && who.ShopID != 0:
		ways = append(ways, db.Cond{SQL: "o.restaurant_id = ?", Args: []any{who.ShopID}})
	}
	if who.Kind == authz.Basket || who.Kind == authz.Person {
		ways = append(ways, db.Cond{SQL: "o.id = ?", Args: []any{who.OrderID}})
	}
	if who.Kind == authz.Person && who.CustomerID != 0 {
		ways = append(ways, db.Cond{SQL: "o.customer_id = ?", Args: []any{who.CustomerID}})
	}
	if who.Holds(authz.Restaurant) {
		ways = append(ways, db.Cond{SQL: "o.restaurant_id IN (SELECT restaurant_id FROM restaurant_owners WHERE user_id = ?)", Args: []any{who.UserID}})
		ways = append(ways, db.Cond{SQL: "o.id IN (SELECT v.order_id FROM order_vendors v JOIN restaurant_owners w ON w.restaurant_id = v.restaurant_id " +
			"WHERE w.user_id = ? AND v.accepted_at IS NOT NULL)", Args: []any{who.UserID}})
	}
	return db.Or(ways...)
}

// ownersOf lists who owns the order's restaurant, or the shops of a hub's order once it is accepted.
func ownersOf(tx *db.Tx, o Order) ([]int64, error) {
	if o.HubID != nil {
		return OwnersOfVendors(tx, o.ID)
	}
	if o.RestaurantID == nil {
		return nil, nil
	}
	return shop.OwnersOf(tx, *o.RestaurantID)
}

// may asks a rule about an order.
func may(tx *db.Tx, o Order, ask rule) error {
	owners, err := ownersOf(tx, o)
	if err != nil {
		return err
	}
	return ask(tx.Who(), o, owners)
}

// MayView refuses an actor who may not see the whole order.
func MayView(tx *db.Tx, o Order) error { return may(tx, o, mayView) }

// MayEdit refuses an actor who may not edit the basket or pay it.
func MayEdit(tx *db.Tx, o Order) error { return may(tx, o, mayEdit) }

// Find reads an order that the actor may see as a whole. For others it does not exist.
func Find(tx *db.Tx, id int64) (Order, error) { return find(tx, id, mayView) }

// FindPart reads an order that the actor may see, or a part of it: screens must show it by ViewOrders, which leaves that part. For others it does
// not exist.
func FindPart(tx *db.Tx, id int64) (Order, error) { return find(tx, id, maySee) }

func find(tx *db.Tx, id int64, ask rule) (Order, error) {
	o, err := LoadOrder(tx, id)
	if err != nil {
		return o, err
	}
	if err := may(tx, o, ask); err != nil {
		return Order{}, fail.New(fail.NotFound, "row.not_found")
	}
	return o, nil
}

// Can lists what the actor may do with the order now, for the buttons of screens.
func Can(who authz.Actor, o Order, owners []int64, delivered bool) []string {
	can := []string{}
	for _, x := range []struct {
		word string
		verb Verb
		ask  rule
	}{
		{"accept", AcceptVerb, mayAccept}, {"refuse", RefuseVerb, mayHandle}, {"delay", DelayVerb, mayHandle}, {"start", StartVerb, mayCook},
		{"ready", ReadyVerb, mayCook}, {"fulfill", FulfillVerb, mayHandle}, {"cancel", CancelVerb, mayHandle}, {"restore", RestoreVerb, mayHandle},
	} {
		blocked := x.verb == FulfillVerb && o.sold() && o.Method == shop.Delivery && !delivered
		if Flow().May(o.State, x.verb) && !blocked && x.ask(who, o, owners) == nil {
			can = append(can, x.word)
		}
	}
	return can
}
