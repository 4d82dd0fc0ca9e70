package payment

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
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
	return codes, err
}

func editable(tx *db.Tx, orderID int64) (order.Order, error) {
	o, err := order.LoadOrder(tx, orderID)
	if err != nil {
		return o, err
	}
	return o, order.MayEdit(tx, o)
}

// takesCards: all three keys of the test mode or of the live mode are there.
func takesCards(s org.Settings) bool {
	return s.StripeTestPublishableKey != "" && s.StripeTestSecretKey != "" && s.StripeTestConnectClientID != "" ||
		s.StripeLivePublishableKey != "" && s.StripeLiveSecretKey != "" && s.StripeLiveConnectClientID != ""
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

// ChooseMethodIn chooses how a basket is paid.
type ChooseMethodIn struct {
	OrderID int64
	Code    Code
}

// ChooseMethod makes a basket's payment one by another means and gives the payments that are still to be paid, none for a free basket. Cash is
// Invalid where neither the co-op nor the restaurant takes it.
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
	p, err := payable(tx, o, in.Code)
	if err != nil || p.ID == 0 {
		return []Payment{}, err
	}
	return []Payment{p}, nil
}

func mayChoose(tx *db.Tx, o order.Order, code Code) error {
	if code != Cash {
		return nil
	}
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return err
	}
	cash, err := takesCash(tx, o, settings)
	if err == nil && !cash {
		err = fail.New(fail.Invalid, "payment.cash.not_taken")
	}
	return err
}

// payable gives the one open payment of an order by a means: the one that is there, or a new one that takes its place. A free order has none
// (id 0).
func payable(tx *db.Tx, o order.Order, code Code) (Payment, error) {
	all, err := PaymentsOf(tx, o.ID)
	if err != nil {
		return Payment{}, err
	}
	keep := Payment{}
	for i := range all {
		p := &all[i]
		switch {
		case !p.State.Open():
		case keep.ID == 0 && p.Code == code && p.Amount == o.Total && o.Total > 0:
			keep = *p
		default:
			if err := drop(tx, p); err != nil {
				return Payment{}, err
			}
		}
	}
	if keep.ID != 0 || o.Total == 0 {
		return keep, nil
	}
	m, err := ensureMethod(tx, code)
	if err != nil {
		return Payment{}, err
	}
	return begin(tx, o.ID, m, o.Total)
}

// drop forgets a payment that was not begun, and gives up one that was.
func drop(tx *db.Tx, p *Payment) error {
	begun, err := begun(tx, *p)
	if err != nil {
		return err
	}
	if begun {
		return supersede(tx, p)
	}
	return deletePayment(tx, p.ID)
}
