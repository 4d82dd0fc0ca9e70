package order

import (
	"pignon.coop/internal/org"
	"pignon.coop/internal/promotion"
)

// withoutPromotions takes all promotions away first, so that their shares are of what the order costs without them.
func withoutPromotions(c *Cart, _ Catalogue) {
	c.drop(DeliveryPromotion)
	c.drop(OrderPromotion)
}

// withPromotions makes the order cheaper by the promotions that are open to it and whose rules hold.
func withPromotions(c *Cart, cat Catalogue) {
	for _, d := range discountsOf(*c, cat) {
		a := Adjustment{Type: OrderPromotion, Label: d.Promotion.Name, Amount: -d.Amount, Origin: org.Text(d.Promotion.Code)}
		if d.OnDelivery {
			a.Type = DeliveryPromotion
		}
		c.Adjustments = append(c.Adjustments, a)
	}
}

// discountsOf finds what promotions give, whether they are in the order's total already or not. Tips and deposits get no cheaper.
func discountsOf(c Cart, cat Catalogue) []promotion.Discount {
	delivery := c.Sum(DeliveryFee)
	f := promotion.Facts{Username: cat.Offer.Username, ItemsTotal: c.ItemsTotal, Delivery: delivery, Total: c.ItemsTotal + delivery + c.Sum(Incident)}
	if c.RestaurantID != nil {
		f.RestaurantID = *c.RestaurantID
	}
	return promotion.Discounts(cat.Offer.Promotions, f)
}

// promotionCodes lists the codes of the promotions that made the order cheaper.
func (c Cart) promotionCodes() (codes []string) {
	for _, a := range c.Adjustments {
		if a.Type == DeliveryPromotion || a.Type == OrderPromotion {
			codes = append(codes, string(a.Origin))
		}
	}
	return codes
}
