package order

import (
	"encoding/json"
	"strconv"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/shop"
)

// writeSeed writes lines, adjustments and totals, priced when told so, and the timeline.
func writeSeed(tx *db.Tx, r seed.Row, c *Cart, priced bool) error {
	if err := seedLines(tx, r, c); err != nil {
		return err
	}
	if priced && c.RestaurantID != nil {
		cat, err := loadCatalogue(tx, c)
		if err != nil {
			return err
		}
		Price(c, cat)
	} else {
		c.total()
	}
	if r.MaybeInt("total") != nil {
		c.Total = r.Money("total")
	}
	if err := seedTimeline(tx, r, c); err != nil {
		return err
	}
	if err := saveCart(tx, c); err != nil {
		return err
	}
	return stampSeed(tx, c.ID, r.UpdatedAt)
}

// seedTimeline plans an order past cart; what the row says itself stays.
func seedTimeline(tx *db.Tx, r seed.Row, c *Cart) error {
	if c.State == IsCart || c.RestaurantID == nil || c.Window().IsZero() {
		return nil
	}
	p, err := planAt(tx, nil, planIn{cart: *c})
	if err != nil {
		return err
	}
	planned := c.Order
	p.schedule(&planned)
	c.DropoffAt = planned.DropoffAt
	if !r.Has("preparationExpectedAt") {
		c.PreparationAt = planned.PreparationAt
	}
	if !r.Has("pickupExpectedAt") {
		c.PickupAt = planned.PickupAt
	}
	if !r.Has("preparationTime") {
		c.PreparationTime = planned.PreparationTime
	}
	if !r.Has("shippingTime") {
		c.ShippingTime = planned.ShippingTime
	}
	return nil
}

func seedLines(tx *db.Tx, r seed.Row, c *Cart) error {
	if r.Has("items") {
		c.Items = nil
		for _, row := range r.Shapes("items") {
			item, err := seedItem(tx, row)
			if err != nil {
				return err
			}
			c.Items = append(c.Items, item)
		}
	}
	if r.Has("adjustments") {
		c.Adjustments = nil
		for _, row := range r.Shapes("adjustments") {
			a, err := seedAdjustment(tx, row)
			if err != nil {
				return err
			}
			c.Adjustments = append(c.Adjustments, a)
		}
	}
	if r.Has("tipAmount") {
		c.setTip(r.Money("tipAmount"))
	}
	return nil
}

func seedAdjustment(tx *db.Tx, r seed.Row) (Adjustment, error) {
	a := Adjustment{Type: AdjustmentType(r.Text("type")), Label: r.Text("label"), Amount: r.Money("amount"), Neutral: r.Bool("neutral", false), ID: r.Int("id")}
	if a.ID == 0 {
		return a, nil
	}
	return a, tx.UseID("adjustments", a.ID)
}

func seedItem(tx *db.Tx, r seed.Row) (Item, error) {
	item := Item{Name: r.Text("name"), VariantName: r.Text("name"), Quantity: r.IntOr("quantity", 1), UnitPrice: r.Money("unitPrice"), PlayerID: r.MaybeRef("player")}
	for _, row := range r.Shapes("adjustments") {
		a, err := seedAdjustment(tx, row)
		if err != nil {
			return item, err
		}
		item.Adjustments = append(item.Adjustments, a)
	}
	v, found, err := seedVariant(tx, r)
	if err != nil || !found {
		return item, err
	}
	products, err := shop.LoadProducts(tx, []int64{v.ProductID})
	p := products[v.ProductID]
	item.ProductID, item.VariantID, item.VariantName = &p.ID, &v.ID, v.Name
	if item.Name == "" {
		item.Name = p.Name
	}
	if r.MaybeInt("unitPrice") == nil {
		item.UnitPrice = v.Price
	}
	return item, err
}

// seedVariant finds the variant of a line: the one that it names, or that of its product with its options. A line outside the catalogue has none.
func seedVariant(tx *db.Tx, r seed.Row) (v shop.Variant, found bool, err error) {
	if id := r.Ref("variant"); id != 0 {
		variants, err := shop.LoadVariants(tx, []int64{id})
		return variants[id], true, err
	}
	id := r.Ref("product")
	if id == 0 {
		return v, false, nil
	}
	p, err := shop.LoadProduct(tx, id)
	if err != nil {
		return v, false, err
	}
	choices, err := seedChoices(tx, r.JSON("options"))
	if err != nil {
		return v, false, err
	}
	v, err = shop.ResolveVariant(tx, shop.ResolveVariantIn{Product: p, Choices: choices})
	return v, true, err
}

// seedChoices reads options: relations to option values, or {"value","quantity"}.
func seedChoices(tx *db.Tx, raw json.RawMessage) ([]shop.Choice, error) {
	var list []json.RawMessage
	if raw != nil {
		if err := json.Unmarshal(raw, &list); err != nil {
			return nil, refuseItems("options is a list")
		}
	}
	var choices []shop.Choice
	for _, one := range list {
		o := struct {
			Value    string `json:"value"`
			Quantity int64  `json:"quantity"`
		}{Quantity: 1}
		if json.Unmarshal(one, &o.Value) != nil && json.Unmarshal(one, &o) != nil {
			return nil, refuseItems("an option is \"@name\" or {\"value\",\"quantity\"}")
		}
		id, err := optionValueNamed(tx, o.Value)
		if err != nil {
			return nil, err
		}
		value, err := shop.LoadOptionValue(tx, id)
		if err != nil {
			return nil, err
		}
		choices = append(choices, shop.Choice{Code: value.Code, Quantity: o.Quantity})
	}
	return choices, nil
}

func optionValueNamed(tx *db.Tx, relation string) (int64, error) {
	name, ok := strings.CutPrefix(relation, "@")
	if text, isID := strings.CutPrefix(name, "product_option_value:"); ok && isID {
		if id, err := strconv.ParseInt(text, 10, 64); err == nil {
			return id, nil
		}
	}
	id, found, err := seededOptionValue(tx, name)
	if err == nil && (!ok || !found) {
		err = refuseItems("no option value is named " + relation)
	}
	return id, err
}

func refuseItems(why string) error {
	return &seed.Refusal{Message: "items: " + why, Row: -1, Field: "items"}
}

// parcel is a delivery sold by itself: it goes where and when its last drop-off says, at the price that was fixed, or for nothing.
func (s seeder) parcel(tx *db.Tx, r seed.Row, c *Cart) error {
	if err := s.hand.Attach(tx, c.ID, r.Ref("delivery")); err != nil || c.RestaurantID != nil {
		return err
	}
	last, ok, err := lastDropoff(tx, r.Ref("delivery"))
	if err != nil || !ok {
		return err
	}
	if c.ShippingAddressID == nil {
		c.ShippingAddressID = &last.AddressID
	}
	if c.Window().IsZero() {
		c.From, c.To = last.After, last.Before
	}
	price := struct {
		VariantName  string       `json:"variantName"`
		VariantPrice money.Amount `json:"variantPrice"`
	}{VariantName: parcelLabel}
	if raw := r.JSON("arbitraryPrice"); raw != nil {
		if err := json.Unmarshal(raw, &price); err != nil {
			return fail.Wrap(err, fail.Invalid, "value.invalid")
		}
	}
	if !r.Has("items") {
		c.Items = []Item{{Name: parcelLabel, VariantName: price.VariantName, Quantity: 1, UnitPrice: price.VariantPrice}}
	}
	return nil
}

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
	rows := []map[string]any{}
	for _, c := range carts {
		payments, err := s.hand.PaymentRows(tx, c.ID)
		if err != nil {
			return nil, err
		}
		delivery, err := s.hand.DeliveryOf(tx, c.ID)
		if err != nil {
			return nil, err
		}
		row := s.row(c, history[c.ID])
		row["items"] = s.itemRows(c, chosen)
		row["payments"], row["delivery"] = payments, seed.Rel("delivery", delivery)
		rows = append(rows, row)
	}
	return rows, nil
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
		"shippingTimeRange": nil, "notes": c.Notes, "invitation": c.Invitation, "exported": c.Exported, "events": events, "priced": true,
		"adjustments": s.adjustmentRows(c.Adjustments), "total": c.Total, "tipAmount": c.Sum(Tip), "reusablePackagingEnabled": c.ReusablePackaging,
		"arbitraryPrice": nil, "preparationExpectedAt": c.PreparationAt, "pickupExpectedAt": c.PickupAt, "preparationTime": c.PreparationTime,
		"shippingTime": c.ShippingTime, "createdAt": c.CreatedAt, "updatedAt": c.UpdatedAt,
	}
	if w := c.Window(); !w.IsZero() {
		row["shippingTimeRange"] = []any{w.From, w.To}
	}
	for _, field := range unsupported() {
		row[field] = nil
	}
	return row
}

func (s seeder) adjustmentRows(list []Adjustment) []map[string]any {
	rows := []map[string]any{}
	for _, a := range list {
		rows = append(rows, map[string]any{"id": a.ID, "type": a.Type, "label": s.hand.Label(a.Label), "amount": a.Amount, "neutral": a.Neutral})
	}
	return rows
}
