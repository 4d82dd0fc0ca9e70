package site

import (
	"pignon.coop/internal/ledger"
	"pignon.coop/internal/money"
)

// slice is a share of what an order costs, and its place on a bar that is 1000 wide.
type slice struct {
	Account  ledger.Account
	ShopName string // whose share it is, when it is a shop's
	Amount   money.Amount
	X, Width int64
}

// Key is the key of its words.
func (s slice) Key() string { return "split." + string(s.Account) }

// slicesOf draws a split. A share below nothing has no place on the bar.
func slicesOf(v ledger.SplitView) (list []slice) {
	var whole money.Amount
	for _, s := range v.Shares {
		whole += max(0, s.Amount)
	}
	var before money.Amount
	for _, s := range v.Shares {
		x := slice{Account: s.Account, ShopName: v.Shops[s.RestaurantID].Name, Amount: s.Amount}
		if s.Amount > 0 {
			x.X = int64(before) * 1000 / int64(whole)
			before += s.Amount
			x.Width = int64(before)*1000/int64(whole) - x.X
		}
		list = append(list, x)
	}
	return list
}
