package order

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/promotion"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/shop"
)

// rows writes every order as a document would.
func (s seeder) rows(tx *db.Tx) ([]map[string]any, error) {
	orders, err := allOrders(tx)
	if err != nil {
		return nil, err
	}
	carts, err := withLines(tx, orders)
	if err != nil {
		return nil, err
	}
	history, err := historyOf(tx, idsOf(orders))
	if err != nil {
		return nil, err
	}
	chosen, err := choicesOf(tx, carts)
	if err != nil {
		return nil, err
	}
	payments, err := s.hand.PaymentRows(tx, idsOf(orders))
	if err != nil {
		return nil, err
	}
	kept, err := pricing.KeptOfOrders(tx, idsOf(orders))
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, c := range carts {
		codes = append(codes, string(c.CouponCode))
	}
	coupons, err := promotion.CouponIDs(tx, codes)
	if err != nil {
		return nil, err
	}
	deliveries, err := s.hand.Deliveries(tx, idsOf(orders))
	rows := []map[string]any{}
	for _, c := range carts {
		row := s.row(c, history[c.ID])
		row["items"], row["payments"], row["delivery"] = s.itemRows(c, chosen), payments[c.ID], nil
		row["manualSupplements"] = supplementRows(kept[c.ID])
		if id := coupons[string(c.CouponCode)]; id != 0 {
			row["promotionCoupon"] = seed.Rel("promotion_coupon", &id)
		}
		if id := deliveries[c.ID]; id != 0 {
			row["delivery"] = seed.Rel("delivery", &id)
		}
		if payments[c.ID] == nil {
			row["payments"] = []any{}
		}
		rows = append(rows, row)
	}
	return rows, err
}

// choicesOf gives the options of every variant that is in a line.
func choicesOf(tx *db.Tx, carts []Cart) (map[int64]shop.Variant, error) {
	var ids []int64
	for _, c := range carts {
		for _, i := range c.Items {
			if i.VariantID != nil {
				ids = append(ids, *i.VariantID)
			}
		}
	}
	return shop.LoadVariants(tx, ids)
}

func (s seeder) itemRows(c Cart, variants map[int64]shop.Variant) []map[string]any {
	items := []map[string]any{}
	for _, i := range c.Items {
		options := []map[string]any{}
		if i.VariantID != nil {
			for _, o := range variants[*i.VariantID].OptionValues.V {
				options = append(options, map[string]any{"value": seed.Rel("product_option_value", &o.ID), "quantity": o.Quantity})
			}
		}
		items = append(items, map[string]any{
			"product": seed.Rel("product", i.ProductID), "variant": seed.Rel("product_variant", i.VariantID), "quantity": i.Quantity, "options": options,
			"player": seed.Rel("customer", i.PlayerID), "name": s.hand.Label(i.Name), "unitPrice": i.UnitPrice, "adjustments": s.adjustmentRows(i.Adjustments),
		})
	}
	return items
}

func (s seeder) row(c Cart, history []Entry) map[string]any {
	events := []map[string]any{}
	for _, e := range history {
		events = append(events, map[string]any{"name": e.Type, "data": e.Data, "createdAt": e.CreatedAt})
	}
	row := map[string]any{
		"id": c.ID, "state": c.State, "number": c.Number, "customer": seed.Rel("customer", c.CustomerID), "restaurant": seed.Rel("restaurant", c.RestaurantID),
		"fulfillmentMethod": c.Method, "shippingAddress": seed.Rel("address", c.ShippingAddressID), "billingAddress": seed.Rel("address", c.BillingAddressID),
		"shippingTimeRange": nil, "notes": c.Notes, "invitation": c.Invitation, "exported": c.Exported, "events": events, "priced": c.Priced,
		"adjustments": s.adjustmentRows(c.Adjustments), "total": c.Total, "tipAmount": c.Sum(Tip), "reusablePackagingEnabled": c.ReusablePackaging,
		"hub": seed.Rel("hub", c.HubID), "subscription": nil, "zeltyOrderId": c.ZeltyOrderID, "promotionCoupon": nil,
		"arbitraryPrice": rawOf(c.ArbitraryPrice), "preparationExpectedAt": c.PreparationAt, "pickupExpectedAt": c.PickupAt, "preparationTime": c.PreparationTime,
		"shippingTime": c.ShippingTime, "createdAt": c.CreatedAt, "updatedAt": c.UpdatedAt,
	}
	if w := c.Window(); !w.IsZero() {
		row["shippingTimeRange"] = []any{w.From, w.To}
	}
	return row
}

func supplementRows(k pricing.Kept) []map[string]any {
	rows := []map[string]any{}
	for _, one := range k.Supplements.V {
		rows = append(rows, map[string]any{"pricingRule": seed.Rel("pricing_rule", &one.RuleID), "quantity": one.Quantity})
	}
	return rows
}

// rawOf gives back a JSON value that was kept as text.
func rawOf(t org.Text) any {
	if t == "" {
		return nil
	}
	return json.RawMessage(t)
}

func (s seeder) adjustmentRows(list []Adjustment) []map[string]any {
	rows := []map[string]any{}
	for _, a := range list {
		rows = append(rows, map[string]any{"id": a.ID, "type": a.Type, "label": s.hand.Label(a.Label), "amount": a.Amount, "neutral": a.Neutral})
	}
	return rows
}
