package order

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/promotion"
	"pignon.coop/internal/shop"
)

// Catalogue is what the pricing must know of the shop, as loaded at one moment.
type Catalogue struct {
	Restaurant *shop.Restaurant // nil: no single shop sells it
	Hub        *shop.Hub        // nil: no hub sells it
	Contract   shop.Contract
	Products   map[int64]shop.Product
	Variants   map[int64]shop.Variant
	Values     map[int64]shop.OptionValue
	Options    map[int64]shop.Option
	Boxes      map[int64]shop.ReusablePackaging
	Taxes      shop.TaxRates
	SubjectVAT bool
	Offer      promotion.Offer
}

// loadCatalogue reads what pricing a cart needs.
func loadCatalogue(tx *db.Tx, c *Cart) (cat Catalogue, err error) {
	if err := cat.loadGoods(tx, *c); err != nil {
		return cat, err
	}
	return cat, cat.loadTerms(tx, c)
}

// loadTerms reads by whose rules a cart is priced.
func (cat *Catalogue) loadTerms(tx *db.Tx, c *Cart) error {
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return err
	}
	cat.SubjectVAT = settings.SubjectToVAT
	if cat.Restaurant, err = restaurantOf(tx, c.Order); err != nil {
		return err
	}
	if err := cat.loadContract(tx, c.Order); err != nil {
		return err
	}
	if err := cat.loadBoxes(tx); err != nil {
		return err
	}
	if cat.Taxes, err = shop.LoadTaxRates(tx); err != nil {
		return err
	}
	cat.Offer, err = promotion.Offered(tx, promotion.OfferIn{CustomerID: c.CustomerID, Coupon: string(c.CouponCode)})
	return err
}

// loadContract reads the contract of whoever sells the order.
func (cat *Catalogue) loadContract(tx *db.Tx, o Order) (err error) {
	switch {
	case cat.Restaurant != nil:
		cat.Contract, _, err = shop.LoadContract(tx, *cat.Restaurant)
	case o.HubID != nil:
		hub, missing := shop.LoadHub(tx, *o.HubID)
		if missing != nil {
			return missing
		}
		cat.Hub = &hub
		cat.Contract, _, err = hub.Contract(tx)
	}
	return err
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

func (cat *Catalogue) loadGoods(tx *db.Tx, c Cart) (err error) {
	var variants, values []int64
	for _, i := range c.Items {
		if i.VariantID != nil {
			variants = append(variants, *i.VariantID)
		}
	}
	if cat.Products, err = shop.LoadProducts(tx, c.productIDs()); err != nil {
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

// loadBoxes reads the boxes that come back, where the shop has such.
func (cat *Catalogue) loadBoxes(tx *db.Tx) (err error) {
	if cat.Restaurant == nil || !takesBack(*cat.Restaurant) {
		return nil
	}
	cat.Boxes, err = shop.LoadPackagings(tx, boxIDs(cat.Products))
	return err
}
