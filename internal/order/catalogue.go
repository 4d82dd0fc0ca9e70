package order

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
)

// Catalogue is what the pricing must know of the shop, as loaded at one moment.
type Catalogue struct {
	Restaurant *shop.Restaurant // nil: no shop sells it
	Contract   shop.Contract
	Products   map[int64]shop.Product
	Variants   map[int64]shop.Variant
	Values     map[int64]shop.OptionValue
	Options    map[int64]shop.Option
	Taxes      shop.TaxRates
	SubjectVAT bool
}

// loadCatalogue reads what pricing a cart needs.
func loadCatalogue(tx *db.Tx, c *Cart) (cat Catalogue, err error) {
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return cat, err
	}
	cat.SubjectVAT = settings.SubjectToVAT
	if cat.Restaurant, err = restaurantOf(tx, c.Order); err != nil {
		return cat, err
	}
	if cat.Restaurant != nil {
		if cat.Contract, _, err = shop.LoadContract(tx, *cat.Restaurant); err != nil {
			return cat, err
		}
	}
	if err := cat.loadGoods(tx, c.Items); err != nil {
		return cat, err
	}
	cat.Taxes, err = shop.LoadTaxRates(tx)
	return cat, err
}

// restaurantOf reads the restaurant of an order, a deleted one too; nil when it has none.
func restaurantOf(tx *db.Tx, o Order) (*shop.Restaurant, error) {
	if o.RestaurantID == nil {
		return nil, nil
	}
	found, err := shop.LoadRestaurants(tx, []int64{*o.RestaurantID})
	r := found[*o.RestaurantID]
	return &r, err
}

func (cat *Catalogue) loadGoods(tx *db.Tx, items []Item) (err error) {
	var products, variants, values []int64
	for _, i := range items {
		if i.ProductID != nil {
			products = append(products, *i.ProductID)
		}
		if i.VariantID != nil {
			variants = append(variants, *i.VariantID)
		}
	}
	if cat.Products, err = shop.LoadProducts(tx, products); err != nil {
		return err
	}
	if cat.Variants, err = shop.LoadVariants(tx, variants); err != nil {
		return err
	}
	for _, v := range cat.Variants {
		for _, chosen := range v.OptionValues.V {
			values = append(values, chosen.ID)
		}
	}
	cat.Values, cat.Options, err = shop.LoadOptionValues(tx, values)
	return err
}
