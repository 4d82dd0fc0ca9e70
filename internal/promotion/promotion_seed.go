package promotion

import (
	"encoding/json"
	"fmt"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
)

// SeedKinds are the kinds of rows of this module.
func SeedKinds() []seed.Kind { return []seed.Kind{promotionKind(), couponKind()} }

func promotionKind() seed.Kind {
	return seed.Structs[Promotion]{
		Kind: seed.Kind{Name: "promotion", Table: "promotions", Fields: []seed.Field{seed.Req("name", "text"), seed.Req("code", "text"), seed.Opt("couponBased", "bool"),
			seed.Opt("priority", "int"), seed.Opt("exclusive", "bool"), seed.Opt("featured", "bool"), seed.Opt("usageLimit", "int"), seed.Opt("startsAt", "instant"),
			seed.Opt("endsAt", "instant"), seed.Opt("rules", "[rule]"), seed.Opt("actions", "[rule]")}},
		Fresh: func() Promotion { return Promotion{Version: 1} },
		Stamp: func(r seed.Row, p *Promotion) { p.ID, p.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(tx *db.Tx, r seed.Row, p *Promotion) (err error) {
			p.UpdatedAt = r.UpdatedAt
			seed.Given(r, "name", &p.Name, r.Text)
			seed.Given(r, "code", &p.Code, r.Text)
			seed.Given(r, "priority", &p.Priority, r.Int)
			seed.Given(r, "usageLimit", &p.UsageLimit, r.MaybeInt)
			seed.Given(r, "startsAt", &p.StartsAt, r.Instant)
			seed.Given(r, "endsAt", &p.EndsAt, r.Instant)
			seed.GivenBool(r, "couponBased", &p.CouponBased)
			seed.GivenBool(r, "exclusive", &p.Exclusive)
			seed.GivenBool(r, "featured", &p.Featured)
			for field, into := range map[string]*[]Setting{"rules": &p.Rules.V, "actions": &p.Actions.V} {
				if r.Has(field) {
					if *into, err = settings(tx, r, field); err != nil {
						return err
					}
				}
			}
			return nil
		},
		Show: seed.Each(func(p Promotion) map[string]any {
			return map[string]any{"id": p.ID, "name": p.Name, "code": p.Code, "couponBased": p.CouponBased, "priority": p.Priority, "exclusive": p.Exclusive,
				"featured": p.Featured, "usageLimit": p.UsageLimit, "startsAt": p.StartsAt, "endsAt": p.EndsAt, "rules": rows(p.Rules.V), "actions": rows(p.Actions.V),
				"createdAt": p.CreatedAt, "updatedAt": p.UpdatedAt}
		}),
	}.Make()
}

// settings reads rules or actions. A restaurant may be written as a relation.
func settings(tx *db.Tx, r seed.Row, field string) (list []Setting, err error) {
	for _, x := range r.Shapes(field) {
		s := Setting{Type: x.Text("type")}
		raw := map[string]any{}
		if written := x.JSON("configuration"); len(written) > 0 {
			if err := json.Unmarshal(written, &raw); err != nil {
				return nil, fmt.Errorf("%s: configuration: %w", field, err)
			}
		}
		if name, ok := raw["restaurant_id"].(string); ok && strings.HasPrefix(name, "@") {
			if raw["restaurant_id"], err = seed.Inner(tx, name, "restaurant"); err != nil {
				return nil, fmt.Errorf("%s: restaurant_id: %w", field, err)
			}
		}
		b, err := json.Marshal(raw)
		if err == nil {
			err = json.Unmarshal(b, &s.Config)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: configuration: %w", field, err)
		}
		list = append(list, s)
	}
	return list, nil
}

func rows(list []Setting) []map[string]any {
	out := []map[string]any{}
	for _, s := range list {
		out = append(out, map[string]any{"type": s.Type, "configuration": s.Config})
	}
	return out
}

func couponKind() seed.Kind {
	return seed.Structs[Coupon]{
		Kind: seed.Kind{Name: "promotion_coupon", Table: "promotion_coupons", Fields: []seed.Field{seed.Req("promotion", "@promotion"), seed.Req("code", "text"),
			seed.Opt("expiresAt", "instant"), seed.Opt("usageLimit", "int"), seed.Opt("perCustomerUsageLimit", "int"), seed.Opt("used", "int"),
			seed.Opt("reusableFromCancelledOrders", "bool")}},
		Fresh: func() Coupon { return Coupon{Reusable: true} },
		Stamp: func(r seed.Row, c *Coupon) { c.ID, c.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, c *Coupon) error {
			c.UpdatedAt = r.UpdatedAt
			seed.Given(r, "promotion", &c.PromotionID, r.Ref)
			seed.Given(r, "code", &c.Code, r.Text)
			seed.Given(r, "expiresAt", &c.ExpiresAt, r.Instant)
			seed.Given(r, "usageLimit", &c.UsageLimit, r.MaybeInt)
			seed.Given(r, "perCustomerUsageLimit", &c.PerCustomerLimit, r.MaybeInt)
			seed.Given(r, "used", &c.Used, r.Int)
			seed.GivenBool(r, "reusableFromCancelledOrders", &c.Reusable)
			return nil
		},
		Show: seed.Each(func(c Coupon) map[string]any {
			return map[string]any{"id": c.ID, "promotion": seed.Rel("promotion", &c.PromotionID), "code": c.Code, "expiresAt": c.ExpiresAt, "usageLimit": c.UsageLimit,
				"perCustomerUsageLimit": c.PerCustomerLimit, "used": c.Used, "reusableFromCancelledOrders": c.Reusable, "createdAt": c.CreatedAt, "updatedAt": c.UpdatedAt}
		}),
	}.Make()
}
