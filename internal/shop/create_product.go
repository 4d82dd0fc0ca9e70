package shop

import (
	"encoding/json"
	"slices"

	"github.com/google/uuid"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
)

// CreateProductIn describes a new product of a restaurant. Code is made when empty.
type CreateProductIn struct {
	RestaurantID  int64
	Code          string
	Name          string
	Description   string
	Price         money.Amount
	TaxCategoryID int64
	OptionIDs     []int64 // in the order in which they are asked
	Diets         []string
	Allergens     []string
	Images        []Image
}

// CreateProduct adds a product with its default variant. It can be ordered at once, but is on no menu yet.
func CreateProduct(tx *db.Tx, in CreateProductIn) (Item, error) {
	r, err := LoadRestaurant(tx, in.RestaurantID)
	if err != nil {
		return Item{}, err
	}
	if err := MayEdit(tx, r.ID); err != nil {
		return Item{}, err
	}
	if err := in.check(); err != nil {
		return Item{}, err
	}
	p := NewProduct()
	p.RestaurantID, p.Name, p.Description = &r.ID, in.Name, org.Text(in.Description)
	p.Code = codeOr(in.Code)
	p.Diets.V, p.Allergens.V, p.Images.V = sliced(in.Diets), sliced(in.Allergens), sliced(in.Images)
	p.CreatedAt, p.UpdatedAt = tx.Now(), tx.Now()
	if p.ID, err = tx.ID("products"); err != nil {
		return Item{}, err
	}
	if err := db.Insert(tx, "products", p); err != nil {
		return Item{}, err
	}
	if err := mayAsk(tx, p, in.OptionIDs); err != nil {
		return Item{}, err
	}
	if err := linkOptions(tx, p.ID, in.OptionIDs); err != nil {
		return Item{}, err
	}
	if err := addDefaultVariant(tx, p, Variant{Code: uuid.NewString(), Price: in.Price, TaxCategoryID: in.TaxCategoryID}); err != nil {
		return Item{}, err
	}
	if err := tx.Emit(p.changed()); err != nil {
		return Item{}, err
	}
	return itemOf(tx, p)
}

// NewProduct is a product with every default, enabled, without name and code.
func NewProduct() Product {
	p := Product{Enabled: true, Version: 1}
	p.Diets.V, p.Allergens.V, p.ReusablePackagings.V, p.Images.V = []string{}, []string{}, []Packaging{}, []Image{}
	p.Metadata.V = json.RawMessage("{}")
	return p
}

func (in CreateProductIn) check() error {
	var wrong *fail.Error
	if in.Name == "" {
		wrong = wrong.Add("name", "value.blank")
	}
	if in.Price < 0 {
		wrong = wrong.Add("price", "product.price.negative")
	}
	if in.TaxCategoryID == 0 {
		wrong = wrong.Add("taxCategory", "value.missing")
	}
	for _, d := range in.Diets {
		if !slices.Contains(diets, d) {
			wrong = wrong.Add("suitableForDiet", "value.choice", "value", d)
		}
	}
	for _, a := range in.Allergens {
		if !slices.Contains(allergens, a) {
			wrong = wrong.Add("allergens", "value.choice", "value", a)
		}
	}
	return wrong.Or()
}

// addDefaultVariant writes the variant that is the product itself; v says its code, price and tax.
func addDefaultVariant(tx *db.Tx, p Product, v Variant) (err error) {
	if v.ID, err = tx.ID("product_variants"); err != nil {
		return err
	}
	v.ProductID, v.Name, v.OptionValues.V, v.CreatedAt, v.UpdatedAt = p.ID, p.Name, []Chosen{}, p.CreatedAt, p.UpdatedAt
	return insertVariant(tx, v)
}

// sliced makes an empty list of none, so that the database keeps [] rather than null.
func sliced[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
