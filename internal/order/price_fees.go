package order

import (
	"pignon.coop/internal/money"
	"pignon.coop/internal/shop"
)

// withFees sets what the customer pays for the delivery and what the co-op keeps of the restaurant's money, by the restaurant's contract.
// The tip is for who rides: it passes through the restaurant's account, so it is part of what the co-op keeps.
func withFees(c *Cart, cat Catalogue) {
	if cat.Restaurant == nil && cat.Hub == nil {
		return
	}
	var customer, business money.Amount
	rate := cat.Contract.TakeAwayFeeRate
	c.RidePrice = 0
	if c.Method == shop.Delivery {
		rate = cat.Contract.FeeRate
		c.RidePrice = cat.Contract.FlatDeliveryPrice
		customer, business = cat.Contract.CustomerAmount, c.RidePrice+c.Sum(Tip)
	}
	business += c.Sum(DeliveryPromotion) + c.Sum(OrderPromotion)
	share := money.Amount(int64(c.ItemsTotal) * int64(rate) / 1e6)
	c.upsert(Adjustment{Type: Fee, Label: feeLabel, Amount: max(0, share+business), Neutral: true})
	if customer == 0 {
		c.drop(DeliveryFee)
		return
	}
	c.upsert(Adjustment{Type: DeliveryFee, Label: deliveryLabel, Amount: customer})
}
