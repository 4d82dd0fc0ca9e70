package shop

import (
	"pignon.coop/internal/db"
)

func oneRow[T any](tx *db.Tx, table string, id int64) (T, error) {
	return db.One[T](tx, "SELECT * FROM "+table+" WHERE id = ?", id)
}

// dropVariant takes away the variant that a product's price made, now that its variants are written one by one.
func dropVariant(tx *db.Tx, code string) error {
	_, err := tx.Exec("DELETE FROM product_variants WHERE code = ?", code)
	return err
}

// productsOfSections gives the products of sections, in order.
func productsOfSections(tx *db.Tx, sectionIDs []int64) (map[int64][]int64, error) {
	places, err := db.All[placedProduct](tx, "SELECT section_id, product_id FROM menu_section_products WHERE section_id IN (?) ORDER BY section_id, position", sectionIDs)
	found := map[int64][]int64{}
	for _, p := range places {
		found[p.SectionID] = append(found[p.SectionID], p.ProductID)
	}
	return found, err
}

// optionIDsOf gives the options of products, in order.
func optionIDsOf(tx *db.Tx, productIDs []int64) (map[int64][]int64, error) {
	links, err := db.All[optionLink](tx, "SELECT product_id, option_id FROM product_option_links WHERE product_id IN (?) ORDER BY product_id, position, option_id", productIDs)
	found := map[int64][]int64{}
	for _, l := range links {
		found[l.ProductID] = append(found[l.ProductID], l.OptionID)
	}
	return found, err
}

// nextPosition is behind the last of what has the same parent.
func nextPosition(tx *db.Tx, query string, parent int64) (int64, error) {
	return db.One[int64](tx, query, parent)
}

const (
	nextValue   = "SELECT COALESCE(MAX(position) + 1, 0) FROM product_option_values WHERE option_id = ?"
	nextSection = "SELECT COALESCE(MAX(position) + 1, 0) FROM menu_sections WHERE menu_id = ?"
)

func rowsByID[T any](tx *db.Tx, table string, ids []int64) ([]T, error) {
	return db.All[T](tx, "SELECT * FROM "+table+" WHERE id IN (?) ORDER BY id", ids)
}
