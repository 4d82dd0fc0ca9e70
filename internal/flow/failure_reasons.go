package flow

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/store"
)

// FailureReasons lists why a task may fail in the words of the store or restaurant whose task it is; none where they have no list of their own.
func FailureReasons(tx *db.Tx, s delivery.Sheet) ([]store.Reason, error) {
	set, err := reasonSet(tx, s)
	if err != nil || set == nil {
		return nil, err
	}
	return store.ReasonsIn(tx, *set)
}

func reasonSet(tx *db.Tx, s delivery.Sheet) (*int64, error) {
	switch {
	case s.StoreID != nil:
		return store.ReasonSetOf(tx, *s.StoreID)
	case s.OrderID == nil:
		return nil, nil
	}
	o, err := order.LoadCart(tx, *s.OrderID)
	if err != nil || o.RestaurantID == nil {
		return nil, err
	}
	found, err := shop.LoadRestaurants(tx, []int64{*o.RestaurantID})
	return found[*o.RestaurantID].Options.V.FailureReasonSetID, err
}
