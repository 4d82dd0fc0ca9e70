package shop

import (
	"strconv"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
)

// LoadCollection reads a selection; NotFound when there is none.
func LoadCollection(tx *db.Tx, id int64) (ShopCollection, error) {
	return oneRow[ShopCollection](tx, "shop_collections", id)
}

// ListCollections gives a page of the selections, by id.
func ListCollections(tx *db.Tx, limit, offset int) (org.Page[ShopCollection], error) {
	rows, err := db.All[ShopCollection](tx, "SELECT * FROM shop_collections ORDER BY id LIMIT ? OFFSET ?", limit, offset)
	if err != nil {
		return org.Page[ShopCollection]{}, err
	}
	total, err := db.One[int](tx, "SELECT COUNT(*) FROM shop_collections")
	return org.Page[ShopCollection]{Rows: rows, Total: total}, err
}

// freeSlug makes the slug of a title, numbered when another selection has it.
func freeSlug(tx *db.Tx, title string) (string, error) {
	slug := org.Slug(title)
	if slug == "" {
		slug = "selection"
	}
	for n := 1; ; n++ {
		candidate := slug
		if n > 1 {
			candidate += "-" + strconv.Itoa(n)
		}
		_, taken, err := db.Maybe[int64](tx, "SELECT id FROM shop_collections WHERE slug = ?", candidate)
		if !taken || err != nil {
			return candidate, err
		}
	}
}

func deleteCollection(tx *db.Tx, id int64) error {
	_, err := tx.Exec("DELETE FROM shop_collections WHERE id = ?", id)
	return err
}
