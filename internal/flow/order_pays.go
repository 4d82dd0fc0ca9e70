package flow

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/payment"
)

// BasketPricedAdjustsPayment keeps what a basket is paid by in step with its total.
func BasketPricedAdjustsPayment(tx *db.Tx, e order.Priced) error {
	return payment.Follow(tx, e.OrderID, money.Amount(e.Total))
}

// OrderFulfilledTakesMoney takes the money that was held for an order.
func OrderFulfilledTakesMoney(tx *db.Tx, e order.Fulfilled) error {
	return payment.Finish(tx, e.OrderID)
}

// OrderCancelledReleasesMoney lets go of the money that was held for an order, unless nobody came for it.
func OrderCancelledReleasesMoney(tx *db.Tx, e order.Cancelled) error {
	if e.Reason == order.NoShow {
		return payment.Finish(tx, e.OrderID)
	}
	return payment.Cancel(tx, e.OrderID)
}

// OrderRefusedReleasesMoney lets go of the money that was held for an order.
func OrderRefusedReleasesMoney(tx *db.Tx, e order.Refused) error {
	return payment.Cancel(tx, e.OrderID)
}

// OrderRestoredWantsMoney makes a restored order payable again.
func OrderRestoredWantsMoney(tx *db.Tx, e order.Restored) error {
	return payment.Restore(tx, e.OrderID)
}
