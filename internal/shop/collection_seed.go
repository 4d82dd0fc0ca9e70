package shop

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
)

// hubKind is the seed kind hub.
func hubKind() seed.Kind {
	return seed.Structs[Hub]{
		Kind: seed.Kind{Name: "hub", Table: "hubs", Fields: []seed.Field{seed.Req("name", "text"), seed.Req("address", "@address"), seed.Opt("contract", "@contract"),
			seed.Opt("enabled", "bool"), seed.Opt("fulfillmentMethods", "[fulfillment]"), seed.Opt("deliveryPerimeterExpression", "text")}},
		Fresh: func() Hub {
			return Hub{Enabled: true, Perimeter: DefaultPerimeter, Methods: db.JSON[[]FulfillmentMethod]{V: []FulfillmentMethod{}}}
		},
		Stamp: func(r seed.Row, h *Hub) { h.ID, h.CreatedAt, h.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		Fill: func(_ *db.Tx, r seed.Row, h *Hub) (err error) {
			seed.Given(r, "name", &h.Name, r.Text)
			seed.Given(r, "address", &h.AddressID, r.Ref)
			seed.Given(r, "contract", &h.ContractID, r.MaybeRef)
			seed.GivenBool(r, "enabled", &h.Enabled)
			seed.Given(r, "deliveryPerimeterExpression", &h.Perimeter, r.Text)
			if r.Has("fulfillmentMethods") {
				h.Methods.V, err = methodsOf(r)
			}
			return err
		},
		Show: seed.Each(func(h Hub) map[string]any {
			return map[string]any{"id": h.ID, "name": h.Name, "address": seed.Rel("address", &h.AddressID), "contract": seed.Rel("contract", h.ContractID),
				"enabled": h.Enabled, "fulfillmentMethods": h.Methods.V, "deliveryPerimeterExpression": h.Perimeter, "createdAt": h.CreatedAt, "updatedAt": h.UpdatedAt}
		}),
	}.Make()
}

// packagingKind is the seed kind reusable_packaging.
func packagingKind() seed.Kind {
	return seed.Structs[ReusablePackaging]{
		Kind: seed.Kind{Name: "reusable_packaging", Table: "reusable_packagings", Fields: []seed.Field{seed.Req("name", "text"),
			seed.Opt("type", "internal/loopeat/vytal"), seed.Opt("price", "money"), seed.Opt("restaurant", "@restaurant"), seed.Opt("onHand", "int"),
			seed.Opt("onHold", "int"), seed.Opt("tracked", "bool"), seed.Opt("data", "json")}},
		Fresh: func() ReusablePackaging {
			return ReusablePackaging{Type: "internal", Data: db.JSON[json.RawMessage]{V: json.RawMessage("null")}}
		},
		Stamp: func(r seed.Row, p *ReusablePackaging) {
			p.ID, p.CreatedAt, p.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt
		},
		Fill: func(_ *db.Tx, r seed.Row, p *ReusablePackaging) error {
			seed.Given(r, "name", &p.Name, r.Text)
			seed.Given(r, "type", &p.Type, func(f string) string { return r.TextOr(f, "internal") })
			seed.Given(r, "price", &p.Price, r.Money)
			seed.Given(r, "restaurant", &p.RestaurantID, r.MaybeRef)
			seed.Given(r, "onHand", &p.OnHand, r.Int)
			seed.Given(r, "onHold", &p.OnHold, r.Int)
			seed.GivenBool(r, "tracked", &p.Tracked)
			seed.Given(r, "data", &p.Data.V, r.JSON)
			return nil
		},
		Show: seed.Each(func(p ReusablePackaging) map[string]any {
			return map[string]any{"id": p.ID, "name": p.Name, "type": p.Type, "price": p.Price, "restaurant": seed.Rel("restaurant", p.RestaurantID), "onHand": p.OnHand,
				"onHold": p.OnHold, "tracked": p.Tracked, "data": p.Data.V, "createdAt": p.CreatedAt, "updatedAt": p.UpdatedAt}
		}),
	}.Make()
}

// collectionKind is the seed kind shop_collection.
func collectionKind() seed.Kind {
	return seed.Structs[ShopCollection]{
		Kind: seed.Kind{Name: "shop_collection", Table: "shop_collections", Fields: []seed.Field{seed.Req("title", "text"), seed.Opt("slug", "text"),
			seed.Opt("shops", "[@restaurant]")}},
		Fresh: func() ShopCollection { return ShopCollection{Shops: db.JSON[[]int64]{V: []int64{}}} },
		Stamp: func(r seed.Row, c *ShopCollection) { c.ID, c.CreatedAt, c.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		Fill: func(tx *db.Tx, r seed.Row, c *ShopCollection) (err error) {
			seed.Given(r, "title", &c.Title, r.Text)
			seed.Given(r, "slug", &c.Slug, r.Text)
			seed.Given(r, "shops", &c.Shops.V, r.Refs)
			if c.Slug == "" {
				c.Slug, err = freeSlug(tx, c.Title)
			}
			return err
		},
		Show: seed.Each(func(c ShopCollection) map[string]any {
			return map[string]any{"id": c.ID, "title": c.Title, "slug": c.Slug, "shops": seed.Rels("restaurant", c.Shops.V), "createdAt": c.CreatedAt, "updatedAt": c.UpdatedAt}
		}),
	}.Make()
}
