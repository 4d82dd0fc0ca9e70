package order

import (
	"encoding/json"
	"strconv"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/shop"
)

// writeSeed writes lines, adjustments and totals, priced when told so, and the timeline.
func writeSeed(tx *db.Tx, r seed.Row, c *Cart, priced bool) error {
	if err := seedLines(tx, r, c); err != nil {
		return err
	}
	switch {
	case priced && c.sold():
		cat, err := loadCatalogue(tx, c)
		if err != nil {
			return err
		}
		Price(c, cat)
	case priced || r.HasAny("items", "adjustments", "tipAmount"):
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

// seedTimeline plans an order past cart, once, and anew when its range is written; what a row says itself stays.
func seedTimeline(tx *db.Tx, r seed.Row, c *Cart) error {
	if c.State == IsCart || !c.sold() || c.Window().IsZero() {
		return nil
	}
	p, err := planAt(tx, nil, planIn{cart: *c, way: func(points ...geo.Point) (routing.Route, error) { return r.Env.Way(points...), nil }})
	if err != nil {
		return err
	}
	planned := c.Order
	p.schedule(&planned)
	c.DropoffAt = planned.DropoffAt
	anew := r.Has("shippingTimeRange")
	if !r.Has("preparationExpectedAt") && (anew || c.PreparationAt.IsZero()) {
		c.PreparationAt = planned.PreparationAt
	}
	if !r.Has("pickupExpectedAt") && (anew || c.PickupAt.IsZero()) {
		c.PickupAt = planned.PickupAt
	}
	if !r.Has("preparationTime") && (anew || c.PreparationTime == "") {
		c.PreparationTime = planned.PreparationTime
	}
	if !r.Has("shippingTime") && (anew || c.ShippingTime == "") {
		c.ShippingTime = planned.ShippingTime
	}
	return nil
}

func seedLines(tx *db.Tx, r seed.Row, c *Cart) error {
	if r.Has("items") {
		old := c.Items
		c.Items = nil
		for i, row := range r.Shapes("items") {
			item, err := seedItem(tx, row)
			if err != nil {
				return err
			}
			if i < len(old) {
				item.ID, item.OrderID = old[i].ID, c.ID // what is written of it may name its adjustments
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
	if item.Quantity < 1 {
		return item, refuseItems("quantity must be 1 or more")
	}
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
