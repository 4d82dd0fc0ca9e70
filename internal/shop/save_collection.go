package shop

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// SaveCollectionIn is a selection of restaurants. ID 0 makes a new one. An empty title or list stays as it is.
type SaveCollectionIn struct {
	ID    int64
	Title string
	Shops []int64
}

// SaveCollection makes or changes a selection. Its slug comes from its first title and stays.
func SaveCollection(tx *db.Tx, in SaveCollectionIn) (ShopCollection, error) {
	c := ShopCollection{Shops: db.JSON[[]int64]{V: []int64{}}, CreatedAt: tx.Now()}
	var err error
	if in.ID != 0 {
		if c, err = LoadCollection(tx, in.ID); err != nil {
			return ShopCollection{}, err
		}
	}
	if err := mayAdminister(tx.Who()); err != nil {
		return ShopCollection{}, err
	}
	if err := c.choose(tx, in); err != nil {
		return ShopCollection{}, err
	}
	c.UpdatedAt = tx.Now()
	if c.ID != 0 {
		return c, db.Update(tx, "shop_collections", c)
	}
	if c.ID, err = tx.ID("shop_collections"); err != nil {
		return ShopCollection{}, err
	}
	return c, db.Insert(tx, "shop_collections", c)
}

func (c *ShopCollection) choose(tx *db.Tx, in SaveCollectionIn) (err error) {
	if in.Title != "" {
		c.Title = in.Title
	}
	if c.Title == "" {
		return fail.At("title", "value.blank")
	}
	if c.Slug == "" {
		if c.Slug, err = freeSlug(tx, c.Title); err != nil {
			return err
		}
	}
	if len(in.Shops) == 0 {
		return nil
	}
	known, err := LoadRestaurants(tx, in.Shops)
	for _, id := range in.Shops {
		if _, ok := known[id]; !ok && err == nil {
			return fail.New(fail.Invalid, "collection.shop.unknown", "shop", id)
		}
	}
	c.Shops.V = in.Shops
	return err
}
