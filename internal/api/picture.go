package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

// pictureIn is a form with a picture. What the file is, its bytes say: a type that the sender claims is not looked at.
type pictureIn struct {
	PathID
	RawBody huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" required:"true" doc:"JPEG or PNG of at most 8 MB"`
	}]
}

const pictureMost = 9 << 20 // bytes, with the envelope around the file

func (f *face) pictureRoutes() {
	put := func(path, summary string) huma.Operation {
		return huma.Operation{Method: "PUT", Path: path, Summary: summary, MaxBodyBytes: pictureMost}
	}
	drop := func(path, summary string) huma.Operation {
		return huma.Operation{Method: "DELETE", Path: path, Summary: summary}
	}
	register(f, web.Known, put("/v1/shops/{id}/picture", "Give a shop its picture"), f.putShopPicture(shop.Front))
	register(f, web.Known, drop("/v1/shops/{id}/picture", "Take a shop's picture away"), f.dropShopPicture(shop.Front))
	register(f, web.Known, put("/v1/shops/{id}/banner", "Give a shop the picture above its menu"), f.putShopPicture(shop.Banner))
	register(f, web.Known, drop("/v1/shops/{id}/banner", "Take the picture above a shop's menu away"), f.dropShopPicture(shop.Banner))
	register(f, web.Known, put("/v1/products/{id}/picture", "Give a product its picture, cut to both shapes"), f.putProductPicture)
	register(f, web.Known, drop("/v1/products/{id}/picture", "Take a product's picture away"), f.dropProductPicture)
}

type pictureServe[In, Out any] = func(context.Context, authz.Actor, *In) (*answer[Out], error)

func (f *face) putShopPicture(spot shop.Spot) pictureServe[pictureIn, Shop] {
	return func(ctx context.Context, who authz.Actor, in *pictureIn) (out *answer[Shop], err error) {
		err = f.takePicture(ctx, who, in, shop.ShowPictureIn{Spot: spot, ID: in.ID}, func(tx *db.Tx) error {
			out, err = f.shownShop(ctx, tx, in.ID)
			return err
		})
		return out, err
	}
}

func (f *face) dropShopPicture(spot shop.Spot) pictureServe[PathID, Shop] {
	return func(ctx context.Context, who authz.Actor, in *PathID) (*answer[Shop], error) {
		return f.editedShop(ctx, who, in.ID, func(tx *db.Tx) error {
			return shop.ShowPicture(tx, shop.ShowPictureIn{Spot: spot, ID: in.ID})
		})
	}
}

func (f *face) putProductPicture(ctx context.Context, who authz.Actor, in *pictureIn) (out *answer[Product], err error) {
	err = f.takePicture(ctx, who, in, shop.ShowPictureIn{Spot: shop.Dish, ID: in.ID}, func(tx *db.Tx) error {
		out, err = shownProduct(tx, in.ID)
		return err
	})
	return out, err
}

func (f *face) dropProductPicture(ctx context.Context, who authz.Actor, in *PathID) (out *answer[Product], err error) {
	err = f.change(ctx, who, func(tx *db.Tx) (err error) {
		if err := shop.ShowPicture(tx, shop.ShowPictureIn{Spot: shop.Dish, ID: in.ID}); err != nil {
			return err
		}
		out, err = shownProduct(tx, in.ID)
		return err
	})
	return out, err
}

// takePicture keeps the picture of a form and shows it where `where` says; answer reads, in the same unit of work, what is there then.
func (f *face) takePicture(ctx context.Context, who authz.Actor, in *pictureIn, where shop.ShowPictureIn, answer func(*db.Tx) error) error {
	err := f.read(ctx, who, func(tx *db.Tx) error { return shop.MayShowPicture(tx, where.Spot, where.ID) }) // before the work of cleaning
	if err != nil {
		return err
	}
	return f.house.Pictures.Take(ctx, where.Spot, in.RawBody.Data().File, func(images []shop.Image) error {
		where.Images = images
		return f.change(ctx, who, func(tx *db.Tx) error {
			if err := shop.ShowPicture(tx, where); err != nil {
				return err
			}
			return answer(tx)
		})
	})
}

func (f *face) shownShop(ctx context.Context, tx *db.Tx, id int64) (*answer[Shop], error) {
	s, err := f.snapshot(ctx, tx, id)
	return &answer[Shop]{s}, err
}

func shownProduct(tx *db.Tx, id int64) (*answer[Product], error) {
	item, err := shop.LoadItem(tx, id)
	return &answer[Product]{productOf(item, true)}, err
}
