package order

import (
	"fmt"
	"math"

	"pignon.coop/internal/money"
	"pignon.coop/internal/shop"
)

// takesBack tells whether a shop has boxes that come back, its own or a partner's.
func takesBack(r shop.Restaurant) bool {
	return r.Options.V.DepositRefundEnabled || r.Options.V.LoopeatEnabled
}

// withPackaging counts the boxes that come back with each line, whose worth is no part of any price, and asks a deposit for those that are the
// shop's own. Where customers may choose, only for those who do; elsewhere whoever orders something in such boxes gets them.
func withPackaging(c *Cart, cat Catalogue) {
	c.drop(ReusablePackaging)
	for i := range c.Items {
		c.Items[i].Adjustments = without(c.Items[i].Adjustments, ReusablePackaging)
	}
	if cat.Restaurant == nil || !takesBack(*cat.Restaurant) {
		return
	}
	o := cat.Restaurant.Options.V
	if o.LoopeatEnabled && o.LoopeatMandatory {
		c.ReusablePackaging = true
	}
	if o.DepositRefundOptin && !c.ReusablePackaging {
		return
	}
	found, worth := false, money.Amount(0)
	for i := range c.Items {
		for _, a := range boxesOf(c.Items[i], cat) {
			found, worth = true, worth+a.Amount
			c.Items[i].Adjustments = append(c.Items[i].Adjustments, a)
		}
	}
	c.ReusablePackaging = c.ReusablePackaging || found
	if worth > 0 && !o.LoopeatEnabled {
		c.Adjustments = append(c.Adjustments, Adjustment{Type: ReusablePackaging, Label: depositLabel, Amount: worth})
	}
}

func boxesOf(item Item, cat Catalogue) (list []Adjustment) {
	if item.ProductID == nil || !cat.Products[*item.ProductID].ReusablePackaging {
		return nil
	}
	label := "%d × « %s »"
	if cat.Restaurant.Options.V.LoopeatEnabled {
		label = "%d × %s"
	}
	for _, fills := range cat.Products[*item.ProductID].ReusablePackagings.V {
		box, ok := cat.Boxes[fills.ID()]
		if !ok {
			continue
		}
		n := boxCount(fills.Units, item.Quantity)
		list = append(list, Adjustment{Type: ReusablePackaging, Label: fmt.Sprintf(label, n, box.Name), Amount: box.Price * money.Amount(n), Neutral: true})
	}
	return list
}

// boxesFilled is how many boxes that come back a line fills.
func boxesFilled(item Item, products map[int64]shop.Product) (n int64) {
	if item.ProductID == nil || !products[*item.ProductID].ReusablePackaging {
		return 0
	}
	for _, fills := range products[*item.ProductID].ReusablePackagings.V {
		n += boxCount(fills.Units, item.Quantity)
	}
	return n
}

// boxCount is how many whole boxes so many pieces fill.
func boxCount(units float64, pieces int64) int64 { return int64(math.Ceil(units * float64(pieces))) }
