package shop

import "pignon.coop/internal/db"

// pictureUsed tells whether a restaurant or a product, also one that was deleted, shows a blob.
func pictureUsed(tx *db.Tx, name string) (bool, error) {
	_, found, err := db.Maybe[int64](tx, `SELECT id FROM restaurants WHERE image = ? OR banner_image = ?
		UNION ALL SELECT id FROM products WHERE images LIKE ? LIMIT 1`, name, name, "%"+name+"%")
	return found, err
}
