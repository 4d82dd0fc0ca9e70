package order

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/promotion"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// UpdateCartIn changes a basket; nil fields stay.
type UpdateCartIn struct {
	OrderID           int64
	RestaurantID      *int64 // another one empties the basket
	Address           *org.AddressIn
	NoAddress         bool        // forgets the address
	Window            *span.Range // the zero Range: as soon as possible
	Notes             *string
	Method            *shop.Method // collection forgets the address
	ReusablePackaging *bool
	Items             []ItemIn // replaces all lines, unless empty
	Tip               *money.Amount
	Coupon            *string // empty: none any more
}

const longestNotes = 5000

// UpdateCart changes a basket and prices it.
func UpdateCart(tx *db.Tx, in UpdateCartIn) (Cart, error) {
	c, err := cartFor(tx, in.OrderID, mayEdit)
	if err != nil {
		return c, err
	}
	if err := in.apply(tx, &c); err != nil {
		return c, err
	}
	return c, settle(tx, &c)
}

func (in UpdateCartIn) apply(tx *db.Tx, c *Cart) error {
	for _, part := range []func(*db.Tx, *Cart) error{in.applyShop, in.applyAddress, in.applyMethod, in.applyWords, in.applyCoupon, in.applyItems} {
		if err := part(tx, c); err != nil {
			return err
		}
	}
	return nil
}

func (in UpdateCartIn) applyShop(tx *db.Tx, c *Cart) error {
	if in.RestaurantID == nil {
		return nil
	}
	r, err := anyRestaurant(tx, *in.RestaurantID)
	if err != nil {
		return err
	}
	return c.goTo(tx, r)
}

func (in UpdateCartIn) applyAddress(tx *db.Tx, c *Cart) error {
	if in.NoAddress {
		c.ShippingAddressID = nil
	}
	if in.Address == nil {
		return nil
	}
	return setAddress(tx, c, *in.Address)
}

func (in UpdateCartIn) applyMethod(tx *db.Tx, c *Cart) error {
	if in.Window != nil {
		if !in.Window.IsZero() && !in.Window.From.Before(in.Window.To.Time) {
			return fail.At("shippingTimeRange", "order.window.backwards")
		}
		c.setWindow(*in.Window)
	}
	if in.Method == nil {
		return nil
	}
	switch *in.Method {
	case shop.Collection:
		p, err := planAt(tx, nil, planIn{cart: Cart{Order: Order{RestaurantID: c.RestaurantID, HubID: c.HubID}}})
		if err != nil {
			return err
		}
		if p.seller != nil && !p.seller.Method(shop.Collection).Enabled {
			return fault{"takeaway", "order.collection.disabled", "COLLECTION_NOT_AVAILABLE"}.on(nil)
		}
		c.ShippingAddressID = nil
	case shop.Delivery:
	default:
		return fail.At("fulfillmentMethod", "value.choice")
	}
	c.Method = *in.Method
	return nil
}

func (in UpdateCartIn) applyWords(_ *db.Tx, c *Cart) error {
	if in.Notes != nil {
		if len(*in.Notes) > longestNotes {
			return fail.At("notes", "value.too_long", "limit", longestNotes)
		}
		c.Notes = org.Text(*in.Notes)
	}
	if in.ReusablePackaging != nil {
		c.ReusablePackaging = *in.ReusablePackaging
	}
	if in.Tip != nil {
		return c.tip(*in.Tip)
	}
	return nil
}

// applyCoupon refuses a coupon that the basket's customer cannot have: Invalid at `promotionCoupon`.
func (in UpdateCartIn) applyCoupon(tx *db.Tx, c *Cart) error {
	if in.Coupon == nil {
		return nil
	}
	c.CouponCode = ""
	if *in.Coupon == "" {
		return nil
	}
	code, ok, err := promotion.FindCoupon(tx, promotion.OfferIn{CustomerID: c.CustomerID, Coupon: *in.Coupon})
	if err == nil && !ok {
		err = fail.At("promotionCoupon", "order.coupon.none")
	}
	c.CouponCode = org.Text(code)
	return err
}

func (in UpdateCartIn) applyItems(tx *db.Tx, c *Cart) error {
	if len(in.Items) == 0 {
		return nil
	}
	c.Items = nil
	for _, item := range in.Items {
		if err := c.add(tx, item); err != nil {
			return err
		}
	}
	return nil
}
