package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/promotion"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// Promotion makes orders cheaper for which all its rules hold.
type Promotion struct {
	ID      int64    `json:"id"`
	Version int64    `json:"version"`
	Code    string   `json:"code"`
	Used    int64    `json:"used" doc:"How many orders that stand used it"`
	Coupons []Coupon `json:"coupons"`
	PromotionIn
}

// PromotionIn is what people write of a promotion.
type PromotionIn struct {
	Name        string            `json:"name" maxLength:"100" doc:"What customers read"`
	CouponBased bool              `json:"couponBased,omitempty" doc:"Only for baskets with one of its coupons"`
	Priority    int64             `json:"priority,omitempty" doc:"The highest first"`
	Exclusive   bool              `json:"exclusive,omitempty" doc:"Applies alone"`
	Featured    bool              `json:"featured,omitempty" doc:"Shown on the cards of its restaurants"`
	UsageLimit  *int64            `json:"usageLimit,omitempty" minimum:"0"`
	StartsAt    span.Instant      `json:"startsAt,omitempty"`
	EndsAt      span.Instant      `json:"endsAt,omitempty"`
	Rules       []PromotionRule   `json:"rules,omitempty" doc:"All must hold"`
	Actions     []PromotionAction `json:"actions" minItems:"1"`
}

// PromotionRule says for whom a promotion is.
type PromotionRule struct {
	Type     string `json:"type" enum:"is_customer,is_restaurant,is_items_total_above"`
	Username string `json:"username,omitempty" doc:"is_customer"`
	Shop     int64  `json:"shop,omitempty" doc:"is_restaurant"`
	Amount   int64  `json:"amount,omitempty" minimum:"0" doc:"is_items_total_above: this much or more, minor units"`
}

// PromotionAction says by how much an order gets cheaper.
type PromotionAction struct {
	Type      string  `json:"type" enum:"delivery_percentage_discount,order_fixed_discount,order_percentage_discount"`
	Share     float64 `json:"share,omitempty" minimum:"0" maximum:"1" doc:"Of the percentage discounts: 1 is the whole"`
	Amount    int64   `json:"amount,omitempty" minimum:"0" doc:"Of the fixed discount, minor units"`
	OfTotal   bool    `json:"ofTotal,omitempty" doc:"order_percentage_discount: of goods and delivery, not of goods alone"`
	ShopBears bool    `json:"shopBears,omitempty" doc:"The shop bears it, not the co-op"`
}

// Coupon is a code that gives its promotion.
type Coupon struct {
	ID               int64        `json:"id"`
	Code             string       `json:"code"`
	Used             int64        `json:"used"`
	ExpiresAt        span.Instant `json:"expiresAt" doc:"null: never"`
	UsageLimit       *int64       `json:"usageLimit"`
	PerCustomerLimit *int64       `json:"perCustomerLimit"`
	Reusable         bool         `json:"reusable" doc:"An order that will not be gives it back"`
}

type (
	promotionIn struct{ Body PromotionIn }
	changeIn    struct {
		PathID
		Body struct {
			Version int64 `json:"version" doc:"That the caller saw; another one is refused as stale"`
			PromotionIn
		}
	}
	couponsIn struct {
		PathID
		Body struct {
			Number           int64        `json:"number" minimum:"1" maximum:"1000"`
			Code             string       `json:"code,omitempty" maxLength:"100" doc:"With number 1; the house makes codes up otherwise"`
			ExpiresAt        span.Instant `json:"expiresAt,omitempty"`
			UsageLimit       *int64       `json:"usageLimit,omitempty" minimum:"1"`
			PerCustomerLimit *int64       `json:"perCustomerLimit,omitempty" minimum:"1"`
			SpentForGood     bool         `json:"spentForGood,omitempty" doc:"An order that will not be does not give it back"`
		}
	}
	promotionsOut struct {
		Promotions []Promotion `json:"promotions" doc:"By priority"`
	}
	couponsOut struct {
		Coupons []Coupon `json:"coupons"`
	}
)

func (f *face) promotionRoutes() {
	tags := []string{"promotions"}
	admin := web.Needs(authz.Admin)
	register(f, admin, huma.Operation{Method: http.MethodGet, Path: "/v1/promotions", Tags: tags, Summary: "All promotions with their coupons"}, f.promotions)
	register(f, admin, huma.Operation{Method: http.MethodPost, Path: "/v1/promotions", Tags: tags, Summary: "Make a promotion", DefaultStatus: http.StatusCreated}, f.addPromotion)
	register(f, admin, huma.Operation{Method: http.MethodPut, Path: "/v1/promotions/{id}", Tags: tags, Summary: "Change a promotion"}, f.changePromotion)
	register(f, admin, huma.Operation{
		Method: http.MethodPost, Path: "/v1/promotions/{id}/coupons", Tags: tags, Summary: "Make coupons of a promotion", DefaultStatus: http.StatusCreated,
	}, f.addCoupons)
}

func (in PromotionIn) promotion() promotion.Promotion {
	p := promotion.Promotion{Name: in.Name, CouponBased: in.CouponBased, Priority: in.Priority, Exclusive: in.Exclusive, Featured: in.Featured,
		UsageLimit: in.UsageLimit, StartsAt: in.StartsAt, EndsAt: in.EndsAt}
	p.Rules.V, p.Actions.V = []promotion.Setting{}, []promotion.Setting{}
	for _, r := range in.Rules {
		p.Rules.V = append(p.Rules.V, promotion.Setting{Type: r.Type, Config: promotion.Config{Username: r.Username, RestaurantID: r.Shop, Amount: money.Amount(r.Amount)}})
	}
	for _, a := range in.Actions {
		s := promotion.Setting{Type: a.Type, Config: promotion.Config{Percentage: a.Share, Amount: money.Amount(a.Amount)}}
		ofItems, lowers := !a.OfTotal, !a.ShopBears
		s.Config.OfItems, s.Config.LowersFee = &ofItems, &lowers
		p.Actions.V = append(p.Actions.V, s)
	}
	return p
}

func promotionOf(v promotion.View) Promotion {
	p := Promotion{ID: v.ID, Version: v.Version, Code: v.Promotion.Code, Used: v.Used, Coupons: couponsOf(v.Coupons), PromotionIn: PromotionIn{
		Name: v.Name, CouponBased: v.CouponBased, Priority: v.Priority, Exclusive: v.Exclusive, Featured: v.Featured, UsageLimit: v.UsageLimit,
		StartsAt: v.StartsAt, EndsAt: v.EndsAt,
	}}
	for _, r := range v.Rules.V {
		p.Rules = append(p.Rules, PromotionRule{Type: r.Type, Username: r.Config.Username, Shop: r.Config.RestaurantID, Amount: int64(r.Config.Amount)})
	}
	for _, a := range v.Actions.V {
		c := a.Config
		p.Actions = append(p.Actions, PromotionAction{Type: a.Type, Share: c.Percentage, Amount: int64(c.Amount), OfTotal: c.OfItems != nil && !*c.OfItems,
			ShopBears: c.LowersFee != nil && !*c.LowersFee})
	}
	return p
}

func couponsOf(list []promotion.Coupon) []Coupon {
	out := []Coupon{}
	for _, c := range list {
		out = append(out, Coupon{ID: c.ID, Code: c.Code, Used: c.Used, ExpiresAt: c.ExpiresAt, UsageLimit: c.UsageLimit, PerCustomerLimit: c.PerCustomerLimit, Reusable: c.Reusable})
	}
	return out
}

func (f *face) promotions(ctx context.Context, who authz.Actor, _ *struct{}) (*answer[promotionsOut], error) {
	out := promotionsOut{Promotions: []Promotion{}}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		list, err := promotion.ListPromotions(tx)
		for _, v := range list {
			out.Promotions = append(out.Promotions, promotionOf(v))
		}
		return err
	})
	return &answer[promotionsOut]{out}, err
}

func (f *face) addPromotion(ctx context.Context, who authz.Actor, in *promotionIn) (*answer[Promotion], error) {
	return f.savePromotion(ctx, who, in.Body.promotion())
}

func (f *face) changePromotion(ctx context.Context, who authz.Actor, in *changeIn) (*answer[Promotion], error) {
	p := in.Body.promotion()
	p.ID, p.Version = in.ID, in.Body.Version
	return f.savePromotion(ctx, who, p)
}

func (f *face) savePromotion(ctx context.Context, who authz.Actor, p promotion.Promotion) (*answer[Promotion], error) {
	var v promotion.View
	err := f.change(ctx, who, func(tx *db.Tx) (err error) {
		if v.Promotion, err = promotion.SavePromotion(tx, p); err != nil {
			return err
		}
		v.Coupons, err = promotion.CouponsOf(tx, []int64{v.ID})
		return err
	})
	return &answer[Promotion]{promotionOf(v)}, err
}

func (f *face) addCoupons(ctx context.Context, who authz.Actor, in *couponsIn) (*answer[couponsOut], error) {
	b := in.Body
	var list []promotion.Coupon
	err := f.change(ctx, who, func(tx *db.Tx) (err error) {
		list, err = promotion.AddCoupons(tx, promotion.AddCouponsIn{Number: b.Number, Coupon: promotion.Coupon{
			PromotionID: in.ID, Code: b.Code, ExpiresAt: b.ExpiresAt, UsageLimit: b.UsageLimit, PerCustomerLimit: b.PerCustomerLimit, Reusable: !b.SpentForGood,
		}})
		return err
	})
	return &answer[couponsOut]{couponsOut{couponsOf(list)}}, err
}
