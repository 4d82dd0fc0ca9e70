package shop

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
)

// hubKind is the seed kind hub.
func hubKind() seed.Kind {
	return kind[Hub]{
		Kind: seed.Kind{Name: "hub", Table: "hubs", Fields: []seed.Field{seed.Req("name", "text"), seed.Req("address", "@address"), seed.Opt("contract", "@contract"),
			seed.Opt("enabled", "bool"), seed.Opt("fulfillmentMethods", "[fulfillment]"), seed.Opt("deliveryPerimeterExpression", "text")}},
		fresh: func() Hub {
			return Hub{Enabled: true, Perimeter: DefaultPerimeter, Methods: db.JSON[[]FulfillmentMethod]{V: []FulfillmentMethod{}}}
		},
		stamp: func(r seed.Row, h *Hub) { h.ID, h.CreatedAt, h.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		fill: func(_ *db.Tx, r seed.Row, h *Hub) (err error) {
			given(r, "name", &h.Name, r.Text)
			given(r, "address", &h.AddressID, r.Ref)
			given(r, "contract", &h.ContractID, r.MaybeRef)
			givenBool(r, "enabled", &h.Enabled)
			given(r, "deliveryPerimeterExpression", &h.Perimeter, r.Text)
			if r.Has("fulfillmentMethods") {
				h.Methods.V, err = methodsOf(r)
			}
			return err
		},
		show: each(func(h Hub) map[string]any {
			return map[string]any{"id": h.ID, "name": h.Name, "address": seed.Rel("address", &h.AddressID), "contract": seed.Rel("contract", h.ContractID),
				"enabled": h.Enabled, "fulfillmentMethods": h.Methods.V, "deliveryPerimeterExpression": h.Perimeter, "createdAt": h.CreatedAt, "updatedAt": h.UpdatedAt}
		}),
	}.make()
}

// packagingKind is the seed kind reusable_packaging.
func packagingKind() seed.Kind {
	return kind[ReusablePackaging]{
		Kind: seed.Kind{Name: "reusable_packaging", Table: "reusable_packagings", Fields: []seed.Field{seed.Req("name", "text"),
			seed.Opt("type", "internal/loopeat/vytal"), seed.Opt("price", "money"), seed.Opt("restaurant", "@restaurant"), seed.Opt("onHand", "int"),
			seed.Opt("onHold", "int"), seed.Opt("tracked", "bool"), seed.Opt("data", "json")}},
		fresh: func() ReusablePackaging {
			return ReusablePackaging{Type: "internal", Data: db.JSON[json.RawMessage]{V: json.RawMessage("null")}}
		},
		stamp: func(r seed.Row, p *ReusablePackaging) {
			p.ID, p.CreatedAt, p.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt
		},
		fill: func(_ *db.Tx, r seed.Row, p *ReusablePackaging) error {
			given(r, "name", &p.Name, r.Text)
			given(r, "type", &p.Type, func(f string) string { return r.TextOr(f, "internal") })
			given(r, "price", &p.Price, r.Money)
			given(r, "restaurant", &p.RestaurantID, r.MaybeRef)
			given(r, "onHand", &p.OnHand, r.Int)
			given(r, "onHold", &p.OnHold, r.Int)
			givenBool(r, "tracked", &p.Tracked)
			given(r, "data", &p.Data.V, r.JSON)
			return nil
		},
		show: each(func(p ReusablePackaging) map[string]any {
			return map[string]any{"id": p.ID, "name": p.Name, "type": p.Type, "price": p.Price, "restaurant": seed.Rel("restaurant", p.RestaurantID), "onHand": p.OnHand,
				"onHold": p.OnHold, "tracked": p.Tracked, "data": p.Data.V, "createdAt": p.CreatedAt, "updatedAt": p.UpdatedAt}
		}),
	}.make()
}

// collectionKind is the seed kind shop_collection.
func collectionKind() seed.Kind {
	return kind[ShopCollection]{
		Kind: seed.Kind{Name: "shop_collection", Table: "shop_collections", Fields: []seed.Field{seed.Req("title", "text"), seed.Opt("slug", "text"),
			seed.Opt("shops", "[@restaurant]")}},
		fresh: func() ShopCollection { return ShopCollection{Shops: db.JSON[[]int64]{V: []int64{}}} },
		stamp: func(r seed.Row, c *ShopCollection) { c.ID, c.CreatedAt, c.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		fill: func(tx *db.Tx, r seed.Row, c *ShopCollection) (err error) {
			given(r, "title", &c.Title, r.Text)
			given(r, "slug", &c.Slug, r.Text)
			given(r, "shops", &c.Shops.V, r.Refs)
			if c.Slug == "" {
				c.Slug, err = freeSlug(tx, c.Title)
			}
			return err
		},
		show: each(func(c ShopCollection) map[string]any {
			return map[string]any{"id": c.ID, "title": c.Title, "slug": c.Slug, "shops": seed.Rels("restaurant", c.Shops.V), "createdAt": c.CreatedAt, "updatedAt": c.UpdatedAt}
		}),
	}.make()
}
