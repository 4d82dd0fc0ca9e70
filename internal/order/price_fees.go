package order

import (
	"pignon.coop/internal/money"
	"pignon.coop/internal/shop"
)

// withDelivery sets what the customer and the restaurant pay for the delivery, by the restaurant's contract. The fee of the house gets its place
// before it.
func withDelivery(c *Cart, cat Catalogue) {
	if cat.Restaurant == nil && cat.Hub == nil {
		return
	}
	c.upsert(Adjustment{Type: Fee, Label: feeLabel, Amount: c.Sum(Fee), Neutral: true})
	var customer money.Amount
	c.RidePrice = 0
	if c.Method == shop.Delivery {
		customer, c.RidePrice = cat.Contract.CustomerAmount, cat.Contract.FlatDeliveryPrice
	}
	if customer == 0 {
		c.drop(DeliveryFee)
		return
	}
	c.upsert(Adjustment{Type: DeliveryFee, Label: deliveryLabel, Amount: customer})
}

// withFee sets what the co-op keeps of the restaurant's money, by the restaurant's contract. The tip is for who rides: it passes through the
// restaurant's account, so it is part of what the co-op keeps. Promotions come off it, but for those that are the restaurant's own.
func withFee(c *Cart, cat Catalogue) {
	if cat.Restaurant == nil && cat.Hub == nil {
		return
	}
	rate, business := cat.Contract.TakeAwayFeeRate, c.RidePrice
	if c.Method == shop.Delivery {
		rate = cat.Contract.FeeRate
		business += c.Sum(Tip)
	}
	for _, d := range discountsOf(*c, cat) {
		if d.LowersFee {
			business -= d.Amount
		}
	}
	share := money.Amount(int64(c.ItemsTotal) * int64(rate) / 1e6)
	c.upsert(Adjustment{Type: Fee, Label: feeLabel, Amount: max(0, share+business), Neutral: true})
}
