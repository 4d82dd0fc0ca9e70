package order

import (
	"encoding/json"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/promotion"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// SeedHand is what later modules do for a seeded order.
type SeedHand struct {
	Pay         func(tx *db.Tx, orderID int64, total money.Amount) error                  // the payments that pricing makes
	Payments    func(tx *db.Tx, orderID int64, total money.Amount, rows []seed.Row) error // these instead of what there is
	PaymentRows func(tx *db.Tx, orderIDs []int64) (map[int64][]map[string]any, error)
	Attach      func(tx *db.Tx, orderID, deliveryID int64) error           // gives a delivery its order and takes away the one before; 0 is no delivery
	Deliver     func(tx *db.Tx, env seed.Env, o Order) error               // makes the delivery that acceptance makes, done when o is fulfilled
	Deliveries  func(tx *db.Tx, orderIDs []int64) (map[int64]int64, error) // those of orders, by order
	PriceParcel func(tx *db.Tx, in ParcelPriceIn) ([]ParcelLine, error)    // of a delivery sold by itself; it keeps how it was found
	Label       func(text string) string                                   // the words of a label that is kept as a key; other labels as they are
}

// SeedKind is the kind order of seed documents.
func SeedKind(hand SeedHand) seed.Kind {
	s := seeder{hand}
	return seed.Kind{
		Name: "order", Table: "orders",
		Fields: []seed.Field{
			seed.Opt("state", "cart/new/accepted/refused/started/ready/fulfilled/cancelled"), seed.Opt("number", "text"), seed.Opt("customer", "@customer|@user"),
			seed.Opt("restaurant", "@restaurant"), seed.Opt("hub", "@hub"), seed.Opt("delivery", "@delivery"), seed.Opt("fulfillmentMethod", "delivery/collection"),
			seed.Opt("shippingAddress", "@address"), seed.Opt("billingAddress", "@address"), seed.Opt("shippingTimeRange", "range"), seed.Opt("notes", "text"),
			seed.Opt("invitation", "text"), seed.Opt("subscription", "@recurrence_rule"), seed.Opt("zeltyOrderId", "int"), seed.Opt("exported", "bool"),
			seed.Opt("events", "[event]"), seed.Opt("priced", "bool"), seed.Opt("items", "[item]"), seed.Opt("adjustments", "[adjustment]"),
			seed.Opt("payments", "[payment]"), seed.Opt("total", "money"), seed.Opt("tipAmount", "money"), seed.Opt("promotionCoupon", "@promotion_coupon"),
			seed.Opt("reusablePackagingEnabled", "bool"), seed.Opt("manualSupplements", "[supplement]"), seed.Opt("arbitraryPrice", "json"),
			seed.Opt("preparationExpectedAt", "instant"), seed.Opt("pickupExpectedAt", "instant"), seed.Opt("preparationTime", "text"), seed.Opt("shippingTime", "text"),
		},
		Insert: s.insert, Update: s.update, Rows: s.rows,
	}
}

type seeder struct{ hand SeedHand }

func (s seeder) insert(tx *db.Tx, r seed.Row) error {
	c := Cart{Order: Order{ID: r.ID, State: IsCart, Method: shop.Delivery, Priced: true, Version: 1, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}}
	if err := fillSeed(tx, r, &c); err != nil {
		return err
	}
	if err := insertOrder(tx, c.Order); err != nil {
		return err
	}
	return s.write(tx, r, c, r.Bool("priced", true))
}

// update changes the written fields. It prices anew when told so, or when something was written that a priced order's price depends on.
func (s seeder) update(tx *db.Tx, r seed.Row) error {
	c, err := LoadCart(tx, r.ID)
	if err != nil {
		return err
	}
	if err := fillSeed(tx, r, &c); err != nil {
		return err
	}
	return s.write(tx, r, c, r.Bool("priced", c.Priced && r.HasAny("items", "adjustments", "tipAmount", "restaurant", "hub", "fulfillmentMethod",
		"reusablePackagingEnabled", "promotionCoupon", "delivery", "arbitraryPrice", "manualSupplements")))
}

// write completes an order whose own fields are filled, writes it, and does what it brings about in other modules.
func (s seeder) write(tx *db.Tx, r seed.Row, c Cart, priced bool) error {
	if r.Has("priced") {
		c.Priced = priced
	}
	if err := s.parcel(tx, r, &c, priced); err != nil {
		return err
	}
	if err := writeSeed(tx, r, &c, priced); err != nil {
		return err
	}
	if err := s.pay(tx, r, c, priced); err != nil {
		return err
	}
	if r.Has("events") {
		if err := seedEvents(tx, r, c.ID); err != nil {
			return err
		}
	}
	return s.deliver(tx, r, c)
}

func (s seeder) pay(tx *db.Tx, r seed.Row, c Cart, priced bool) error {
	switch {
	case r.Has("payments"):
		return s.hand.Payments(tx, c.ID, c.Total, r.Shapes("payments"))
	case priced && c.sold():
		return s.hand.Pay(tx, c.ID, c.Total)
	}
	return nil
}

// sold tells whether a shop sells the order, not the co-op a ride.
func (o Order) sold() bool { return o.RestaurantID != nil || o.HubID != nil }

func (s seeder) deliver(tx *db.Tx, r seed.Row, c Cart) error {
	accepted := c.State == IsAccepted || c.State == IsStarted || c.State == IsReady || c.State == IsFulfilled
	if !accepted || c.Method != shop.Delivery || !c.sold() || c.ShippingAddressID == nil {
		return nil
	}
	if id, err := s.deliveryOf(tx, c.ID); err != nil || id != 0 {
		return err
	}
	return s.hand.Deliver(tx, r.Env, c.Order)
}

func (s seeder) deliveryOf(tx *db.Tx, orderID int64) (int64, error) {
	found, err := s.hand.Deliveries(tx, []int64{orderID})
	return found[orderID], err
}

func seedEvents(tx *db.Tx, r seed.Row, orderID int64) error {
	if err := forgetHistory(tx, orderID); err != nil {
		return err
	}
	for _, e := range r.Shapes("events") {
		id, err := tx.ID("order_events")
		if err != nil {
			return err
		}
		entry := Entry{ID: id, OrderID: orderID, Type: e.Text("name"), Actor: tx.Who().Name(), CreatedAt: r.CreatedAt}
		if entry.Data.V = e.JSON("data"); entry.Data.V == nil {
			entry.Data.V = json.RawMessage("[]")
		}
		if e.Has("createdAt") {
			entry.CreatedAt = e.Instant("createdAt")
		}
		if err := insertEntry(tx, entry); err != nil {
			return err
		}
	}
	return nil
}

// fillSeed takes over the written fields of the order itself.
func fillSeed(tx *db.Tx, r seed.Row, c *Cart) error {
	if r.Has("state") {
		c.State = State(r.TextOr("state", string(IsCart)))
	}
	for field, into := range map[string]*org.Text{
		"number": &c.Number, "notes": &c.Notes, "invitation": &c.Invitation, "preparationTime": &c.PreparationTime, "shippingTime": &c.ShippingTime,
	} {
		if r.Has(field) {
			*into = org.Text(r.Text(field))
		}
	}
	for field, into := range map[string]**int64{"restaurant": &c.RestaurantID, "hub": &c.HubID, "shippingAddress": &c.ShippingAddressID, "billingAddress": &c.BillingAddressID} {
		if r.Has(field) {
			*into = r.MaybeRef(field)
		}
	}
	for field, into := range map[string]*span.Instant{"preparationExpectedAt": &c.PreparationAt, "pickupExpectedAt": &c.PickupAt} {
		if r.Has(field) {
			*into = r.Instant(field)
		}
	}
	if r.Has("zeltyOrderId") {
		c.ZeltyOrderID = r.MaybeInt("zeltyOrderId")
	}
	if id := r.MaybeRef("promotionCoupon"); r.Has("promotionCoupon") {
		c.CouponCode = ""
		if id != nil {
			code, err := promotion.CouponCode(tx, *id)
			if err != nil {
				return err
			}
			c.CouponCode = org.Text(code)
		}
	}
	if r.Has("shippingTimeRange") {
		c.setWindow(r.Range("shippingTimeRange"))
	}
	c.Exported, c.ReusablePackaging = r.Bool("exported", c.Exported), r.Bool("reusablePackagingEnabled", c.ReusablePackaging)
	if err := seedMethod(tx, r, c); err != nil {
		return err
	}
	return seedCustomer(tx, r, c)
}

func seedMethod(tx *db.Tx, r seed.Row, c *Cart) error {
	switch {
	case r.Text("fulfillmentMethod") != "":
		c.Method = shop.Method(r.Text("fulfillmentMethod"))
	case r.Has("restaurant") && c.RestaurantID != nil:
		sold, err := restaurantOf(tx, c.Order)
		if err != nil {
			return err
		}
		c.Method = usualMethod(*sold)
	case r.Has("hub") && c.HubID != nil:
		hub, err := shop.LoadHub(tx, *c.HubID)
		if err != nil {
			return err
		}
		c.Method = usualMethod(hub)
	}
	return nil
}

func seedCustomer(tx *db.Tx, r seed.Row, c *Cart) error {
	if !r.Has("customer") {
		return nil
	}
	c.CustomerID = r.MaybeRef("customer")
	if r.Place("customer").Kind != "user" {
		return nil
	}
	u, err := account.LoadUser(tx, r.Ref("customer"))
	c.CustomerID = &u.CustomerID
	return err
}
