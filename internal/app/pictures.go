package app

import (
	"bytes"
	"context"
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/shop"
)

// PictureIn is a picture for the product of a code, else for the shop of a name, where a banner stands above the menu.
type PictureIn struct {
	Shop, Product string
	Banner        bool
	File          []byte // JPEG or PNG
}

func (p PictureIn) spot() shop.Spot {
	switch {
	case p.Product != "":
		return shop.Dish
	case p.Banner:
		return shop.Banner
	}
	return shop.Front
}

// GivePicture shows a picture as the owner of the shop would. Errors are those of shop.Pictures; NotFound without such a shop or product.
func (c *Coop) GivePicture(ctx context.Context, in PictureIn) error {
	return c.pictures.Take(ctx, in.spot(), bytes.NewReader(in.File), func(images []shop.Image) error {
		return c.db.Write(ctx, authz.System(), func(tx *db.Tx) error {
			id, err := in.find(tx)
			if err != nil {
				return err
			}
			return shop.ShowPicture(tx, shop.ShowPictureIn{Spot: in.spot(), ID: id, Images: images})
		})
	})
}

func (p PictureIn) find(tx *db.Tx) (int64, error) {
	if p.Product != "" {
		product, err := shop.LoadProductByCode(tx, p.Product)
		return product.ID, err
	}
	all, err := shop.ListAllRestaurants(tx)
	if err != nil {
		return 0, err
	}
	i := slices.IndexFunc(all, func(r shop.Restaurant) bool { return string(r.Name) == p.Shop })
	if i < 0 {
		return 0, fail.New(fail.NotFound, "row.not_found")
	}
	return all[i].ID, nil
}
