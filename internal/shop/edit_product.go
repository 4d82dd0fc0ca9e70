package shop

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
)

// EditProductIn says what changes on a product. nil stays as it is. Version, when not 0, is the one that the caller saw.
type EditProductIn struct {
	ID            int64
	Version       int64
	Name          *string
	Description   *string
	Price         *money.Amount
	TaxCategoryID *int64
	OptionIDs     *[]int64 // in the order in which they are asked
	Diets         *[]string
	Allergens     *[]string
	Images        *[]Image
}

// EditProduct changes a product and, with its price, all its variants: they cost what the product costs. Lines that were ordered keep their price.
func EditProduct(tx *db.Tx, in EditProductIn) (Item, error) {
	p, err := LoadProduct(tx, in.ID)
	if err != nil {
		return Item{}, err
	}
	if err := mayEditProduct(tx, p); err != nil {
		return Item{}, err
	}
	if in.Version != 0 && in.Version != p.Version {
		return Item{}, fail.New(fail.Stale, "row.stale")
	}
	if err := in.check(); err != nil {
		return Item{}, err
	}
	set(&p.Name, in.Name)
	setText(&p.Description, in.Description)
	set(&p.Diets.V, in.Diets)
	set(&p.Allergens.V, in.Allergens)
	set(&p.Images.V, in.Images)
	if err := saveProduct(tx, &p); err != nil {
		return Item{}, err
	}
	if err := in.save(tx, p); err != nil {
		return Item{}, err
	}
	if err := tx.Emit(p.changed()); err != nil {
		return Item{}, err
	}
	return itemOf(tx, p)
}

// check holds the same rules as a new product.
func (in EditProductIn) check() error {
	as := CreateProductIn{Name: "-", TaxCategoryID: 1}
	set(&as.Name, in.Name)
	set(&as.Price, in.Price)
	set(&as.TaxCategoryID, in.TaxCategoryID)
	set(&as.Diets, in.Diets)
	set(&as.Allergens, in.Allergens)
	return as.check()
}

// save writes what lies beside the product's own row.
func (in EditProductIn) save(tx *db.Tx, p Product) error {
	if in.OptionIDs != nil {
		if err := mayAsk(tx, p, *in.OptionIDs); err != nil {
			return err
		}
		if err := linkOptions(tx, p.ID, *in.OptionIDs); err != nil {
			return err
		}
	}
	variants, err := variantsOf(tx, []int64{p.ID})
	if err != nil {
		return err
	}
	for _, v := range variants[p.ID] {
		set(&v.Name, in.Name)
		set(&v.Price, in.Price)
		set(&v.TaxCategoryID, in.TaxCategoryID)
		v.UpdatedAt = tx.Now()
		if err := db.Update(tx, "product_variants", v); err != nil {
			return err
		}
	}
	return nil
}
