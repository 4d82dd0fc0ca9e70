package dev

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/order"
	"pignon.coop/internal/payment"
)

// orderHand is what payment and delivery do for seeded orders.
func orderHand(words func() *locale.Printer) order.SeedHand {
	return order.SeedHand{
		Pay: payment.Follow, Payments: payment.Seed, PaymentRows: payment.SeedRows, Attach: delivery.SeedOrder, Deliver: seedDelivery,
		DeliveryOf: func(tx *db.Tx, orderID int64) (*int64, error) {
			d, ok, err := delivery.DeliveryOfOrder(tx, orderID)
			if err != nil || !ok {
				return nil, err
			}
			return &d.ID, nil
		},
		Label: func(text string) string {
			if printer := words(); printer.Has(text) {
				return printer.T(text, nil)
			}
			return text
		},
	}
}

// seedDelivery makes the delivery that acceptance makes; that of a fulfilled order is done.
func seedDelivery(tx *db.Tx, o order.Order) error {
	if err := flow.OrderAcceptedMakesDelivery(tx, order.Accepted{Fact: order.Fact{OrderID: o.ID}}); err != nil || o.State != order.IsFulfilled {
		return err
	}
	return delivery.SeedDone(tx, o.ID)
}
