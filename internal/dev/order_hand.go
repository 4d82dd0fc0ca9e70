package dev

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/order"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/seed"
)

// orderHand is what payment and delivery do for seeded orders.
func orderHand(words func() *locale.Printer) order.SeedHand {
	return order.SeedHand{
		Pay: payment.Follow, Payments: payment.Seed, PaymentRows: payment.SeedRows, Attach: delivery.SeedOrder, Deliver: seedDelivery,
		Deliveries: delivery.DeliveriesOfOrders,
		PriceParcel: func(tx *db.Tx, in order.ParcelPriceIn) ([]order.ParcelLine, error) {
			stored := flow.PriceStoredIn{OrderID: in.OrderID, DeliveryID: in.DeliveryID, Supplements: in.Supplements}
			if in.FixedPrice != nil {
				stored.Fixed = &flow.FixedPrice{Name: in.FixedName, Amount: *in.FixedPrice}
			}
			return flow.PriceStored(tx, words(), stored)
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
func seedDelivery(tx *db.Tx, env seed.Env, o order.Order) error {
	way := func(points ...geo.Point) (routing.Route, error) { return env.Way(points...), nil }
	if _, err := flow.MakeDelivery(tx, o.ID, way); err != nil || o.State != order.IsFulfilled {
		return err
	}
	return delivery.SeedDone(tx, o.ID)
}
