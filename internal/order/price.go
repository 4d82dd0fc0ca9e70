package order

// processor is one step of the pricing. It takes away what it added the last time and adds what holds now.
type processor func(*Cart, Catalogue)

// processors are the steps in their order. Promotions stand behind the options and the delivery fee, of which they take their share, and before the
// fee of the house, which bears them. Reusable packaging comes behind the fees, on which it has no influence, so that the fees are the first
// adjustments of an order.
func processors() []processor {
	return []processor{withoutTaxes, withoutPromotions, withoutDisabled, withCataloguePrices, withOptions, withDelivery, withPromotions, withFee, withPackaging, withTaxes}
}

// Price brings a cart's adjustments and totals up to date. It is pure, and running it twice changes nothing more. The fee of the house, the
// delivery fee and the tip keep their ids. Lines without a variant keep their own price.
func Price(c *Cart, cat Catalogue) {
	for _, step := range processors() {
		step(c, cat)
		c.total()
	}
	c.Priced = true
}
