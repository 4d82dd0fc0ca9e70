package order

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/seed"
)

// ParcelPriceIn names an order that is a delivery sold by itself, with what people say of its price. A fixed price is nil where rules find it.
type ParcelPriceIn struct {
	OrderID, DeliveryID int64
	Supplements         []pricing.Supplement
	FixedName           string
	FixedPrice          *money.Amount
}

// parcel is a delivery sold by itself: it goes where and when its last drop-off says, at the price that was fixed or that rules find.
func (s seeder) parcel(tx *db.Tx, r seed.Row, c *Cart, priced bool) error {
	if r.Has("arbitraryPrice") {
		c.ArbitraryPrice = org.Text(r.JSON("arbitraryPrice"))
	}
	price, err := fixedPrice(c.ArbitraryPrice)
	if err != nil {
		return err
	}
	id := r.Ref("delivery")
	if r.Has("delivery") {
		if err := s.hand.Attach(tx, c.ID, id); err != nil {
			return err
		}
	} else if id, err = s.deliveryOf(tx, c.ID); err != nil {
		return err
	}
	if id == 0 || c.sold() {
		return nil
	}
	if r.Has("delivery") {
		if err := goWith(tx, id, c); err != nil {
			return err
		}
	}
	if !priced || r.Has("items") {
		return pricing.Forget(tx, c.ID)
	}
	return s.priceParcel(tx, r, c, price)
}

func (s seeder) priceParcel(tx *db.Tx, r seed.Row, c *Cart, price *fixed) error {
	deliveryID, err := s.deliveryOf(tx, c.ID)
	if err != nil {
		return err
	}
	in := ParcelPriceIn{OrderID: c.ID, DeliveryID: deliveryID}
	if in.Supplements, err = seedSupplements(tx, r, c.ID); err != nil {
		return err
	}
	if price != nil {
		in.FixedPrice = &price.VariantPrice
		if price.VariantName != nil {
			in.FixedName = *price.VariantName
		}
	}
	lines, err := s.hand.PriceParcel(tx, in)
	if err != nil {
		return err
	}
	c.setParcelLines(tx.Who(), lines)
	if r.MaybeInt("total") == nil {
		return nil
	}
	return pricing.Forget(tx, c.ID) // the total is what the row says, not what the rules do
}

// seedSupplements are those of the row, or those that the order has.
func seedSupplements(tx *db.Tx, r seed.Row, orderID int64) (list []pricing.Supplement, err error) {
	if !r.Has("manualSupplements") {
		kept, _, err := pricing.KeptOf(tx, orderID)
		return kept.Supplements.V, err
	}
	for _, one := range r.Shapes("manualSupplements") {
		list = append(list, pricing.Supplement{RuleID: one.Ref("pricingRule"), Quantity: one.IntOr("quantity", 1)})
	}
	return list, nil
}

// goWith lets an order go where and when its delivery ends, unless it says so itself.
func goWith(tx *db.Tx, deliveryID int64, c *Cart) error {
	last, ok, err := lastDropoff(tx, deliveryID)
	if err != nil || !ok {
		return err
	}
	if c.ShippingAddressID == nil {
		c.ShippingAddressID = &last.AddressID
	}
	if c.Window().IsZero() {
		c.From, c.To = last.After, last.Before
	}
	return nil
}

type fixed struct {
	VariantName  *string      `json:"variantName"`
	VariantPrice money.Amount `json:"variantPrice"`
}

// fixedPrice reads a price that somebody fixed, nil for none.
func fixedPrice(text org.Text) (*fixed, error) {
	price := &fixed{}
	if text == "" || text == "null" {
		return nil, nil
	}
	if json.Unmarshal([]byte(text), price) != nil || price.VariantPrice < 0 {
		return nil, &seed.Refusal{Message: `is {"variantName": a text or null, "variantPrice": minor units}`, Row: -1, Field: "arbitraryPrice"}
	}
	return price, nil
}
