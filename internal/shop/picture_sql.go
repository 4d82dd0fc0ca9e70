package shop

import "pignon.coop/internal/db"

// pictureUsed tells whether a restaurant or a product, also one that was deleted, shows a blob.
func pictureUsed(tx *db.Tx, name string) (bool, error) {
	_, found, err := db.Maybe[int64](tx, `SELECT id FROM restaurants WHERE image = ? OR banner_image = ?
		UNION ALL SELECT id FROM products WHERE images LIKE ? LIMIT 1`, name, name, "%"+name+"%")
	return found, err
}

// picturesUsed lists the blobs that restaurants and products show, deleted ones too.
func picturesUsed(tx *db.Tx) ([]string, error) {
	names, err := db.All[string](tx, `SELECT image FROM restaurants WHERE image IS NOT NULL UNION SELECT banner_image FROM restaurants WHERE banner_image IS NOT NULL`)
	if err != nil {
		return nil, err
	}
	products, err := db.All[db.JSON[[]Image]](tx, "SELECT images FROM products")
	for _, images := range products {
		for _, i := range images.V {
			names = append(names, i.Blob)
		}
	}
	return names, err
}
