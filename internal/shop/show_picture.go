package shop

import (
	"strings"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/org"
)

// afterSight is how long a replaced picture stays for the pages that still show it.
const afterSight = time.Hour

// ShowPictureIn gives a restaurant or a product, by its ID in the world of the Spot, the Images that Pictures keeps; none takes them away.
type ShowPictureIn struct {
	Spot   Spot
	ID     int64
	Images []Image
}

// MayShowPicture refuses who may not change the pictures of a restaurant or a product, before any work is done for it.
func MayShowPicture(tx *db.Tx, spot Spot, id int64) error {
	if spot != Dish {
		r, err := LoadRestaurant(tx, id)
		if err != nil {
			return err
		}
		return MayEdit(tx, r.ID)
	}
	p, err := LoadProduct(tx, id)
	if err != nil {
		return err
	}
	return mayEditProduct(tx, p)
}

// ShowPicture makes a restaurant or a product show pictures. What they replace is thrown away in an hour.
func ShowPicture(tx *db.Tx, in ShowPictureIn) error {
	if err := MayShowPicture(tx, in.Spot, in.ID); err != nil {
		return err
	}
	switch in.Spot {
	case Dish:
		return showOnProduct(tx, in)
	case Front, Banner:
		return showOnRestaurant(tx, in)
	}
	return fail.New(fail.Internal, "picture.spot.unknown", "spot", string(in.Spot))
}

func showOnRestaurant(tx *db.Tx, in ShowPictureIn) error {
	r, err := LoadRestaurant(tx, in.ID)
	if err != nil {
		return err
	}
	shown := &r.Image
	if in.Spot == Banner {
		shown = &r.BannerImage
	}
	before := Image{Blob: string(*shown)}
	*shown = ""
	if len(in.Images) > 0 {
		*shown = org.Text(in.Images[0].Blob)
	}
	if err := saveRestaurant(tx, &r); err != nil {
		return err
	}
	if err := discardLater(tx, []Image{before}); err != nil {
		return err
	}
	return tx.Emit(RestaurantChanged{RestaurantID: r.ID})
}

func showOnProduct(tx *db.Tx, in ShowPictureIn) error {
	p, err := LoadProduct(tx, in.ID)
	if err != nil {
		return err
	}
	before := p.Images.V
	p.Images.V = append([]Image{}, in.Images...)
	if err := saveProduct(tx, &p); err != nil {
		return err
	}
	if err := discardLater(tx, before); err != nil {
		return err
	}
	return tx.Emit(p.changed())
}

// discardLater plans the end of blobs of ours; pictures that lie elsewhere are not ours to delete.
func discardLater(tx *db.Tx, images []Image) error {
	at := tx.Now().Add(afterSight)
	for _, i := range images {
		if i.Blob == "" || strings.Contains(i.Blob, "://") {
			continue
		}
		if err := job.Add(tx, DiscardPicture{Blob: i.Blob}, job.Options{At: at}); err != nil {
			return err
		}
	}
	return nil
}
