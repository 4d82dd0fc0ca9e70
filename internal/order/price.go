package order

// processor is one step of the pricing. It takes away what it added the last time and adds what holds now.
type processor func(*Cart, Catalogue)

// processors are the steps in their order. Promotions stand between disabled products and options; reusable packaging between promotions
// and options.
func processors() []processor {
	return []processor{withoutTaxes, withoutDisabled, withCataloguePrices, withOptions, withFees, withTaxes}
}

// Price brings a cart's adjustments and totals up to date. It is pure, and running it twice changes nothing more. The fee of the house, the
// delivery fee and the tip keep their ids. Lines without a variant keep their own price.
func Price(c *Cart, cat Catalogue) {
	for _, step := range processors() {
		step(c, cat)
		c.total()
	}
}
