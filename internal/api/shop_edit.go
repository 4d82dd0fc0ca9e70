package api

import (
	"context"
	"strconv"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// ShopFields are what people write about a shop; absent ones stay.
type ShopFields struct {
	Name        *string       `json:"name,omitempty" minLength:"1" maxLength:"255"`
	Type        *string       `json:"type,omitempty"`
	Description *string       `json:"description,omitempty" maxLength:"5000"`
	Telephone   *string       `json:"telephone,omitempty" maxLength:"50"`
	Website     *string       `json:"website,omitempty" maxLength:"500"`
	Cuisines    *[]string     `json:"cuisines,omitempty" maxItems:"20"`
	Methods     *[]ShopMethod `json:"methods,omitempty" maxItems:"2"`
	Perimeter   *string       `json:"perimeter,omitempty" maxLength:"2000" doc:"Whom it delivers to: \"distance < 3000\", in metres by road"`
	AutoAccept  *bool         `json:"autoAccept,omitempty"`
	Enabled     *bool         `json:"enabled,omitempty" doc:"Administrators only, like featured, exclusive and contractId"`
	Featured    *bool         `json:"featured,omitempty"`
	Exclusive   *bool         `json:"exclusive,omitempty"`
	ContractID  *int64        `json:"contractId,omitempty"`
}

// ChangeShopIn changes a shop.
type ChangeShopIn struct {
	ShopFields
	Version int64   `json:"version,omitempty" doc:"The version that the caller saw; a newer one makes the edit stale"`
	State   *string `json:"state,omitempty" enum:"normal,rush"`
	MenuID  *int64  `json:"menuId,omitempty" doc:"The menu to make active"`
}

// CloseShopIn says when a shop is closed. Without from and to it is closed for the whole of today.
type CloseShopIn struct {
	From   span.Instant `json:"from,omitempty"`
	To     span.Instant `json:"to,omitempty"`
	Reason string       `json:"reason,omitempty" maxLength:"500"`
}

func (s ShopFields) fields() (shop.Fields, error) {
	out := shop.Fields{
		Name: s.Name, Type: s.Type, Description: s.Description, Telephone: s.Telephone, Website: s.Website, Cuisines: s.Cuisines,
		Perimeter: s.Perimeter, AutoAccept: s.AutoAccept, Enabled: s.Enabled, Featured: s.Featured, Exclusive: s.Exclusive, ContractID: s.ContractID,
	}
	if s.Methods == nil {
		return out, nil
	}
	methods := []shop.FulfillmentMethod{}
	for i, m := range *s.Methods {
		hours, err := span.ParseHours(m.OpeningHours)
		if err != nil {
			return out, fail.At("methods."+strconv.Itoa(i)+".openingHours", "restaurant.hours.unreadable", "why", err.Error())
		}
		methods = append(methods, shop.FulfillmentMethod{
			Type: shop.Method(m.Type), Enabled: m.Enabled, OpeningHours: hours, Behavior: shop.Behavior(m.Behavior), MinimumAmount: money.Amount(m.MinimumAmount),
			DelayMinutes: m.DelayMinutes, PreOrdering: m.PreOrdering, RangeDuration: m.RangeDuration,
		})
	}
	out.Methods = &methods
	return out, nil
}

type changeShop struct {
	PathID
	Body ChangeShopIn
}

func (f *face) changeShop(ctx context.Context, who authz.Actor, in *changeShop) (*answer[Shop], error) {
	fields, err := in.Body.fields()
	if err != nil {
		return nil, err
	}
	edit := shop.UpdateRestaurantIn{ID: in.ID, Version: in.Body.Version, MenuID: in.Body.MenuID, Fields: fields}
	if in.Body.State != nil {
		state := shop.State(*in.Body.State)
		edit.State = &state
	}
	return f.editedShop(ctx, who, in.ID, func(tx *db.Tx) error {
		_, err := shop.UpdateRestaurant(tx, edit)
		return err
	})
}

// editedShop runs an edit and answers with the shop as it is then.
func (f *face) editedShop(ctx context.Context, who authz.Actor, id int64, edit func(*db.Tx) error) (*answer[Shop], error) {
	var out Shop
	err := f.change(ctx, who, func(tx *db.Tx) (err error) {
		if err := edit(tx); err != nil {
			return err
		}
		out, err = f.snapshot(ctx, tx, id)
		return err
	})
	return &answer[Shop]{out}, err
}

type closeShop struct {
	PathID
	Body *CloseShopIn
}

func (f *face) closeShop(ctx context.Context, who authz.Actor, in *closeShop) (*answer[Shop], error) {
	closing := shop.CloseRestaurantIn{RestaurantID: in.ID}
	if b := in.Body; b != nil {
		closing.During, closing.Reason = span.Range{From: span.At(b.From.Time), To: span.At(b.To.Time)}, b.Reason
	}
	return f.editedShop(ctx, who, in.ID, func(tx *db.Tx) error {
		_, err := shop.CloseRestaurant(tx, closing)
		return err
	})
}

func (f *face) openShop(ctx context.Context, who authz.Actor, in *PathID) (*answer[Shop], error) {
	return f.editedShop(ctx, who, in.ID, func(tx *db.Tx) error {
		return shop.OpenAgain(tx, shop.OpenAgainIn{RestaurantID: in.ID})
	})
}

type nothing struct{}

func (f *face) dropClosing(ctx context.Context, who authz.Actor, in *PathID) (*nothing, error) {
	err := f.change(ctx, who, func(tx *db.Tx) error { return shop.ReopenRestaurant(tx, shop.ReopenRestaurantIn{RuleID: in.ID}) })
	return &nothing{}, err
}
