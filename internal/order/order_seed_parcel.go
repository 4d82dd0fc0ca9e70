package order

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
)

// parcel is a delivery sold by itself: it goes where and when its last drop-off says, at the price that was fixed, or for nothing.
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
	if priced && !r.Has("items") {
		c.Items = []Item{{Name: parcelLabel, VariantName: price.name(), Quantity: 1, UnitPrice: price.VariantPrice}}
	}
	return nil
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

func (f fixed) name() string {
	if f.VariantName == nil || *f.VariantName == "" {
		return parcelLabel
	}
	return *f.VariantName
}

func fixedPrice(text org.Text) (price fixed, err error) {
	if text == "" {
		return price, nil
	}
	if json.Unmarshal([]byte(text), &price) != nil || price.VariantPrice < 0 {
		err = &seed.Refusal{Message: `is {"variantName": a text or null, "variantPrice": minor units}`, Row: -1, Field: "arbitraryPrice"}
	}
	return price, err
}
