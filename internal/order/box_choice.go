package order

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/shop"
)

// choosesBoxes tells whether the customers of a shop choose boxes that come back. LoopEat's are no choice before the customer's account with
// that partner can be reached.
func choosesBoxes(r shop.Restaurant) bool {
	o := r.Options.V
	return o.DepositRefundOptin && !o.LoopeatEnabled && (o.DepositRefundEnabled || o.VytalEnabled)
}

// boxesToChoose reads the boxes of the products, where one of the shops lets customers choose them.
func boxesToChoose(tx *db.Tx, shops map[int64]shop.View, products map[int64]shop.Product) (map[int64]shop.ReusablePackaging, error) {
	for _, s := range shops {
		if choosesBoxes(s.Restaurant) {
			return shop.LoadPackagings(tx, boxIDs(products))
		}
	}
	return nil, nil
}

func boxIDs(products map[int64]shop.Product) (ids []int64) {
	for _, p := range products {
		for _, box := range p.ReusablePackagings.V {
			ids = append(ids, box.ID())
		}
	}
	return ids
}

// depositOf is what the boxes cost that lines fill; nil where customers do not choose them, or no line comes in any.
func depositOf(lines []Item, cat Catalogue) *money.Amount {
	if !choosesBoxes(*cat.Restaurant) {
		return nil
	}
	worth, some := money.Amount(0), false
	for _, item := range lines {
		if item.ProductID == nil || !cat.Products[*item.ProductID].ReusablePackaging {
			continue
		}
		some = true
		for _, box := range boxesOf(item, cat) {
			worth += box.Amount
		}
	}
	switch {
	case !some:
		return nil
	case !cat.Restaurant.Options.V.DepositRefundEnabled:
		worth = 0
	}
	return &worth
}
