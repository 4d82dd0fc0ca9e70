package flow

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/order"
	"pignon.coop/internal/promotion"
)

// OrderRefusedGivesCouponBack lets the customer use once more what the order had used.
func OrderRefusedGivesCouponBack(tx *db.Tx, e order.Refused) error {
	return promotion.GiveBack(tx, e.OrderID)
}

// OrderCancelledGivesCouponBack does so too, unless nobody came for the order.
func OrderCancelledGivesCouponBack(tx *db.Tx, e order.Cancelled) error {
	if e.Reason == order.NoShow {
		return nil
	}
	return promotion.GiveBack(tx, e.OrderID)
}

// OrderRestoredUsesCouponAgain counts it once more.
func OrderRestoredUsesCouponAgain(tx *db.Tx, e order.Restored) error {
	return promotion.UseAgain(tx, e.OrderID)
}
