package shop

import "pignon.coop/internal/db"

func menuByCode(tx *db.Tx, code string) (Menu, bool, error) {
	return db.Maybe[Menu](tx, "SELECT * FROM menus WHERE code = ?", code)
}

func optionByCode(tx *db.Tx, code string) (Option, bool, error) {
	return db.Maybe[Option](tx, "SELECT * FROM product_options WHERE code = ?", code)
}

func valueByCode(tx *db.Tx, code string) (OptionValue, bool, error) {
	return db.Maybe[OptionValue](tx, "SELECT * FROM product_option_values WHERE code = ?", code)
}

// anyProductByCode finds a product, a deleted one too: codes are given once.
func anyProductByCode(tx *db.Tx, code string) (Product, bool, error) {
	return db.Maybe[Product](tx, "SELECT * FROM products WHERE code = ?", code)
}

// productsOf gives all products of a restaurant that were not deleted.
func productsOf(tx *db.Tx, restaurantID int64) ([]Product, error) {
	return db.All[Product](tx, "SELECT * FROM products WHERE restaurant_id = ?"+notDeleted+" ORDER BY id", restaurantID)
}

// fillImported gives a section exactly these products; others may hold them too.
func fillImported(tx *db.Tx, sectionID int64, productIDs []int64) error {
	if _, err := tx.Exec("DELETE FROM menu_section_products WHERE section_id = ?", sectionID); err != nil {
		return err
	}
	for i, id := range productIDs {
		_, err := tx.Exec("INSERT INTO menu_section_products (section_id, product_id, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", sectionID, id, i)
		if err != nil {
			return err
		}
	}
	return nil
}

// tillProducts finds the products that a till knows by this id or number: by their code, or else among those that came from tills.
func tillProducts(tx *db.Tx, id string) ([]Product, error) {
	return db.All[Product](tx, "SELECT * FROM products WHERE (code = ? OR metadata LIKE '%\"zelty_%')"+notDeleted+" ORDER BY id", id)
}
