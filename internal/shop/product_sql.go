package shop

import (
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
)

const productByID = "SELECT * FROM products WHERE id = ?" + notDeleted

// LoadProduct reads a product; NotFound when there is none or it was deleted.
func LoadProduct(tx *db.Tx, id int64) (Product, error) {
	return db.One[Product](tx, productByID, id)
}

// LoadProductByCode reads a product by what clients call it; NotFound when there is none or it was deleted.
func LoadProductByCode(tx *db.Tx, code string) (Product, error) {
	return db.One[Product](tx, "SELECT * FROM products WHERE code = ?"+notDeleted, code)
}

// LoadProducts reads products by id, deleted ones too: old orders still point to them. Unknown ids are missing in the map.
func LoadProducts(tx *db.Tx, ids []int64) (map[int64]Product, error) {
	rows, err := db.All[Product](tx, "SELECT * FROM products WHERE id IN (?)", ids)
	found := make(map[int64]Product, len(rows))
	for _, p := range rows {
		found[p.ID] = p
	}
	return found, err
}

// LoadVariants reads variants by id. Unknown ids are missing in the map.
func LoadVariants(tx *db.Tx, ids []int64) (map[int64]Variant, error) {
	rows, err := db.All[Variant](tx, "SELECT * FROM product_variants WHERE id IN (?)", ids)
	found := make(map[int64]Variant, len(rows))
	for _, v := range rows {
		found[v.ID] = v
	}
	return found, err
}

// variantsOf reads all variants of products, each list with the default one first.
func variantsOf(tx *db.Tx, productIDs []int64) (map[int64][]Variant, error) {
	rows, err := db.All[Variant](tx, "SELECT * FROM product_variants WHERE product_id IN (?) ORDER BY id", productIDs)
	found := map[int64][]Variant{}
	for _, v := range rows {
		found[v.ProductID] = append(found[v.ProductID], v)
	}
	return found, err
}

// LoadOptionValue reads an option value, enabled or not; NotFound when there is none.
func LoadOptionValue(tx *db.Tx, id int64) (OptionValue, error) {
	return db.One[OptionValue](tx, "SELECT * FROM product_option_values WHERE id = ?", id)
}

// LoadOptionValues reads option values by id with their options, for what they add to a line. Unknown ids are missing in the maps.
func LoadOptionValues(tx *db.Tx, ids []int64) (map[int64]OptionValue, map[int64]Option, error) {
	rows, err := db.All[OptionValue](tx, "SELECT * FROM product_option_values WHERE id IN (?)", ids)
	values, optionIDs := make(map[int64]OptionValue, len(rows)), []int64{}
	for _, v := range rows {
		values[v.ID] = v
		optionIDs = append(optionIDs, v.OptionID)
	}
	if err != nil {
		return nil, nil, err
	}
	list, err := db.All[Option](tx, "SELECT * FROM product_options WHERE id IN (?)", optionIDs)
	options := make(map[int64]Option, len(list))
	for _, o := range list {
		options[o.ID] = o
	}
	return values, options, err
}

type optionLink struct {
	ProductID int64 `db:"product_id"`
	OptionID  int64 `db:"option_id"`
}

// optionsOf reads the options of products with all their values, in the products' order.
func optionsOf(tx *db.Tx, productIDs []int64) (map[int64][]OptionTree, error) {
	links, err := db.All[optionLink](tx, "SELECT product_id, option_id FROM product_option_links WHERE product_id IN (?) ORDER BY product_id, position, option_id", productIDs)
	if err != nil {
		return nil, err
	}
	ids := []int64{}
	for _, l := range links {
		ids = append(ids, l.OptionID)
	}
	trees, err := optionTrees(tx, ids)
	found := map[int64][]OptionTree{}
	for _, l := range links {
		found[l.ProductID] = append(found[l.ProductID], trees[l.OptionID])
	}
	return found, err
}

func optionTrees(tx *db.Tx, ids []int64) (map[int64]OptionTree, error) {
	options, err := db.All[Option](tx, "SELECT * FROM product_options WHERE id IN (?)", ids)
	if err != nil {
		return nil, err
	}
	values, err := db.All[OptionValue](tx, "SELECT * FROM product_option_values WHERE option_id IN (?) ORDER BY option_id, position, id", ids)
	trees := map[int64]OptionTree{}
	for _, o := range options {
		trees[o.ID] = OptionTree{Option: o, Values: []OptionValue{}}
	}
	for _, v := range values {
		tree := trees[v.OptionID]
		tree.Values = append(tree.Values, v)
		trees[v.OptionID] = tree
	}
	return trees, err
}

// ItemsOf completes products with what is needed to offer them: default variant and options. The order stays.
func ItemsOf(tx *db.Tx, products []Product) ([]Item, error) {
	ids := []int64{}
	for _, p := range products {
		ids = append(ids, p.ID)
	}
	variants, err := variantsOf(tx, ids)
	if err != nil {
		return nil, err
	}
	options, err := optionsOf(tx, ids)
	items := make([]Item, len(products))
	for i, p := range products {
		items[i] = Item{Product: p, Options: options[p.ID]}
		if v := variants[p.ID]; len(v) > 0 {
			items[i].Default = v[0]
		}
	}
	return items, err
}

// LoadItem is LoadProduct completed by its default variant and its options.
func LoadItem(tx *db.Tx, id int64) (Item, error) {
	p, err := LoadProduct(tx, id)
	if err != nil {
		return Item{}, err
	}
	return itemOf(tx, p)
}

func itemOf(tx *db.Tx, p Product) (Item, error) {
	items, err := ItemsOf(tx, []Product{p})
	if err != nil {
		return Item{}, err
	}
	return items[0], nil
}

// PageIn names one page of what a restaurant has.
type PageIn struct {
	RestaurantID  int64
	Limit, Offset int
}

// ListProducts gives a page of a restaurant's products by id, those deleted left out.
func ListProducts(tx *db.Tx, in PageIn) (org.Page[Item], error) {
	rows, err := db.All[Product](tx, "SELECT * FROM products WHERE restaurant_id = ?"+notDeleted+" ORDER BY id LIMIT ? OFFSET ?", in.RestaurantID, in.Limit, in.Offset)
	if err != nil {
		return org.Page[Item]{}, err
	}
	total, err := db.One[int](tx, "SELECT COUNT(*) FROM products WHERE restaurant_id = ?"+notDeleted, in.RestaurantID)
	if err != nil {
		return org.Page[Item]{}, err
	}
	items, err := ItemsOf(tx, rows)
	return org.Page[Item]{Rows: items, Total: total}, err
}

// optionsOfRestaurant: its own, and those that its products use.
const optionsOfRestaurant = ` FROM product_options o WHERE o.restaurant_id = ? OR EXISTS (SELECT 1 FROM product_option_links l
	JOIN products p ON p.id = l.product_id WHERE l.option_id = o.id AND p.restaurant_id = ? AND p.deleted_at IS NULL)`

// ListOptions gives a page of a restaurant's options by id, with all their values.
func ListOptions(tx *db.Tx, in PageIn) (org.Page[OptionTree], error) {
	ids, err := db.All[int64](tx, "SELECT o.id"+optionsOfRestaurant+" ORDER BY o.id LIMIT ? OFFSET ?", in.RestaurantID, in.RestaurantID, in.Limit, in.Offset)
	if err != nil {
		return org.Page[OptionTree]{}, err
	}
	total, err := db.One[int](tx, "SELECT COUNT(*)"+optionsOfRestaurant, in.RestaurantID, in.RestaurantID)
	if err != nil {
		return org.Page[OptionTree]{}, err
	}
	trees, err := optionTrees(tx, ids)
	page := org.Page[OptionTree]{Rows: []OptionTree{}, Total: total}
	for _, id := range ids {
		page.Rows = append(page.Rows, trees[id])
	}
	return page, err
}

// restaurantsOfOption gives the restaurants that an option belongs to: its own, and those whose products use it.
func restaurantsOfOption(tx *db.Tx, optionID int64) ([]int64, error) {
	ids, err := db.All[int64](tx, `SELECT restaurant_id FROM product_options WHERE id = ? AND restaurant_id IS NOT NULL
		UNION SELECT p.restaurant_id FROM products p JOIN product_option_links l ON l.product_id = p.id
		WHERE l.option_id = ? AND p.restaurant_id IS NOT NULL AND p.deleted_at IS NULL`, optionID, optionID)
	slices.Sort(ids)
	return ids, err
}

func saveProduct(tx *db.Tx, p *Product) error {
	p.UpdatedAt = tx.Now()
	return db.Update(tx, "products", p)
}

func saveOptionValue(tx *db.Tx, v OptionValue) error {
	v.UpdatedAt = tx.Now()
	return db.Update(tx, "product_option_values", v)
}

func insertVariant(tx *db.Tx, v Variant) error { return db.Insert(tx, "product_variants", v) }

// linkOptions gives a product exactly these options, in this order.
func linkOptions(tx *db.Tx, productID int64, optionIDs []int64) error {
	if _, err := tx.Exec("DELETE FROM product_option_links WHERE product_id = ?", productID); err != nil {
		return err
	}
	for i, id := range optionIDs {
		if _, err := tx.Exec("INSERT INTO product_option_links (product_id, option_id, position) VALUES (?, ?, ?)", productID, id, i); err != nil {
			return err
		}
	}
	return nil
}

// productsOnSale gives the enabled products of the restaurants that are open to the public.
func productsOnSale(tx *db.Tx) ([]Product, error) {
	return db.All[Product](tx, `SELECT p.* FROM products p JOIN restaurants r ON r.id = p.restaurant_id
		WHERE p.enabled AND p.deleted_at IS NULL AND r.enabled AND r.state <> ? AND r.deleted_at IS NULL ORDER BY p.id`, Pledge)
}
