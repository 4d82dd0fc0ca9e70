package flow

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/order"
	"pignon.coop/internal/zelty"
)

// OrderPlacedGoesToTill plans that a restaurant's till hears of an order.
func OrderPlacedGoesToTill(tx *db.Tx, e order.Created) error {
	if e.RestaurantID == 0 {
		return nil
	}
	return zelty.OrderPlaced(tx, e.OrderID)
}

// OrderFulfilledClosesInTill plans that it closes the order.
func OrderFulfilledClosesInTill(tx *db.Tx, e order.Fulfilled) error {
	if e.RestaurantID == 0 {
		return nil
	}
	return zelty.OrderFulfilled(tx, e.OrderID)
}
