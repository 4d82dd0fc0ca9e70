package order

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// EditParcelIn is where and when a delivery sold by itself ends now. Nil Lines keep its price.
type EditParcelIn struct {
	OrderID   int64
	AddressID int64
	Window    span.Range
	Lines     []ParcelLine
	Fixed     org.Text // JSON: the price that somebody fixed, empty for one by rules; not looked at without Lines
}

// PriceUpdated says that the price of a placed order is another one than before.
type PriceUpdated struct {
	Fact
	Total    int64 `json:"total"` // minor units
	OldTotal int64 `json:"oldTotal"`
}

// EventName names the fact in the journal.
func (PriceUpdated) EventName() string { return "order.price_updated" }

// EditParcel follows a change of a delivery sold by itself. It is for the house: who may change it, and its price, is the rule of whoever calls it.
func EditParcel(tx *db.Tx, in EditParcelIn) (Cart, error) {
	c, err := LoadCart(tx, in.OrderID)
	if err != nil {
		return c, err
	}
	before, tax := c.Total, c.TaxTotal()
	c.ShippingAddressID, c.From, c.To = &in.AddressID, in.Window.From, in.Window.To
	if in.Lines != nil {
		c.ArbitraryPrice = in.Fixed
		c.setParcelLines(tx.Who(), in.Lines)
	}
	return c, tellPrice(tx, &c, before, tax)
}

// tellPrice keeps a changed order, and tells if it has another price than before.
func tellPrice(tx *db.Tx, c *Cart, before, tax money.Amount) error {
	if err := saveCart(tx, c); err != nil {
		return err
	}
	if err := freeze(tx, c); err != nil {
		return err
	}
	if c.Total == before && c.TaxTotal() == tax {
		return nil
	}
	if err := Remember(tx, c.ID, "order:price_updated", map[string]any{
		"new_total": c.Total, "new_tax_total": c.TaxTotal(), "old_total": before, "old_tax_total": tax,
	}); err != nil {
		return err
	}
	return tx.Emit(PriceUpdated{Fact: c.fact(), Total: int64(c.Total), OldTotal: int64(before)})
}
