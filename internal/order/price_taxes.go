package order

import (
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
)

// withoutTaxes takes all taxes away first, so that fees and options are computed on prices as the shop wrote them.
func withoutTaxes(c *Cart, _ Catalogue) {
	c.drop(Tax)
	for i := range c.Items {
		c.Items[i].Adjustments = without(c.Items[i].Adjustments, Tax)
	}
}

// withTaxes adds the taxes of each line and those of delivery and incidents. An empty order is not taxed. Tips, promotions and packaging
// carry no tax of their own.
func withTaxes(c *Cart, cat Catalogue) {
	if len(c.Items) == 0 {
		return
	}
	for i := range c.Items {
		item := &c.Items[i]
		if item.VariantID == nil {
			continue
		}
		for _, rate := range cat.Taxes.For(cat.Variants[*item.VariantID].TaxCategoryID) {
			item.Adjustments = append(item.Adjustments, taxOf(rate, item.Total))
		}
	}
	service := cat.Taxes.ForCode(shop.ServiceCategory(cat.SubjectVAT))
	if len(service) == 0 {
		return
	}
	for _, a := range c.Adjustments {
		if a.Type == DeliveryFee || a.Type == Incident {
			c.Adjustments = append(c.Adjustments, taxOf(service[0], a.Amount))
		}
	}
}

func taxOf(rate shop.TaxRate, amount money.Amount) Adjustment {
	return Adjustment{Type: Tax, Label: rate.Name, Amount: rate.Of(amount), Neutral: rate.Included, Origin: org.Text(rate.Code)}
}
