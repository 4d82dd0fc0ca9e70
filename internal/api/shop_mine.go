package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

// OwnShops are the shops whose orders the caller handles.
type OwnShops struct {
	Shops []OwnShop `json:"shops" doc:"By id; every shop for administrators"`
}

// OwnShop is one of them.
type OwnShop struct {
	ID      int64  `json:"id"`
	Name    string `json:"name"`
	State   string `json:"state" enum:"normal,rush,pledge"`
	Enabled bool   `json:"enabled"`
}

func (f *face) ownShopRoutes() {
	register(f, web.Needs(authz.User), huma.Operation{
		Method: "GET", Path: "/v1/shops/mine", OperationID: "list-own-shops", Summary: "The shops whose orders the caller handles",
	}, f.ownShops)
}

func (f *face) ownShops(ctx context.Context, who authz.Actor, _ *struct{}) (*answer[OwnShops], error) {
	var list []shop.Restaurant
	err := f.read(ctx, who, func(tx *db.Tx) (err error) {
		if who.Is(authz.Admin) {
			list, err = shop.ListAllRestaurants(tx)
		} else {
			list, err = shop.ListOwnRestaurants(tx, who.UserID)
		}
		return err
	})
	out := OwnShops{Shops: []OwnShop{}}
	for _, r := range list {
		out.Shops = append(out.Shops, OwnShop{ID: r.ID, Name: string(r.Name), State: string(r.State), Enabled: r.Enabled})
	}
	return &answer[OwnShops]{out}, err
}
