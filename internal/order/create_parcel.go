package order

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// ParcelLine is one line of what a delivery sold by itself costs. Its price is fixed, or the sum of its adjustments.
type ParcelLine struct {
	Name, VariantName string
	UnitPrice         money.Amount
	Adjustments       []Adjustment
}

// CreateParcelIn is a delivery sold by itself: where and when its last drop-off is, and what it costs.
type CreateParcelIn struct {
	AddressID int64
	Window    span.Range
	Fixed     org.Text // JSON: the price that somebody fixed, empty for one by rules
	Lines     []ParcelLine
}

// CreateParcel makes the order of a delivery sold by itself, with its number, history and order.created. One that a dispatcher makes is accepted
// at once. It is for the house: who may send a parcel is the rule of whoever calls it.
func CreateParcel(tx *db.Tx, in CreateParcelIn) (Cart, error) {
	id, err := tx.ID("orders")
	if err != nil {
		return Cart{}, err
	}
	c := Cart{Order: Order{
		ID: id, State: IsCart, Method: shop.Delivery, Priced: true, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now(), Number: NumberOf(id),
		ShippingAddressID: &in.AddressID, From: in.Window.From, To: in.Window.To, ArbitraryPrice: in.Fixed,
	}}
	if _, err := c.turn(CreateVerb); err != nil {
		return c, err
	}
	if err := insertOrder(tx, c.Order); err != nil {
		return c, err
	}
	c.setParcelLines(tx.Who(), in.Lines)
	if err := saveCart(tx, &c); err != nil {
		return c, err
	}
	if err := freeze(tx, &c); err != nil {
		return c, err
	}
	if err := announceParcel(tx, c.Order); err != nil {
		return c, err
	}
	if !tx.Who().Is(authz.Dispatcher) {
		return c, nil
	}
	if _, err := c.turn(AcceptVerb); err != nil {
		return c, err
	}
	if err := saveOrder(tx, &c.Order); err != nil {
		return c, err
	}
	return c, tx.Emit(Accepted{c.fact()})
}

// freeze writes down what was ordered, at which price and where to.
func freeze(tx *db.Tx, c *Cart) error {
	hash, err := fingerprint(tx, *c)
	if err != nil {
		return err
	}
	c.FrozenHash = org.Text(hash)
	return saveOrder(tx, &c.Order)
}

// setParcelLines puts the price of a parcel into an order.
func (c *Cart) setParcelLines(who authz.Actor, lines []ParcelLine) {
	c.Items = nil
	for _, l := range lines {
		item := Item{Name: l.Name, VariantName: l.VariantName, Quantity: 1, UnitPrice: l.UnitPrice, Adjustments: l.Adjustments}
		if who.Kind == authz.Person && who.CustomerID != 0 {
			item.PlayerID = &who.CustomerID
		}
		c.Items = append(c.Items, item)
	}
	c.total()
}

// announceParcel writes the history that clients know: made, and new; also when it is accepted in the same breath.
func announceParcel(tx *db.Tx, o Order) error {
	if err := Remember(tx, o.ID, "order:created", nil); err != nil {
		return err
	}
	made := step{verb: CreateVerb, history: "order:created"}
	if err := rememberState(tx, o, made); err != nil {
		return err
	}
	return tx.Emit(Created{o.fact()})
}
