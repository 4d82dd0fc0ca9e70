package order

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/shop"
)

// Validate names everything that hinders checkout, each at its field, in an Invalid error; nil when nothing does.
func Validate(tx *db.Tx, legs *routing.Legs, orderID int64) error {
	c, err := LoadCart(tx, orderID)
	if err != nil {
		return err
	}
	if err := MayEdit(tx, c.Order); err != nil {
		return err
	}
	return validate(tx, legs, c)
}

func validate(tx *db.Tx, legs *routing.Legs, c Cart) error {
	if c.State != IsCart && c.State != IsNew {
		if c.Window().IsZero() {
			return fault{"shippingTimeRange", "order.window.missing", "SHIPPED_AT_NOT_EMPTY"}.on(nil).Or()
		}
		return nil
	}
	cat, err := loadCatalogue(tx, &c)
	if err != nil {
		return err
	}
	p, err := planOf(tx, legs, c)
	if err != nil {
		return err
	}
	wrong := checkGoods(nil, c, cat, p)
	wrong = checkAddress(wrong, c, p)
	wrong = checkWindow(wrong, c, p)
	return wrong.Or()
}

// fault is a violation that the contract has a code of its own for.
type fault struct{ path, code, constant string }

// on adds it to a list.
func (f fault) on(list *fail.Error, pairs ...any) *fail.Error {
	return list.Add(f.path, f.code, append(pairs, "code", "Order::"+f.constant)...)
}

// checkGoods stops at the first thing that makes the rest meaningless.
func checkGoods(wrong *fail.Error, c Cart, cat Catalogue, p plan) *fail.Error {
	deliveries := 0
	for _, a := range c.Adjustments {
		if a.Type == DeliveryFee {
			deliveries++
		}
	}
	for _, i := range c.Items {
		if unavailable(i, cat) {
			return fault{"items", "order.items.disabled", "CONTAINS_DISABLED_PRODUCT"}.on(wrong, "product", i.Name)
		}
	}
	switch {
	case deliveries > 1:
		return wrong.Add("adjustments", "order.adjustments.delivery_twice")
	case p.seller != nil && !p.Method.Enabled:
		return fault{"fulfillmentMethod", "order.method.disabled", "FULFILMENT_METHOD_DISABLED"}.on(wrong)
	case p.seller != nil && c.ItemsTotal < p.Method.MinimumAmount:
		return wrong.Add("total", "order.total.below_minimum", "minimum", p.Method.MinimumAmount)
	case p.seller != nil && len(c.Items) == 0:
		return wrong.Add("total", "order.total.empty")
	}
	return wrong
}

// checkAddress is for orders with items that are to be brought somewhere.
func checkAddress(wrong *fail.Error, c Cart, p plan) *fail.Error {
	switch {
	case p.seller == nil || c.Method != shop.Delivery || c.ItemsTotal == 0:
	case p.address == nil:
		return fault{"shippingAddress", "order.address.missing", "ADDRESS_NOT_SET"}.on(wrong)
	case !p.seller.Delivers(shop.Way{Distance: float64(p.route.Metres), Dropoff: p.address.Point()}):
		return fault{"shippingAddress", "order.address.too_far", "ADDRESS_TOO_FAR"}.on(wrong)
	}
	return wrong
}

func checkWindow(wrong *fail.Error, c Cart, p plan) *fail.Error {
	window := c.Window()
	switch {
	case p.seller == nil || !p.Method.Enabled:
	case window.IsZero() && p.first().IsZero():
		return fault{"shippingTimeRange", "order.window.none", "SHIPPING_TIME_RANGE_NOT_AVAILABLE"}.on(wrong)
	case window.IsZero():
	case window.From.Before(p.Now):
		return fault{"shippingTimeRange", "order.window.expired", "SHIPPED_AT_EXPIRED"}.on(wrong)
	case p.Method.Behavior == shop.ASAP && p.whyNot(window) != shop.Possible:
		return fault{"shippingTimeRange", "order.window.unavailable", "SHIPPED_AT_NOT_AVAILABLE"}.on(wrong)
	}
	return wrong
}
