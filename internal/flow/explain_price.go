package flow

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/store"
)

// ExplainPrice tells dispatchers, and whoever may act for the store that sends it, how the price of a delivery's order was found. For others, and
// for an order that no rules priced, there is nothing: NotFound.
func ExplainPrice(tx *db.Tx, orderID int64) (pricing.Kept, error) {
	nothing := fail.New(fail.NotFound, "row.not_found")
	k, ok, err := pricing.KeptOf(tx, orderID)
	if err != nil {
		return k, err
	}
	d, sold, err := delivery.DeliveryOfOrder(tx, orderID)
	switch {
	case err != nil:
		return k, err
	case !ok, !sold, !tx.Who().Is(authz.Dispatcher) && (d.StoreID == nil || store.MayView(tx, *d.StoreID) != nil):
		return pricing.Kept{}, nothing
	}
	return k, nil
}
