package order

import "slices"

// withoutDisabled drops the lines whose product was switched off or deleted.
func withoutDisabled(c *Cart, cat Catalogue) {
	c.Items = slices.DeleteFunc(c.Items, func(i Item) bool { return unavailable(i, cat) })
}

func unavailable(i Item, cat Catalogue) bool {
	if i.ProductID == nil {
		return false
	}
	p, ok := cat.Products[*i.ProductID]
	return !ok || !p.Enabled || !p.DeletedAt.IsZero()
}

// withCataloguePrices takes every unit price from the catalogue as it stands, never from a caller.
func withCataloguePrices(c *Cart, cat Catalogue) {
	for i := range c.Items {
		if id := c.Items[i].VariantID; id != nil {
			if v, ok := cat.Variants[*id]; ok {
				c.Items[i].UnitPrice = v.Price
			}
		}
	}
}
