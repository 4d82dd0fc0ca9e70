package ledger

import (
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
)

// SplitView is where the money of one order goes: shares that add up to Total, in the order of Shares.
type SplitView struct {
	Total  money.Amount // what the customer is charged, less what was given back
	Shares []Share
	Shops  map[int64]shop.Restaurant // by id, of the shares that are a shop's
}

// ViewSplit shows the euro split of an order, empty before it is placed and when it will not be. Who may view the order may view it: NotFound
// otherwise.
func ViewSplit(tx *db.Tx, orderID int64) (v SplitView, err error) {
	if _, err := order.Find(tx, orderID); err != nil {
		return v, err
	}
	all, err := sharesOf(tx, orderID)
	if err != nil {
		return v, err
	}
	var shops []int64
	for _, a := range Shares() {
		for _, s := range all {
			if s.Account != a || s.Amount == 0 {
				continue
			}
			v.Shares, v.Total = append(v.Shares, s), v.Total+s.Amount
			if s.RestaurantID != 0 && !slices.Contains(shops, s.RestaurantID) {
				shops = append(shops, s.RestaurantID)
			}
		}
	}
	v.Shops, err = shop.LoadRestaurants(tx, shops)
	return v, err
}
