package payment

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
)

// MethodsFor lists the means by which an order can be paid, in their fixed order. The caller must be allowed to edit it.
func MethodsFor(tx *db.Tx, orderID int64) ([]Code, error) {
	o, err := editable(tx, orderID)
	if err != nil {
		return nil, err
	}
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return nil, err
	}
	codes := []Code{}
	if takesCards(settings) {
		codes = append(codes, Card)
	}
	cash, err := takesCash(tx, o, settings)
	if cash {
		codes = append(codes, Cash)
	}
	if err != nil {
		return nil, err
	}
	vouchers, err := takesVouchers(tx, o, settings)
	if vouchers {
		codes = append(codes, Voucher)
	}
	return codes, err
}

func editable(tx *db.Tx, orderID int64) (order.Order, error) {
	o, err := order.LoadOrder(tx, orderID)
	if err != nil {
		return o, err
	}
	return o, order.MayEdit(tx, o)
}

// takesVouchers: the co-op deals with Edenred, and the restaurant is known there.
func takesVouchers(tx *db.Tx, o order.Order, s org.Settings) (bool, error) {
	if s.EdenredClientID == "" || o.RestaurantID == nil {
		return false, nil
	}
	r, err := restaurantOf(tx, o)
	return r.Options.V.EdenredEnabled && r.Options.V.EdenredMerchantID != "", err
}

func takesCash(tx *db.Tx, o order.Order, s org.Settings) (bool, error) {
	if s.CashOnDeliveryEnabled || o.RestaurantID == nil {
		return s.CashOnDeliveryEnabled, nil
	}
	r, err := restaurantOf(tx, o)
	return r.CashOnDelivery, err
}

func restaurantOf(tx *db.Tx, o order.Order) (shop.Restaurant, error) {
	if o.RestaurantID == nil {
		return shop.Restaurant{}, nil
	}
	found, err := shop.LoadRestaurants(tx, []int64{*o.RestaurantID})
	return found[*o.RestaurantID], err
}

// ChooseMethodIn chooses how a basket is paid. Balance is what meal vouchers have left.
type ChooseMethodIn struct {
	OrderID int64
	Code    Code
	Balance money.Amount
}

// ChooseMethod makes a basket's payments those by another means and gives the ones that are still to be paid, none for a free basket. Cash and
// vouchers are Invalid where neither the co-op nor the restaurant takes them.
func ChooseMethod(tx *db.Tx, in ChooseMethodIn) ([]Payment, error) {
	o, err := editable(tx, in.OrderID)
	if err != nil {
		return nil, err
	}
	if err := mayChoose(tx, o, in.Code); err != nil {
		return nil, err
	}
	if o.State != order.IsCart {
		return nil, fail.At("state", "order.cart.ordered")
	}
	return payable(tx, o, choice{in.Code, in.Balance})
}

func mayChoose(tx *db.Tx, o order.Order, code Code) error {
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return err
	}
	taken, why := true, "payment.cash.not_taken"
	switch code {
	case Cash:
		taken, err = takesCash(tx, o, settings)
	case Voucher:
		why = "payment.voucher.not_taken"
		taken, err = takesVouchers(tx, o, settings)
	}
	if err == nil && !taken {
		err = fail.New(fail.Invalid, why)
	}
	return err
}

// payable gives the payments of a basket by a choice: those that are there, or new ones that take their place. A free basket has none.
func payable(tx *db.Tx, o order.Order, c choice) ([]Payment, error) {
	wanted, err := parts(tx, o, o.Total, c)
	if err != nil {
		return nil, err
	}
	return arrange(tx, o.ID, wanted, func(tx *db.Tx, code Code) (Method, bool, error) {
		m, err := ensureMethod(tx, code)
		return m, true, err
	})
}
